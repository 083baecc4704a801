"""The one table of steps a request for research may take, and what it does to the case."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.history import note
from casework.cases.models import Case, CaseState
from casework.cases.states import IN_SESSION
from casework.cases.states import move as move_case
from casework.clock import now
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import StaleEdit, WrongState
from casework.research.models import RequestState, ResearchRequest

S = RequestState
STEPS: Mapping[RequestState, frozenset[RequestState]] = {
    S.REQUESTED: frozenset({S.OPENED, S.NIL_RETURN, S.IN_PROGRESS, S.WITHDRAWN}),
    S.OPENED: frozenset({S.NIL_RETURN, S.IN_PROGRESS, S.WITHDRAWN}),
    S.IN_PROGRESS: frozenset({S.RETURNED, S.NIL_RETURN, S.WITHDRAWN}),
    # Answered too early: opened again, until the case is heard.
    S.NIL_RETURN: frozenset({S.OPENED}),
    S.RETURNED: frozenset({S.IN_PROGRESS}),
    # Asked again.
    S.WITHDRAWN: frozenset({S.REQUESTED}),
}
WAITING = (S.REQUESTED, S.OPENED, S.IN_PROGRESS)
ANSWERED = (S.NIL_RETURN, S.RETURNED)
BEFORE_HEARING = (CaseState.LISTED, CaseState.RESEARCHED)


def check_version(request: ResearchRequest, version: int | None) -> None:
    """Refuse an act on a request that somebody else moved on; None trusts the caller."""
    if version is not None and request.version != version:
        raise StaleEdit("request")


def move(
    session: Session, viewer: Viewer, case: Case, request: ResearchRequest, wanted: RequestState
) -> None:
    """Take one step; a step that the table does not have is refused and nothing changes."""
    if wanted not in STEPS[RequestState(request.state)]:
        raise WrongState("request", request.state, wanted)
    request.state, request.state_since, request.changed_at = wanted, now(), now()
    if wanted in ANSWERED:
        request.answered_at, request.answered_by = now(), viewer.person_id
    else:
        request.answered_at = request.answered_by = None
    if wanted not in (S.WITHDRAWN, S.REQUESTED):
        request.opened_at = request.opened_at or now()
    # What an agency did with its request is known to that agency, and to the office by state.
    note(session, viewer, case, f"research_{wanted.value}", only_agency_id=request.agency_id)
    session.flush()
    log(session, viewer, case, request, Kind.RESEARCH_CHANGED)
    settle_case(session, viewer, case)


def settle_case(session: Session, viewer: Viewer, case: Case) -> None:
    """A listed case is researched once everybody asked has answered, and not before."""
    if case.state not in BEFORE_HEARING or case.stage == IN_SESSION:
        return
    states = set(
        session.scalars(select(ResearchRequest.state).where(ResearchRequest.case_id == case.id))
    )
    answered = bool(states & set(ANSWERED)) and not states & set(WAITING)
    wanted = CaseState.RESEARCHED if answered else CaseState.LISTED
    if case.state != wanted:
        move_case(session, viewer, case, wanted)


def log(session: Session, viewer: Viewer, case: Case, request: ResearchRequest, kind: Kind) -> None:
    """An entry of the ledger: which request, and where it stands now."""
    append(
        session,
        Entry(
            kind=kind, partnership_id=case.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, case_id=case.id, object_id=request.id,
            detail={"agency": request.agency_id, "state": request.state},
        ),
    )  # fmt: skip
