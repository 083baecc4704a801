"""The line above every page of a case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.casefile.service import name_of
from casework.cases.models import Case
from casework.directory.models import Conference
from casework.disclosure.shown import Revealed


@dataclass(frozen=True, slots=True)
class Header:
    """Reference, name as far as it is open, conference and state."""

    name: str
    reference: str
    conference: str
    conference_kind: str


def header_of(session: Session, case: Case, revealed: Revealed) -> Header:
    """The header of one case for one viewer."""
    conference = session.get_one(Conference, case.conference_id)
    return Header(name_of(revealed), case.reference, conference.name, conference.kind)
