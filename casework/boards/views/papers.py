"""Pages of a board's meeting: its papers, and what becomes of each."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_paper, load_sitting
from casework.boards.agenda import agenda as agenda_of
from casework.boards.agenda import paper_page
from casework.boards.blueprint import bp
from casework.boards.forms.papers import PaperForm, PutOffForm, ResolveForm, TakeForm
from casework.boards.service import papers
from casework.boards.service.paper_files import file_of
from casework.boards.views.choosing import seated_agencies
from casework.boards.vocabulary import Asks, Resolved
from casework.cases.sealing import keys_of
from casework.conferences.models import Meeting
from casework.disclosure.files import opened_paper
from casework.disclosure.ledger import Ledger
from casework.reviews.views.answering import Save, answer
from casework.web.choices import SelectChoice
from casework.web.downloads import download
from casework.web.guard import allows, viewer
from casework.web.transaction import database, reading
from casework.web.uploads import DOCUMENTS, TAKEN, Upload, checked, takes_file

SENT = "The paper has been sent. If it came after the cut-off, the agenda says so."


@bp.get("/meetings/<uuid:meeting_id>")
@allows(Action.MEETING_READ)
def agenda(meeting_id: UUID) -> str:
    """What a board's meeting has before it."""
    return render_template("boards/agenda.html", page=agenda_of(reading(), viewer(), meeting_id))


@bp.route("/meetings/<uuid:meeting_id>/papers/send", methods=["GET", "POST"])
@allows(Action.MEETING_ATTEND)
@takes_file
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
            summary=form.summary.data, link=form.link.data or "", upload=_chosen(form),
            no_case_data=form.no_case_data.data,
        ),
        template="form_page.html", goto=back, said=SENT, heading="Send a paper",
        caption=body.name, back=back, submit="Send the paper",
    )  # fmt: skip


@bp.get("/papers/<uuid:paper_id>")
@allows(Action.MEETING_READ)
def paper(paper_id: UUID) -> str:
    """One paper."""
    return render_template("boards/paper.html", page=paper_page(reading(), viewer(), paper_id))


@bp.get("/papers/<uuid:paper_id>/file")
@allows(Action.MEETING_READ)
def paper_file(paper_id: UUID) -> Response:
    """The paper itself, for whoever may read its page; written down before a byte leaves."""
    row, _ = load_paper(reading(), viewer(), paper_id)
    file = file_of(reading(), row.id)
    content = opened_paper(
        Ledger(database()), keys_of(reading()), viewer(), file_id=file.id,
        wrapped_key=file.wrapped_key, content=file.content,
    )  # fmt: skip
    return download(content, file.media_type, f"{row.title}.{TAKEN[file.media_type].ending}")


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


def _chosen(form: PaperForm) -> Upload | None:
    sent = form.file.data
    return checked(sent, DOCUMENTS) if sent and sent.filename else None


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
