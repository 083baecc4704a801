"""Which reviews and recommendations a person may read, run, own or check: the same 'not found'."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access import TABLE, Action, Role, Viewer
from casework.errors import Conflict, NotFound, StaleEdit
from casework.reviews.models import Recommendation, RecommendationAction, Review
from casework.reviews.vocabulary import ReviewState

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


def load_open_review(
    session: Session,
    viewer: Viewer,
    review_id: UUID,
    action: Action = Action.REVIEW_MANAGE,
    *,
    version: int | None = None,
    for_update: bool = False,
) -> Review:
    """A review that may be changed: `load_review`, and Conflict when it is closed."""
    found = load_review(session, viewer, review_id, action, version=version, for_update=for_update)
    refuse_closed(found)
    return found


def load_recommendation(
    session: Session,
    viewer: Viewer,
    recommendation_id: UUID,
    action: Action = Action.REVIEW_READ,
) -> Recommendation:
    """The recommendation of a review that the action is allowed in, else NotFound."""
    asked = select(Recommendation).where(Recommendation.id == recommendation_id)
    return _allowed(session, viewer, _one(session, asked, for_update=False), action)[0]


def load_to_change(
    session: Session,
    viewer: Viewer,
    recommendation_id: UUID,
    action: Action = Action.REVIEW_MANAGE,
    *,
    version: int | None = None,
    even_closed: bool = False,
) -> Recommendation:
    """The same, locked. A closed review is not changed: Conflict, unless `even_closed`.

    `even_closed` is for what goes on after it: handing over, later checks, and opening it again.
    """
    asked = select(Recommendation).where(Recommendation.id == recommendation_id)
    locked = _one(session, asked, for_update=True)
    found, review = _allowed(session, viewer, locked, action)
    if version is not None and version != found.version:
        raise StaleEdit("recommendation")
    if not even_closed:
        refuse_closed(review)
    return found


def load_owned(
    session: Session, viewer: Viewer, recommendation_id: UUID, *, version: int | None = None
) -> Recommendation:
    """For its owner or the owner's agency, to be changed; anybody else finds nothing."""
    found = load_to_change(
        session, viewer, recommendation_id, Action.RECOMMENDATION_OWN, version=version
    )
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


def _allowed(
    session: Session, viewer: Viewer, found: Recommendation | None, action: Action
) -> tuple[Recommendation, Review]:
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("recommendation")
    review = session.get_one(Review, found.review_id)
    if not viewer.may(action, review.conference_id):
        raise NotFound("recommendation")
    return found, review


def may_change(viewer: Viewer, review: Review) -> bool:
    """Whether this person runs it and it is not closed: what pages ask before they offer it."""
    runs = viewer.may(Action.REVIEW_MANAGE, review.conference_id)
    return runs and review.state != ReviewState.CLOSED


def refuse_closed(review: Review) -> None:
    """Raise Conflict when the review is closed: until it is opened again, it stands as it is."""
    if review.state == ReviewState.CLOSED:
        raise Conflict("This review is closed, so nothing of it can be changed.")


def _one(session: Session, asked: Select[T], *, for_update: bool) -> T | None:
    # A row that is going to be changed is locked first, so that of two people one waits.
    return session.scalar(
        asked.with_for_update().execution_options(populate_existing=True) if for_update else asked
    )
