"""Who sits on the panel, what the review looks into, and why its chair is independent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now, today
from casework.directory.models import Person
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_open_review
from casework.reviews.models import Review
from casework.reviews.record_models import PanelMember, TermsOfReference
from casework.reviews.service.owners import check_chair
from casework.reviews.vocabulary import Seat, Statute


def add_member(
    session: Session, viewer: Viewer, *, review_id: UUID, person_id: UUID, seat: Seat,
    since: date | None = None,
) -> PanelMember:  # fmt: skip
    """Seat somebody who is here; the same person holds one seat at a time."""
    review = load_open_review(session, viewer, review_id)
    check_chair(session, viewer, person_id)
    begun = since or today()
    if begun > today():
        raise Invalid({"since": "The first day must be today or in the past"})
    if any(m.person_id == person_id for m in members(session, review) if m.until is None):
        raise Invalid({"person": "This person sits on the panel already"})
    member = PanelMember(
        partnership_id=review.partnership_id, review_id=review.id, person_id=person_id,
        agency_id=session.get_one(Person, person_id).agency_id, seat=seat, since=begun,
    )  # fmt: skip
    session.add(member)
    session.flush()
    return member


def end_member(session: Session, viewer: Viewer, *, member_id: UUID) -> PanelMember:
    """Somebody leaves the panel today; that they sat on it stays."""
    member = session.get(PanelMember, member_id)
    if member is None or member.partnership_id != viewer.partnership_id:
        raise NotFound("panel member")
    load_open_review(session, viewer, member.review_id)
    if member.until is not None:
        raise Conflict("This person has left the panel already.")
    member.until = today()
    session.flush()
    return member


def members(session: Session, review: Review) -> list[PanelMember]:
    """Everybody who sits or sat on it, those who sit first."""
    asked = select(PanelMember).where(PanelMember.review_id == review.id)
    found = session.scalars(asked.order_by(PanelMember.since, PanelMember.id))
    return sorted(found, key=lambda m: m.until is not None)


def set_terms(
    session: Session, viewer: Viewer, *, review_id: UUID, text: str, agreed_on: date
) -> TermsOfReference:
    """A new version of the terms of reference; older ones are kept."""
    review = load_open_review(session, viewer, review_id)
    if agreed_on > today():
        raise Invalid({"agreed_on": "The day they were agreed must be today or in the past"})
    last = session.scalar(
        select(func.max(TermsOfReference.number)).where(TermsOfReference.review_id == review.id)
    )
    terms = TermsOfReference(
        partnership_id=review.partnership_id, review_id=review.id, number=(last or 0) + 1,
        text=text, agreed_on=agreed_on, written_by=viewer.person_id, written_at=now(),
    )  # fmt: skip
    session.add(terms)
    session.flush()
    return terms


def terms_of(session: Session, review: Review) -> list[TermsOfReference]:
    """Every version, the newest first."""
    asked = select(TermsOfReference).where(TermsOfReference.review_id == review.id)
    return list(session.scalars(asked.order_by(TermsOfReference.number.desc())))


def set_chair(
    session: Session, viewer: Viewer, *, review_id: UUID, person_id: UUID, independence: str,
    version: int,
) -> Review:  # fmt: skip
    """Who chairs it, and why they are independent of the agencies that it looks at."""
    review = load_open_review(session, viewer, review_id, version=version, for_update=True)
    check_chair(session, viewer, person_id)
    review.chair_id, review.independence = person_id, independence
    session.flush()
    return review


def set_statute(
    session: Session, viewer: Viewer, *, review_id: UUID, statute: Statute, version: int
) -> Review:
    """Under which law it is held; the board's legal adviser says which, not this program."""
    review = load_open_review(session, viewer, review_id, version=version, for_update=True)
    review.statute = statute
    session.flush()
    return review
