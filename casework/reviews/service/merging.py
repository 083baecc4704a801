"""One commitment that was written twice: merged, tracked, counted once, nothing lost (R27)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.errors import Conflict, Invalid
from casework.reviews.access import load_to_change
from casework.reviews.history import note
from casework.reviews.models import (
    Recommendation,
    RecommendationAction,
    RecommendationTheme,
    Review,
)
from casework.reviews.service.numbers import next_action
from casework.reviews.service.plan import UNFINISHED, actions_of
from casework.reviews.steps import ActionStep, Step, move, move_action
from casework.reviews.vocabulary import ActionState, Happened, State

OPEN_ACTIONS = UNFINISHED | {ActionState.REPORTED}
TAKING_IN = frozenset({State.PROPOSED, State.AGREED, State.ACCEPTED_BY_OWNER, State.IN_PROGRESS})


def merge(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, into_id: UUID, why: str,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Count it with another one of these boards; its open actions and themes go there with it."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    into = load_to_change(session, viewer, into_id)
    _check(session, found, into, why)
    name = name_of(session, into)
    move(session, viewer, found, Step.MERGE, f"Counted with {name}. {why}")
    found.merged_into_id = into.id
    _give_themes(session, found, into)
    for action in actions_of(session, found):
        if action.state in OPEN_ACTIONS:
            _give_action(session, viewer, found, into, action)
    note(session, viewer, into, Happened.TOOK_IN, why=f"{name_of(session, found)}. {why}")
    return found


def separate(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, why: str,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """It was not the same after all: a commitment of its own again, to be agreed by the board."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    if not why:
        raise Invalid({"why": "Enter why it is counted on its own again"})
    move(session, viewer, found, Step.SEPARATE, why)
    found.merged_into_id = None
    session.flush()
    return found


def mergeable(session: Session, found: Recommendation) -> Sequence[tuple[Recommendation, Review]]:
    """Others of the same board that it can be counted with, those of its own review first."""
    board = session.get_one(Review, found.review_id).conference_id
    asked = (
        select(Recommendation, Review)
        .join(Review, Review.id == Recommendation.review_id)
        .where(Recommendation.partnership_id == found.partnership_id)
        .where(Review.conference_id == board, Recommendation.id != found.id)
        .where(Recommendation.state.in_(TAKING_IN))
    )
    rows = [(row, review) for row, review in session.execute(asked)]
    rows.sort(key=lambda r: (r[1].id != found.review_id, r[1].reference, r[0].number))
    return rows


def name_of(session: Session, found: Recommendation) -> str:
    """'recommendation 3 of review R-AB2CD'."""
    review = session.get_one(Review, found.review_id)
    return f"recommendation {found.number} of review {review.reference}"


def _check(session: Session, found: Recommendation, into: Recommendation, why: str) -> None:
    if found.id == into.id:
        raise Invalid({"into": "Choose another recommendation than this one"})
    if not why:
        raise Invalid({"why": "Enter why they are the same commitment"})
    boards = {session.get_one(Review, r.review_id).conference_id for r in (found, into)}
    if len(boards) > 1:
        raise Invalid({"into": "Choose a recommendation of a review of the same board"})
    if into.state not in TAKING_IN:
        raise Conflict(
            "Choose one that is still being worked on: nothing is added to what is being checked, "
            "accepted, or counted elsewhere itself."
        )
    asked = select(Recommendation.number).where(Recommendation.merged_into_id == found.id)
    if session.scalar(asked.limit(1)) is not None:
        raise Conflict("Another recommendation is counted with this one. Merge it the other way.")


def _give_themes(session: Session, found: Recommendation, into: Recommendation) -> None:
    def themes(row: Recommendation) -> set[str]:
        asked = select(RecommendationTheme.theme)
        return set(session.scalars(asked.where(RecommendationTheme.recommendation_id == row.id)))

    session.add_all(
        RecommendationTheme(
            partnership_id=into.partnership_id, recommendation_id=into.id, theme=theme
        )
        for theme in sorted(themes(found) - themes(into))
    )


def _give_action(
    session: Session, viewer: Viewer, found: Recommendation, into: Recommendation,
    action: RecommendationAction,
) -> None:  # fmt: skip
    number = next_action(into)
    goes_on = f"Goes on as action {into.number}.{number} of {name_of(session, into)}"
    made = RecommendationAction(
        partnership_id=into.partnership_id, recommendation_id=into.id, text=action.text,
        kind=action.kind, number=number, owner_agency_id=action.owner_agency_id,
        owner_person_id=action.owner_person_id, due_on=action.due_on, report=action.report,
        document=action.document, document_link=action.document_link, state_since=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    note(session, viewer, into, Happened.ACTION_ADDED, to_state=ActionState.AGREED,
         why=action.text, action_id=made.id)  # fmt: skip
    move_action(session, viewer, found, action, ActionStep.MOVE, goes_on)
