"""The chair's letter to the sponsor of an agency that stayed silent: write, print, send."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.boards.blueprint import bp
from casework.boards.forms.letters import LetterForm, SentForm
from casework.boards.letter_page import letter_page
from casework.boards.letter_word import letter_docx
from casework.boards.letter_words import proposed_words
from casework.boards.service import letters
from casework.paper.press import pressed
from casework.reviews.views.answering import answer
from casework.web.downloads import DOCX, PDF, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.route("/meetings/<uuid:meeting_id>/letters/<uuid:agency_id>", methods=["GET", "POST"])
@allows(Action.MEETING_RUN)
def write_letter(meeting_id: UUID, agency_id: UUID) -> ResponseReturnValue:
    """Write the letter, or change it; it begins with what the roll and the lists say."""
    meeting, agency = letters.occasion(reading(), viewer(), meeting_id, agency_id)
    row = letters.letter_about(reading(), meeting, agency)
    form = LetterForm(
        data={
            "version": row.version if row else 0,
            "addressee": row.addressee if row else agency.sponsor,
            "text": row.text if row else proposed_words(reading(), viewer(), meeting, agency),
        }
    )

    def version() -> int:
        known = letters.letter_about(reading(), meeting, agency)
        return known.version if known else 0

    def letter() -> str:
        known = letters.letter_about(reading(), meeting, agency)
        return url_for(".letter", letter_id=known.id) if known else url_for(".dashboard")

    return answer(
        form,
        lambda session: letters.write_letter(
            session, viewer(), meeting_id=meeting_id, agency_id=agency_id,
            addressee=form.addressee.data or "", text=form.text.data,
            version=form.version.number or 0,
        ),
        template="form_page.html", goto=letter, said="The letter has been saved",
        heading="Write to the sponsor", caption=agency.name, submit="Save the letter",
        back=url_for(".behind", what="absent-twice"), current=version,
    )  # fmt: skip


@bp.get("/letters/<uuid:letter_id>")
@allows(Action.MEETING_RUN)
def letter(letter_id: UUID) -> str:
    """The letter, and whether it has been sent."""
    return render_template("boards/letter.html", page=letter_page(reading(), viewer(), letter_id))


@bp.get("/letters/<uuid:letter_id>/pdf")
@allows(Action.MEETING_RUN)
def letter_pdf(letter_id: UUID) -> Response:
    """The letter on paper."""
    page = letter_page(reading(), viewer(), letter_id)
    html = render_template("boards/letter_sheet.html", page=page, who=viewer())
    return download(pressed(html), PDF, "letter-to-sponsor.pdf")


@bp.get("/letters/<uuid:letter_id>/word")
@allows(Action.MEETING_RUN)
def letter_word(letter_id: UUID) -> Response:
    """The letter as a Word file."""
    page = letter_page(reading(), viewer(), letter_id)
    return download(letter_docx(page, viewer()), DOCX, "letter-to-sponsor.docx")


@bp.route("/letters/<uuid:letter_id>/sent", methods=["GET", "POST"])
@allows(Action.MEETING_RUN)
def letter_sent(letter_id: UUID) -> ResponseReturnValue:
    """Write down that it went out."""
    row, _ = letters.load_letter(reading(), viewer(), letter_id)
    form, back = SentForm(data={"version": row.version}), url_for(".letter", letter_id=letter_id)
    return answer(
        form,
        lambda session: letters.record_sent(
            session, viewer(), letter_id=letter_id, sent_on=form.sent_on.data,
            how=form.how.data or "", version=form.version.number or 0,
        ),
        template="form_page.html", goto=back, said="It is written down that it was sent",
        heading="The letter was sent", caption=row.addressee, back=back, submit="Save",
        current=lambda: letters.load_letter(reading(), viewer(), letter_id)[0].version,
    )  # fmt: skip
