"""Rules as the sentences that partners read."""

from protocols import approvals, masks
from protocols.clauses import MISSED, Basis, Obligation, Rule
from protocols.conditions import listed, plain, sentence, together
from protocols.vocabulary import Effect, RuleKind, Vocabulary

KINDS = {
    RuleKind.GATE: "Must be true first",
    RuleKind.GRANT: "May see",
    RuleKind.CAP: "Never more than",
    RuleKind.EXCEPTION: "Unless",
}
# A cap holds back where what it requires is not so.
REQUIRING = {
    RuleKind.GATE: "this holds",
    RuleKind.GRANT: "if",
    RuleKind.CAP: "but not where",
    RuleKind.EXCEPTION: "if",
}
LEVELS = {
    Effect.WITHHELD: "nothing",
    Effect.EXISTENCE: "that there is something, and whom to ask",
    Effect.SUMMARY: "a summary",
    Effect.MASKED: "a part",
    Effect.FULL: "all of it",
}


def rule_sentence(rule: Rule, vocabulary: Vocabulary) -> str:
    """One rule in plain English."""
    parts = [_head(rule)]
    if rule.applies:
        parts.append(f"where {together(rule.applies, vocabulary)}")
    if rule.requires:
        parts.append(f"{REQUIRING[rule.kind]}: {together(rule.requires, vocabulary)}")
    if rule.per_request:
        parts.append("for one granted request at a time")
    parts += [duty_sentence(duty, vocabulary) for duty in rule.obligations]
    if rule.until:
        parts.append(f"until {plain(rule.until)}")
    if rule.ends_when:
        ends = (sentence(condition, vocabulary) for condition in rule.ends_when)
        parts.append(f"ends when {', or when '.join(ends)}")
    if rule.absolute:
        parts.append("no exception lifts this")
    return "; ".join(parts) + "."


def _head(rule: Rule) -> str:
    head = KINDS[rule.kind]
    if rule.kind is RuleKind.EXCEPTION:
        return f"{head} (lifts {listed(rule.lifts, 'and') if rule.lifts else 'nothing'})"
    if rule.level is None:
        return head
    mask = f" ({masks.says(rule.mask)})" if rule.mask else ""
    hidden = ", hidden completely" if rule.concealed else ""
    if rule.kind is RuleKind.GATE:
        return f"{head}, else {LEVELS[rule.level]}{hidden}"
    return f"{head} {LEVELS[rule.level]}{mask}{hidden}"


def basis_sentence(basis: Basis) -> str:
    """A legal basis with how far it reaches."""
    reach = {
        "for what is passed on by": basis.disclosers,
        "to": basis.recipients,
        "for": basis.purposes,
    }
    parts = [f"{word} {listed(words)}" for word, words in reach.items() if words]
    parts += [f"never for {listed(basis.barred)}"] if basis.barred else []
    return f"{basis.title} ({'; '.join(parts)})" if parts else basis.title


def duty_sentence(duty: Obligation, vocabulary: Vocabulary) -> str:
    """One duty in plain English."""
    by = f" by {plain(duty.owner)}" if duty.owner else ""
    time = f" within {duty.within}" if duty.within else ""
    missed = f" (if that is missed, {MISSED[duty.missed]})" if duty.missed else ""
    return f"{plain(duty.when)}: {duty_words(duty, vocabulary)}{by}{time}{missed}"


def duty_words(duty: Obligation, vocabulary: Vocabulary) -> str:
    """What has to be done."""
    if duty.needs:
        return approvals.sentence(vocabulary[duty.what].says, duty.needs)
    return plain(duty.what)
