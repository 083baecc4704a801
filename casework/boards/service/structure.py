"""Where a board stands, until when it sits, its terms and its standing functions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_board, profile_of
from casework.boards.governance_words import Function
from casework.boards.models import BoardProfile, FunctionCheck, TermsOfReference
from casework.boards.vocabulary import Form
from casework.clock import now, today
from casework.directory.finding import add_once
from casework.directory.models import Conference, ConferenceKind
from casework.errors import Invalid, NotFound, StaleEdit

MOST_HOURS = 24 * 30
AT_ONCE = "Somebody else has just agreed new terms. Reload the page and compare"


def place_board(
    session: Session,
    viewer: Viewer,
    *,
    conference_id: UUID,
    form: Form,
    parent_id: UUID | None = None,
    ends_on: date | None = None,
    paper_hours: int = 48,
    version: int | None = None,
) -> BoardProfile:
    """Say under which board it stands, of what form it is, and when its papers close."""
    body = load_board(session, viewer, conference_id, Action.BOARD_MANAGE)
    known = session.get(BoardProfile, body.id)
    if version is not None and version != (known.version if known else 0):
        raise StaleEdit("board")
    _check_form(form, parent_id, ends_on, paper_hours)
    if parent_id is not None:
        _check_parent(session, viewer, body, parent_id)
    profile = profile_of(session, body)
    profile.form, profile.parent_id, profile.ends_on = form, parent_id, ends_on
    profile.paper_hours = paper_hours
    session.flush()
    return profile


def agree_terms(
    session: Session, viewer: Viewer, *, conference_id: UUID, text: str, agreed_on: date,
    review_on: date,
) -> TermsOfReference:  # fmt: skip
    """A new version; earlier ones stay (R106)."""
    body = load_board(session, viewer, conference_id, Action.BOARD_MANAGE)
    if agreed_on > today():
        raise Invalid({"agreed_on": "The day they were agreed must be today or in the past"})
    if review_on <= agreed_on:
        raise Invalid({"review_on": "The day of the next review must be after they were agreed"})
    last = session.scalar(
        select(func.max(TermsOfReference.number)).where(TermsOfReference.conference_id == body.id)
    )
    made = TermsOfReference(
        partnership_id=body.partnership_id, conference_id=body.id, number=(last or 0) + 1,
        text=text, agreed_on=agreed_on, review_on=review_on, author_id=viewer.person_id, at=now(),
    )  # fmt: skip
    add_once(session, made, field="text", message=AT_ONCE)
    return made


def check_function(
    session: Session, viewer: Viewer, *, conference_id: UUID, function: Function, in_place: bool,
    words: str = "",
) -> FunctionCheck:  # fmt: skip
    """Write down whether one of the functions is in place; what is not says what will be done."""
    body = load_board(session, viewer, conference_id, Action.BOARD_MANAGE)
    if not in_place and not words.strip():
        raise Invalid({"words": "Enter what is missing and who sees to it"})
    made = FunctionCheck(
        partnership_id=body.partnership_id, conference_id=body.id, function=Function(function),
        in_place=in_place, words=words, author_id=viewer.person_id, at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _check_form(form: Form, parent_id: UUID | None, ends_on: date | None, paper_hours: int) -> None:
    errors = {}
    if form is Form.TASK_AND_FINISH and ends_on is None:
        errors["ends_on"] = "Enter its last day: a task-and-finish group has an end"
    if form is not Form.STANDING and parent_id is None:
        errors["parent_id"] = "Select the board it reports to"
    if not 0 <= paper_hours <= MOST_HOURS:
        errors["paper_hours"] = f"Enter a number of hours from 0 to {MOST_HOURS}"
    if errors:
        raise Invalid(errors)


def _check_parent(session: Session, viewer: Viewer, body: Conference, parent_id: UUID) -> None:
    parent = session.get(Conference, parent_id)
    if parent is None or parent.partnership_id != viewer.partnership_id:
        raise NotFound("board")
    if parent.kind != ConferenceKind.BOARD or not parent.active:
        raise Invalid({"parent_id": "Select a board that still sits"})
    if problem := why_not_under(session, body.id, parent):
        raise Invalid({"parent_id": problem})


def why_not_under(session: Session, board_id: UUID, parent: Conference) -> str:
    """Why a board cannot report to another one: it would stand under itself. Empty if it can."""
    if parent.id == board_id:
        return "A board cannot stand under itself: choose another board"
    above, seen = _above(session, parent.id), {parent.id}
    while above is not None and above not in seen:
        if above == board_id:
            return f"{parent.name} stands under this board already: choose another board"
        seen.add(above)
        above = _above(session, above)
    return ""


def _above(session: Session, board_id: UUID) -> UUID | None:
    known = session.get(BoardProfile, board_id)
    return known.parent_id if known else None
