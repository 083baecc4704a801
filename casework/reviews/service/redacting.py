"""Check the very file that is to be published against what the cases behind it know (R06)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.matters import matters
from casework.cases.models import Case
from casework.cases.visibility import visible_cases
from casework.clock import today
from casework.disclosure.redaction import Found, identifying_fields, identifying_lines
from casework.errors import Conflict, Invalid, Refused, StaleEdit
from casework.reviews.access import load_open_review
from casework.reviews.models import Review
from casework.reviews.record_models import Publication
from casework.reviews.service.publishing import publication_of, refuse_other_file
from casework.reviews.service.report_text import report_text

MOST_CASES = 20


class Identifying(Invalid):
    """The report was not passed: these lines seem to say who or where somebody is."""

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__(
            {"file": f"{len(found)} lines seem to say who or where somebody is" if len(found) > 1
             else "One line seems to say who or where somebody is"}
        )  # fmt: skip
        self.found = tuple(found)


def look_through(
    session: Session, viewer: Viewer, *, review_id: UUID, content: bytes, references: str
) -> tuple[Found, ...]:
    """Lines of the file that identify somebody of these cases; the question is in the ledger."""
    _checkable(session, viewer, review_id)
    text, cases = report_text(content), _cases(session, viewer, references)
    held = matters(session, cases, fields=identifying_fields())
    return identifying_lines(session, viewer, held, text) if held else ()


def pass_report(
    session: Session,
    viewer: Viewer,
    *,
    review_id: UUID,
    content: bytes,
    found: Sequence[Found],
    on: date,
    note: str,
    version: int,
) -> Publication:
    """Somebody has read this very file; lines that were found need a word why they may stay."""
    row = _checkable(session, viewer, review_id)
    if row.version != version:
        raise StaleEdit("publication")
    refuse_other_file(session, session.get_one(Review, review_id), sha256(content).hexdigest())
    if not row.resolved_on <= on <= today():
        raise Invalid({"on": "The day must lie between the resolution and today"})
    if found and not note:
        raise Identifying(found)
    row.checked_by, row.checked_on = viewer.person_id, on
    row.checked_digest = sha256(content).hexdigest()
    row.checked_lines, row.checked_note = len(found), note
    session.flush()
    return row


def _checkable(session: Session, viewer: Viewer, review_id: UUID) -> Publication:
    review = load_open_review(session, viewer, review_id, Action.REVIEW_CHECK)
    row = publication_of(session, review)
    if row is None:
        raise Conflict("The board has to resolve to publish it first.")
    if viewer.person_id == review.chair_id:
        raise Refused("You chair this review, so somebody else has to check the report.")
    return row


def _cases(session: Session, viewer: Viewer, references: str) -> list[Case]:
    """Cases that this person may know of; the review itself keeps no list of them."""
    wanted = [word.upper() for word in re.split(r"[\s,;]+", references) if word]
    if len(wanted) > MOST_CASES:
        raise Invalid({"references": f"Enter {MOST_CASES} references or fewer"})
    asked = visible_cases(viewer).where(Case.reference.in_(wanted))
    found = list(session.scalars(asked)) if wanted else []
    missing = sorted(set(wanted) - {case.reference for case in found})
    if missing:
        raise Invalid({"references": f"There is no case {missing[0]} that you may know of"})
    return found
