"""Duties that the protocol sets for a case: who owes what, since when, and until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Case, RecordedFact
from casework.cases.outcomes import done_in_time
from casework.cases.running import Begun, Version, begun_in, versions_of
from casework.clock import now
from casework.directory.models import Conference
from protocols.clauses import AFTER, REFUSED
from protocols.conditions import plain
from protocols.sentences import duty_words


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed in one case; `due` is None where the protocol sets no clock."""

    # The same for as long as it is the same wait.
    id: UUID
    case_id: UUID
    conference_id: UUID
    # Owed about one answer alone: only who may know of that answer learns of the duty.
    answer_id: UUID | None
    clause: str
    what: str
    says: str
    when: str
    owner: str
    # Who recorded what set it off: 'the person who asks'.
    set_off_by: UUID
    since: datetime
    due: datetime | None
    missed: str
    # When what it follows, or what waits for it, was so no longer.
    until: datetime | None
    # Whether the clock has carried out what follows: it ended, or counts as refused.
    has_run_out: bool

    @property
    def is_overdue(self) -> bool:
        """Whether its clock has run out."""
        return self.due is not None and self.due <= now()

    @property
    def is_refused(self) -> bool:
        """Whether nobody waits any more: silence counted as a no."""
        return self.has_run_out and self.missed == REFUSED


def duties_of(session: Session, cases: Sequence[Case]) -> dict[UUID, list[Duty]]:
    """What is owed in each of these cases, done or not settled here, the oldest first."""
    facts: dict[UUID, list[RecordedFact]] = defaultdict(list)
    for fact in _facts(session, [case.id for case in cases]):
        facts[fact.case_id].append(fact)
    versions: dict[UUID, list[Version]] = {}
    begun: dict[UUID, list[Begun]] = {}
    for case in cases:
        if case.conference_id not in versions:
            kind = session.get_one(Conference, case.conference_id).kind
            versions[case.conference_id] = versions_of(session, case.partnership_id, kind)
        found = begun_in(case.id, versions[case.conference_id], facts[case.id], now())
        # What waits no longer is over; what began to be owed after something is owed still.
        once = {one.id: one for one in found if one.lasts or one.duty.when == AFTER}
        order = sorted(once.values(), key=lambda b: (b.since, b.clause.number, b.duty.what))
        begun[case.id] = order
    return _duties(session, cases, begun)


def _duties(
    session: Session, cases: Sequence[Case], begun: dict[UUID, list[Begun]]
) -> dict[UUID, list[Duty]]:
    over = [b for found in begun.values() for b in found if b.had_run_out(now())]
    done = done_in_time(session, over, now())
    over_ids = {b.id for b in over} - done
    return {case.id: [_duty(b, case, over_ids) for b in begun[case.id]] for case in cases}


def _facts(session: Session, ids: Sequence[UUID]) -> Iterable[RecordedFact]:
    return session.scalars(
        select(RecordedFact)
        .where(RecordedFact.case_id.in_(ids), RecordedFact.person_id.is_(None))
        .order_by(RecordedFact.recorded_at, RecordedFact.id)
    )


def _duty(begun: Begun, case: Case, over: set[UUID]) -> Duty:
    duty, vocabulary = begun.duty, begun.version.protocol.vocabulary
    return Duty(
        begun.id, case.id, case.conference_id, begun.answer_id, begun.clause.number, duty.what,
        plain(duty_words(duty, vocabulary)), duty.when, duty.owner, begun.set_off_by, begun.since,
        begun.due, duty.missed, begun.until, begun.id in over,
    )  # fmt: skip
