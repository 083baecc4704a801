"""What nobody here can complete: raised with a national body, and where that honestly stands."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import today
from casework.errors import Conflict, Invalid
from casework.reviews.access import load_to_change
from casework.reviews.history import note
from casework.reviews.models import Recommendation, Review
from casework.reviews.service.links import check_link
from casework.reviews.steps import Step, move
from casework.reviews.vocabulary import Happened, Scope, State
from casework.web.dates import day


def raise_nationally(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, body: str, on: date,
    asked: str, link: str = "", version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Whoever runs the review raised it with a body outside; asked again, the newest day counts."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    if found.scope != Scope.NATIONAL:
        raise Conflict("Only a national recommendation is raised with a national body.")
    _check(session, found, body, on, asked, link)
    again = found.state == State.RAISED
    if not again:
        move(session, viewer, found, Step.RAISE)
    found.raised_with, found.raised_on = body, on
    found.answered_on, found.answer = None, ""
    told = f"{body}, {day(on)}: {asked}{' ' + link if link else ''}"
    note(session, viewer, found, Happened.RAISED, why=f"Again: {told}" if again else told)
    return found


def record_answer(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, on: date, answer: str,
    link: str = "", version: int | None = None,
) -> Recommendation:  # fmt: skip
    """What the body said. It stays open: an answer is not yet a change that somebody checked."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    if found.state != State.RAISED or found.raised_on is None:
        raise Conflict("It has not been raised with a national body.")
    wrong = {} if answer else {"answer": "Enter what they answered"}
    if on > today():
        wrong["on"] = "The day of the answer must be today or in the past"
    elif on < found.raised_on:
        wrong["on"] = f"It was raised on {day(found.raised_on)}: the answer cannot be earlier"
    if link and (problem := check_link(link)):
        wrong["link"] = problem
    if wrong:
        raise Invalid(wrong)
    found.answered_on, found.answer = on, answer
    told = f"{day(on)}: {answer}{' ' + link if link else ''}"
    note(session, viewer, found, Happened.ANSWERED, why=told)
    return found


def take_back(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, why: str,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Back to its owner here, who accepts it and gives evidence, the answer perhaps among it."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    if not why:
        raise Invalid({"why": "Enter what the owner here can do now"})
    move(session, viewer, found, Step.TAKE_BACK, why)
    return found


def _check(
    session: Session, found: Recommendation, body: str, on: date, asked: str, link: str
) -> None:
    wrong = {} if body else {"body": "Enter with whom it was raised"}
    if not asked:
        wrong["asked"] = "Enter what was asked of them"
    began = session.get_one(Review, found.review_id).commissioned_on
    if on > today():
        wrong["on"] = "The day it was raised must be today or in the past"
    elif on < began:
        wrong["on"] = f"The day it was raised must be on or after {day(began)}"
    if link and (problem := check_link(link)):
        wrong["link"] = problem
    if wrong:
        raise Invalid(wrong)
