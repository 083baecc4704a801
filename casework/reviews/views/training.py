"""Pages of the register of training."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.clock import today
from casework.directory.names import agency_names
from casework.reviews.blueprint import bp
from casework.reviews.forms.parts import agency_choices
from casework.reviews.forms.training import CourseForm, DeliveryForm, VersionForm
from casework.reviews.learning import training
from casework.reviews.learning.given import Register
from casework.reviews.service.owners import active_agencies
from casework.reviews.views.answering import answer
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.get("/training")
@allows(Action.REVIEW_READ)
def list_training() -> str:
    """Every course, what it teaches now, and to whom it was given."""
    partnership = viewer().partnership_id
    return render_template(
        "reviews/training.html", courses=Register(reading(), partnership).courses, today=today(),
        agencies=agency_names(reading(), partnership), may_keep=viewer().may(Action.BOARD_MANAGE),
    )  # fmt: skip


@bp.route("/training/add", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def add_course() -> ResponseReturnValue:
    """A course that is not in the register yet."""
    form, back = CourseForm(), url_for(".list_training")
    return answer(
        form,
        lambda session: training.add_course(
            session, viewer(), title=form.title.data, audience=form.audience.data,
            label=form.label.data or "", what=form.what.data, in_force_from=form.in_force_from.data,
        ),
        template="reviews/form.html", goto=back, said="The course is in the register",
        heading="Add a course", back=back, submit="Save",
    )  # fmt: skip


@bp.route("/training/<uuid:training_id>/versions/add", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def add_training_version(training_id: UUID) -> ResponseReturnValue:
    """The course teaches something else from a day on."""
    course = training.load_course(reading(), viewer(), training_id)
    form, back = VersionForm(), url_for(".list_training")
    return answer(
        form,
        lambda session: training.add_version(
            session, viewer(), training_id=training_id, label=form.label.data or "",
            what=form.what.data, in_force_from=form.in_force_from.data,
        ),
        template="reviews/form.html", goto=back, said="The version is in the register",
        heading="A new version of the course", caption=course.title, back=back, submit="Save",
    )  # fmt: skip


@bp.route("/training/versions/<uuid:training_version_id>/given", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def record_delivery(training_version_id: UUID) -> ResponseReturnValue:
    """People of one agency were given it."""
    version = training.load_version(reading(), viewer(), training_version_id)
    course = training.load_course(reading(), viewer(), version.training_id)
    form, back = DeliveryForm(), url_for(".list_training")
    form.agency.choices = agency_choices(active_agencies(reading(), viewer()))
    return answer(
        form,
        lambda session: training.record_delivery(
            session, viewer(), version_id=training_version_id, agency_id=UUID(form.agency.data),
            held_on=form.held_on.data, attended=form.attended.data or 0,
        ),
        template="reviews/form.html", goto=back, said="Written down",
        heading="Who was given it?", caption=f"{course.title}, version {version.label}",
        back=back, submit="Save",
    )  # fmt: skip


@bp.post("/training/given/<uuid:delivery_id>/mistake")
@allows(Action.BOARD_MANAGE)
def mistaken_delivery(delivery_id: UUID) -> ResponseReturnValue:
    """An entry was wrong."""
    with writing() as session:
        training.call_mistaken(session, viewer(), delivery_id=delivery_id)
    flash("The entry is marked as a mistake and is not counted", "success")
    return redirect(url_for(".list_training"), 303)
