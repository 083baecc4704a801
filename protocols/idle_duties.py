"""Duties that go with what is shown, where nothing is ever shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from protocols.boxes import Box
from protocols.compiling import CompiledRule, Program
from protocols.exact.asker import Asker
from protocols.exact.goal import Goal
from protocols.exact.missing import Missing
from protocols.exact.search import Unsettled
from protocols.finding import Finding, found
from protocols.findings import of_clauses
from protocols.vocabulary import RuleKind


@dataclass(frozen=True)
class Spoken:
    """A duty that goes with what is shown, and one box of where it speaks."""

    rule: CompiledRule
    box: Box


def spoken_of(program: Program) -> list[Spoken]:
    """Every box of every duty that goes with what is shown."""
    duties = (rule for rule in of_clauses(program) if rule.rule.kind is RuleKind.DUTY)
    return [Spoken(r, box) for r in duties if r.rule.goes_with == "shown" for box in r.reach]


def idle_duties(asker: Asker, known: Sequence[Spoken], probes: Sequence[int]) -> Iterator[Finding]:
    """Those with which no answer of another agency's information is ever shown."""
    missing, busy = Missing(asker), set[int]()
    for one, probe in zip(known, probes, strict=True):
        if one.rule.place not in busy and _meets(asker, missing.opened(Goal(probe))):
            busy.add(one.rule.place)
    for rule in {one.rule.place: one.rule for one in known if one.rule.place not in busy}.values():
        message = "nothing is ever shown where this duty speaks: it goes with no answer"
        yield found("warning", "idle duty", rule, message)


def _meets(asker: Asker, goal: Goal) -> bool:
    """Whether some question does; where the search gives up nothing is claimed."""
    try:
        return asker.find(goal) is not None
    except Unsettled:
        return True
