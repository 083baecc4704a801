"""Send a draft round, read and comment on it, reply, and answer what was said."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.circulation_models import Circulation
from casework.directory.answering import attempt
from casework.directory.names import person_names
from casework.sharing import circulating, rounds
from casework.sharing.blueprint import bp
from casework.sharing.circulation_forms import (
    AnswerForm,
    CirculateForm,
    CommentForm,
    RecordReplyForm,
    ReplyForm,
)
from casework.sharing.reminding import reminded_of
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing
from protocols.loader import load

WHOLE = choice("", "The whole document")


@bp.route("/<uuid:agreement_id>/circulate", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def circulate(agreement_id: UUID) -> ResponseReturnValue:
    """Send the draft as it is to the officers of its parties, with a day for replies."""
    row, form = agreements.load_agreement(reading(), viewer(), agreement_id), CirculateForm()
    if form.validate_on_submit():
        with attempt(form) as tried:
            outsiders = circulating.read_outsiders(form.outsiders.data or "")
            with writing() as session:
                made = circulating.circulate(
                    session, viewer(), agreement_id=agreement_id, reply_by=form.reply_by.data,
                    note=form.note.data or "", outsiders=outsiders,
                )  # fmt: skip
        if tried.done:
            flash("The draft is on its way. It stands on the work list of each reader.", "success")
            return redirect(url_for("sharing.round", circulation_id=made.id))
    return form_page(
        "sharing/circulate.html", form, row=row, parties=agreements.parties(reading(), row)
    )


@bp.get("/rounds/<uuid:circulation_id>")
@allows(Action.PROTOCOL_READ)
def round(circulation_id: UUID) -> ResponseReturnValue:
    """One round: who has opened it, what was said by clause, what was answered."""
    made = rounds.round_of(reading(), viewer(), circulation_id)
    readers = rounds.readers_of(reading(), made)
    return render_template(
        "sharing/round.html",
        made=made, protocol=load(made.text), readers=readers,
        row=agreements.load_agreement(reading(), viewer(), made.agreement_id),
        by_id={r.id: r for r in readers}, comments=rounds.comments_of(reading(), made),
        mine=next((r for r in readers if r.person_id == viewer().person_id), None),
        people=person_names(reading(), made.partnership_id),
        reminded=reminded_of(reading(), made),
        replies=circulating.REPLIES, answers=circulating.ANSWERS,
        may_record=viewer().may(Action.PROTOCOL_RECORD),
    )  # fmt: skip


@bp.post("/rounds/<uuid:circulation_id>/open")
@allows(Action.PROTOCOL_READ)
def open_round(circulation_id: UUID) -> ResponseReturnValue:
    """A reader acknowledges the draft."""
    with writing() as session:
        circulating.open_round(session, viewer(), circulation_id=circulation_id)
    flash("Noted. Read it below, comment on a clause, and reply.", "success")
    return redirect(url_for("sharing.round", circulation_id=circulation_id))


@bp.route("/rounds/<uuid:circulation_id>/comment", methods=["GET", "POST"])
@allows(Action.PROTOCOL_READ)
def comment(circulation_id: UUID) -> ResponseReturnValue:
    """Say something about a clause, with other words for it."""
    made, form = rounds.round_of(reading(), viewer(), circulation_id), CommentForm()
    rounds.own_reader(reading(), viewer(), made)
    form.clause.choices = _clauses(made)
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            circulating.comment(
                session, viewer(), circulation_id=circulation_id, clause=form.clause.data or "",
                words=form.words.data or "", wording=form.wording.data or "",
            )  # fmt: skip
        if tried.done:
            flash("Your comment is in.", "success")
            return redirect(url_for("sharing.round", circulation_id=circulation_id))
    return form_page("sharing/comment.html", form, made=made, protocol=load(made.text))


@bp.route("/rounds/<uuid:circulation_id>/reply", methods=["GET", "POST"])
@allows(Action.PROTOCOL_READ)
def reply(circulation_id: UUID) -> ResponseReturnValue:
    """Say for the agency what it thinks of the whole draft."""
    made = rounds.round_of(reading(), viewer(), circulation_id)
    mine = rounds.own_reader(reading(), viewer(), made)
    form = ReplyForm(data={"said": mine.reply})
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            circulating.reply(
                session, viewer(), circulation_id=circulation_id, said=form.said.data or ""
            )
        if tried.done:
            flash("Your reply is in. You can change it while the round is open.", "success")
            return redirect(url_for("sharing.round", circulation_id=circulation_id))
    return form_page("sharing/reply.html", form, made=made)


@bp.route("/rounds/<uuid:circulation_id>/readers/<uuid:reader_id>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_RECORD)
def record_reply(circulation_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    """Record what somebody outside the system wrote back."""
    made = rounds.round_of(reading(), viewer(), circulation_id)
    reader = rounds.outside_reader(reading(), made, reader_id)
    form = RecordReplyForm(data={"said": reader.reply})
    form.clause.choices = _clauses(made)
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            on = {"circulation_id": circulation_id, "reader_id": reader_id}
            circulating.reply(session, viewer(), said=form.said.data or "", **on)
            if form.words.data or form.wording.data:
                circulating.comment(
                    session, viewer(), clause=form.clause.data or "",
                    words=form.words.data or "", wording=form.wording.data or "", **on,
                )  # fmt: skip
        if tried.done:
            flash("Recorded.", "success")
            return redirect(url_for("sharing.round", circulation_id=circulation_id))
    return form_page("sharing/record_reply.html", form, made=made, reader=reader)


@bp.route("/rounds/<uuid:circulation_id>/comments/<uuid:comment_id>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def answer(circulation_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Take a comment up or not, with the reason."""
    made = rounds.round_of(reading(), viewer(), circulation_id)
    row = rounds.comment_of(reading(), made, comment_id)
    form = AnswerForm(data={"version": row.version})
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            circulating.answer(
                session, viewer(), circulation_id=circulation_id, comment_id=comment_id,
                version=form.version.number or 0, said=form.said.data or "",
                why=form.why.data or "",
            )  # fmt: skip
        if tried.done:
            flash("Answered.", "success")
            return redirect(url_for("sharing.round", circulation_id=circulation_id))
    clause = next((c for c in load(made.text).clauses if c.number == row.clause), None)
    return form_page("sharing/answer.html", form, made=made, row=row, clause=clause)


def _clauses(made: Circulation) -> list[tuple[str, str]]:
    numbered = (choice(c.number, f"{c.number} {c.title}") for c in load(made.text).clauses)
    return [WHOLE, *numbered]
