"""Who is there: the office's page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.conferences.access import load_meeting
from casework.conferences.acting import press, saving
from casework.conferences.blueprint import bp
from casework.conferences.forms import GuestForm
from casework.conferences.models import Meeting
from casework.conferences.overview import expected_people, frame, seats_of
from casework.conferences.pressed import version_sent
from casework.conferences.service import attending
from casework.conferences.service.interests import declarations
from casework.conferences.service.roll import attendances
from casework.conferences.service.signing import signed_today
from casework.conferences.vocabulary import Capacity
from casework.directory.names import person_names
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.route("/meetings/<uuid:meeting_id>/attendance", methods=["GET", "POST"])
@allows(Action.MEETING_RUN)
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Everybody who could come, and guests; the form adds a guest."""
    who, form = viewer(), GuestForm()
    meeting = load_meeting(reading(), who, meeting_id, Action.MEETING_RUN)
    if form.validate_on_submit():
        with saving(form) as session:
            attending.add_guest(session, who, meeting_id=meeting_id, name=form.name.data or "")
        if not form.errors:
            return redirect(url_for("conferences.attendance", meeting_id=meeting_id))
    page = render_template("conferences/attendance.html", form=form, **_context(meeting))
    return page, 422 if form.errors else 200


@bp.post("/meetings/<uuid:meeting_id>/attendance/people/<uuid:person_id>")
@allows(Action.MEETING_RUN)
def record_person(meeting_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Came, has gone, or sent apologies."""
    what = request.form.get("what", "")
    if what == "apologies":
        return _press(attending.tender_apologies, meeting_id, person_id=person_id)
    return _press(
        attending.record_presence, meeting_id, person_id=person_id, present=what == "came"
    )


@bp.post("/meetings/<uuid:meeting_id>/attendance/agencies/<uuid:agency_id>")
@allows(Action.MEETING_RUN)
def record_agency(meeting_id: UUID, agency_id: UUID) -> ResponseReturnValue:
    """Whether an agency sent its paper and its apologies."""
    return _press(
        attending.record_agency, meeting_id, agency_id=agency_id,
        paper="paper" in request.form, apologies="apologies" in request.form,
        version=version_sent() if request.form.get("version") else None,
    )  # fmt: skip


@bp.post("/meetings/<uuid:meeting_id>/attendance/agencies/<uuid:agency_id>/asked")
@allows(Action.MEETING_RUN)
def followed_up(meeting_id: UUID, agency_id: UUID) -> ResponseReturnValue:
    """Somebody asked the agency why it was not there."""
    return _press(attending.follow_up_done, meeting_id, agency_id=agency_id)


@bp.post("/meetings/<uuid:meeting_id>/attendance/guests/<uuid:attendance_id>/gone")
@allows(Action.MEETING_RUN)
def guest_gone(meeting_id: UUID, attendance_id: UUID) -> ResponseReturnValue:
    """A guest has left."""
    return _press(attending.guest_left, meeting_id, attendance_id=attendance_id)


def _press(act: Any, meeting_id: UUID, **given: Any) -> ResponseReturnValue:
    who, back = viewer(), url_for("conferences.attendance", meeting_id=meeting_id)
    return press(lambda s: act(s, who, meeting_id=meeting_id, **given), back)


def _context(meeting: Meeting) -> dict[str, Any]:
    session, who = reading(), viewer()
    roll = attendances(session, meeting)
    return {
        **frame(session, who, meeting),
        "people": expected_people(session, meeting),
        "rows": {a.person_id: a for a in roll if a.person_id},
        "guests": [a for a in roll if a.capacity == Capacity.GUEST],
        "seats": seats_of(session, meeting),
        "signed_today": signed_today,
        "names": person_names(session, who.partnership_id),
        "nothing_declared": sum(
            1 for d in declarations(session, meeting) if d.agenda_item_id is None
        ),
    }
