"""What a review asks of an agency, seen from that agency: its own requests and nothing beside."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.errors import Conflict, Invalid, NotFound, StaleEdit
from casework.reviews.access import speaks_for
from casework.reviews.file_models import ReviewFile
from casework.reviews.models import Review
from casework.reviews.record_models import AgencyReport
from casework.reviews.service.filing import keep_file
from casework.reviews.service.reports import OPEN, STEPS
from casework.reviews.vocabulary import FileKind, ReportState, ReviewState
from casework.web.uploads import Upload

# Nobody waits for a report of a review that has ended.
ENDED = frozenset({ReviewState.CLOSED, ReviewState.NOT_CONDUCTED})
CLOSED = "This review has ended, so nothing is needed from your agency any more."

Asked = tuple[AgencyReport, Review]


def requests_to(viewer: Viewer) -> Select[AgencyReport, Review]:
    """Everything that reviews ever asked of the viewer's agency."""
    return (
        select(AgencyReport, Review)
        .join(Review, Review.id == AgencyReport.review_id)
        .where(
            AgencyReport.partnership_id == viewer.partnership_id,
            AgencyReport.agency_id == viewer.agency_id,
        )
    )


def waiting_for(session: Session, viewer: Viewer) -> list[Asked]:
    """Requests to the viewer's agency that it has not answered; the earliest due first."""
    if not viewer.may(Action.REVIEW_RETURN):
        return []
    waiting = requests_to(viewer).where(
        AgencyReport.state.in_(OPEN), Review.state.not_in(ENDED)
    )  # fmt: skip
    rows = session.execute(waiting.order_by(AgencyReport.due_on, AgencyReport.id))
    return [
        (report, review)
        for report, review in rows
        if speaks_for(viewer, report.agency_id, review.conference_id)
    ]


def load_asked(session: Session, viewer: Viewer, report_id: UUID) -> Asked:
    """One request to the viewer's own agency, else NotFound: others' and missing look alike."""
    report = session.get(AgencyReport, report_id)
    if report is None or report.partnership_id != viewer.partnership_id:
        raise NotFound("report")
    review = session.get_one(Review, report.review_id)
    if not speaks_for(viewer, report.agency_id, review.conference_id):
        raise NotFound("report")
    return report, review


def hold_nothing(
    session: Session, viewer: Viewer, *, report_id: UUID, why: str, version: int
) -> AgencyReport:
    """The agency says that it has nothing to tell, and where it looked."""
    report = open_request(session, viewer, report_id, version, ReportState.NONE_HELD)
    if not why:
        raise Invalid({"why": "Enter where you looked, and why there is nothing"})
    report.state, report.why = ReportState.NONE_HELD, why
    session.flush()
    return report


def return_report(
    session: Session, viewer: Viewer, *, report_id: UUID, upload: Upload, version: int
) -> ReviewFile:
    """The agency hands in its report; what it handed in before stays beside it."""
    report = open_request(session, viewer, report_id, version, ReportState.RETURNED)
    review = session.get_one(Review, report.review_id)
    row = keep_file(
        session, viewer, review, kind=FileKind.REPORT, about_id=report.id, upload=upload
    )
    report.state, report.returned_on, report.why = ReportState.RETURNED, today(), ""
    session.flush()
    return row


def open_request(
    session: Session, viewer: Viewer, report_id: UUID, version: int, wanted: ReportState
) -> AgencyReport:
    """The request, to be answered now; Conflict once it is answered or the review has ended."""
    report, review = load_asked(session, viewer, report_id)
    if report.version != version:
        raise StaleEdit("report")
    if review.state in ENDED:
        raise Conflict(CLOSED)
    if wanted not in STEPS[ReportState(report.state)]:
        raise Conflict("This has been answered already. Ask the chair to send it back to you.")
    return report
