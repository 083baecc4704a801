"""A duty of the protocol whose time has run out: its owner and the coordinator are told once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.duties import Duty
from casework.clock import now
from casework.db import Database
from casework.directory.models import Agency, Person, PersonStatus
from casework.directory.viewers import viewer_of
from casework.notices import outbox
from casework.notices.letters import WORK_WAITING
from casework.recorded.owed import owed_by

# What ran out longer ago was told then; finished notices are kept for longer than this.
RECENT = timedelta(days=14)


def tell_of_overdue(store: Database) -> None:
    """Plan the letters: how many things wait, as ever, and nothing about them."""
    with store.reading() as session:
        people = session.scalars(
            select(Person.id)
            .join(Agency, Agency.id == Person.agency_id)
            .where(Person.status == PersonStatus.ACTIVE, Agency.active)
        ).all()
        late = [(v, d) for v in (viewer_of(session, p) for p in people) for d in _late(session, v)]
    with store.writing() as session:
        for viewer, duty in late:
            outbox.post(
                session, partnership_id=viewer.partnership_id, person_id=viewer.person_id,
                kind=WORK_WAITING, once=f"overdue {duty.id} {viewer.person_id}",
            )  # fmt: skip


def _late(session: Session, viewer: Viewer) -> list[Duty]:
    since = now() - RECENT
    found = (duty for duty, _ in owed_by(session, viewer) if duty.is_overdue)
    return [duty for duty in found if duty.due is not None and duty.due > since]
