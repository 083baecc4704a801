"""What came due lately and is not settled, and whose matter that can be: for the letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.coming_due import Between, may_have_come_due
from casework.cases.duties import Duty
from casework.cases.models import Case
from casework.clock import now
from casework.directory.models import Agency, AppointmentRow, Person, PersonStatus
from casework.recorded.owed import ROLES, not_settled, owed_by

AT_ONCE = 500


def late_since(session: Session, moment: datetime) -> list[Duty]:
    """Every duty that came due after a moment and is not settled, whoever owes it."""
    times = Between(moment, now())
    cases = sorted(may_have_come_due(session, times))
    found = (
        duty
        for some in _in_parts(cases)
        for duty, _ in not_settled(session, select(Case).where(Case.id.in_(some)))
    )
    return [duty for duty in found if duty.due is not None and times.has(duty.due)]


def whose_matter(session: Session, late: Iterable[Duty]) -> list[UUID]:
    """People who can owe these duties or hear of them: who set one off, and who holds a role."""
    asked = {duty.set_off_by for duty in late}
    holders = select(AppointmentRow.person_id).where(AppointmentRow.role.in_(ROLES.values()))
    query = (
        select(Person.id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(Person.status == PersonStatus.ACTIVE, Agency.active)
        .where(or_(Person.id.in_(asked), Person.id.in_(holders)))
    )
    return list(session.scalars(query)) if asked else []


def matter_of(session: Session, viewer: Viewer, late: Iterable[Duty]) -> list[Duty]:
    """Those of these duties that this person owes, or hears of."""
    ids = {duty.id for duty in late}
    cases = sorted({duty.case_id for duty in late})
    owed = (one for some in _in_parts(cases) for one in owed_by(session, viewer, some))
    return [duty for duty, _ in owed if duty.id in ids]


def _in_parts(cases: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (cases[start:][:AT_ONCE] for start in range(0, len(cases), AT_ONCE))
