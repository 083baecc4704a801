"""How agencies, and single workers of them, stand to a case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case, CaseRole
from casework.clock import now


def hold(session: Session, case: Case) -> None:
    """One at a time says how anybody stands to a case: two at once would find nothing said yet.

    The row of the case is held until the act ends, for those who say the same kind of thing only.
    """
    session.execute(select(Case.id).where(Case.id == case.id).with_for_update(key_share=True))


def relate(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    agency_id: UUID,
    relationship: str,
    person_id: UUID | None = None,
) -> CaseRole:
    """Record how an agency, or one worker of it, stands to the case; saying it twice is once."""
    hold(session, case)
    known = session.scalar(_open(case, agency_id, relationship, person_id))
    return known or _new_role(session, viewer, case, agency_id, relationship, person_id)


def _open(
    case: Case, agency_id: UUID, relationship: str, person_id: UUID | None
) -> Select[CaseRole]:
    return select(CaseRole).where(
        CaseRole.case_id == case.id,
        CaseRole.agency_id == agency_id,
        CaseRole.person_id == person_id if person_id else CaseRole.person_id.is_(None),
        CaseRole.relationship == relationship,
        CaseRole.ended_at.is_(None),
    )


def _new_role(
    session: Session,
    viewer: Viewer,
    case: Case,
    agency_id: UUID,
    relationship: str,
    person_id: UUID | None,
) -> CaseRole:
    role = CaseRole(
        partnership_id=case.partnership_id,
        case_id=case.id,
        agency_id=agency_id,
        person_id=person_id,
        relationship=relationship,
        recorded_by=viewer.person_id,
        recorded_at=now(),
    )
    session.add(role)
    session.flush()
    return role


def end_relation(session: Session, *, case: Case, agency_id: UUID, relationship: str) -> None:
    """The agency no longer stands to the case in that way; what a worker of it said stays."""
    hold(session, case)
    for role in session.scalars(_open(case, agency_id, relationship, None)):
        role.ended_at = now()
    session.flush()


def standing_as(session: Session, case: Case, among: Collection[str]) -> list[CaseRole]:
    """Which agencies, as a whole, stand to the case in one of these ways."""
    return list(
        session.scalars(
            select(CaseRole)
            .where(
                CaseRole.case_id == case.id,
                CaseRole.person_id.is_(None),
                CaseRole.relationship.in_(among),
                CaseRole.ended_at.is_(None),
            )
            .order_by(CaseRole.recorded_at, CaseRole.id)
        )
    )


def stand_as(
    session: Session, viewer: Viewer, *, case: Case, wanted: Mapping[UUID, str],
    among: Collection[str], only: UUID | None = None,
) -> None:  # fmt: skip
    """Of ways that exclude each other, each agency stands in the wanted one, the others in none.

    With `only`, that is so for one agency, and the others stand as before.
    """
    hold(session, case)
    held = [r for r in standing_as(session, case, among) if only in (None, r.agency_id)]
    for role in held:
        if wanted.get(role.agency_id) != role.relationship:
            role.ended_at = now()
    session.flush()
    lasting = {role.agency_id for role in held if role.ended_at is None}
    for agency_id, word in wanted.items():
        if agency_id not in lasting and only in (None, agency_id):
            _new_role(session, viewer, case, agency_id, word, None)
