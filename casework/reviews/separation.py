"""Nobody accepts their own work (R02): what keeps a person from checking a recommendation."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.errors import Refused
from casework.reviews.models import Evidence, Recommendation, RecommendationAction

OWN = "You answer for this, so somebody else must check it."
AGENCY = "Your agency answers for this, so somebody from another agency must check it."
GAVE = "You gave evidence for this, so somebody else must check it."
GAVE_FOR = "Your agency gave evidence for this, so somebody from another agency must check it."
DID = "You answer for one of its actions, so somebody else must check it."


def reason_against(session: Session, viewer: Viewer, recommendation: Recommendation) -> str | None:
    """Why this person may not accept evidence for it; None when they may."""
    return (
        _as_owner(viewer, recommendation)
        or (GAVE if _gave_evidence(session, viewer, recommendation) else None)
        or (GAVE_FOR if _its_agency_gave_evidence(session, viewer, recommendation) else None)
        or (DID if _did_part(session, viewer, recommendation) else None)
    )


def reason_against_action(
    viewer: Viewer, recommendation: Recommendation, action: RecommendationAction
) -> str | None:
    """Why this person may not accept an action; None when they may."""
    return _as_owner(viewer, action) or _as_owner(viewer, recommendation)


def refuse_unless_apart(reason: str | None) -> None:
    """Raise what keeps the person from checking."""
    if reason:
        raise Refused(reason)


def _as_owner(viewer: Viewer, thing: Recommendation | RecommendationAction) -> str | None:
    if viewer.person_id == thing.owner_person_id:
        return OWN
    return AGENCY if viewer.agency_id == thing.owner_agency_id else None


def _gave_evidence(session: Session, viewer: Viewer, recommendation: Recommendation) -> bool:
    asked = select(Evidence.id).where(
        Evidence.recommendation_id == recommendation.id,
        Evidence.submitted_by_id == viewer.person_id,
    )
    return session.scalar(asked.limit(1)) is not None


def _its_agency_gave_evidence(
    session: Session, viewer: Viewer, recommendation: Recommendation
) -> bool:
    # After a transfer the agency that answered for it before does not check what it gave.
    asked = select(Evidence.id).where(
        Evidence.recommendation_id == recommendation.id,
        Evidence.given_for_id == viewer.agency_id,
    )
    return session.scalar(asked.limit(1)) is not None


def _did_part(session: Session, viewer: Viewer, recommendation: Recommendation) -> bool:
    asked = select(RecommendationAction.id).where(
        RecommendationAction.recommendation_id == recommendation.id,
        RecommendationAction.owner_person_id == viewer.person_id,
    )
    return session.scalar(asked.limit(1)) is not None
