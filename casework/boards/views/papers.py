"""Pages of a board's meeting: its papers, and what becomes of each."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_paper, load_sitting
from casework.boards.agenda import agenda as agenda_of
from casework.boards.agenda import paper_page
from casework.boards.blueprint import bp
from casework.boards.forms.papers import PaperForm, PutOffForm, ResolveForm, TakeForm
from casework.boards.service import papers
from casework.boards.views.choosing import seated_agencies
from casework.boards.vocabulary import Asks, Resolved
from casework.conferences.models import Meeting
from casework.reviews.views.answering import Save, answer
from casework.web.choices import SelectChoice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

SENT = "The paper has been sent. If it came after the cut-off, the agenda says so."


@bp.get("/meetings/<uuid:meeting_id>")
@allows(Action.MEETING_READ)
def agenda(meeting_id: UUID) -> str:
    """What a board's meeting has before it."""
    return render_template("boards/agenda.html", page=agenda_of(reading(), viewer(), meeting_id))


@bp.route("/meetings/<uuid:meeting_id>/papers/send", methods=["GET", "POST"])
@allows(Action.MEETING_ATTEND)
def send_paper(meeting_id: UUID) -> ResponseReturnValue:
    """Send a paper for a meeting."""
    who, form = viewer(), PaperForm(data={"agency_id": str(viewer().agency_id)})
    meeting, body = load_sitting(reading(), who, meeting_id, Action.MEETING_ATTEND)
    form.agency_id.choices = _agencies(reading(), who, meeting)
    back = url_for(".agenda", meeting_id=meeting_id)
    return answer(
        form,
        lambda session: papers.send_paper(
            session, who, meeting_id=meeting_id, title=form.title.data, asks=Asks(form.asks.data),
            pages=form.pages.data or 0, agency_id=UUID(form.agency_id.data),
            summary=form.summary.data, link=form.link.data or "",
        ),
        template="form_page.html", goto=back, said=SENT, heading="Send a paper",
        caption=body.name, back=back, submit="Send the paper",
    )  # fmt: skip


@bp.get("/papers/<uuid:paper_id>")
@allows(Action.MEETING_READ)
def paper(paper_id: UUID) -> str:
    """One paper."""
    return render_template("boards/paper.html", page=paper_page(reading(), viewer(), paper_id))


@bp.route("/papers/<uuid:paper_id>/take", methods=["GET", "POST"])
@allows(Action.MEETING_RUN)
def take_late(paper_id: UUID) -> ResponseReturnValue:
    """The chair takes a late paper."""
    row, _ = load_paper(reading(), viewer(), paper_id, Action.MEETING_RUN)
    form = TakeForm(data={"version": row.version})
    return _change(
        paper_id, form, "Take a late paper", row.title,
        lambda session: papers.take_late(
            session, viewer(), paper_id=paper_id, why=form.why.data,
            version=form.version.number or 0,
        ),
    )  # fmt: skip


@bp.route("/papers/<uuid:paper_id>/put-off", methods=["GET", "POST"])
@allows(Action.MEETING_ATTEND)
def put_off(paper_id: UUID) -> ResponseReturnValue:
    """The paper comes to the next meeting."""
    row, _ = load_paper(reading(), viewer(), paper_id, Action.MEETING_ATTEND)
    form = PutOffForm(data={"version": row.version})
    return _change(
        paper_id, form, "Put the paper off to the next meeting", row.title,
        lambda session: papers.put_off(
            session, viewer(), paper_id=paper_id, why=form.why.data,
            version=form.version.number or 0,
        ),
    )  # fmt: skip


@bp.route("/papers/<uuid:paper_id>/resolution", methods=["GET", "POST"])
@allows(Action.MEETING_RUN)
def resolve(paper_id: UUID) -> ResponseReturnValue:
    """What the meeting made of it."""
    row, _ = load_paper(reading(), viewer(), paper_id, Action.MEETING_RUN)
    form = ResolveForm(data={"version": row.version})
    return _change(
        paper_id, form, "What did the meeting make of it?", row.title,
        lambda session: papers.resolve(
            session, viewer(), paper_id=paper_id, resolved=Resolved(form.resolved.data),
            words=form.words.data or "", version=form.version.number or 0,
        ),
    )  # fmt: skip


def _change(
    paper_id: UUID, form: TakeForm | PutOffForm | ResolveForm, heading: str, title: str, save: Save
) -> ResponseReturnValue:
    back = url_for(".paper", paper_id=paper_id)
    return answer(
        form, save, template="form_page.html", goto=back, said="Saved", heading=heading,
        caption=title, back=back, submit="Save",
        current=lambda: load_paper(reading(), viewer(), paper_id)[0].version,
    )  # fmt: skip


def _agencies(session: Session, who: Viewer, meeting: Meeting) -> list[SelectChoice]:
    """One's own agency, or every agency of the board for whoever runs the meeting."""
    seated = seated_agencies(session, meeting.conference_id)
    if who.may(Action.MEETING_RUN, meeting.conference_id):
        return seated
    return [one for one in seated if one.value in ("", str(who.agency_id))]
