"""What an agency sees of what a review asks of it: the request and its terms, no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.directory.names import conference_names, person_names
from casework.reviews.access import speaks_for
from casework.reviews.models import Review
from casework.reviews.record_models import AgencyReport, TermsOfReference
from casework.reviews.service.asked import ENDED, load_asked, requests_to
from casework.reviews.service.panel import terms_of
from casework.reviews.service.reports import OPEN
from casework.reviews.words import KINDS, REPORT_KINDS, REPORT_STATES


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One request in a list."""

    report: AgencyReport
    reference: str
    kind: str
    state: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class AskedPage:
    """One request with what it is for."""

    line: AskedLine
    review: Review
    review_kind: str
    board: str
    chair: str
    terms: TermsOfReference | None


def asked_list(session: Session, viewer: Viewer) -> list[AskedLine]:
    """Everything that reviews ever asked of this person's agency, the newest first."""
    if not viewer.may(Action.REVIEW_RETURN):
        return []
    newest = requests_to(viewer).order_by(AgencyReport.due_on.desc(), AgencyReport.id)
    rows = session.execute(newest)
    return [
        _line(report, review)
        for report, review in rows
        if speaks_for(viewer, report.agency_id, review.conference_id)
    ]


def asked_page(session: Session, viewer: Viewer, report_id: UUID) -> AskedPage:
    """One request, for the agency that was asked."""
    report, review = load_asked(session, viewer, report_id)
    people: Mapping[UUID, str] = person_names(session, viewer.partnership_id)
    terms = terms_of(session, review)
    return AskedPage(
        _line(report, review), review, KINDS[review.kind],
        conference_names(session, viewer.partnership_id)[review.conference_id],
        people.get(review.chair_id, "") if review.chair_id else "", terms[0] if terms else None,
    )  # fmt: skip


def _line(report: AgencyReport, review: Review) -> AskedLine:
    waiting = report.state in OPEN and review.state not in ENDED
    return AskedLine(
        report, review.reference, REPORT_KINDS[report.kind], REPORT_STATES[report.state], waiting
    )
