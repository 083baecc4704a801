"""What waits for a person in this room, for the one work list; titles name nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.reviews.access import owns, visible_reviews
from casework.reviews.models import Recommendation, RecommendationAction, Review
from casework.reviews.separation import reason_against, reason_against_action
from casework.reviews.service.plan import UNFINISHED
from casework.reviews.vocabulary import ActionState, State

WORKED_ON = (State.ACCEPTED_BY_OWNER, State.IN_PROGRESS)
REPORTED = (ActionState.REPORTED, ActionState.NOT_POSSIBLE, ActionState.NOT_UNDERTAKEN)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that waits for this person."""

    kind: str
    title: str
    due: date | None
    url_endpoint: str
    url_values: dict[str, UUID] = field(default_factory=dict)
    since: datetime | None = None


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Everything of this room that waits for this person; the earliest due first."""
    found = [*_to_own(session, viewer), *_to_check(session, viewer), *_to_decide(session, viewer)]
    return sorted(found, key=lambda item: (item.due is None, item.due or date.max, item.title))


def _to_own(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    for found, review in _rows(session, viewer, Action.RECOMMENDATION_OWN, _of_mine(viewer)):
        if found.state == State.AGREED and _mine(viewer, found):
            yield _item("accept_recommendation", f"Accept or refuse {_name(found, review)}", found)
        elif found.state in WORKED_ON and _mine(viewer, found):
            yield _item("give_evidence", f"Give evidence for {_name(found, review)}", found)
    for action, found, review in _actions(session, viewer, Action.RECOMMENDATION_OWN):
        if action.state in UNFINISHED and found.state in WORKED_ON and _mine(viewer, action):
            yield _action_item("do_action", "Report on", action, found, review)


def _to_check(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    waiting = or_(
        Recommendation.state == State.EVIDENCE_SUBMITTED, Recommendation.next_check_on <= today()
    )
    for found, review in _rows(session, viewer, Action.RECOMMENDATION_VERIFY, waiting):
        if reason_against(session, viewer, found):
            continue
        name = _name(found, review)
        if found.state == State.EVIDENCE_SUBMITTED:
            yield _item("check_evidence", f"Check the evidence for {name}", found)
        else:
            yield _item("check_lasting", f"Is {name} still working?", found, found.next_check_on)
    for action, found, review in _actions(session, viewer, Action.RECOMMENDATION_VERIFY):
        open_now = found.state in (*WORKED_ON, State.EVIDENCE_SUBMITTED)
        if action.state in REPORTED and open_now and not _kept_from(viewer, found, action):
            yield _action_item("check_action", "Check", action, found, review)


def _to_decide(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    refused = Recommendation.state == State.REJECTED
    for found, review in _rows(session, viewer, Action.REVIEW_MANAGE, refused):
        name = _name(found, review)
        yield _item("decide_refusal", f"Decide about {name}, refused by its owner", found)


def _kept_from(viewer: Viewer, found: Recommendation, action: RecommendationAction) -> bool:
    return reason_against_action(viewer, found, action) is not None


def _mine(viewer: Viewer, thing: Recommendation | RecommendationAction) -> bool:
    # What a colleague was named for is on the colleague's list, not on everybody's.
    named = thing.owner_person_id
    return owns(viewer, thing) and named in (None, viewer.person_id)


def _of_mine(viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        Recommendation.owner_agency_id == viewer.agency_id,
        Recommendation.owner_person_id == viewer.person_id,
    )


def _rows(
    session: Session, viewer: Viewer, action: Action, which: ColumnElement[bool]
) -> list[tuple[Recommendation, Review]]:
    allowed = visible_reviews(viewer, action).with_only_columns(Review.id)
    asked = (
        select(Recommendation, Review)
        .join(Review, Review.id == Recommendation.review_id)
        .where(Recommendation.partnership_id == viewer.partnership_id, which)
        .where(Review.id.in_(allowed))
    )
    return [(found, review) for found, review in session.execute(asked)]


def _actions(
    session: Session, viewer: Viewer, action: Action
) -> list[tuple[RecommendationAction, Recommendation, Review]]:
    allowed = visible_reviews(viewer, action).with_only_columns(Review.id)
    asked = (
        select(RecommendationAction, Recommendation, Review)
        .join(Recommendation, Recommendation.id == RecommendationAction.recommendation_id)
        .join(Review, Review.id == Recommendation.review_id)
        .where(RecommendationAction.partnership_id == viewer.partnership_id)
        .where(Review.id.in_(allowed))
        .where(RecommendationAction.state != ActionState.ACCEPTED)
    )
    return [(one, found, review) for one, found, review in session.execute(asked)]


def _name(found: Recommendation, review: Review) -> str:
    return f"recommendation {found.number} of review {review.reference}"


def _item(kind: str, title: str, found: Recommendation, due: date | None = None) -> WorkItem:
    values = {"recommendation_id": found.id}
    when = due or found.target_on
    return WorkItem(kind, title, when, "reviews.recommendation", values, found.state_since)


def _action_item(
    kind: str, verb: str, action: RecommendationAction, found: Recommendation, review: Review
) -> WorkItem:
    title = f"{verb} action {found.number}.{action.number} of review {review.reference}"
    values = {"recommendation_id": found.id}
    return WorkItem(
        kind, title, action.due_on, "reviews.recommendation", values, action.state_since
    )
