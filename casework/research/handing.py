"""What the directory has to know of this room before somebody leaves: open requests (R08, R49)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.directory import handover, holdings
from casework.directory.holdings import Held, Owner, OwnerKind
from casework.research.models import ResearchRequest
from casework.research.steps import WAITING


def hand_over(session: Session, partnership_id: UUID, from_person: UUID, to_person: UUID) -> int:
    """Requests that were given to one person go to the successor."""
    mine = select(ResearchRequest).where(
        ResearchRequest.partnership_id == partnership_id,
        ResearchRequest.person_id == from_person,
        ResearchRequest.state.in_(WAITING),
    )
    found = session.scalars(mine).all()
    for request in found:
        request.person_id = to_person
    session.flush()
    return len(found)


def held(session: Session, partnership_id: UUID, owner: Owner) -> Held:
    """Research that still waits for this person, this agency, or in this conference."""
    query = (
        select(func.count())
        .select_from(ResearchRequest)
        .join(Case, Case.id == ResearchRequest.case_id)
        .where(ResearchRequest.partnership_id == partnership_id, ResearchRequest.state.in_(WAITING))
    )
    column = {
        OwnerKind.PERSON: ResearchRequest.person_id,
        OwnerKind.AGENCY: ResearchRequest.agency_id,
        OwnerKind.CONFERENCE: Case.conference_id,
    }[owner.kind]
    count = session.scalar(query.where(column == owner.id)) or 0
    return Held(count, "open request for research" if count == 1 else "open requests for research")


handover.register("requests for research", hand_over)
holdings.register("requests for research", held)
