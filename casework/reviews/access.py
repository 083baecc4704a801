"""Which reviews and recommendations a person may read, run, own or check: the same 'not found'."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access import TABLE, Action, Role, Viewer
from casework.errors import NotFound, StaleEdit
from casework.reviews.models import Recommendation, RecommendationAction, Review

T = TypeVar("T")
# They speak for their agency at some table, so also where a board asks it that it has no seat on.
SPEAKERS = frozenset({Role.REPRESENTATIVE, Role.DEPUTY})


def visible_reviews(viewer: Viewer, action: Action = Action.REVIEW_READ) -> Select[Review]:
    """Reviews of the boards in which one of this person's roles allows the action."""
    mine = select(Review).where(Review.partnership_id == viewer.partnership_id)
    if everywhere(viewer, action):
        return mine
    return mine.where(Review.conference_id.in_(viewer.conferences(action)))


def everywhere(viewer: Viewer, action: Action) -> bool:
    """Whether a role for the whole partnership allows the action (an auditor's reading)."""
    return any(a.conference_id is None and action in TABLE[a.role] for a in viewer.appointments)


def load_review(
    session: Session,
    viewer: Viewer,
    review_id: UUID,
    action: Action = Action.REVIEW_READ,
    *,
    version: int | None = None,
    for_update: bool = False,
) -> Review:
    """The review, or NotFound: missing, another partnership's and another board's look alike."""
    found = _one(session, select(Review).where(Review.id == review_id), for_update=for_update)
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("review")
    if not viewer.may(action, found.conference_id):
        raise NotFound("review")
    if version is not None and version != found.version:
        raise StaleEdit("review")
    return found


def load_recommendation(
    session: Session,
    viewer: Viewer,
    recommendation_id: UUID,
    action: Action = Action.REVIEW_READ,
    *,
    version: int | None = None,
    for_update: bool = False,
) -> Recommendation:
    """The recommendation of a review that the action is allowed in, else NotFound."""
    asked = select(Recommendation).where(Recommendation.id == recommendation_id)
    found = _one(session, asked, for_update=for_update)
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("recommendation")
    review = session.get_one(Review, found.review_id)
    if not viewer.may(action, review.conference_id):
        raise NotFound("recommendation")
    if version is not None and version != found.version:
        raise StaleEdit("recommendation")
    return found


def load_owned(
    session: Session, viewer: Viewer, recommendation_id: UUID, *, version: int | None = None
) -> Recommendation:
    """For its owner or the owner's agency, to be changed; anybody else finds nothing."""
    found = load_recommendation(
        session, viewer, recommendation_id, Action.RECOMMENDATION_OWN,
        version=version, for_update=True,
    )  # fmt: skip
    if not owns(viewer, found):
        raise NotFound("recommendation")
    return found


def load_action(
    session: Session, viewer: Viewer, action_id: UUID, *, version: int | None = None
) -> RecommendationAction:
    """An action of this partnership, to be changed; who may do what with it is the caller's."""
    asked = select(RecommendationAction).where(RecommendationAction.id == action_id)
    found = _one(session, asked, for_update=True)
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("action")
    if version is not None and version != found.version:
        raise StaleEdit("action")
    return found


def owns(viewer: Viewer, thing: Recommendation | RecommendationAction) -> bool:
    """Whether this person, or their agency, answers for it."""
    return viewer.person_id == thing.owner_person_id or viewer.agency_id == thing.owner_agency_id


def speaks_for(viewer: Viewer, agency_id: UUID, conference_id: UUID) -> bool:
    """Whether this person answers for the agency when the review of that board asks it."""
    if viewer.agency_id != agency_id:
        return False
    return viewer.may(Action.REVIEW_RETURN, conference_id) or any(
        a.role in SPEAKERS for a in viewer.appointments
    )


def _one(session: Session, asked: Select[T], *, for_update: bool) -> T | None:
    # A row that is going to be changed is locked first, so that of two people one waits.
    return session.scalar(
        asked.with_for_update().execution_options(populate_existing=True) if for_update else asked
    )
