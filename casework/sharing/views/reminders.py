"""Remind everybody who is late about a version; the letters, on paper."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.circulation_models import Circulation
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.agreements.reminder_models import Missing
from casework.directory.answering import attempt
from casework.directory.models import Partnership, Person
from casework.directory.names import person_names
from casework.paper.press import pressed
from casework.sharing import reminding
from casework.sharing.blueprint import bp
from casework.sharing.late import late
from casework.sharing.printed.letters import Letter, letter_of, letters_docx, letters_page
from casework.sharing.standing_forms import NothingForm
from casework.web.downloads import DOCX, PDF, download
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing

MISSING = {
    Missing.OPENING: "Has not opened the draft",
    Missing.REPLY: "Has not replied to the draft",
    Missing.SIGNATURE: "Has not signed",
    Missing.REVIEW: "The review is overdue",
}


@bp.route("/<uuid:agreement_id>/reminders", methods=["GET", "POST"])
@allows(Action.PROTOCOL_RECORD)
def reminders(agreement_id: UUID) -> ResponseReturnValue:
    """Who is late, one press for all of them, and what was sent before."""
    row, form = agreements.load_agreement(reading(), viewer(), agreement_id), NothingForm()
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            made = reminding.remind(session, viewer(), agreement_id=row.id).id
        if tried.done:
            flash("Reminded. Print the letters for those who do not use Confer.", "success")
            return redirect(url_for("sharing.letters", agreement_id=row.id, reminding_id=made))
    return form_page(
        "sharing/reminders.html", form, row=row, late=late(reading(), row),
        wanted=reminding.to_remind(reading(), row), words=MISSING,
        sent=reminding.remindings(reading(), row),
        people=person_names(reading(), row.partnership_id),
    )  # fmt: skip


@bp.get("/<uuid:agreement_id>/reminders/<uuid:reminding_id>")
@allows(Action.PROTOCOL_RECORD)
def letters(agreement_id: UUID, reminding_id: UUID) -> ResponseReturnValue:
    """The letters of one press."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    made = reminding.reminding_of(reading(), row, reminding_id)
    return render_template(
        "sharing/letters.html", row=row, made=made, words=MISSING,
        lines=reminding.letters_of(reading(), made), letters=_letters(row, reminding_id),
        people=person_names(reading(), row.partnership_id),
    )  # fmt: skip


@bp.get("/<uuid:agreement_id>/reminders/<uuid:reminding_id>/pdf")
@allows(Action.PROTOCOL_RECORD)
def letters_pdf(agreement_id: UUID, reminding_id: UUID) -> ResponseReturnValue:
    """All letters of one press as a tagged PDF, each on its own page."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    page = letters_page(_letters(row, reminding_id))
    return download(pressed(page), PDF, f"reminders-{row.label}.pdf")


@bp.get("/<uuid:agreement_id>/reminders/<uuid:reminding_id>/word")
@allows(Action.PROTOCOL_RECORD)
def letters_word(agreement_id: UUID, reminding_id: UUID) -> ResponseReturnValue:
    """The same as a Word file."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    made = letters_docx(_letters(row, reminding_id))
    return download(made, DOCX, f"reminders-{row.label}.docx")


def _letters(row: Agreement, reminding_id: UUID) -> list[Letter]:
    session = reading()
    made = reminding.reminding_of(session, row, reminding_id)
    by = session.get_one(Person, made.sent_by)
    sender = (by.name, by.job_title, session.get_one(Partnership, row.partnership_id).name)
    return [
        letter_of(
            row, compiled(row.text)[0], made, one, sender=tuple(line for line in sender if line),
            sent=session.get(Circulation, one.circulation_id) if one.circulation_id else None,
        )
        for one in reminding.letters_of(session, made)
    ]  # fmt: skip
