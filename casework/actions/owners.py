"""Who may own an action: an agency that may know of the case, and one of its people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.cases.exclusions import is_kept_from
from casework.cases.models import Case
from casework.directory.models import Agency, Person, PersonStatus
from casework.errors import Invalid


def wrong_owner(session: Session, case: Case, agency_id: UUID | None, outside: str) -> str:
    """What is wrong with the owner of an action; empty where nothing is."""
    if agency_id is None:
        return "" if outside.strip() else "Select the agency that will do it, or say who will."
    agency = session.get(Agency, agency_id)
    if agency is None or agency.partnership_id != case.partnership_id or not agency.active:
        return "Select an agency of this partnership."
    if is_kept_from(session, case, agency_id=agency_id):
        return "This case is hidden from that agency, so it cannot own an action."
    return ""


def person_of(
    session: Session, case: Case, agency_id: UUID | None, person_id: UUID | None
) -> UUID | None:
    """The named person, who works for the agency that owns the action and may know of the case."""
    if person_id is None:
        return None
    person = session.get(Person, person_id)
    if (
        person is None
        or agency_id is None
        or person.agency_id != agency_id
        or person.status != PersonStatus.ACTIVE
    ):
        raise Invalid({"person": "Select somebody who works for the agency that owns it."})
    if is_kept_from(session, case, person_id=person.id):
        # Why is nobody's business here.
        raise Invalid({"person": "This person cannot work on this case. Select somebody else."})
    return person.id
