"""The agenda as the office edits it: buttons, no scripts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.conferences.access import load_item, load_meeting
from casework.conferences.acting import press, saving
from casework.conferences.blueprint import bp
from casework.conferences.forms import OffForm
from casework.conferences.overview import frame
from casework.conferences.pressed import id_sent, version_sent
from casework.conferences.reading import names_of, with_names
from casework.conferences.service import agenda as service
from casework.conferences.vocabulary import DEFERRALS
from casework.disclosure.current import gate
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading


@bp.get("/meetings/<uuid:meeting_id>/agenda")
@allows(Action.MEETING_SCHEDULE)
def agenda(meeting_id: UUID) -> ResponseReturnValue:
    """Put cases on, and put them in order."""
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id, Action.MEETING_SCHEDULE)
    rows = service.agenda(session, who, meeting)
    waiting = service.waiting_cases(session, who, meeting)
    return render_template(
        "conferences/agenda.html",
        **frame(session, who, meeting),
        lines=with_names(session, who, gate(), rows),
        waiting=waiting,
        names=names_of(session, who, gate(), waiting),
    )


@bp.post("/meetings/<uuid:meeting_id>/agenda/add")
@allows(Action.MEETING_SCHEDULE)
def add_case(meeting_id: UUID) -> ResponseReturnValue:
    """Put a case on the agenda."""
    return _press(
        service.list_case, meeting_id, "The case is on the agenda.",
        case_id=id_sent("case"),
    )  # fmt: skip


@bp.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/up")
@allows(Action.MEETING_SCHEDULE)
def move_up(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """One place earlier."""
    return _press(service.move_item, meeting_id, item_id=item_id, version=version_sent(), up=True)


@bp.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/down")
@allows(Action.MEETING_SCHEDULE)
def move_down(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """One place later."""
    return _press(service.move_item, meeting_id, item_id=item_id, version=version_sent(), up=False)


@bp.post("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/kind")
@allows(Action.MEETING_SCHEDULE)
def set_kind(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Full discussion, or for information only."""
    return _press(
        service.set_kind, meeting_id, item_id=item_id, version=version_sent(),
        kind=request.form.get("kind", ""),
    )  # fmt: skip


@bp.route("/meetings/<uuid:meeting_id>/agenda/<uuid:item_id>/off", methods=["GET", "POST"])
@allows(Action.MEETING_SCHEDULE)
def take_off(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Put a case off, or take it off the agenda, with the reason."""
    who, form = viewer(), OffForm()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_SCHEDULE)
    _item, case = load_item(reading(), who, meeting, item_id)
    if form.validate_on_submit():
        act = service.defer if form.reason.data in DEFERRALS else service.withdraw
        with saving(form) as session:
            act(session, who, meeting_id=meeting_id, item_id=item_id, reason=form.reason.data)
        if not form.errors:
            return redirect(url_for("conferences.agenda", meeting_id=meeting_id))
    return form_page("conferences/off.html", form, meeting=meeting, case=case)


def _press(act: Any, meeting_id: UUID, done: str = "", **given: Any) -> ResponseReturnValue:
    who, back = viewer(), url_for("conferences.agenda", meeting_id=meeting_id)
    return press(lambda s: act(s, who, meeting_id=meeting_id, **given), back, done)
