"""What the directory has to know of this room before somebody leaves: open actions (R08, R49)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.actions.models import CaseAction
from casework.actions.steps import UNFINISHED
from casework.cases.models import Case
from casework.directory import handover, holdings
from casework.directory.holdings import Held, Owner, OwnerKind


def hand_over(session: Session, partnership_id: UUID, from_person: UUID, to_person: UUID) -> int:
    """Actions that name one person name the successor from now on."""
    found = session.scalars(
        select(CaseAction).where(
            CaseAction.partnership_id == partnership_id,
            CaseAction.owner_person_id == from_person,
            CaseAction.state.in_(UNFINISHED),
        )
    ).all()
    for action in found:
        action.owner_person_id = to_person
    session.flush()
    return len(found)


def held(session: Session, partnership_id: UUID, owner: Owner) -> Held:
    """Actions that this person or agency still owns, or this conference still waits for."""
    query = (
        select(func.count())
        .select_from(CaseAction)
        .join(Case, Case.id == CaseAction.case_id)
        .where(CaseAction.partnership_id == partnership_id, CaseAction.state.in_(UNFINISHED))
    )
    column = {
        OwnerKind.PERSON: CaseAction.owner_person_id,
        OwnerKind.AGENCY: CaseAction.owner_agency_id,
        OwnerKind.CONFERENCE: Case.conference_id,
    }[owner.kind]
    count = session.scalar(query.where(column == owner.id)) or 0
    return Held(count, "open action" if count == 1 else "open actions")


handover.register("actions", hand_over)
holdings.register("actions", held)
