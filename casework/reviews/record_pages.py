"""What the pages of a review's record show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.directory.names import agency_names, person_names
from casework.reviews.access import load_review, may_change
from casework.reviews.file_models import Draft
from casework.reviews.learning.telling import acknowledged_by, tellings_of
from casework.reviews.models import Review
from casework.reviews.record_models import (
    AgencyReport,
    OwedCopy,
    PanelComment,
    PanelMember,
    Publication,
    TermsOfReference,
)
from casework.reviews.service.clocks import Running, clocks_of
from casework.reviews.service.comments import comments_of
from casework.reviews.service.drafts import approved_draft, drafts_of
from casework.reviews.service.panel import members, terms_of
from casework.reviews.service.publishing import copies_of, publication_of
from casework.reviews.service.reports import OPEN, reports_of
from casework.reviews.service.sealed import is_on_panel
from casework.reviews.vocabulary import ReviewKind, ReviewState
from casework.reviews.words import CHANNELS, REPORT_KINDS, REPORT_STATES, RESPONSES, SEATS


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list of a review."""

    title: str
    status: str
    href: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the review's own page says of its record."""

    tasks: list[Task]
    clocks: list[Running]


@dataclass(frozen=True, slots=True)
class Page:
    """The review, whether this person runs it, and names for ids."""

    review: Review
    may_manage: bool
    people: Mapping[UUID, str]
    agencies: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class PanelPage(Page):
    """Chair, panel, terms."""

    members: list[PanelMember]
    terms: list[TermsOfReference]
    seats: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReportsPage(Page):
    """Reports asked of agencies."""

    reports: list[AgencyReport]
    kinds: Mapping[str, str]
    states: Mapping[str, str]
    today: date

    def is_late(self, report: AgencyReport) -> bool:
        """Whether it is still to come and its day has passed."""
        return report.state in OPEN and report.due_on < self.today


@dataclass(frozen=True, slots=True)
class CommentsPage(Page):
    """Comments of the Home Office panel."""

    comments: list[PanelComment]
    responses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PublicationPage(Page):
    """How it is published."""

    row: Publication | None
    copies: list[OwedCopy]
    channels: Mapping[str, str]
    # Whether this person may look through the report: not who chairs the review.
    may_check: bool
    # Where drafts are kept, the one that is the report.
    approved: Draft | None
    drafts: int
    # Copies are sent and it is taken down after the review was closed too.
    may_send: bool


def record_of(session: Session, viewer: Viewer, review: Review) -> Record:
    """The task list and the clocks; kinds without a panel have neither."""
    make = {
        ReviewKind.DEATH_REVIEW: (_panel, _reports, _comments, _publication),
        ReviewKind.ASB_CASE_REVIEW: (_panel, _reports),
    }.get(ReviewKind(review.kind), (_panel, _reports, _publication))
    tasks = [one(session, review) for one in make]
    tasks.append(_learning(session, review))
    if is_on_panel(session, viewer, review):
        href = url_for("reviews.sealed_record", review_id=review.id)
        tasks.append(_drafts(session, review))
        tasks.append(Task("Sealed record", "For the panel", href, "Names, events, the family"))
    return Record(tasks, clocks_of(session, review))


def panel_page(session: Session, viewer: Viewer, review_id: UUID) -> PanelPage:
    """Chair, panel and terms of reference of one review."""
    review = load_review(session, viewer, review_id)
    return PanelPage(
        *_page(session, viewer, review), members(session, review), terms_of(session, review), SEATS
    )


def reports_page(session: Session, viewer: Viewer, review_id: UUID) -> ReportsPage:
    """Reports asked of agencies for one review."""
    review = load_review(session, viewer, review_id)
    return ReportsPage(
        *_page(session, viewer, review), reports_of(session, review), REPORT_KINDS, REPORT_STATES,
        today(),
    )  # fmt: skip


def comments_page(session: Session, viewer: Viewer, review_id: UUID) -> CommentsPage:
    """The comments register of one review."""
    review = load_review(session, viewer, review_id)
    return CommentsPage(*_page(session, viewer, review), comments_of(session, review), RESPONSES)


def publication_page(session: Session, viewer: Viewer, review_id: UUID) -> PublicationPage:
    """Publication of one review."""
    review = load_review(session, viewer, review_id)
    return PublicationPage(
        *_page(session, viewer, review), publication_of(session, review),
        copies_of(session, review), CHANNELS,
        viewer.may(Action.REVIEW_CHECK, review.conference_id)
        and viewer.person_id != review.chair_id and review.state != ReviewState.CLOSED,
        approved_draft(session, review), len(drafts_of(session, review)),
        viewer.may(Action.REVIEW_MANAGE, review.conference_id),
    )  # fmt: skip


def _page(
    session: Session, viewer: Viewer, review: Review
) -> tuple[Review, bool, Mapping[UUID, str], Mapping[UUID, str]]:
    return (
        review, may_change(viewer, review),
        person_names(session, viewer.partnership_id), agency_names(session, viewer.partnership_id),
    )  # fmt: skip


def _panel(session: Session, review: Review) -> Task:
    seated = [m for m in members(session, review) if m.until is None]
    done = bool(seated and review.chair_id and review.independence and terms_of(session, review))
    begun = bool(seated or review.independence)
    return Task(
        "Chair, panel and terms of reference", _status(done, begun),
        url_for("reviews.panel", review_id=review.id), f"{len(seated)} on the panel",
    )  # fmt: skip


def _reports(session: Session, review: Review) -> Task:
    found = reports_of(session, review)
    left = [r for r in found if r.state in OPEN]
    late = [r for r in left if r.due_on < today()]
    hint = f"{len(found) - len(left)} of {len(found)} in" + (f", {len(late)} late" if late else "")
    return Task(
        "Agency reports", _status(bool(found) and not left, bool(found)),
        url_for("reviews.reports", review_id=review.id), hint if found else "Nobody asked yet",
    )  # fmt: skip


def _comments(session: Session, review: Review) -> Task:
    found = comments_of(session, review)
    agreed = [c for c in found if c.agreed_on]
    return Task(
        "Comments of the Home Office panel",
        _status(bool(found) and len(agreed) == len(found), bool(found)),
        url_for("reviews.comments", review_id=review.id),
        f"Response agreed for {len(agreed)} of {len(found)}" if found else "None yet",
    )


def _publication(session: Session, review: Review) -> Task:
    row = publication_of(session, review)
    left = [c for c in copies_of(session, review) if c.sent_on is None]
    done = review.published_on is not None and not left
    hint = f"{len(left)} {'copy' if len(left) == 1 else 'copies'} still to send" if left else ""
    return Task(
        "Publication", _status(done, row is not None),
        url_for("reviews.publication", review_id=review.id), hint,
    )  # fmt: skip


def _learning(session: Session, review: Review) -> Task:
    told, taken = tellings_of(session, review), acknowledged_by(session, review)
    return Task(
        "Passing on what was learnt", _status(bool(told and taken), bool(told or taken)),
        url_for("reviews.tellings", review_id=review.id),
        f"Told {len(told)} {'time' if len(told) == 1 else 'times'}, taken in by {len(taken)}",
    )  # fmt: skip


def _drafts(session: Session, review: Review) -> Task:
    found, approved = drafts_of(session, review), approved_draft(session, review)
    hint = f"Draft {approved.number} is approved" if approved else f"{len(found)} kept"
    return Task(
        "Drafts of the report", _status(approved is not None, bool(found)),
        url_for("reviews.drafts", review_id=review.id), hint,
    )  # fmt: skip


def _status(done: bool, begun: bool) -> str:
    return "Completed" if done else "Incomplete" if begun else "Not started"
