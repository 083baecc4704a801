"""Who changed what about people, agencies and conferences: written with the change itself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.directory.models import DirectoryEvent

LONGEST = 300


def record(session: Session, viewer: Viewer, about_id: UUID, what: str) -> None:
    """Write down what a person did, in words for the page of whom it concerns."""
    record_for(session, viewer.partnership_id, about_id, what, by_id=viewer.person_id)


def record_for(
    session: Session, partnership_id: UUID, about_id: UUID, what: str, *, by_id: UUID | None = None
) -> None:
    """The same where nobody is signed in: the command line, an accepted invitation."""
    session.add(
        DirectoryEvent(
            partnership_id=partnership_id,
            at=now(),
            by_id=by_id,
            about_id=about_id,
            what=what[:LONGEST],
        )
    )
    session.flush()


def events_about(session: Session, viewer: Viewer, about_id: UUID) -> list[DirectoryEvent]:
    """What happened to a person, an agency or a conference, newest first."""
    return list(
        session.scalars(
            select(DirectoryEvent)
            .where(
                DirectoryEvent.partnership_id == viewer.partnership_id,
                DirectoryEvent.about_id == about_id,
            )
            .order_by(DirectoryEvent.at.desc(), DirectoryEvent.id)
        )
    )
