"""Questions to the ledger about one case. Field names and clauses, never values."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case
from casework.catalogue.reading import read_label, read_title
from casework.catalogue.sections import FIELDS, SECTIONS
from casework.disclosure.ledger import Sight, who_saw
from casework.errors import NotFound

PER_PAGE = 50
_SPOKEN = Counter(read_label(f) for f in FIELDS.values())
# Two people of a case are asked the same: the section says which of them is meant.
LABELS = {
    name: read_label(f)
    if _SPOKEN[read_label(f)] == 1
    else f"{read_label(f)} ({read_title(SECTIONS[f.section]).lower()})"
    for name, f in FIELDS.items()
}


def references(
    session: Session, viewer: Viewer, wanted: str, offset: int
) -> tuple[list[Case], int]:
    """Cases of the partnership by reference, and how many there are."""
    query = select(Case).where(Case.partnership_id == viewer.partnership_id)
    if wanted:
        query = query.where(Case.reference == wanted)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(Case.reference).offset(offset).limit(PER_PAGE)
    return list(session.scalars(page)), total


def case_of(session: Session, viewer: Viewer, case_id: UUID) -> Case:
    """A case of the partnership, for its reference alone."""
    case = session.get(Case, case_id)
    if case is None or case.partnership_id != viewer.partnership_id:
        raise NotFound("case")
    return case


def sights(session: Session, viewer: Viewer, case_id: UUID, field: str | None) -> list[Sight]:
    """Who was shown what, newest day first."""
    return who_saw(session, viewer.partnership_id, case_id, field=field)


def fields_seen(session: Session, viewer: Viewer, case_id: UUID) -> list[str]:
    """Names of the fields that somebody has been shown."""
    found = who_saw(session, viewer.partnership_id, case_id)
    return sorted({name for sight in found for name in sight.fields})
