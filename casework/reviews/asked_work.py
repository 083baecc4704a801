"""Reports that reviews ask of agencies, on the work list: for the asked, and for who runs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.work import WorkItem
from casework.clock import first_moment, today
from casework.reviews.access import visible_reviews
from casework.reviews.models import Review
from casework.reviews.record_models import AgencyReport
from casework.reviews.service.asked import ENDED, waiting_for
from casework.reviews.service.reports import OPEN
from casework.reviews.vocabulary import ReportState
from casework.reviews.words import REPORT_KINDS
from casework.web.words import lowered


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Reports to return; for whoever runs the review those that are late, and those to read."""
    mine = list(_to_return(session, viewer))
    if not viewer.may(Action.REVIEW_MANAGE):
        return mine
    return [*mine, *_late(session, viewer), *_to_read(session, viewer)]


def _to_return(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    for report, review in waiting_for(session, viewer):
        again = "Sent back: " if report.state == ReportState.SENT_BACK else ""
        kind = REPORT_KINDS[report.kind]
        words = f"{again}{lowered(kind) if again else kind} for review {review.reference}"
        yield WorkItem(
            "report_to_return", words, "reviews.asked", {"report_id": report.id},
            since=first_moment(report.asked_on), due=report.due_on,
        )  # fmt: skip


def _late(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    late = AgencyReport.state.in_(OPEN), AgencyReport.due_on < today()
    for review, number, due in _counted(session, viewer, *late):
        agencies = "1 report of an agency is" if number == 1 else f"{number} agency reports are"
        yield WorkItem(
            "reports_late", f"{agencies} late for review {review.reference}", "reviews.reports",
            {"review_id": review.id}, due=due,
        )  # fmt: skip


def _to_read(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    for review, number, _ in _counted(session, viewer, AgencyReport.state == ReportState.RETURNED):
        reports = "the report of an agency" if number == 1 else f"{number} agency reports"
        yield WorkItem(
            "reports_to_read", f"Read {reports} for review {review.reference}", "reviews.reports",
            {"review_id": review.id},
        )  # fmt: skip


def _counted(
    session: Session, viewer: Viewer, *which: ColumnElement[bool]
) -> Iterator[tuple[Review, int, date]]:
    rows = session.execute(
        visible_reviews(viewer, Action.REVIEW_MANAGE)
        .with_only_columns(Review, func.count(), func.min(AgencyReport.due_on))
        .join(AgencyReport, AgencyReport.review_id == Review.id)
        .where(Review.state.not_in(ENDED), *which)
        .group_by(Review.id)
    )
    yield from ((review, number, due) for review, number, due in rows)
