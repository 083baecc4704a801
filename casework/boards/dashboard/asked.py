"""Reports that reviews asked of agencies and that have not come by their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.dashboard.scope import Scope
from casework.clock import today
from casework.reviews.access import visible_reviews
from casework.reviews.models import Review
from casework.reviews.record_models import AgencyReport
from casework.reviews.service.asked import ENDED
from casework.reviews.service.reports import OPEN
from casework.reviews.words import REPORT_KINDS


@dataclass(frozen=True, slots=True)
class LateReport:
    """One of them: what, whose, for which review, and by how much it is late."""

    review_id: UUID
    reference: str
    agency_id: UUID
    agency: str
    kind: str
    body: str
    due_on: date
    days: int


def late_reports(session: Session, viewer: Viewer, scope: Scope) -> list[LateReport]:
    """Of every review this person may read, the longest late first."""
    shown = visible_reviews(viewer).where(Review.state.not_in(ENDED))
    if scope.body_id:
        shown = shown.where(Review.conference_id == scope.body_id)
    asked = (
        select(AgencyReport, Review)
        .join(Review, Review.id == AgencyReport.review_id)
        .where(Review.id.in_(shown.with_only_columns(Review.id)))
        .where(AgencyReport.state.in_(OPEN), AgencyReport.due_on < today())
        .order_by(AgencyReport.due_on, AgencyReport.id)
    )
    return [
        LateReport(
            review.id, review.reference, row.agency_id, scope.agencies[row.agency_id],
            REPORT_KINDS[row.kind], scope.bodies[review.conference_id], row.due_on,
            (today() - row.due_on).days,
        )
        for row, review in session.execute(asked)
        if scope.takes(row.agency_id)
    ]  # fmt: skip
