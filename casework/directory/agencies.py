"""Agencies of a partnership: add, change, close, open again."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.directory.finding import add_once, find_agency, flush_once, may_manage_people
from casework.directory.history import record
from casework.directory.holdings import Owner, OwnerKind, refuse_while_held
from casework.directory.models import Agency, AgencyType, Person, PersonStatus
from casework.errors import Conflict, Invalid, StaleEdit

LONGEST_CODE = 48
TAKEN = "Another agency has this name. Choose a different one"
CODE_TAKEN = "Another agency has this word. Choose a different one"


def add_agency(
    session: Session,
    viewer: Viewer,
    *,
    name: str,
    agency_type: AgencyType,
    short_name: str = "",
    sponsor: str = "",
    contact: str = "",
    code: str = "",
) -> Agency:
    """A new agency. Its code is the word by which sharing protocols name it, for ever."""
    may_manage_people(viewer)
    _refuse_taken(session, viewer, name)
    made = Agency(
        partnership_id=viewer.partnership_id,
        code=_code(session, viewer, code, short_name or name),
        name=name,
        short_name=short_name,
        agency_type=AgencyType(agency_type),
        sponsor=sponsor,
        contact=contact,
    )
    add_once(session, made, field="code", message=CODE_TAKEN)
    record(session, viewer, made.id, "Added")
    return made


def change_agency(
    session: Session,
    viewer: Viewer,
    *,
    agency_id: UUID,
    version: int,
    name: str,
    agency_type: AgencyType,
    short_name: str = "",
    sponsor: str = "",
    contact: str = "",
) -> Agency:
    """Change what is known of an agency; not its code, which protocols refer to."""
    may_manage_people(viewer)
    agency = find_agency(session, viewer, agency_id)
    if agency.version != version:
        raise StaleEdit("agency")
    if name != agency.name:
        _refuse_taken(session, viewer, name)
    agency.name, agency.agency_type = name, AgencyType(agency_type)
    agency.short_name, agency.sponsor, agency.contact = short_name, sponsor, contact
    flush_once(session, field="name", message=TAKEN)
    record(session, viewer, agency.id, "Details changed")
    return agency


def close_agency(session: Session, viewer: Viewer, *, agency_id: UUID) -> None:
    """The agency no longer takes part: refused while it has people or open work (R08)."""
    may_manage_people(viewer)
    agency = find_agency(session, viewer, agency_id)
    people = session.scalar(
        select(func.count())
        .select_from(Person)
        .where(Person.agency_id == agency.id, Person.status != PersonStatus.LEFT)
    )
    if people:
        words = "1 person still works" if people == 1 else f"{people} people still work"
        raise Conflict(f"{words} here for {agency.name}. Record first that they left.")
    owner = Owner(OwnerKind.AGENCY, agency.id)
    refuse_while_held(session, viewer.partnership_id, owner, agency.name)
    agency.active = False
    session.flush()
    record(session, viewer, agency.id, "Closed")


def reopen_agency(session: Session, viewer: Viewer, *, agency_id: UUID) -> None:
    """The agency takes part again."""
    may_manage_people(viewer)
    agency = find_agency(session, viewer, agency_id)
    agency.active = True
    session.flush()
    record(session, viewer, agency.id, "Opened again")


def _refuse_taken(session: Session, viewer: Viewer, name: str) -> None:
    same = select(Agency.id).where(
        Agency.partnership_id == viewer.partnership_id, func.lower(Agency.name) == name.lower()
    )
    if session.scalar(same.limit(1)) is not None:
        raise Invalid({"name": TAKEN})


def _code(session: Session, viewer: Viewer, wanted: str, name: str) -> str:
    taken = set(
        session.scalars(select(Agency.code).where(Agency.partnership_id == viewer.partnership_id))
    )
    if wanted:
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", wanted) or len(wanted) > LONGEST_CODE:
            raise Invalid({"code": "Use small letters, numbers and _, for example harbour_housing"})
        if wanted in taken:
            raise Invalid({"code": CODE_TAKEN})
        return wanted
    base = code_from(name)
    numbered = (f"{base}_{n}" for n in range(2, len(taken) + 3))
    return base if base not in taken else next(code for code in numbered if code not in taken)


def code_from(name: str) -> str:
    """The word for a name: 'Harbour Housing' is `harbour_housing`."""
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[: LONGEST_CODE - 4]
    return word if word[:1].isalpha() else f"agency_{word}".rstrip("_")
