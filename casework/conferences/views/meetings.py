"""The calendar, one meeting, and the steps it takes."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.clock import LONDON
from casework.conferences.access import load_conference, load_meeting, may
from casework.conferences.acting import press, saving
from casework.conferences.blueprint import bp
from casework.conferences.forms import MeetingForm
from casework.conferences.overview import bodies, meeting_page
from casework.conferences.pressed import version_sent
from casework.conferences.service import approving, asking, calendar, sitting
from casework.conferences.vocabulary import STATE_WORDS
from casework.directory.models import Conference
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading


@bp.get("/")
@allows(Action.MEETING_READ)
def index() -> ResponseReturnValue:
    """My conferences and boards, each with its next meeting."""
    found = bodies(reading(), viewer())
    return render_template("conferences/index.html", words=STATE_WORDS, bodies=found)


@bp.get("/<uuid:conference_id>/meetings")
@allows(Action.MEETING_READ)
def meetings(conference_id: UUID) -> ResponseReturnValue:
    """Every meeting of one conference."""
    who, session = viewer(), reading()
    body = load_conference(session, who, conference_id)
    return render_template(
        "conferences/meetings.html", body=body, words=STATE_WORDS,
        meetings=calendar.meetings_of(session, who, body.id),
        may_schedule=may(who, Action.MEETING_SCHEDULE, body),
    )  # fmt: skip


@bp.route("/<uuid:conference_id>/meetings/new", methods=["GET", "POST"])
@allows(Action.MEETING_SCHEDULE)
def schedule(conference_id: UUID) -> ResponseReturnValue:
    """Set the date of a meeting."""
    who, form = viewer(), MeetingForm()
    body = load_conference(reading(), who, conference_id, Action.MEETING_SCHEDULE)
    if form.validate_on_submit():
        with saving(form) as session:
            made = calendar.schedule(session, who, conference_id=conference_id, **_when(form))
        if not form.errors:
            return redirect(url_for("conferences.meeting", meeting_id=made.id))
    return form_page("conferences/schedule.html", form, body=body, meeting=None)


@bp.get("/meetings/<uuid:meeting_id>")
@allows(Action.MEETING_READ)
def meeting(meeting_id: UUID) -> ResponseReturnValue:
    """One meeting: its agenda, who comes, and what can be done next."""
    who, session = viewer(), reading()
    found = load_meeting(session, who, meeting_id)
    return render_template("conferences/meeting.html", **meeting_page(session, who, found))


@bp.route("/meetings/<uuid:meeting_id>/time", methods=["GET", "POST"])
@allows(Action.MEETING_SCHEDULE)
def reschedule(meeting_id: UUID) -> ResponseReturnValue:
    """Another time or place."""
    who = viewer()
    found = load_meeting(reading(), who, meeting_id, Action.MEETING_SCHEDULE)
    form = MeetingForm(data=_known(found))
    version = found.version
    if form.validate_on_submit() and not form.is_stale(version):
        with saving(form) as session:
            calendar.reschedule(session, who, meeting_id=meeting_id, version=version, **_when(form))
        if not form.errors:
            return redirect(url_for("conferences.meeting", meeting_id=meeting_id))
    if form.errors:
        form.catch_up(version)
    body = reading().get_one(Conference, found.conference_id)
    return form_page("conferences/schedule.html", form, body=body, meeting=found)


@bp.post("/meetings/<uuid:meeting_id>/steps/<string:step>")
@allows(Action.MEETING_SCHEDULE)
def take_step(meeting_id: UUID, step: str) -> ResponseReturnValue:
    """One step in the life of a meeting; the service says who may take it and when."""
    who = viewer()
    if step not in STEPS:
        return redirect(url_for("conferences.meeting", meeting_id=meeting_id))
    act, done = STEPS[step]
    given: dict[str, Any] = {"meeting_id": meeting_id}
    if step in VERSIONED:
        given["version"] = version_sent()
    back = url_for("conferences.meeting", meeting_id=meeting_id)
    return press(lambda session: act(session, who, **given), back, done)


@bp.post("/meetings/<uuid:meeting_id>/research")
@allows(Action.RESEARCH_REQUEST)
def ask_research(meeting_id: UUID) -> ResponseReturnValue:
    """Ask all agencies about all cases that wait."""
    act = partial(asking.ask_research, meeting_id=meeting_id)
    who, back = viewer(), url_for("conferences.meeting", meeting_id=meeting_id)
    return press(lambda session: act(session, who), back, _asked)


STEPS: dict[str, tuple[Any, str]] = {
    "open-agenda": (calendar.open_agenda, "The agenda is open. Put cases on it."),
    "cancel": (calendar.cancel, "The meeting is cancelled. Its cases wait for another one."),
    "start": (sitting.start_session, "The meeting is in session."),
    "end": (sitting.end_session, "The meeting is over. The minutes are ready to be checked."),
    "approve": (approving.approve_minutes, "The minutes are approved."),
    "lock": (approving.lock_minutes, "The minutes are locked. Corrections are additions now."),
}
VERSIONED = frozenset({"start", "end", "approve", "lock"})


def _asked(made: int) -> str:
    if made == 0:
        return "Everybody had been asked already."
    return f"{made} request{'' if made == 1 else 's'} sent."


def _when(form: MeetingForm) -> dict[str, Any]:
    return {
        "starts_at": form.starts_at(),
        "place": form.place.data or "",
        "research_due_on": form.research_due_on.data,
    }


def _known(found: Any) -> dict[str, Any]:
    local: datetime = found.starts_at.astimezone(LONDON)
    return {
        "day": local.date(), "time": f"{local:%H:%M}", "place": found.place,
        "research_due_on": found.research_due_on, "version": found.version,
    }  # fmt: skip
