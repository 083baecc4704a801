"""Rules as the sentences that partners read."""

from protocols.clauses import Rule
from protocols.conditions import listed, plain, together
from protocols.vocabulary import Effect, RuleKind, Vocabulary

KINDS = {
    RuleKind.GATE: "Must be true first",
    RuleKind.GRANT: "May see",
    RuleKind.CAP: "Never more than",
    RuleKind.EXCEPTION: "Unless",
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
        word = "this holds" if rule.kind is RuleKind.GATE else "if"
        parts.append(f"{word}: {together(rule.requires, vocabulary)}")
    parts += [_duty(d.what, d.when, d.owner, d.within) for d in rule.obligations]
    if rule.until:
        parts.append(f"until {plain(rule.until)}")
    return "; ".join(parts) + "."


def _head(rule: Rule) -> str:
    head = KINDS[rule.kind]
    if rule.kind is RuleKind.EXCEPTION:
        return f"{head} (lifts {listed(rule.lifts, 'and') if rule.lifts else 'nothing'})"
    if rule.level is None:
        return head
    mask = f" ({plain(rule.mask)})" if rule.mask else ""
    hidden = ", hidden completely" if rule.concealed else ""
    if rule.kind is RuleKind.GATE:
        return f"{head}, else {LEVELS[rule.level]}{hidden}"
    return f"{head} {LEVELS[rule.level]}{mask}{hidden}"


def _duty(what: str, when: str, owner: str, within: str) -> str:
    by = f" by {plain(owner)}" if owner else ""
    time = f" within {within}" if within else ""
    return f"{plain(when)}: {plain(what)}{by}{time}"
