"""One board asks another for a decision, for as long as it is needed (R104)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_board
from casework.boards.governance_words import EscalationOutcome
from casework.boards.models import Escalation
from casework.clock import now, today
from casework.conferences.access import may
from casework.directory.models import Conference, ConferenceKind
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit


def escalate(
    session: Session,
    viewer: Viewer,
    *,
    from_id: UUID,
    to_id: UUID,
    reason: str,
    decision_sought: str,
    expires_on: date | None = None,
) -> Escalation:
    """Ask another board of the partnership for a decision."""
    body = load_board(session, viewer, from_id, Action.BOARD_MANAGE)
    above = session.get(Conference, to_id)
    if above is None or above.partnership_id != viewer.partnership_id:
        raise NotFound("board")
    if above.kind != ConferenceKind.BOARD or not above.active or above.id == body.id:
        raise Invalid({"to_id": "Select another board that still sits"})
    if expires_on is not None and expires_on < today():
        raise Invalid({"expires_on": "The day must be today or in the future"})
    made = Escalation(
        partnership_id=body.partnership_id, from_id=body.id, to_id=above.id, reason=reason,
        decision_sought=decision_sought, expires_on=expires_on, made_by=viewer.person_id,
        made_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def settle(
    session: Session,
    viewer: Viewer,
    *,
    escalation_id: UUID,
    outcome: EscalationOutcome,
    words: str,
    version: int | None = None,
) -> Escalation:
    """The board that was asked decides or refuses; the one that asked may withdraw."""
    row = load_escalation(session, viewer, escalation_id, version=version)
    side = row.from_id if outcome is EscalationOutcome.WITHDRAWN else row.to_id
    if not may(viewer, Action.BOARD_MANAGE, session.get_one(Conference, side)):
        raise Refused("The board that was asked decides; the board that asked may withdraw.")
    if row.outcome is not None:
        raise Conflict("This escalation is settled.")
    row.outcome, row.outcome_words = outcome, words
    row.decided_by, row.decided_at = viewer.person_id, now()
    session.flush()
    return row


def load_escalation(
    session: Session, viewer: Viewer, escalation_id: UUID, *, version: int | None = None
) -> Escalation:
    """An escalation from or to a board of this person's, else NotFound."""
    row = session.get(Escalation, escalation_id, with_for_update=version is not None)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("escalation")
    sides = [session.get_one(Conference, key) for key in (row.from_id, row.to_id)]
    if not any(may(viewer, Action.MEETING_READ, body) for body in sides):
        raise NotFound("escalation")
    if version is not None and version != row.version:
        raise StaleEdit("escalation")
    return row


def escalations_of(session: Session, conference_id: UUID) -> list[Escalation]:
    """From and to a board; what is open first, then the newest."""
    asked = select(Escalation).where(
        or_(Escalation.from_id == conference_id, Escalation.to_id == conference_id)
    )
    found = session.scalars(asked.order_by(Escalation.made_at.desc()))
    return sorted(found, key=lambda e: e.outcome is not None)


def has_expired(row: Escalation) -> bool:
    """Nobody decided before the day after which it no longer matters."""
    return row.outcome is None and row.expires_on is not None and row.expires_on < today()
