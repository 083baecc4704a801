"""Pages of a recommendation, and the acts of whoever runs its review."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.reviews.access import load_review
from casework.reviews.blueprint import bp
from casework.reviews.forms.parts import agency_choices, optional_id, person_choices
from casework.reviews.forms.recommendation import (
    AgainForm,
    RecommendationForm,
    ReopenForm,
    TargetForm,
    TransferForm,
)
from casework.reviews.learning.aims import aim_lines
from casework.reviews.learning.recurring import same_lesson
from casework.reviews.listing import overview
from casework.reviews.models import Review
from casework.reviews.service import checks, recommending
from casework.reviews.service.owners import active_agencies, present_people
from casework.reviews.service.targets import meetings_ahead, saved_target
from casework.reviews.sheet import sheet
from casework.reviews.views.answering import answer
from casework.reviews.views.one import One
from casework.reviews.vocabulary import Scope, Source
from casework.reviews.words import SOURCES
from casework.web.choices import SelectChoice, choice
from casework.web.dates import day
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.get("/recommendations/<uuid:recommendation_id>")
@allows(Action.REVIEW_READ)
def recommendation(recommendation_id: UUID) -> str:
    """One recommendation with its actions, evidence and history."""
    page = sheet(reading(), viewer(), recommendation_id)
    return render_template(
        "reviews/recommendation.html", page=page, aims=aim_lines(reading(), recommendation_id),
        same=same_lesson(reading(), viewer(), recommendation_id),
    )  # fmt: skip


@bp.route("/<uuid:review_id>/recommendations/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_recommendation(review_id: UUID) -> ResponseReturnValue:
    """Propose a recommendation."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form, back = _recommendation_form(review), url_for(".show", review_id=review_id)
    return answer(
        form,
        lambda session: recommending.add_recommendation(
            session, viewer(), review_id=review_id, text=form.text.data,
            scope=Scope(form.scope.data), owner_agency_id=UUID(form.agency.data),
            owner_role=form.role.data, owner_person_id=optional_id(form.person.data),
            finding_id=optional_id(form.finding.data), target_on=form.target_on.data,
            target_words=form.target_words.data or "",
            target_meeting_id=optional_id(form.meeting.data),
            source=Source(form.source.data) if form.source.data else None,
            source_words=form.source_words.data or "",
            themes=(form.themes.data or "").split(","),
        ),
        template="reviews/form.html", goto=back, said="The recommendation has been added",
        heading="Add a recommendation", caption=review.reference, back=back,
        submit="Add the recommendation",
    )  # fmt: skip


@bp.post("/recommendations/<uuid:recommendation_id>/agree")
@allows(Action.REVIEW_MANAGE)
def agree(recommendation_id: UUID) -> ResponseReturnValue:
    """The board has agreed it."""
    with writing() as session:
        recommending.agree_recommendation(
            session, viewer(), recommendation_id=recommendation_id,
            version=request.form.get("version", 0, type=int),
        )  # fmt: skip
    flash("Agreed. Its owner is now asked to accept it", "success")
    return redirect(url_for(".recommendation", recommendation_id=recommendation_id), 303)


@bp.route("/recommendations/<uuid:recommendation_id>/ask-again", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def reconsider(recommendation_id: UUID) -> ResponseReturnValue:
    """Ask the owner who refused once more."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = AgainForm(data=one.saved)
    return one.answer(
        form,
        lambda session: recommending.reconsider(
            session, viewer(), recommendation_id=recommendation_id, why=form.why.data,
            version=form.version.number or 0,
        ),
        heading="Ask the owner again", said="The owner has been asked again",
    )  # fmt: skip


@bp.route("/recommendations/<uuid:recommendation_id>/target-date", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def change_target(recommendation_id: UUID) -> ResponseReturnValue:
    """Another target date, with a reason."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = TargetForm(data=one.saved | saved_target(reading(), one.row))
    form.meeting.choices = meeting_choices(reading().get_one(Review, one.row.review_id))
    return one.answer(
        form,
        lambda session: recommending.change_target(
            session, viewer(), recommendation_id=recommendation_id, why=form.why.data,
            target_on=form.target_on.data, target_words=form.target_words.data or "",
            target_meeting_id=optional_id(form.meeting.data), version=form.version.number or 0,
        ),
        heading="Change the target date", said="The target date has been changed",
    )  # fmt: skip


@bp.route("/recommendations/<uuid:recommendation_id>/transfer", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def transfer(recommendation_id: UUID) -> ResponseReturnValue:
    """Another owner, with a reason."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = TransferForm(data=one.saved)
    agencies = active_agencies(reading(), viewer())
    people = present_people(reading(), viewer())
    form.agency.choices = agency_choices(agencies)
    form.person.choices = person_choices(people, agencies, "Not known yet")
    return one.answer(
        form,
        lambda session: recommending.transfer(
            session, viewer(), recommendation_id=recommendation_id, role=form.role.data,
            agency_id=UUID(form.agency.data), person_id=optional_id(form.person.data),
            why=form.why.data, version=form.version.number or 0,
        ),
        heading="Give it to another owner", said="It has another owner now",
    )  # fmt: skip


@bp.route("/recommendations/<uuid:recommendation_id>/reopen", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def reopen(recommendation_id: UUID) -> ResponseReturnValue:
    """What was accepted is open again."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = ReopenForm(data=one.saved)
    return one.answer(
        form,
        lambda session: checks.reopen(
            session, viewer(), recommendation_id=recommendation_id, why=form.why.data,
            version=form.version.number or 0,
        ),
        heading="Reopen this recommendation", said="The recommendation is open again",
    )  # fmt: skip


def meeting_choices(review: Review) -> list[SelectChoice]:
    """Meetings of the board that are still to come, after a line for none."""
    ahead = meetings_ahead(reading(), review)
    return [choice("", "No meeting"), *(choice(str(m.id), day(m.starts_at)) for m in ahead)]


def _recommendation_form(review: Review) -> RecommendationForm:
    form, session = RecommendationForm(data={"scope": Scope.LOCAL}), reading()
    agencies = active_agencies(session, viewer())
    form.agency.choices = agency_choices(agencies)
    form.person.choices = person_choices(
        present_people(session, viewer()), agencies, "Not known yet"
    )
    form.meeting.choices = meeting_choices(review)
    form.source.choices = [
        choice("", "From the review itself"), *(choice(str(k), v) for k, v in SOURCES.items())
    ]  # fmt: skip
    found = overview(session, viewer(), review.id).findings
    form.finding.choices = [
        choice("", "None of them"),
        *(choice(str(f.id), f"{f.number}. {f.text[:80]}") for f in found),
    ]
    return form
