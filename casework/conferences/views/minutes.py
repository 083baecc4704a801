"""Minutes: written in passages, read by each agency as far as it may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.actions.setting import propose
from casework.actions.words import STATES as ACTION_STATES
from casework.conferences.access import load_item, load_meeting
from casework.conferences.acting import saving
from casework.conferences.blueprint import bp
from casework.conferences.desk import action_form, desk, passage_form
from casework.conferences.forms import PassageForm
from casework.conferences.minutes_page import change_form, minutes_page
from casework.conferences.service import minuting
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading


@bp.get("/meetings/<uuid:meeting_id>/minutes")
@allows(Action.MEETING_READ)
def minutes(meeting_id: UUID) -> ResponseReturnValue:
    """The minutes as this person's agency may read them."""
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id)
    return render_template(
        "conferences/minutes.html", action_words=ACTION_STATES,
        **minutes_page(session, who, meeting),
    )  # fmt: skip


@bp.post("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/passages")
@allows(Action.MEETING_RUN)
def add_passage(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Minute what was said."""
    who = viewer()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_RUN)
    form = passage_form(reading(), who, meeting)
    if form.validate():
        _write(form, meeting_id, item_id)
    return _back(meeting_id, item_id, "minutes", passage=form)


@bp.post("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/actions")
@allows(Action.ACTION_AGREE)
def agree_action(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Agree an action without leaving the screen."""
    who = viewer()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_RUN)
    form = action_form(reading(), who, meeting)
    if form.validate():
        with saving(form) as session:
            held = load_meeting(session, who, meeting_id, Action.MEETING_RUN)
            _item, case = load_item(session, who, held, item_id)
            given = form.answers() | {"owner_agency_id": UUID(form.owner.data)}
            given.pop("owner")
            propose(session, who, case=case, meeting_id=meeting_id, **given)
    return _back(meeting_id, item_id, "actions", action=form)


@bp.route(
    "/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/passages/<uuid:passage_id>",
    methods=["GET", "POST"],
)
@allows(Action.MEETING_RUN)
def change_passage(meeting_id: UUID, item_id: UUID, passage_id: UUID) -> ResponseReturnValue:
    """Put a passage right, or take it out, while the minutes are a draft."""
    who = viewer()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_RUN)
    item, case = load_item(reading(), who, meeting, item_id)
    row = minuting.load_passage(reading(), item, passage_id)
    form = change_form(reading(), who, meeting, item, case, row)
    version = row.version
    if form.validate_on_submit() and not form.is_stale(version):
        given: dict[str, Any] = {"meeting_id": meeting_id, "item_id": item_id}
        with saving(form) as session:
            form.save(session, who, passage_id=passage_id, version=version, **given)
        if not form.errors:
            return redirect(url_for("conferences.minutes", meeting_id=meeting_id))
    if form.errors:
        form.catch_up(version)
    return form_page("conferences/passage.html", form, case=case, meeting=meeting, row=row)


@bp.route("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/passages/new", methods=["GET", "POST"])
@allows(Action.MEETING_RUN)
def add_later(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Add to the minutes after the meeting; once they are approved it is marked as an addition."""
    who = viewer()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_RUN)
    _item, case = load_item(reading(), who, meeting, item_id)
    form = passage_form(reading(), who, meeting)
    if form.validate_on_submit():
        _write(form, meeting_id, item_id)
        if not form.errors:
            return redirect(url_for("conferences.minutes", meeting_id=meeting_id))
    closed = meeting.state in minuting.CLOSED
    return form_page(
        "conferences/passage.html", form, case=case, meeting=meeting, row=None, closed=closed
    )


def _write(form: PassageForm, meeting_id: UUID, item_id: UUID) -> None:
    with saving(form) as session:
        minuting.write_passage(
            session, viewer(), meeting_id=meeting_id, item_id=item_id,
            heading=form.heading.data, text=form.text.data or "",
            source_agency_id=UUID(form.source.data),
            nature="opinion" if form.opinion.data else "fact",
        )  # fmt: skip


def _back(meeting_id: UUID, item_id: UUID, place: str, **forms: Any) -> ResponseReturnValue:
    form = next(iter(forms.values()))
    if not form.errors:
        to = url_for("conferences.case", meeting_id=meeting_id, item_id=item_id)
        return redirect(f"{to}#{place}")
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id, Action.MEETING_RUN)
    item, case = load_item(session, who, meeting, item_id)
    page = desk(session, who, meeting, item, case, **forms)
    return render_template("conferences/live.html", **page), 422
