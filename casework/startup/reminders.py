"""One letter a working day to everybody for whom something waits: how many things, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import LONDON, now, today
from casework.db import Database
from casework.directory.models import Person, PersonStatus
from casework.directory.viewers import viewer_of
from casework.errors import NotFound
from casework.notices import outbox
from casework.notices.letters import WORK_WAITING, Addressed, Letter, waiting_letter
from casework.working_days import is_working_day

# Before the working day begins, so that it is on top.
AT = time(7, 30)

# How many things wait for somebody; the work list's own count, so that letter and page agree.
Count = Callable[[Session, Viewer], int]


class Reminders:
    """Plans the letters of a day, and writes each when its turn has come."""

    def __init__(self, count: Count, base_url: str) -> None:
        self._count, self._base_url = count, base_url

    def plan(self, store: Database) -> None:
        """Plan today's letters; doing it again plans nothing twice."""
        day = today()
        if not is_working_day(day) or now() < _morning(day):
            return
        with store.reading() as session:
            people = session.execute(_active()).all()
        with store.writing() as session:
            for person_id, partnership_id in people:
                _plan_one(session, person_id, partnership_id, day)

    def compose(self, session: Session, notice: Addressed) -> Letter | None:
        """The letter as things stand now; none when nothing waits any more, or the person left."""
        person = session.get(Person, notice.person_id)
        if person is None or person.status != PersonStatus.ACTIVE:
            return None
        try:
            viewer = viewer_of(session, person.id)
        except NotFound:
            return None
        count = self._count(session, viewer)
        return waiting_letter(to=person.email, count=count, base_url=self._base_url)


def _active() -> Select[UUID, UUID]:
    return select(Person.id, Person.partnership_id).where(Person.status == PersonStatus.ACTIVE)


def _morning(day: date) -> datetime:
    return datetime.combine(day, AT, LONDON)


def _plan_one(session: Session, person_id: UUID, partnership_id: UUID, day: date) -> None:
    outbox.post(
        session,
        partnership_id=partnership_id,
        person_id=person_id,
        kind=WORK_WAITING,
        once=f"work {person_id} {day}",
    )
