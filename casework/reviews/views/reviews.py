"""Pages of reviews: the list, the board's page, one review, and moving it on."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.clock import today
from casework.reviews.access import load_review
from casework.reviews.blueprint import bp
from casework.reviews.board import board as board_of
from casework.reviews.export import to_csv
from casework.reviews.forms.parts import optional_id, person_choices
from casework.reviews.forms.review import FindingForm, NextStepForm, StartForm
from casework.reviews.lines import lines_of_review
from casework.reviews.listing import boards_to_choose, overview, pages_of
from casework.reviews.service.owners import active_agencies, present_people
from casework.reviews.service.reviewing import add_finding as write_finding
from casework.reviews.service.reviewing import advance_review, start_review
from casework.reviews.steps import review_steps
from casework.reviews.views.answering import answer
from casework.reviews.vocabulary import FindingKind, ReviewKind, ReviewState
from casework.reviews.words import REVIEW_STATES
from casework.web.choices import choice
from casework.web.csv_text import csv_download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading
from casework.web.words import capitalised


@bp.get("/")
@allows(Action.REVIEW_READ)
def index() -> str:
    """Every review this person may read."""
    return render_template("reviews/index.html", rows=pages_of(reading(), viewer()), **_may())


@bp.get("/board")
@allows(Action.REVIEW_READ)
def board() -> str:
    """What is overdue, who owns it, what proof is missing."""
    return render_template("reviews/board.html", board=board_of(reading(), viewer()))


@bp.get("/board.csv")
@allows(Action.REVIEW_READ)
def board_csv() -> Response:
    """The board's page for a spreadsheet."""
    return csv_download(to_csv(board_of(reading(), viewer()).every), "recommendations.csv")


@bp.route("/start", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def start() -> ResponseReturnValue:
    """Commission a review."""
    form = StartForm(data={"commissioned_on": today()})
    session = reading()
    agencies = active_agencies(session, viewer())
    form.board.choices = [choice("", "Choose a board"), *boards_to_choose(session, viewer())]
    people = present_people(session, viewer())
    form.chair.choices = person_choices(people, agencies, "Not decided yet")
    return answer(
        form,
        lambda session: start_review(
            session, viewer(), title=form.title.data, kind=ReviewKind(form.kind.data),
            conference_id=UUID(form.board.data), chair_id=optional_id(form.chair.data),
            commissioned_on=form.commissioned_on.data,
        ),
        template="reviews/form.html", goto=url_for(".index"), said="The review has been started",
        heading="Start a review", back=url_for(".index"), submit="Start the review",
    )  # fmt: skip


@bp.get("/<uuid:review_id>")
@allows(Action.REVIEW_READ)
def show(review_id: UUID) -> str:
    """One review with its findings and recommendations."""
    page = overview(reading(), viewer(), review_id)
    return render_template("reviews/show.html", page=page)


@bp.get("/<uuid:review_id>/recommendations.csv")
@allows(Action.REVIEW_READ)
def export(review_id: UUID) -> Response:
    """The recommendations of one review for a spreadsheet."""
    review = load_review(reading(), viewer(), review_id)
    return csv_download(
        to_csv(lines_of_review(reading(), viewer(), review)), f"{review.reference}.csv"
    )


@bp.route("/<uuid:review_id>/findings/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_finding(review_id: UUID) -> ResponseReturnValue:
    """Write down what was found."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form, back = FindingForm(), url_for(".show", review_id=review_id)
    return answer(
        form,
        lambda session: write_finding(
            session, viewer(), review_id=review_id, text=form.text.data,
            kind=FindingKind(form.kind.data),
        ),
        template="reviews/form.html", goto=back, said="The finding has been added",
        heading="Add a finding", caption=review.reference, back=back, submit="Add the finding",
    )  # fmt: skip


@bp.route("/<uuid:review_id>/next-step", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def advance(review_id: UUID) -> ResponseReturnValue:
    """Move a review on."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form, back = (
        NextStepForm(data={"version": review.version}),
        url_for(".show", review_id=review_id),
    )
    allowed = [state for state in ReviewState if state in review_steps(review)]
    form.wanted.choices = [choice(s, capitalised(REVIEW_STATES[s])) for s in allowed]
    return answer(
        form,
        lambda session: advance_review(
            session, viewer(), review_id=review_id, wanted=ReviewState(form.wanted.data),
            on=form.on.data,
            where=form.where.data or "", why=form.why.data,
            version=form.version.number or 0,
        ),
        template="reviews/next_step.html", goto=back, said="The review has moved on",
        current=lambda: load_review(reading(), viewer(), review_id).version,
        heading="What happens next?", caption=review.reference, back=back, review=review,
    )  # fmt: skip


def _may() -> dict[str, bool]:
    return {"may_start": viewer().may(Action.REVIEW_MANAGE)}
