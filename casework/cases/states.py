"""The one table of steps a case may take, and the protocol stage each state stands at."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.history import note
from casework.cases.models import Case, CaseState
from casework.clock import now
from casework.errors import WrongState

S = CaseState
STEPS: Mapping[CaseState, frozenset[CaseState]] = {
    S.INTAKE: frozenset({S.SUBMITTED, S.NOT_TAKEN}),
    S.SUBMITTED: frozenset({S.INTAKE, S.OPEN, S.NOT_TAKEN}),
    S.OPEN: frozenset({S.LISTED, S.CLOSED, S.NOT_TAKEN}),
    S.LISTED: frozenset({S.RESEARCHED, S.OPEN, S.HEARD}),
    S.RESEARCHED: frozenset({S.HEARD, S.OPEN, S.LISTED}),
    S.HEARD: frozenset({S.ACTIONS_OPEN, S.CLOSED, S.LISTED}),
    S.ACTIONS_OPEN: frozenset({S.ACTIONS_COMPLETE, S.LISTED}),
    S.ACTIONS_COMPLETE: frozenset({S.ACTIONS_OPEN, S.CLOSED, S.LISTED}),
    S.CLOSED: frozenset({S.OPEN}),
    S.NOT_TAKEN: frozenset({S.OPEN}),
}
STAGE: Mapping[CaseState, str] = {
    S.INTAKE: "before_listing",
    S.SUBMITTED: "before_listing",
    S.OPEN: "before_listing",
    S.NOT_TAKEN: "before_listing",
    S.LISTED: "agenda",
    S.RESEARCHED: "agenda",
    S.HEARD: "after_meeting",
    S.ACTIONS_OPEN: "after_meeting",
    S.ACTIONS_COMPLETE: "after_meeting",
    S.CLOSED: "closed",
}
IN_SESSION = "meeting"
OVER = (S.CLOSED, S.NOT_TAKEN)
# Before the meeting until everything agreed there is done: whose facts a new protocol would meet.
LIVE = (S.LISTED, S.RESEARCHED, S.HEARD, S.ACTIONS_OPEN, S.ACTIONS_COMPLETE)


def move(session: Session, viewer: Viewer, case: Case, wanted: CaseState) -> None:
    """Take one step; a step that the table does not have is refused and nothing changes."""
    if wanted not in STEPS[CaseState(case.state)]:
        raise WrongState("case", case.state, wanted)
    case.state, case.stage, case.changed_at = wanted, STAGE[wanted], now()
    if wanted == S.HEARD:
        case.heard_at = now()
    case.closed_at = now() if wanted in OVER else None
    note(session, viewer, case, f"case_{wanted.value}")
    session.flush()


def enter_session(session: Session, case: Case) -> None:
    """The case is being heard now: what may be said in the room may be shown in the room."""
    if case.state not in (S.LISTED, S.RESEARCHED):
        raise WrongState("case", case.state, "heard in session")
    case.stage = IN_SESSION
    session.flush()


def leave_session(session: Session, case: Case) -> None:
    """The conference has gone on to the next case."""
    case.stage = STAGE[CaseState(case.state)]
    session.flush()
