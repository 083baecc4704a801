"""Pages of a review's record: its law, complaints, chair, panel, terms of reference."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.clock import today
from casework.reviews.access import load_review
from casework.reviews.blueprint import bp
from casework.reviews.forms.parts import person_choices
from casework.reviews.forms.record import (
    ChairForm,
    ComplaintsForm,
    SeatForm,
    StatuteForm,
    TermsForm,
)
from casework.reviews.models import Review
from casework.reviews.record_pages import panel_page
from casework.reviews.service import panel as work
from casework.reviews.service.owners import active_agencies, present_people
from casework.reviews.service.reviewing import count_complaints
from casework.reviews.views.answering import answer
from casework.reviews.vocabulary import Seat, Statute
from casework.web.choices import SelectChoice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.get("/<uuid:review_id>/panel")
@allows(Action.REVIEW_READ)
def panel(review_id: UUID) -> str:
    """Chair, panel and terms of reference."""
    page = panel_page(reading(), viewer(), review_id)
    return render_template("reviews/panel.html", page=page)


@bp.route("/<uuid:review_id>/panel/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_member(review_id: UUID) -> ResponseReturnValue:
    """Seat somebody."""
    review, form = _managed(review_id), SeatForm(data={"since": today()})
    form.person.choices = _people("Choose a person")
    back = url_for(".panel", review_id=review_id)
    return answer(
        form,
        lambda session: work.add_member(
            session, viewer(), review_id=review_id, person_id=UUID(form.person.data),
            seat=Seat(form.seat.data), since=form.since.data,
        ),
        template="reviews/form.html", goto=back, said="The panel has a new member",
        heading="Add somebody to the panel", caption=review.reference, back=back,
        submit="Add to the panel",
    )  # fmt: skip


@bp.post("/panel/<uuid:member_id>/end")
@allows(Action.REVIEW_MANAGE)
def end_member(member_id: UUID) -> ResponseReturnValue:
    """Somebody leaves the panel."""
    with writing() as session:
        review_id = work.end_member(session, viewer(), member_id=member_id).review_id
    flash("They have left the panel", "success")
    return redirect(url_for(".panel", review_id=review_id), 303)


@bp.route("/<uuid:review_id>/terms", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def set_terms(review_id: UUID) -> ResponseReturnValue:
    """A new version of the terms of reference."""
    review = _managed(review_id)
    before = work.terms_of(reading(), review)
    form = TermsForm(data={"text": before[0].text if before else "", "agreed_on": today()})
    back = url_for(".panel", review_id=review_id)
    return answer(
        form,
        lambda session: work.set_terms(
            session, viewer(), review_id=review_id, text=form.text.data,
            agreed_on=form.agreed_on.data,
        ),
        template="reviews/form.html", goto=back, said="The terms of reference are written down",
        heading="Terms of reference", caption=review.reference, back=back, submit="Save",
    )  # fmt: skip


@bp.route("/<uuid:review_id>/chair", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def set_chair(review_id: UUID) -> ResponseReturnValue:
    """Who chairs it."""
    review = _managed(review_id)
    form = ChairForm(
        data={
            "version": review.version, "person": str(review.chair_id or ""),
            "independence": review.independence,
        }
    )  # fmt: skip
    form.person.choices = _people("Choose a person")
    back = url_for(".panel", review_id=review_id)
    return answer(
        form,
        lambda session: work.set_chair(
            session, viewer(), review_id=review_id, person_id=UUID(form.person.data),
            independence=form.independence.data, version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="The chair is written down",
        current=lambda: _managed(review_id).version, heading="Who chairs the review?",
        caption=review.reference, back=back, submit="Save",
    )  # fmt: skip


@bp.route("/<uuid:review_id>/law", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def set_statute(review_id: UUID) -> ResponseReturnValue:
    """Under which law a death review is held."""
    review = _managed(review_id)
    form = StatuteForm(data={"version": review.version, "statute": review.statute})
    back = url_for(".show", review_id=review_id)
    return answer(
        form,
        lambda session: work.set_statute(
            session, viewer(), review_id=review_id, statute=Statute(form.statute.data),
            version=form.version.number or 0,
        ),
        template="reviews/law.html", goto=back, said="The law is written down",
        current=lambda: _managed(review_id).version,
        heading="Under which law is this review held?", caption=review.reference, back=back,
        submit="Save",
    )  # fmt: skip


@bp.route("/<uuid:review_id>/complaints", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def complaints(review_id: UUID) -> ResponseReturnValue:
    """How many complaints qualify."""
    review = _managed(review_id)
    form = ComplaintsForm(data={"version": review.version, "complaints": review.complaints})
    back = url_for(".show", review_id=review_id)
    return answer(
        form,
        lambda session: count_complaints(
            session, viewer(), review_id=review_id, complaints=form.complaints.data or 0,
            version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="The complaints are counted",
        current=lambda: _managed(review_id).version,
        heading="Qualifying complaints", caption=review.reference, back=back, submit="Save",
    )  # fmt: skip


def _managed(review_id: UUID) -> Review:
    return load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)


def _people(nobody: str) -> list[SelectChoice]:
    session = reading()
    return person_choices(
        present_people(session, viewer()), active_agencies(session, viewer()), nobody
    )
