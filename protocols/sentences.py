"""Rules as the sentences that partners read."""

from protocols import approvals, masks
from protocols.clauses import GOES_WITH, MISSED, Basis, Obligation, Rule
from protocols.conditions import listed, plain, sentence, together
from protocols.vocabulary import Effect, RuleKind, Vocabulary

KINDS = {
    RuleKind.GATE: "Must be true first",
    RuleKind.GRANT: "May see",
    RuleKind.CAP: "Never more than",
    RuleKind.EXCEPTION: "Unless",
    RuleKind.DUTY: "Has to be done",
}
# How what a rule requires is said; a cap holds back where it is not so.
REQUIRING = {
    RuleKind.GATE: ": ",
    RuleKind.GRANT: ", if ",
    RuleKind.CAP: ", but not where ",
    RuleKind.EXCEPTION: ", if ",
    RuleKind.DUTY: ", if ",
}
# Of the others the text says that no exception lifts them.
EVERY_LIMIT = "every limit that an exception can lift"
NEVER, HIDDEN = "Never shown", "not even that there is something"
LEVELS = {
    Effect.WITHHELD: "nothing",
    Effect.EXISTENCE: "that there is something, and whom to ask",
    Effect.SUMMARY: "a summary",
    Effect.MASKED: "a part",
    Effect.FULL: "all of it",
}


def rule_sentence(rule: Rule, vocabulary: Vocabulary) -> str:
    """One rule in plain English: partners sign it."""
    # By this name an exception lifts it.
    called = f" (called “{plain(rule.name)}”)" if rule.name and not rule.absolute else ""
    where = f", where {together(rule.applies, vocabulary)}" if rule.applies else ""
    asked = f"{REQUIRING[rule.kind]}{together(rule.requires, vocabulary)}" if rule.requires else ""
    parts = [f"{_head(rule)}{called}{where}{asked}", *_otherwise(rule)]
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
    if rule.kind is RuleKind.DUTY:
        return GOES_WITH[rule.goes_with]
    if rule.kind is RuleKind.EXCEPTION:
        return f"{head} (lifts {_lifted(rule)})"
    if rule.level is None or rule.kind is RuleKind.GATE:
        return head
    if rule.level is Effect.WITHHELD:
        return f"{NEVER}, {HIDDEN}" if rule.concealed else NEVER
    mask = f" ({masks.says(rule.mask)})" if rule.mask else ""
    level = LEVELS[rule.level] if rule.kind is RuleKind.GRANT else _at_most(rule.level)
    return f"{head} {level}{mask}"


def _lifted(rule: Rule) -> str:
    if rule.lifts_all:
        return EVERY_LIMIT
    return listed(rule.lifts, "and") if rule.lifts else "nothing"


def _at_most(level: Effect) -> str:
    # One sees 'that there is something', but not 'more than that there is something'.
    return f"the fact {LEVELS[level]}" if level is Effect.EXISTENCE else LEVELS[level]


def _otherwise(rule: Rule) -> list[str]:
    """What is left where a condition that must be true first is not."""
    if rule.kind is not RuleKind.GATE or rule.level is None:
        return []
    if rule.level is Effect.WITHHELD:
        return [f"else nothing is shown{f', {HIDDEN}' if rule.concealed else ''}"]
    return [f"else no more than {_at_most(rule.level)}"]


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
    words = duty_words(duty, vocabulary)
    # 'The chair has approved it' says by whom.
    by = f", by {the(plain(duty.owner))}" if duty.owner and plain(duty.owner) not in words else ""
    time = f" within {duty.within}" if duty.within else ""
    missed = f" (if that is missed, {MISSED[duty.missed]})" if duty.missed else ""
    return f"{plain(duty.when)}: {words}{by}{time}{missed}"


def duty_words(duty: Obligation, vocabulary: Vocabulary) -> str:
    """What has to be done: a fact in its own words, anything else as it is written."""
    if duty.what not in vocabulary:
        return plain(duty.what)
    says = vocabulary[duty.what].says
    return approvals.sentence(says, duty.needs) if duty.needs else says


def the(words: str) -> str:
    """'the chair'; what begins so already stays as it is."""
    return words if words.startswith(("the ", "a ", "an ")) else f"the {words}"
