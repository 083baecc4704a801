"""The actions of a recommendation, and what still stands between them and its acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.reviews.models import Recommendation, RecommendationAction
from casework.reviews.vocabulary import ActionState

UNFINISHED = frozenset({ActionState.AGREED, ActionState.IN_PROGRESS, ActionState.RETURNED})
GIVEN_UP = frozenset({ActionState.NOT_POSSIBLE, ActionState.NOT_UNDERTAKEN})


def actions_of(session: Session, recommendation: Recommendation) -> list[RecommendationAction]:
    """Its actions by number."""
    asked = select(RecommendationAction).where(
        RecommendationAction.recommendation_id == recommendation.id
    )
    return list(session.scalars(asked.order_by(RecommendationAction.number)))


def not_satisfied(actions: list[RecommendationAction]) -> list[RecommendationAction]:
    """Actions that still stand in the way (R04): neither accepted, nor replaced by one that is."""
    by_replaced = {a.replaces_id: a for a in actions if a.replaces_id}
    return [action for action in actions if not _satisfied(action, by_replaced)]


def not_replaced(actions: list[RecommendationAction]) -> list[RecommendationAction]:
    """Actions that were given up and that nothing has taken the place of."""
    replaced = {a.replaces_id for a in actions}
    return [a for a in actions if a.state in GIVEN_UP and a.id not in replaced]


def _satisfied(
    action: RecommendationAction, by_replaced: Mapping[UUID, RecommendationAction]
) -> bool:
    # An action that could not be done counts once another, in its place, was accepted.
    at: RecommendationAction | None = action
    while at is not None and at.state in GIVEN_UP:
        at = by_replaced.get(at.id)
    # What goes on elsewhere is waited for there.
    return at is not None and at.state in (ActionState.ACCEPTED, ActionState.MOVED)
