"""Reports asked of agencies: asked, returned, read, sent back or accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.errors import Invalid, NotFound, StaleEdit, WrongState
from casework.reviews.access import load_open_review, load_review
from casework.reviews.models import Review
from casework.reviews.record_models import AgencyReport
from casework.reviews.service.owners import check_owner
from casework.reviews.service.sealed import open_record
from casework.reviews.vocabulary import ReportKind, ReportState
from casework.reviews.words import REPORT_STATES

S = ReportState
# What may follow what; the chair writes it down, whoever brought the news.
STEPS: Mapping[ReportState, frozenset[ReportState]] = {
    S.ASKED: frozenset({S.RETURNED, S.NONE_HELD}),
    S.RETURNED: frozenset({S.ACCEPTED, S.SENT_BACK}),
    S.SENT_BACK: frozenset({S.RETURNED, S.NONE_HELD}),
    S.ACCEPTED: frozenset({S.SENT_BACK}),
    S.NONE_HELD: frozenset({S.RETURNED}),
}
OPEN = frozenset({S.ASKED, S.SENT_BACK})


def ask_agency(
    session: Session, viewer: Viewer, *, review_id: UUID, agency_id: UUID, kind: ReportKind,
    due_on: date,
) -> AgencyReport:  # fmt: skip
    """Ask one agency for one kind of report; it is asked once for each."""
    review = load_open_review(session, viewer, review_id)
    check_owner(session, viewer, agency_id, None)
    if due_on < today():
        raise Invalid({"due_on": "The day it is due must be today or in the future"})
    if any(r.agency_id == agency_id and r.kind == kind for r in reports_of(session, review)):
        raise Invalid({"agency": "This agency has been asked for that already"})
    report = AgencyReport(
        partnership_id=review.partnership_id, review_id=review.id, agency_id=agency_id, kind=kind,
        state=S.ASKED, asked_on=today(), due_on=due_on,
    )  # fmt: skip
    session.add(report)
    session.flush()
    return report


def load_report(session: Session, viewer: Viewer, report_id: UUID) -> AgencyReport:
    """A report of a review that this person runs, else NotFound."""
    report = session.get(AgencyReport, report_id)
    if report is None or report.partnership_id != viewer.partnership_id:
        raise NotFound("report")
    load_review(session, viewer, report.review_id, Action.REVIEW_MANAGE)
    return report


def panels_review(session: Session, viewer: Viewer, report_id: UUID) -> Review:
    """The review of a report, for its chair and its panel; NotFound for everybody else."""
    report = session.get(AgencyReport, report_id)
    if report is None or report.partnership_id != viewer.partnership_id:
        raise NotFound("report")
    return open_record(session, viewer, report.review_id)


def move_report(
    session: Session, viewer: Viewer, *, report_id: UUID, wanted: ReportState, on: date | None,
    why: str, version: int,
) -> AgencyReport:  # fmt: skip
    """Write down what became of a report; sending back and holding nothing need a reason."""
    report = load_report(session, viewer, report_id)
    load_open_review(session, viewer, report.review_id)
    if report.version != version:
        raise StaleEdit("report")
    if wanted not in STEPS[S(report.state)]:
        raise WrongState("report", REPORT_STATES[report.state], REPORT_STATES[wanted])
    if wanted in {S.SENT_BACK, S.NONE_HELD} and not why:
        raise Invalid({"why": "Enter why"})
    if wanted is S.RETURNED:
        report.returned_on = _returned(report, on or today())
    report.state, report.why = wanted, why
    session.flush()
    return report


def reports_of(session: Session, review: Review) -> list[AgencyReport]:
    """Every report asked for, the earliest due first."""
    asked = select(AgencyReport).where(AgencyReport.review_id == review.id)
    return list(session.scalars(asked.order_by(AgencyReport.due_on, AgencyReport.id)))


def _returned(report: AgencyReport, on: date) -> date:
    if not report.asked_on <= on <= today():
        raise Invalid({"on": "The day it came must lie between the day it was asked for and today"})
    return on
