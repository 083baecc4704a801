"""The end of a case: only when nothing is left to do, and never without a way back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case, CaseState
from casework.cases.states import STEPS, move
from casework.clock import now
from casework.disclosure.ledger import Entry, Kind, append


def may_close(case: Case) -> bool:
    """Whether the table of steps leads from here to closed."""
    return CaseState.CLOSED in STEPS[CaseState(case.state)]


def close(session: Session, viewer: Viewer, *, case: Case) -> None:
    """Close a case; one with open actions is refused by the table of steps."""
    move(session, viewer, case, CaseState.CLOSED)
    _log(session, viewer, case, Kind.CASE_CLOSED)


def reopen(session: Session, viewer: Viewer, *, case: Case) -> None:
    """Open a closed case again."""
    move(session, viewer, case, CaseState.OPEN)
    _log(session, viewer, case, Kind.CASE_OPENED)


def _log(session: Session, viewer: Viewer, case: Case, kind: Kind) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=case.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, case_id=case.id,
        ),
    )  # fmt: skip
