"""What the public may see of a review: a progress page without scripts, and the pack around it.

Plain files that any website can carry (R85): no name of a person, no case data, nothing that is
loaded from elsewhere. Muting follows the one rule of `standing`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import today
from casework.errors import Conflict
from casework.reviews.access import load_review
from casework.reviews.lines import Line, lines_of_review
from casework.reviews.models import Review
from casework.reviews.record_models import PanelComment, Publication
from casework.reviews.service.comments import comments_of
from casework.reviews.service.publishing import publication_of
from casework.reviews.vocabulary import State
from casework.reviews.words import RESPONSES
from casework.web.csv_text import csv_file, csv_text

COLUMNS = (
    "Recommendation", "What must change", "How far it reaches", "Agency",
    "Role that answers for it", "Target date", "Standing", "Reason", "State", "Evidence accepted",
)  # fmt: skip
# Not agreed yet, or told as the recommendation that it is counted with.
UNTOLD = frozenset({State.PROPOSED, State.MERGED})
ANSWERS = ("Comment", "What the panel says", "Response", "Reason", "What changes", "Agreed")


@dataclass(frozen=True, slots=True)
class Progress:
    """A review as the public sees it."""

    review: Review
    lines: list[Line]
    on: date

    @property
    def accepted(self) -> int:
        """How many recommendations have accepted evidence."""
        return sum(line.settled for line in self.lines)


def progress(session: Session, viewer: Viewer, review_id: UUID) -> Progress:
    """What the board has agreed, each commitment once; raises Conflict before publication."""
    review = load_review(session, viewer, review_id)
    if review.published_on is None:
        raise Conflict("The review is not published yet, so there is nothing for the public.")
    agreed = [x for x in lines_of_review(session, viewer, review) if x.code not in UNTOLD]
    return Progress(review, agreed, today())


def progress_html(page: Progress) -> str:
    """One file that stands alone."""
    return render_template("reviews/progress.html", page=page)


def progress_csv(page: Progress) -> str:
    """The same as a table."""
    return csv_text(COLUMNS, (_cells(line) for line in page.lines))


def pack(session: Session, viewer: Viewer, review_id: UUID) -> bytes:
    """Everything that is published beside the report, as one archive."""
    page = progress(session, viewer, review_id)
    row, sink = publication_of(session, page.review), io.BytesIO()
    comments = comments_of(session, page.review)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("progress.html", progress_html(page))
        packed.writestr("progress.csv", csv_file(progress_csv(page)))
        packed.writestr("about.txt", _about(page, row))
        if comments:
            packed.writestr("home-office-comments.csv", csv_file(_comments(comments)))
    return sink.getvalue()


def _cells(line: Line) -> tuple[str, ...]:
    return (
        str(line.number), line.text, line.scope, line.owner, line.role,
        line.target_on.isoformat() if line.target_on else "", line.rag.word, line.rag.reason,
        line.state, "yes" if line.settled else "no",
    )  # fmt: skip


def _comments(comments: Sequence[PanelComment]) -> str:
    return csv_text(
        ANSWERS,
        (
            (str(c.number), c.text, RESPONSES.get(c.response, ""), c.reason, c.change,
             c.agreed_on.isoformat() if c.agreed_on else "")
            for c in comments
        ),
    )  # fmt: skip


def _about(page: Progress, row: Publication | None) -> str:
    review = page.review
    told = [
        f"{review.title} ({review.reference})",
        f"Published on {review.published_on}: {review.published_where}",
        f"Evidence accepted by {page.on}: {page.accepted} of {len(page.lines)} recommendations",
    ]
    if row is not None:
        told.append(f"Resolution to publish: {row.resolution}, {row.resolved_on}")
        if row.checked_digest:
            told.append(f"SHA-256 of the report that was checked: {row.checked_digest}")
        if row.withdraw_on:
            told.append(f"Comes down on {row.withdraw_on}")
    return "\n".join(told) + "\n"
