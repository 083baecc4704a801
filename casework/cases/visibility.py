"""Which cases a person may know of at all: indexed relational rows, so that counts stay honest.

What of a listed case is shown is the gate's; that it exists is decided here, before any content.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from casework.access import Action, Role, Viewer
from casework.cases.exclusions import cases_kept_from
from casework.cases.models import Case, CaseState, ContactBeforeMeeting
from casework.errors import NotFound, Refused

OFFICE = frozenset({Role.COORDINATOR, Role.CHAIR})
AT_THE_TABLE = frozenset({Role.REPRESENTATIVE, Role.DEPUTY})
# Before listing a case is known to the agency that refers it and to the office.
UNLISTED = (CaseState.INTAKE, CaseState.SUBMITTED, CaseState.OPEN, CaseState.NOT_TAKEN)


def visible_cases(viewer: Viewer) -> Select[Case]:
    """Every case this person may know of; concealed ones are simply not among them."""
    return select(Case).where(
        Case.partnership_id == viewer.partnership_id,
        _known_to(viewer),
        Case.id.not_in(cases_kept_from(viewer)),
    )


def in_office(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer coordinates or chairs the conference of the case."""
    return bool(OFFICE & viewer.roles_in(case.conference_id))


def require_office(viewer: Viewer, case: Case) -> None:
    """Refused for everybody but coordinator and chair."""
    if not in_office(viewer, case):
        raise Refused("Only the coordinator or the chair of this conference can do this.")


def load_case(session: Session, viewer: Viewer, case_id: UUID, *, lock: bool = False) -> Case:
    """One case, or the same 'not found' for missing, foreign and concealed."""
    query = visible_cases(viewer).where(Case.id == case_id)
    case = session.scalar(query.with_for_update(of=Case) if lock else query)
    if case is None:
        raise NotFound("case")
    return case


def is_listed(case: Case) -> bool:
    """Whether the agencies around the table know of it."""
    return case.state not in UNLISTED


def _known_to(viewer: Viewer) -> ColumnElement[bool]:
    ways = [
        _of_the_office(_held(viewer, OFFICE)),
        _at_the_table(_held(viewer, AT_THE_TABLE)),
        _asked_to_contact(viewer, _held(viewer, AT_THE_TABLE)),
    ]
    if viewer.may(Action.CASE_READ):
        ways.append(_of_own_agency(viewer))
    return or_(*ways)


def _held(viewer: Viewer, roles: frozenset[Role]) -> list[UUID]:
    return [
        a.conference_id
        for a in viewer.appointments
        if a.role in roles and a.conference_id is not None
    ]


def _of_the_office(conferences: list[UUID]) -> ColumnElement[bool]:
    # A draft is its author's agency's alone until it is submitted.
    if not conferences:
        return false()
    return and_(Case.conference_id.in_(conferences), Case.state != CaseState.INTAKE)


def _at_the_table(conferences: list[UUID]) -> ColumnElement[bool]:
    if not conferences:
        return false()
    return and_(Case.conference_id.in_(conferences), Case.state.not_in(UNLISTED))


def _asked_to_contact(viewer: Viewer, conferences: list[UUID]) -> ColumnElement[bool]:
    # A victim service speaks with the person at risk before the case is on any list.
    if not conferences:
        return false()
    # An alias: whoever lists the contacts themselves joins the table by its own name.
    row = aliased(ContactBeforeMeeting)
    asked = exists().where(row.case_id == Case.id, row.agency_id == viewer.agency_id)
    return and_(Case.conference_id.in_(conferences), Case.state == CaseState.OPEN, asked)


def _of_own_agency(viewer: Viewer) -> ColumnElement[bool]:
    places = {a.conference_id for a in viewer.appointments if a.conference_id is not None}
    return and_(Case.origin_agency_id == viewer.agency_id, Case.conference_id.in_(places))
