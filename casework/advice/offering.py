"""What a person can ask about: the parts of the case that they read themselves."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.advice.weighing import reads
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.catalogue.reading import read_title
from casework.catalogue.sections import SECTIONS
from casework.directory.models import Agency
from casework.disclosure.gate import Gate

# Words about the handling of the case: they are not shared on.
NOT_OFFERED = frozenset({"requests", "access_decisions", "triage"})


def parts_of(
    session: Session, gate: Gate, viewer: Viewer, case: Case
) -> list[tuple[str, str, str]]:
    """Value, words and group of every part that this person reads."""
    held = matter(session, case, blanks=False)
    found: dict[str, dict[str, str]] = {}
    for item, decision in gate.decide(viewer, held):
        if item.section not in NOT_OFFERED and reads(held, item, decision):
            found.setdefault(item.section, {})[item.field] = item.label
    offered = []
    for section, fields in found.items():
        title = read_title(SECTIONS[section])
        offered.append((section, f"All of it: {title}", title))
        offered += [(f"{section}/{field}", label, title) for field, label in fields.items()]
    return offered


def others(session: Session, viewer: Viewer) -> list[Agency]:
    """Every other agency of the partnership."""
    rows = session.scalars(
        select(Agency)
        .where(
            Agency.partnership_id == viewer.partnership_id,
            Agency.active,
            Agency.id != viewer.agency_id,
        )
        .order_by(Agency.name)
    )
    return list(rows)


def type_of(session: Session, agency_id: UUID | None, said: str) -> str:
    """The kind of body a recipient is, as the protocol calls it."""
    if agency_id is None:
        return said.partition(":")[2]
    return session.get_one(Agency, agency_id).agency_type
