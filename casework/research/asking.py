"""The coordinator's side: ask agencies about a listed case, and see who has answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.exclusions import kept_out
from casework.cases.history import note
from casework.cases.models import Case
from casework.cases.states import IN_SESSION
from casework.cases.visibility import load_case, require_office
from casework.clock import now, today
from casework.db import new_id
from casework.directory.models import Agency, ConferenceAgency
from casework.disclosure.ledger import Kind
from casework.errors import Conflict, Invalid, NotFound
from casework.research.models import RequestState, ResearchRequest
from casework.research.steps import (
    BEFORE_HEARING,
    WAITING,
    check_version,
    log,
    move,
    settle_case,
)


def request_research(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    agency_ids: Collection[UUID],
    due_on: date,
    meeting_id: UUID | None = None,
) -> list[ResearchRequest]:
    """One request for each agency; each sees of the case what the protocol lets it know."""
    require_office(viewer, case)
    require_before_hearing(case)
    if due_on < today():
        raise Invalid({"due_on": "The answer must be due today or later."})
    offered = {a.id: a for a in can_be_asked(session, case)}
    if not agency_ids:
        raise Invalid({"agencies": "Select at least one agency."})
    if not set(agency_ids) <= set(offered):
        raise Invalid(
            {"agencies": "Select agencies of this conference that have not been asked yet."}
        )
    made = [
        _ask(session, viewer, case, agency_id, due_on, meeting_id)
        for agency_id in dict.fromkeys(agency_ids)
    ]
    note(session, viewer, case, "research_asked")
    settle_case(session, viewer, case)
    return made


def can_be_asked(session: Session, case: Case) -> list[Agency]:
    """Active agencies of the conference that hold no request, by name; hidden ones never."""
    asked = select(ResearchRequest.agency_id).where(
        ResearchRequest.case_id == case.id, ResearchRequest.state != RequestState.WITHDRAWN
    )
    passed_over = set(session.scalars(asked)) | kept_out(session, case)[1]
    return [a for a in seated(session, case) if a.id not in passed_over]


def seated(session: Session, case: Case) -> Sequence[Agency]:
    """The active agencies around the table of the case's conference, by name."""
    return session.scalars(
        select(Agency)
        .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
        .where(ConferenceAgency.conference_id == case.conference_id, Agency.active.is_(True))
        .order_by(Agency.name)
    ).all()


def withdraw_request(
    session: Session, viewer: Viewer, *, request_id: UUID, version: int | None = None
) -> ResearchRequest:
    """The answer is no longer needed; what was answered already stays."""
    request, case = office_request(session, viewer, request_id)
    check_version(request, version)
    move(session, viewer, case, request, RequestState.WITHDRAWN)
    return request


def move_due_date(
    session: Session,
    viewer: Viewer,
    *,
    request_id: UUID,
    due_on: date,
    version: int | None = None,
) -> ResearchRequest:
    """Give an agency more time, or less."""
    request, case = office_request(session, viewer, request_id)
    check_version(request, version)
    if request.state not in WAITING:
        raise Conflict("This agency has already answered, so there is no date to change.")
    if due_on < today():
        raise Invalid({"due_on": "The answer must be due today or later."})
    request.due_on = due_on
    session.flush()
    log(session, viewer, case, request, Kind.RESEARCH_CHANGED)
    return request


def requests_of(session: Session, viewer: Viewer, *, case: Case) -> list[ResearchRequest]:
    """Who was asked and how far they are: states and dates, never what they know."""
    require_office(viewer, case)
    return list(
        session.scalars(
            select(ResearchRequest)
            .where(ResearchRequest.case_id == case.id)
            .order_by(ResearchRequest.due_on, ResearchRequest.id)
        )
    )


def office_request(
    session: Session, viewer: Viewer, request_id: UUID
) -> tuple[ResearchRequest, Case]:
    """A request as the office of its conference holds it, or NotFound."""
    request = session.get(ResearchRequest, request_id)
    if request is None or request.partnership_id != viewer.partnership_id:
        raise NotFound("request")
    case = load_case(session, viewer, request.case_id)
    if not viewer.may(Action.RESEARCH_REQUEST, case.conference_id):
        raise NotFound("request")
    return request, case


def is_overdue(request: ResearchRequest) -> bool:
    """Nobody has answered, and the day has passed."""
    return request.state in WAITING and request.due_on < today()


def require_before_hearing(case: Case) -> None:
    """Research is asked for, and opened again, between listing and hearing."""
    if case.state not in BEFORE_HEARING or case.stage == IN_SESSION:
        raise Conflict("This can be done once the case is listed, and until it is heard.")


def _ask(
    session: Session,
    viewer: Viewer,
    case: Case,
    agency_id: UUID,
    due_on: date,
    meeting_id: UUID | None,
) -> ResearchRequest:
    request = session.scalar(
        select(ResearchRequest).where(
            ResearchRequest.case_id == case.id, ResearchRequest.agency_id == agency_id
        )
    )
    if request is not None:
        move(session, viewer, case, request, RequestState.REQUESTED)
    else:
        request = ResearchRequest(
            id=new_id(), partnership_id=case.partnership_id, case_id=case.id, agency_id=agency_id,
            requested_by=viewer.person_id, requested_at=now(), state_since=now(),
            changed_at=now(), due_on=due_on,
        )  # fmt: skip
        session.add(request)
        note(session, viewer, case, "research_requested", only_agency_id=agency_id)
    request.requested_by, request.requested_at = viewer.person_id, now()
    request.due_on, request.meeting_id, request.opened_at = due_on, meeting_id, None
    session.flush()
    log(session, viewer, case, request, Kind.RESEARCH_ASKED)
    return request
