"""Pages of learning: lessons, what comes back, and passing it on."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.visibility import load_case
from casework.clock import today
from casework.directory.names import agency_names, person_names
from casework.reviews.access import load_review, visible_reviews
from casework.reviews.blueprint import bp
from casework.reviews.forms.learning import (
    BringInForm,
    ElsewhereForm,
    LessonForm,
    TellingForm,
)
from casework.reviews.learning import lessons, telling
from casework.reviews.learning.recurring import recurring_themes
from casework.reviews.views.answering import answer, saved
from casework.reviews.vocabulary import ReviewState
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.get("/lessons")
@allows(Action.REVIEW_READ)
def list_lessons() -> str:
    """Every lesson, and the themes that come back in one review after another."""
    session, theme = reading(), request.args.get("theme", "")
    return render_template(
        "reviews/lessons.html", lessons=lessons.lessons_of(session, viewer().partnership_id, theme),
        theme=theme, recurring=recurring_themes(session, viewer()),
        may_manage=viewer().may(Action.REVIEW_MANAGE),
    )  # fmt: skip


@bp.route("/lessons/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_lesson() -> ResponseReturnValue:
    """A lesson of another area's published review."""
    form, back = ElsewhereForm(), url_for(".list_lessons")
    return answer(
        form,
        lambda session: lessons.lesson_from_elsewhere(
            session, viewer(), text=form.text.data, area=form.area.data,
            link=form.link.data or "", theme=form.theme.data or "",
        ),
        template="reviews/form.html", goto=back, said="The lesson is kept",
        heading="Add a lesson from another area", back=back, submit="Keep the lesson",
    )  # fmt: skip


@bp.route("/lessons/from-case/<uuid:case_id>", methods=["GET", "POST"])
@allows(Action.CASE_RECORD)
def case_lesson(case_id: UUID) -> ResponseReturnValue:
    """What a case teaches, in one step and without a name."""
    case = load_case(reading(), viewer(), case_id)
    form, back = LessonForm(), url_for("casefile.show", case_id=case_id)
    if form.validate_on_submit() and saved(
        form,
        lambda: lessons.lesson_from_case(
            writing, viewer(), case_id=case_id, text=form.text.data or "",
            theme=form.theme.data or "",
        ),
    ):  # fmt: skip
        flash("The lesson is kept, without the case", "success")
        return redirect(back, 303)
    return form_page(
        "reviews/form.html", form, heading="What does this case teach?", caption=case.reference,
        back=back, submit="Keep the lesson",
    )  # fmt: skip


@bp.route("/lessons/<uuid:lesson_id>/bring-in", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def bring_in(lesson_id: UUID) -> ResponseReturnValue:
    """Put a lesson before a review."""
    lesson = lessons.load_lesson(reading(), viewer(), lesson_id)
    form, back = BringInForm(), url_for(".list_lessons")
    found = reading().scalars(visible_reviews(viewer(), Action.REVIEW_MANAGE))
    form.review.choices = [
        choice("", "Choose a review"),
        *(choice(str(r.id), f"{r.reference} {r.title}") for r in found
          if r.state != ReviewState.CLOSED),
    ]  # fmt: skip
    return answer(
        form,
        lambda session: lessons.bring_in(
            session, viewer(), lesson_id=lesson_id, review_id=UUID(form.review.data)
        ),
        template="reviews/bring_in.html", goto=back, said="The review will decide about it",
        heading="Bring this lesson into a review", back=back, submit="Bring it in", lesson=lesson,
    )  # fmt: skip


@bp.get("/<uuid:review_id>/telling")
@allows(Action.REVIEW_READ)
def tellings(review_id: UUID) -> str:
    """To whom the learning was passed on, and who has taken it in."""
    session, review = reading(), load_review(reading(), viewer(), review_id)
    acknowledged = telling.acknowledged_by(session, review)
    return render_template(
        "reviews/telling.html", review=review, tellings=telling.tellings_of(session, review),
        acknowledged=acknowledged, people=person_names(session, review.partnership_id),
        agencies=agency_names(session, review.partnership_id),
        mine=any(a.person_id == viewer().person_id for a in acknowledged),
        may_manage=viewer().may(Action.REVIEW_MANAGE, review.conference_id),
    )  # fmt: skip


@bp.route("/<uuid:review_id>/telling/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_telling(review_id: UUID) -> ResponseReturnValue:
    """Write down that learning was passed on."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form, back = TellingForm(data={"held_on": today()}), url_for(".tellings", review_id=review_id)
    return answer(
        form,
        lambda session: telling.tell(
            session, viewer(), review_id=review_id, audience=form.audience.data,
            how=form.how.data, held_on=form.held_on.data, attended=form.attended.data,
            what=form.what.data,
        ),
        template="reviews/form.html", goto=back, said="Written down",
        heading="Who was told what was learnt?", caption=review.reference, back=back,
        submit="Save",
    )  # fmt: skip


@bp.post("/<uuid:review_id>/telling/acknowledge")
@allows(Action.REVIEW_READ)
def acknowledge(review_id: UUID) -> ResponseReturnValue:
    """Say that one has taken it in."""
    with writing() as session:
        telling.acknowledge(session, viewer(), review_id=review_id)
    flash("It is written down that you have read this", "success")
    return redirect(url_for(".tellings", review_id=review_id), 303)
