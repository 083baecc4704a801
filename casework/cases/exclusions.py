"""Who is kept from a case: the one rule, asked by everybody who lists, asks, tells or shows.

An exclusion names a person or a whole agency (a declared interest, somebody close to a side, a
service of the other side). It stands from the moment it was recorded until it is lifted, and it
beats every other right.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from casework.access import Viewer
from casework.cases.models import Case, Exclusion, SealedAnswer
from casework.clock import now
from casework.db import new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import NotFound


def exclude(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    person_id: UUID | None = None,
    agency_id: UUID | None = None,
    reason: SealedAnswer | None = None,
) -> Exclusion:
    """Hide the case completely from a person or an agency; beats every other right."""
    row = Exclusion(
        id=new_id(), partnership_id=case.partnership_id, case_id=case.id, person_id=person_id,
        agency_id=agency_id, recorded_by=viewer.person_id, recorded_at=now(),
        reason_answer_id=reason.id if reason else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _log(session, viewer, row, Kind.EXCLUDED)
    return row


def lift_exclusion(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    exclusion_id: UUID,
    ruling: SealedAnswer | None = None,
) -> None:
    """The reason for hiding the case is gone; `ruling` says why."""
    row = session.get(Exclusion, exclusion_id)
    if row is None or row.case_id != case.id:
        raise NotFound("exclusion")
    row.lifted_at, row.lifted_by = now(), viewer.person_id
    row.lift_answer_id = ruling.id if ruling else None
    session.flush()
    _log(session, viewer, row, Kind.EXCLUSION_LIFTED)


def stands(row: type[Exclusion] = Exclusion, moment: datetime | None = None) -> ColumnElement[bool]:
    """Whether an exclusion is in the way, now or at an earlier moment."""
    if moment is None:
        return row.lifted_at.is_(None)
    return and_(row.recorded_at <= moment, or_(row.lifted_at.is_(None), row.lifted_at > moment))


def cases_kept_from(viewer: Viewer) -> Select[UUID]:
    """The cases hidden from this person, or from the agency they work for."""
    # By a name of its own: whoever lists exclusions themselves joins the same table.
    row = aliased(Exclusion)
    return select(row.case_id).where(
        row.partnership_id == viewer.partnership_id,
        stands(row),
        or_(row.person_id == viewer.person_id, row.agency_id == viewer.agency_id),
    )


def is_kept_from(
    session: Session,
    case: Case,
    *,
    person_id: UUID | None = None,
    agency_id: UUID | None = None,
    moment: datetime | None = None,
) -> bool:
    """Whether the case is, or was, hidden from this person or from this agency.

    Whoever asks about a person says for which agency they work: what holds for it holds for them.
    """
    people, agencies = kept_out(session, case, moment)
    return person_id in people or agency_id in agencies


def kept_out(
    session: Session, case: Case, moment: datetime | None = None
) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The people named one by one, and the agencies, from whom the case is hidden."""
    rows = session.execute(
        select(Exclusion.person_id, Exclusion.agency_id).where(
            Exclusion.case_id == case.id, stands(moment=moment)
        )
    ).all()
    return frozenset(p for p, _ in rows if p), frozenset(a for _, a in rows if a)


def _log(session: Session, viewer: Viewer, row: Exclusion, kind: Kind) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=row.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, case_id=row.case_id, detail={"exclusion": str(row.id)},
        ),
    )  # fmt: skip
