"""What must be there before a review may take a step; one table, a check a state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from casework.errors import Conflict, Invalid
from casework.reviews.models import Review
from casework.reviews.service.comments import comments_of
from casework.reviews.service.panel import members, terms_of
from casework.reviews.service.publishing import refuse_unready
from casework.reviews.service.reports import OPEN, reports_of
from casework.reviews.vocabulary import ReviewKind, ReviewState, Statute

# ASBCPA 2014 s104: with so many qualifying complaints the threshold must be held to be met.
THRESHOLD = 3

Check = Callable[[Session, Review, str], None]
# Steps that are decisions: their reasons are asked for later, by families and by the Home Office.
REASONED = {
    ReviewState.PAUSED: "Enter why the review is paused",
    ReviewState.DECIDED: "Enter why a review is held",
    ReviewState.NOT_CONDUCTED: "Enter why no review is held",
    ReviewState.THRESHOLD_MET: "Enter how the threshold is met",
    ReviewState.THRESHOLD_NOT_MET: "Enter why the threshold is not met",
    ReviewState.APPEALED: "Enter what the applicant asks to be looked at again",
}


def check_ready(session: Session, review: Review, wanted: ReviewState, why: str) -> None:
    """Refuse a step whose ground is missing; says what to do first."""
    if wanted in REASONED and not why:
        raise Invalid({"why": REASONED[wanted]})
    # Whoever comes back from a pause was let in before.
    if review.paused_from is None and wanted in CHECKS:
        CHECKS[wanted](session, review, why)


def _chair(_session: Session, review: Review, _why: str) -> None:
    if review.chair_id is None or not review.independence:
        raise Conflict("Say first who chairs it and why they are independent.")


def _terms(session: Session, review: Review, _why: str) -> None:
    if not terms_of(session, review):
        raise Conflict("Write down the terms of reference first.")


def _asked(session: Session, review: Review, _why: str) -> None:
    if not reports_of(session, review):
        raise Conflict("Ask at least one agency first.")


def _panel(session: Session, review: Review, _why: str) -> None:
    if not any(m.until is None for m in members(session, review)):
        raise Conflict("Say first who sits on the panel.")


def _reports(session: Session, review: Review, _why: str) -> None:
    left = [r for r in reports_of(session, review) if r.state in OPEN]
    if left:
        raise Conflict(
            f"{len(left)} agency {'report is' if len(left) == 1 else 'reports are'} still to come."
        )


def _answered(session: Session, review: Review, _why: str) -> None:
    left = [str(c.number) for c in comments_of(session, review) if not c.response]
    if left:
        raise Conflict(f"Comment {', '.join(left)} has no response yet.")


def _agreed(session: Session, review: Review, _why: str) -> None:
    left = [str(c.number) for c in comments_of(session, review) if c.agreed_on is None]
    if left:
        raise Conflict(f"The board has not agreed the response to comment {', '.join(left)} yet.")


def _statute(_session: Session, review: Review, _why: str) -> None:
    if review.statute == Statute.NONE:
        raise Conflict("Say first under which law the review is held.")


def _not_obliged(_session: Session, review: Review, _why: str) -> None:
    if review.complaints is None:
        raise Conflict("Enter first how many complaints qualify.")
    if review.complaints >= THRESHOLD:
        raise Conflict(
            f"With {review.complaints} qualifying complaints the threshold is met by law "
            "(Anti-social Behaviour, Crime and Policing Act 2014, section 104)."
        )


def _counted(_session: Session, review: Review, _why: str) -> None:
    if review.complaints is None:
        raise Conflict("Enter first how many complaints qualify.")


def _publishable(session: Session, review: Review, _why: str) -> None:
    if review.kind == ReviewKind.DEATH_REVIEW:
        refuse_unready(session, review)


CHECKS: Mapping[ReviewState, Check] = {
    ReviewState.HOME_OFFICE_TOLD: _statute,
    ReviewState.CHAIR_APPOINTED: _chair,
    ReviewState.SCOPED: _terms,
    ReviewState.AGENCY_REPORTS: _asked,
    ReviewState.INFO_REQUESTED: _asked,
    ReviewState.PANEL: _panel,
    ReviewState.PANEL_LISTED: _panel,
    ReviewState.THRESHOLD_MET: _counted,
    ReviewState.THRESHOLD_NOT_MET: _not_obliged,
    ReviewState.FAMILY_CONSULTED: _reports,
    ReviewState.REVISED: _answered,
    ReviewState.CLEARED: _agreed,
    ReviewState.PUBLISHED: _publishable,
}
