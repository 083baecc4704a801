"""Pages of the sealed record: for the chair and the panel of that review, through the gate."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.catalogue.declared.afterwards.review import RECORD
from casework.directory.names import agency_names, person_names
from casework.disclosure.current import gate
from casework.disclosure.ledger import who_saw
from casework.disclosure.shown import Revealed, Shown
from casework.errors import NotFound
from casework.reviews.blueprint import bp
from casework.reviews.forms.sealed import CorrectionForm, EntryForm
from casework.reviews.models import Review
from casework.reviews.sealed_page import PURPOSE, parts_of, split_day
from casework.reviews.service import sealed as work
from casework.reviews.views.answering import answer
from casework.reviews.vocabulary import ReviewState
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.get("/<uuid:review_id>/record")
@allows(Action.REVIEW_READ)
def sealed_record(review_id: UUID) -> str:
    """Pseudonyms, events, contact with the family; every reading is in the ledger."""
    review, session = work.open_record(reading(), viewer(), review_id), reading()
    people = person_names(session, viewer().partnership_id)
    revealed = _revealed(review)
    return render_template(
        "reviews/sealed.html", review=review, parts=parts_of(revealed, people),
        protocol=revealed.protocol, version=revealed.version,
        closed=review.state == ReviewState.CLOSED,
    )  # fmt: skip


@bp.get("/<uuid:review_id>/record/seen")
@allows(Action.REVIEW_READ)
def record_seen(review_id: UUID) -> str:
    """Who has read the record, by day and clause."""
    review, session = work.open_record(reading(), viewer(), review_id), reading()
    return render_template(
        "reviews/record_seen.html", review=review,
        sights=who_saw(session, review.partnership_id, review.id),
        labels={f.name: f.label for f in RECORD.fields},
        people=person_names(session, review.partnership_id),
        agencies=agency_names(session, review.partnership_id),
    )  # fmt: skip


@bp.route("/<uuid:review_id>/record/add", methods=["GET", "POST"])
@allows(Action.REVIEW_READ)
def add_entry(review_id: UUID) -> ResponseReturnValue:
    """Seal one more entry."""
    review, form = work.open_record(reading(), viewer(), review_id), EntryForm()
    back = url_for(".sealed_record", review_id=review_id)
    return answer(
        form,
        lambda session: work.write_entry(
            session, viewer(), review_id=review_id, field=form.field.data,
            text=form.text.data or "", happened_on=_day(form, form.field.data),
        ),
        template="reviews/form.html", goto=back, said="The entry is sealed in the record",
        heading="Add to the sealed record", caption=review.reference, back=back, submit="Seal it",
    )  # fmt: skip


@bp.route("/<uuid:review_id>/record/<uuid:entry_id>", methods=["GET", "POST"])
@allows(Action.REVIEW_READ)
def correct_entry(review_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Write an entry anew; what it said before is kept."""
    review = work.open_record(reading(), viewer(), review_id)
    field = work.field_of(reading(), review, entry_id)
    shown = _readable(review, entry_id)
    day, words = split_day(shown)
    form = CorrectionForm(data={"happened_on": day, "text": words})
    back = url_for(".sealed_record", review_id=review_id)
    return answer(
        form,
        lambda session: work.write_entry(
            session, viewer(), review_id=review_id, field=field, text=form.text.data or "",
            happened_on=_day(form, field), corrects_id=entry_id,
        ),
        template="reviews/form.html", goto=back, said="The entry is corrected",
        heading=f"Correct: {shown.label}", caption=review.reference, back=back, submit="Seal it",
    )  # fmt: skip


@bp.post("/<uuid:review_id>/record/<uuid:entry_id>/remove")
@allows(Action.REVIEW_READ)
def remove_entry(review_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Take an entry out of the record: only one that this person may read."""
    _readable(work.open_record(reading(), viewer(), review_id), entry_id)
    with writing() as session:
        work.set_aside(session, viewer(), review_id=review_id, entry_id=entry_id)
    flash("The entry is out of the record; it stays in the history", "success")
    return redirect(url_for(".sealed_record", review_id=review_id), 303)


def _revealed(review: Review) -> Revealed:
    held = work.matter_of(reading(), review)
    return gate().reveal([viewer()], held, purpose=PURPOSE)


def _readable(review: Review, entry_id: UUID) -> Shown:
    shown = _revealed(review).of(entry_id)
    if shown is None or shown.value is None:
        raise NotFound("entry")
    return shown


def _day(form: EntryForm | CorrectionForm, field: str) -> date | None:
    return form.happened_on.data if field in work.DATED else None
