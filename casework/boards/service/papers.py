"""Papers come in, are too late, are taken all the same, are put off, are dealt with."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_paper, load_sitting
from casework.boards.cutoff import closes_at, paper_hours
from casework.boards.models import Paper, PaperEvent
from casework.boards.service.paper_files import keep_file
from casework.boards.vocabulary import Asks, PaperStep, Resolved, Timeliness
from casework.clock import now
from casework.conferences.models import Meeting
from casework.conferences.overview import later_meeting
from casework.conferences.service.approving import CHAIRS
from casework.conferences.service.roll import agency_row, seats
from casework.conferences.vocabulary import MeetingState
from casework.errors import Conflict, Invalid, NotFound, Refused, WrongState
from casework.reviews.service.links import check_link
from casework.web.uploads import Upload

M = MeetingState
AHEAD = frozenset({M.SCHEDULED, M.AGENDA_OPEN})
OPEN = AHEAD | {M.IN_SESSION}
HELD = frozenset({M.IN_SESSION, M.MINUTES_DRAFT})
LONG = 20
LOOK = "Look through the file, and say that it names nobody"


def send_paper(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    title: str,
    asks: Asks,
    pages: int,
    agency_id: UUID | None = None,
    summary: str = "",
    link: str = "",
    upload: Upload | None = None,
    no_case_data: bool = False,
) -> Paper:
    """A paper for a meeting. After the cut-off it is kept but not taken: it can still be put off
    to the next meeting, or the chair takes it with a reason that everybody reads (R32).
    """
    meeting, body = load_sitting(session, viewer, meeting_id, Action.MEETING_ATTEND, lock=True)
    agency = _agency(session, viewer, meeting, agency_id)
    if meeting.state not in OPEN:
        raise WrongState("meeting", meeting.state, "given a paper")
    if link and (problem := check_link(link)):
        raise Invalid({"link": problem})
    if upload and not no_case_data:
        raise Invalid({"no_case_data": LOOK})
    late = not takes_papers(session, meeting)
    made = Paper(
        partnership_id=body.partnership_id, meeting_id=meeting.id, agency_id=agency, title=title,
        summary=summary, asks=asks, pages=pages, link=link, sent_by=viewer.person_id,
        sent_at=now(), timeliness=Timeliness.REFUSED if late else Timeliness.ON_TIME,
    )  # fmt: skip
    session.add(made)
    session.flush()
    if upload:
        keep_file(session, viewer, made, upload)
    note_step(session, viewer, made, PaperStep.REFUSED if late else PaperStep.SENT)
    if not late:
        agency_row(session, meeting, agency).paper = True
        session.flush()
    return made


def take_late(
    session: Session, viewer: Viewer, *, paper_id: UUID, why: str, version: int | None = None
) -> Paper:
    """The chair takes a late paper; why stands on the agenda."""
    paper, meeting = load_paper(
        session, viewer, paper_id, Action.MEETING_RUN, version=version, lock=True
    )
    if not CHAIRS & viewer.roles_in(meeting.conference_id):
        raise Refused("Only the chair can take a paper that came too late.")
    if paper.timeliness != Timeliness.REFUSED or meeting.state not in OPEN:
        raise Conflict("This paper does not wait for the chair.")
    if not why.strip():
        raise Invalid({"why": "Enter why it is taken although it is late"})
    in_session = meeting.state == M.IN_SESSION
    paper.timeliness = Timeliness.TABLED if in_session else Timeliness.LATE_ACCEPTED
    paper.late_reason = why
    agency_row(session, meeting, paper.agency_id).paper = True
    note_step(session, viewer, paper, PaperStep.TAKEN, why)
    return paper


def put_off(
    session: Session, viewer: Viewer, *, paper_id: UUID, why: str, version: int | None = None
) -> Paper:
    """The same paper comes to the next meeting, with its history (R35)."""
    paper, meeting = load_paper(
        session, viewer, paper_id, Action.MEETING_ATTEND, version=version, lock=True
    )
    if not may_put_off(viewer, paper, meeting):
        raise Refused("Only the agency that sent it, or whoever runs the meeting, puts it off.")
    if paper.resolved:
        raise Conflict("The meeting has dealt with this paper.")
    if not why.strip():
        raise Invalid({"why": "Enter why it is put off"})
    later = later_meeting(session, viewer, meeting)
    if later is None:
        raise Conflict("There is no later meeting of this board yet. Set its date first.")
    bring_before(session, viewer, paper, later, why)
    return paper


def bring_before(session: Session, viewer: Viewer, paper: Paper, later: Meeting, why: str) -> None:
    """The paper comes to another meeting: in time or too late, as the cut-off of that one says."""
    note_step(session, viewer, paper, PaperStep.PUT_OFF, why)
    paper.meeting_id, paper.late_reason = later.id, ""
    in_time = takes_papers(session, later)
    paper.timeliness = Timeliness.ON_TIME if in_time else Timeliness.REFUSED
    if not in_time:
        note_step(session, viewer, paper, PaperStep.REFUSED)
    elif paper.agency_id in seats(session, later):
        agency_row(session, later, paper.agency_id).paper = True
    session.flush()


def takes_papers(session: Session, meeting: Meeting) -> bool:
    """Whether a paper that comes now is in time for a meeting."""
    closes = closes_at(meeting, paper_hours(session, meeting))
    return meeting.state in AHEAD and now() <= closes


def resolve(
    session: Session,
    viewer: Viewer,
    *,
    paper_id: UUID,
    resolved: Resolved,
    words: str = "",
    version: int | None = None,
) -> Paper:
    """What the meeting made of a paper that was before it (R30)."""
    paper, meeting = load_paper(
        session, viewer, paper_id, Action.MEETING_RUN, version=version, lock=True
    )
    if meeting.state not in HELD:
        raise Conflict("What is made of a paper is written down at the meeting, or just after it.")
    if paper.timeliness == Timeliness.REFUSED:
        raise Conflict("This paper came too late. The chair takes it first, or it is put off.")
    if paper.resolved:
        raise Conflict("The meeting has dealt with this paper.")
    paper.resolved, paper.resolution = resolved, words
    note_step(session, viewer, paper, PaperStep.RESOLVED, words)
    return paper


def may_put_off(viewer: Viewer, paper: Paper, meeting: Meeting) -> bool:
    """Its own agency, or whoever runs the meeting."""
    return viewer.agency_id == paper.agency_id or viewer.may(
        Action.MEETING_RUN, meeting.conference_id
    )


def should_wait(paper: Paper) -> bool:
    """Late, long and for approval: better put off than decided unread (R34)."""
    late = paper.timeliness != Timeliness.ON_TIME
    return late and paper.asks == Asks.APPROVE and paper.pages >= LONG and not paper.resolved


def _agency(session: Session, viewer: Viewer, meeting: Meeting, wanted: UUID | None) -> UUID:
    found = wanted or viewer.agency_id
    if found not in seats(session, meeting):
        raise NotFound("agency") if wanted else Refused("Your agency has no seat at this board.")
    if found != viewer.agency_id and not viewer.may(Action.MEETING_RUN, meeting.conference_id):
        raise NotFound("agency")
    return found


def note_step(
    session: Session, viewer: Viewer, paper: Paper, step: PaperStep, why: str = ""
) -> None:
    """One step in the history of a paper, for the meeting that it is before."""
    session.add(
        PaperEvent(
            partnership_id=paper.partnership_id, paper_id=paper.id, meeting_id=paper.meeting_id,
            at=now(), person_id=viewer.person_id, step=step, why=why,
        )
    )  # fmt: skip
    session.flush()
