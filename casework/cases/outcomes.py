"""What the clock has carried out in a case: duties whose time has run out, as facts of a question.

Nobody records them, and no job has to run: they follow, at any moment, from what was recorded until
then, from the versions in force, and from how people settled what was owed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.facts import recorded_until
from casework.cases.models import DutySettled, RecordedFact
from casework.cases.running import Begun, Version, begun_in, versions_of
from casework.clock import day_of
from protocols.clauses import ENDS, REFUSED, SharingProtocol

# What a case is asked by: its partnership and the kind of its conference.
Where = tuple[UUID, str]
Facts = Mapping[UUID | None, frozenset[str]]
NONE: Facts = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Missed:
    """The facts of one case, by the answer they are about (None: the whole case)."""

    # Those with which something ended; one that counts as refused opens no less than before.
    ended: Facts = field(default_factory=lambda: NONE)
    refused: Facts = field(default_factory=lambda: NONE)
    # When something ends next, if nothing happens before.
    then: datetime | None = None

    def of(self, answer_id: UUID | None) -> frozenset[str]:
        """Everything that has run out about an answer, or (None) about the whole case."""
        nothing = frozenset[str]()
        return self.ended.get(answer_id, nothing) | self.refused.get(answer_id, nothing)

    @property
    def changing(self) -> Missed:
        """What changes an answer: of what is told beside it nothing."""
        return replace(self, refused=NONE)


NOTHING = Missed()


def missed_in(
    session: Session,
    cases: Mapping[UUID, Where],
    recorded: Mapping[UUID, Sequence[RecordedFact]],
    moment: datetime,
) -> dict[UUID, Missed]:
    """What has run out in these cases at a moment, by everything recorded in them."""
    places = _with_clocks(session, {cases[key] for key in recorded})
    begun: dict[UUID, list[Begun]] = defaultdict(list)
    for one in _clocked(cases, places, recorded, moment):
        if one.lasts:
            begun[one.case_id].append(one)
    done = done_in_time(session, [b for found in begun.values() for b in found], moment)
    return {key: _missed(found, done, moment) for key, found in begun.items()}


def ran_out(session: Session, cases: Mapping[UUID, Where], moment: datetime) -> list[Begun]:
    """Every duty of these cases whose time ever ran out until a moment, the oldest first."""
    places = _with_clocks(session, set(cases.values()))
    recorded: dict[UUID, list[RecordedFact]] = defaultdict(list)
    ids = [key for key, where in cases.items() if places[where]]
    for fact in recorded_until(session, ids, moment) if ids else ():
        recorded[fact.case_id].append(fact)
    clocked = _clocked(cases, places, recorded, moment)
    over = {one.id: one for one in clocked if one.had_run_out(moment)}
    done = done_in_time(session, over.values(), moment)
    found = [one for one in over.values() if one.id not in done]
    return sorted(found, key=lambda one: (one.since, one.id))


def _clocked(
    cases: Mapping[UUID, Where], places: Mapping[Where, Sequence[Version]],
    recorded: Mapping[UUID, Sequence[RecordedFact]], moment: datetime,
) -> Iterator[Begun]:  # fmt: skip
    """The duties that began in these cases and change an answer when they are missed."""
    for case_id, facts in recorded.items():
        found = begun_in(case_id, places[cases[case_id]], facts, moment)
        yield from (one for one in found if one.duty.runs_out)


def done_in_time(session: Session, begun: Iterable[Begun], moment: datetime) -> set[UUID]:
    """Those of these duties that people had settled by a moment as done before their time."""
    due = {b.id: b.due for b in begun if b.due is not None}
    rows = session.scalars(select(DutySettled).where(DutySettled.id.in_(due))) if due else ()
    return {
        row.id
        for row in rows
        if row.settled_at <= moment and row.done_on and not is_late(due[row.id], row.done_on)
    }


def is_late(due: datetime | None, day: date) -> bool:
    """Whether something done on that day was done after its time."""
    return due is not None and day > day_of(due)


def _with_clocks(session: Session, places: Collection[Where]) -> dict[Where, list[Version]]:
    """For each place, the versions with a duty that changes an answer when it is missed."""
    return {
        where: [v for v in versions_of(session, *where) if _runs_out(v.protocol)]
        for where in places
    }


def _runs_out(protocol: SharingProtocol) -> bool:
    rules = (rule for clause in protocol.clauses for rule in clause.rules)
    return any(duty.runs_out for rule in rules for duty in rule.obligations)


def _missed(begun: Iterable[Begun], done: set[UUID], moment: datetime) -> Missed:
    latest: dict[tuple[UUID | None, str], Begun] = {}
    # A duty that goes on under a later version began with the earlier one, and runs out with it.
    for one in sorted(begun, key=lambda b: b.since):
        name = one.version.protocol.missing(one.clause, one.duty)
        latest[one.answer_id, name] = one
    open_ = {key: one for key, one in latest.items() if one.id not in done}
    over = {key: one for key, one in open_.items() if one.had_run_out(moment)}
    ahead = [b.due for b in open_.values() if b.duty.missed == ENDS and b.due and b.due > moment]
    return Missed(_facts(over, ENDS), _facts(over, REFUSED), min(ahead, default=None))


def _facts(over: Mapping[tuple[UUID | None, str], Begun], outcome: str) -> Facts:
    found: dict[UUID | None, set[str]] = defaultdict(set)
    for (answer_id, name), one in over.items():
        if one.duty.missed == outcome:
            found[answer_id].add(name)
    return {key: frozenset(names) for key, names in found.items()}
