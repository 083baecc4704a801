"""The history of a recommendation: one entry an act, in order, never changed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.reviews.models import Recommendation, RecommendationEvent
from casework.reviews.vocabulary import Happened


def note(
    session: Session,
    viewer: Viewer,
    recommendation: Recommendation,
    kind: Happened,
    *,
    from_state: str | None = None,
    to_state: str | None = None,
    why: str = "",
    action_id: UUID | None = None,
    owners: tuple[UUID, UUID | None, UUID, UUID | None] | None = None,
) -> None:
    """Write who did what, when and why; `owners` is agency and person before, then after."""
    recommendation.last_event += 1
    before, who, after, whom = owners or (None, None, None, None)
    session.add(
        RecommendationEvent(
            partnership_id=recommendation.partnership_id,
            recommendation_id=recommendation.id,
            action_id=action_id,
            position=recommendation.last_event,
            kind=kind, person_id=viewer.person_id, at=now(),
            from_state=from_state, to_state=to_state, why=why,
            from_agency_id=before, from_person_id=who, to_agency_id=after, to_person_id=whom,
        )
    )  # fmt: skip
    session.flush()
