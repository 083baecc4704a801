"""Who may be made to answer for something: an agency and perhaps a person of it, both active."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.directory.models import Agency, AgencyType, Conference, Person, PersonStatus
from casework.errors import Invalid, NotFound

SUPPLIER = (
    "{} is a supplier. It can do an action, but a role in a partner agency has to answer for the "
    "recommendation"
)
GONE = frozenset({PersonStatus.SUSPENDED, PersonStatus.LEFT})


def check_owner(session: Session, viewer: Viewer, agency_id: UUID, person_id: UUID | None) -> None:
    """Refuse an agency or a person that is gone, foreign, or not the one of the other."""
    agency = session.get(Agency, agency_id)
    if agency is None or agency.partnership_id != viewer.partnership_id:
        raise NotFound("agency")
    if not agency.active:
        raise Invalid({"agency": f"{agency.name} is no longer active. Choose another agency"})
    if person_id is not None:
        _check_person(session, viewer, agency, person_id)


def check_accountable(
    session: Session, viewer: Viewer, agency_id: UUID, person_id: UUID | None, role: str
) -> None:
    """The same for a whole recommendation: a role, in a partner and never in a supplier (R16)."""
    check_owner(session, viewer, agency_id, person_id)
    agency = session.get_one(Agency, agency_id)
    if agency.agency_type == AgencyType.PRIVATE:
        raise Invalid({"agency": SUPPLIER.format(agency.name)})
    if not role:
        raise Invalid({"role": "Enter the role that answers for it"})


def check_board(session: Session, viewer: Viewer, conference_id: UUID) -> Conference:
    """A board or conference of this partnership that still sits."""
    board = session.get(Conference, conference_id)
    if board is None or board.partnership_id != viewer.partnership_id:
        raise NotFound("board")
    if not board.active:
        raise Invalid({"board": f"{board.name} no longer sits. Choose another board"})
    return board


def check_chair(session: Session, viewer: Viewer, person_id: UUID) -> None:
    """A person of this partnership who is here."""
    person = session.get(Person, person_id)
    if person is None or person.partnership_id != viewer.partnership_id:
        raise NotFound("person")
    if person.status in GONE:
        raise Invalid({"chair": "This person has left. Choose somebody else"})


def active_agencies(session: Session, viewer: Viewer) -> list[Agency]:
    """Agencies to choose from, by name."""
    asked = select(Agency).where(Agency.partnership_id == viewer.partnership_id, Agency.active)
    return list(session.scalars(asked.order_by(Agency.name)))


def present_people(session: Session, viewer: Viewer) -> list[Person]:
    """People to choose from, by agency and name."""
    asked = select(Person).where(
        Person.partnership_id == viewer.partnership_id, Person.status.not_in(GONE)
    )
    return list(session.scalars(asked.order_by(Person.agency_id, Person.name)))


def _check_person(session: Session, viewer: Viewer, agency: Agency, person_id: UUID) -> None:
    person = session.get(Person, person_id)
    if person is None or person.partnership_id != viewer.partnership_id:
        raise NotFound("person")
    if person.agency_id != agency.id:
        raise Invalid({"person": f"{person.name} does not work for {agency.name}"})
    if person.status in GONE:
        raise Invalid({"person": f"{person.name} has left. Choose somebody else"})
