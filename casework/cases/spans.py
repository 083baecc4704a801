"""From when until when something was so in a case, by the facts that were recorded in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.cases.facts import is_current
from casework.cases.models import RecordedFact
from protocols import approvals
from protocols.clauses import Obligation, SharingProtocol
from protocols.derived import APPROVED
from protocols.starting import PENDING
from protocols.vocabulary import Dimension, DimensionKind

# Whether something is so at a moment.
Test = Callable[[datetime], bool]


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when something was so; None while it is."""

    since: datetime
    until: datetime | None


def spans_of(tests: Sequence[Test], facts: Sequence[RecordedFact], moment: datetime) -> list[Span]:
    """When all of it was so, until a moment: a fact was recorded, or another one ended."""
    found: list[Span] = []
    since: datetime | None = None
    for at in _changes(facts):
        if at <= moment and all(test(at) for test in tests) != (since is not None):
            if since is not None:
                found.append(Span(since, at))
            since = at if since is None else None
    return [*found, Span(since, None)] if since is not None else found


def met(duty: Obligation, protocol: SharingProtocol, facts: Sequence[RecordedFact]) -> Test:
    """Whether what is due before something opens is recorded."""
    dimension = protocol.vocabulary[duty.what]
    return holds(duty.what, (duty.needs or "yes",), dimension, facts)


def holds(
    name: str, words: Iterable[object], dimension: Dimension, facts: Sequence[RecordedFact]
) -> Test:
    """Whether a fact of that name, or the plain yes that stands for an approval, says one word."""
    names = {name, APPROVED.get(name, name)}
    wanted = {str(word) for word in words}
    saying = [f for f in facts if f.name in names and _says(f, wanted, dimension)]
    return lambda at: any(_held(fact, at) for fact in saying)


def _says(fact: RecordedFact, wanted: set[str], dimension: Dimension) -> bool:
    if dimension.kind is not DimensionKind.APPROVAL:
        return fact.value in wanted
    if PENDING in wanted:
        return PENDING in fact.value.split(";")
    told = approvals.answers(fact.name, fact.value)
    return any(told.get(word) == approvals.YES for word in wanted)


def _held(fact: RecordedFact, at: datetime) -> bool:
    return fact.recorded_at <= at and is_current(fact, at)


def _changes(facts: Sequence[RecordedFact]) -> list[datetime]:
    ends = [at for f in facts for at in (f.withdrawn_at, f.ends_at) if at is not None]
    return sorted({*(f.recorded_at for f in facts), *ends})


def negated(test: Test) -> Test:
    """Whether it is not so."""
    return lambda at: not test(at)
