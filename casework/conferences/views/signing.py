"""Everybody's own part: sign the statement, declare an interest, send apologies."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.conferences.access import load_item, load_meeting
from casework.conferences.acting import press, saving
from casework.conferences.blueprint import bp
from casework.conferences.forms import InterestForm, SignForm
from casework.conferences.overview import frame
from casework.conferences.reading import with_names
from casework.conferences.service import agenda, attending, interests, signing
from casework.conferences.statement import statement
from casework.conferences.vocabulary import ItemState, MeetingState
from casework.disclosure.current import gate
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading


@bp.route("/meetings/<uuid:meeting_id>/sign", methods=["GET", "POST"])
@allows(Action.MEETING_ATTEND)
def sign(meeting_id: UUID) -> ResponseReturnValue:
    """The confidentiality statement, on one's own screen."""
    who, form = viewer(), SignForm()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_ATTEND)
    if form.validate_on_submit():
        nothing = form.nothing.data == "nothing"
        with saving(form) as session:
            signing.sign(session, who, meeting_id=meeting_id, nothing_to_declare=nothing)
        if not form.errors:
            return redirect(_after(meeting_id, meeting.state, nothing=nothing))
    return form_page(
        "conferences/sign.html", form, words=statement(meeting.statement_version),
        **frame(reading(), who, meeting),
    )  # fmt: skip


@bp.get("/meetings/<uuid:meeting_id>/interests")
@allows(Action.MEETING_ATTEND)
def interest(meeting_id: UUID) -> ResponseReturnValue:
    """Which case it concerns."""
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id, Action.MEETING_ATTEND)
    rows = [r for r in agenda.agenda(session, who, meeting) if r[0].state == ItemState.WAITING]
    return render_template(
        "conferences/interests.html",
        lines=with_names(session, who, gate(), rows),
        **frame(session, who, meeting),
    )


@bp.route("/meetings/<uuid:meeting_id>/interests/<uuid:item_id>", methods=["GET", "POST"])
@allows(Action.MEETING_ATTEND)
def declare_interest(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Say what the interest is; the case closes at once."""
    who, form = viewer(), InterestForm()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_ATTEND)
    _item, case = load_item(reading(), who, meeting, item_id)
    if form.validate_on_submit():
        with saving(form) as session:
            interests.declare_interest(
                session, who, meeting_id=meeting_id, item_id=item_id, nature=form.nature.data or ""
            )
        if not form.errors:
            flash("Thank you. The case is closed to you: leave the room for it.", "success")
            return redirect(url_for("conferences.meeting", meeting_id=meeting_id))
    return form_page("conferences/interest.html", form, case=case, meeting=meeting)


@bp.post("/meetings/<uuid:meeting_id>/apologies")
@allows(Action.MEETING_ATTEND)
def apologise(meeting_id: UUID) -> ResponseReturnValue:
    """Say that I cannot come."""
    who, back = viewer(), url_for("conferences.meeting", meeting_id=meeting_id)
    return press(
        lambda s: attending.tender_apologies(s, who, meeting_id=meeting_id),
        back,
        "Your apologies are written down.",
    )


def _after(meeting_id: UUID, state: str, *, nothing: bool) -> str:
    if not nothing:
        return url_for("conferences.interest", meeting_id=meeting_id)
    page = "conferences.now" if state == MeetingState.IN_SESSION else "conferences.meeting"
    return url_for(page, meeting_id=meeting_id)
