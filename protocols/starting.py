"""What starts the clock of a duty: facts of its rule that somebody records; and clocks that do not.

A clock starts when the last of what a rule requires was recorded; where a rule requires no fact
but an approval first, when it was recorded that the approval was asked for. How long ago a date was
has no moment of its own: the yes beside it starts the clock. Nor has what the program works out
for itself, and what is recorded about one person who receives.
"""

from collections.abc import Iterator

from protocols.clauses import (
    AFTER,
    BEFORE,
    ENDS,
    MISSED,
    REFUSED,
    Obligation,
    Rule,
    SharingProtocol,
)
from protocols.conditions import Condition, Op
from protocols.core_facts import About, Place
from protocols.facts import accepted
from protocols.finding import Finding
from protocols.recording import recording
from protocols.vocabulary import COUNTED, DimensionKind, RuleKind

# What the program does by itself is owed by nobody; requests to see more have a clock of their own.
LOG, ANSWER_REQUEST = "log", "answer_request"
NOBODYS = frozenset({LOG, ANSWER_REQUEST})
# What is recorded of an approval that was asked for and not given yet.
PENDING = "pending"
RECORDED = (DimensionKind.YES_NO, DimensionKind.APPROVAL)
_WORKED_OUT = frozenset({Place.RELEASE, Place.REQUEST, Place.PROGRAM})


def starting(rule: Rule, duty: Obligation, protocol: SharingProtocol) -> tuple[Condition, ...]:
    """The recorded facts on which the clock of a duty hangs; none where it cannot start."""
    facts = [c for c in rule.requires if protocol.vocabulary[c.dimension].is_fact]
    # How long ago a date was has no moment of its own: beside a yes, the clock starts with the yes.
    apart = [c for c in facts if not c.dimension.startswith(tuple(COUNTED))]
    wanted = tuple(apart or facts)
    if not wanted and duty.when == BEFORE and duty.needs:
        wanted = (Condition(duty.what, Op.IS, (PENDING,)),)
    return wanted if all(_is_followed(c, protocol) for c in wanted) else ()


def _is_followed(condition: Condition, protocol: SharingProtocol) -> bool:
    if condition.op not in (Op.IS, Op.EXACTLY):
        return False
    found = recording(protocol, condition.dimension)
    return (
        found is not None
        and found.fact.kind in RECORDED
        and found.place not in _WORKED_OUT
        and found.about is not About.PERSON
    )


def speaks_of(rule: Rule, conference_kind: str, protocol: SharingProtocol) -> bool:
    """Whether a rule can apply in conferences of a kind."""
    dimension = protocol.vocabulary["conference_kind"]
    asked = [c for c in (*rule.applies, *rule.requires) if c.dimension == dimension.name]
    return all(conference_kind in accepted(c, dimension, ()) for c in asked)


def idle_clocks(protocol: SharingProtocol) -> Iterator[Finding]:
    """Times that never run, and outcomes that nothing carries out."""
    for clause in protocol.clauses:
        for rule in clause.rules:
            for duty in rule.obligations:
                message = _idle(rule, duty, protocol)
                if message:
                    severity = _severity(rule, duty, protocol)
                    yield Finding(severity, "clock", clause.number, rule.line, message)


def _severity(rule: Rule, duty: Obligation, protocol: SharingProtocol) -> str:
    """What changes an answer must be carried out; what is told with each answer need not be."""
    if duty.runs_out:
        return "error"
    return "note" if _is_told_with_answers(rule, protocol) else "warning"


def _is_told_with_answers(rule: Rule, protocol: SharingProtocol) -> bool:
    facts = any(protocol.vocabulary[c.dimension].is_fact for c in rule.requires)
    return rule.kind is RuleKind.DUTY and not facts


def _idle(rule: Rule, duty: Obligation, protocol: SharingProtocol) -> str:
    if duty.missed and not duty.within:
        return f"'{duty.what}' has no time, so it is never missed: say it with within"
    if duty.missed in (ENDS, REFUSED) and not duty.runs_out and duty.what not in NOBODYS:
        when = BEFORE if duty.missed == REFUSED else AFTER
        words = MISSED[duty.missed]
        return f"'{duty.what}' is due {duty.when}: '{words}' follows only what is due {when}"
    opens = rule.kind is not RuleKind.DUTY and (rule.kind is not RuleKind.CAP or rule.requires)
    if duty.runs_out and not opens:
        return f"nothing is opened here, so nothing ends where '{duty.what}' is missed"
    if duty.within and duty.what not in NOBODYS and not starting(rule, duty, protocol):
        return _no_start(duty, rule, protocol)
    return ""


def _no_start(duty: Obligation, rule: Rule, protocol: SharingProtocol) -> str:
    facts = [c.dimension for c in rule.requires if protocol.vocabulary[c.dimension].is_fact]
    if _is_told_with_answers(rule, protocol):
        return f"the time of '{duty.what}' is told with each answer and stands on nobody's list"
    if not facts:
        why = "the rule requires no fact that somebody records"
    else:
        loose = [
            c.dimension for c in rule.requires
            if c.dimension in facts and not _is_followed(c, protocol)
        ]  # fmt: skip
        why = f"nobody records '{loose[0]}' as a yes at a moment of its own"
        if rule.kind not in (RuleKind.GATE, RuleKind.CAP):
            why += ": put it under applies, and let the rule require a yes that somebody records"
    return f"the clock of '{duty.what}' never starts: {why}"
