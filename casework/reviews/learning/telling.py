"""Learning passed on, and who says that they have taken it in (R20)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now, today
from casework.errors import Invalid
from casework.reviews.access import load_review
from casework.reviews.learning_models import Acknowledgement, Telling
from casework.reviews.models import Review


def tell(
    session: Session, viewer: Viewer, *, review_id: UUID, audience: str, how: str, held_on: date,
    attended: int | None, what: str,
) -> Telling:  # fmt: skip
    """Write down that learning was passed on."""
    review = load_review(session, viewer, review_id, Action.REVIEW_MANAGE)
    if not review.commissioned_on <= held_on <= today():
        raise Invalid({"held_on": "The day must lie between the start of the review and today"})
    telling = Telling(
        partnership_id=review.partnership_id, review_id=review.id, audience=audience, how=how,
        held_on=held_on, attended=attended, what=what, told_by=viewer.person_id,
    )  # fmt: skip
    session.add(telling)
    session.flush()
    return telling


def acknowledge(session: Session, viewer: Viewer, *, review_id: UUID) -> Acknowledgement:
    """This person has taken the learning in; saying it twice is once."""
    review = load_review(session, viewer, review_id)
    known = session.scalar(
        select(Acknowledgement).where(
            Acknowledgement.review_id == review.id, Acknowledgement.person_id == viewer.person_id
        )
    )
    if known is not None:
        return known
    row = Acknowledgement(
        partnership_id=review.partnership_id, review_id=review.id, person_id=viewer.person_id,
        agency_id=viewer.agency_id, at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def tellings_of(session: Session, review: Review) -> list[Telling]:
    """Everything that was passed on, the newest first."""
    asked = select(Telling).where(Telling.review_id == review.id)
    return list(session.scalars(asked.order_by(Telling.held_on.desc(), Telling.id)))


def acknowledged_by(session: Session, review: Review) -> list[Acknowledgement]:
    """Who says that they have taken it in, the earliest first."""
    asked = select(Acknowledgement).where(Acknowledgement.review_id == review.id)
    return list(session.scalars(asked.order_by(Acknowledgement.at)))
