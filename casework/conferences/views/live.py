"""The live screen: one case at a time, on everybody's own screen, and one screen for the room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.conferences.access import load_item, load_meeting
from casework.conferences.acting import press
from casework.conferences.blueprint import bp
from casework.conferences.desk import clock, desk, panel
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.overview import frame
from casework.conferences.pressed import id_sent
from casework.conferences.reading import with_names
from casework.conferences.room import room_page
from casework.conferences.service import agenda as listing
from casework.conferences.service import interests, signing, sitting
from casework.conferences.timing import is_running
from casework.conferences.vocabulary import MeetingState
from casework.conferences.watching import stamp_of
from casework.disclosure.current import gate
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

NOTHING_NEW = ("", 204)


@bp.get("/meetings/<uuid:meeting_id>/now")
@allows(Action.MEETING_ATTEND)
def now(meeting_id: UUID) -> ResponseReturnValue:
    """The case being heard, or the pause between two."""
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id, Action.MEETING_ATTEND)
    if elsewhere := _not_in_the_room(meeting):
        return redirect(elsewhere)
    rows = listing.agenda(session, who, meeting)
    current = next((i for i, _ in rows if is_running(i)), None)
    asked_by_script = bool(request.headers.get("HX-Request"))
    if current is not None:
        return _go(_to_case(meeting_id, current.id), asked_by_script=asked_by_script)
    if asked_by_script:
        return NOTHING_NEW
    return render_template(
        "conferences/between.html", lines=with_names(session, who, gate(), rows),
        running=is_running, **frame(session, who, meeting),
    )  # fmt: skip


@bp.get("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>")
@allows(Action.MEETING_ATTEND)
def case(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """One case as this person may see it in the room."""
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id, Action.MEETING_ATTEND)
    if elsewhere := _not_in_the_room(meeting):
        return redirect(elsewhere)
    item, found = load_item(session, who, meeting, item_id)
    if _has_left(meeting, item):
        return render_template("conferences/left.html", case=found, **frame(session, who, meeting))
    return render_template("conferences/live.html", **desk(session, who, meeting, item, found))


@bp.get("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/changes")
@allows(Action.MEETING_ATTEND)
def changes(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """The parts of the page that follow others; 204 when nothing this person sees has changed."""
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id, Action.MEETING_ATTEND)
    item, found = load_item(session, who, meeting, item_id)
    if _not_in_the_room(meeting) or _has_left(meeting, item):
        return "", 200, {"HX-Refresh": "true"}
    stamp = stamp_of(session, who, gate(), meeting, item, found)
    if stamp.all == request.args.get("since", ""):
        return NOTHING_NEW
    lines = with_names(session, who, gate(), listing.agenda(session, who, meeting))
    return render_template(
        "conferences/changes.html", lines=lines, running=is_running,
        same_referral=stamp.referral == request.args.get("referral", ""),
        **(frame(session, who, meeting) | panel(session, who, meeting, item, found)),
    )  # fmt: skip


@bp.get("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/timer")
@allows(Action.MEETING_ATTEND)
def timer(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """How long this case has taken."""
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id, Action.MEETING_ATTEND)
    item, _ = load_item(session, who, meeting, item_id)
    return render_template(
        "conferences/timer.html", item=item, meeting=meeting, is_running=is_running(item),
        **clock(item),
    )  # fmt: skip


@bp.post("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/begin")
@allows(Action.MEETING_RUN)
def begin(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Hear this case now."""
    return _press(sitting.begin_case, meeting_id, item_id)


@bp.post("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/pause")
@allows(Action.MEETING_RUN)
def pause(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Leave it for now."""
    return _press(sitting.pause_case, meeting_id, item_id)


@bp.post("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/end")
@allows(Action.MEETING_RUN)
def end(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """The case has been heard."""
    return _press(sitting.end_case, meeting_id, item_id, "The case has been heard.")


@bp.post("/meetings/<uuid:meeting_id>/cases/<uuid:item_id>/leave")
@allows(Action.MEETING_RUN)
def leave(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Somebody leaves for this case, or comes back."""
    act = interests.return_to_case if "back" in request.form else interests.leave_case
    return _press(act, meeting_id, item_id, attendance_id=id_sent("attendance"))


@bp.get("/meetings/<uuid:meeting_id>/room")
@allows(Action.MEETING_RUN)
def room(meeting_id: UUID) -> ResponseReturnValue:
    """One screen for everybody in the room: the least that any of them may see."""
    who, session = viewer(), reading()
    meeting = load_meeting(session, who, meeting_id, Action.MEETING_RUN)
    return render_template("conferences/room.html", **room_page(session, who, meeting))


def _press(
    act: Any, meeting_id: UUID, item_id: UUID, done: str = "", **given: Any
) -> ResponseReturnValue:
    who, back = viewer(), _to_case(meeting_id, item_id)
    return press(lambda s: act(s, who, meeting_id=meeting_id, item_id=item_id, **given), back, done)


def _to_case(meeting_id: UUID, item_id: UUID) -> str:
    return url_for("conferences.case", meeting_id=meeting_id, item_id=item_id)


def _go(address: str, *, asked_by_script: bool) -> ResponseReturnValue:
    # A redirect would be followed inside the script; this one moves the whole page.
    return ("", 200, {"HX-Redirect": address}) if asked_by_script else redirect(address)


def _not_in_the_room(meeting: Meeting) -> str:
    """Where somebody goes who is not at the table: the statement, or the meeting's page."""
    if meeting.state != MeetingState.IN_SESSION:
        return url_for("conferences.meeting", meeting_id=meeting.id)
    if not signing.has_signed(reading(), meeting, viewer().person_id):
        return url_for("conferences.sign", meeting_id=meeting.id)
    return ""


def _has_left(meeting: Meeting, item: AgendaItem) -> bool:
    return interests.left_for_case(reading(), meeting, item, viewer().person_id)
