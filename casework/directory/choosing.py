"""Choices of the selects, and from what was chosen back to ids and roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import WIDE, Role, Viewer
from casework.directory.forms import UNCHOSEN
from casework.directory.listing import (
    conference_list,
    open_agencies,
    people_lines,
    role_lines,
)
from casework.directory.models import Conference, ConferenceKind, PersonStatus
from casework.directory.roles import COORDINATOR_APPOINTS, ROLE_WORDS, roles_for
from casework.web.choices import choice

NOBODY = choice("", "Nobody")
WHOLE = choice("", "Whole partnership")


def agencies(session: Session, viewer: Viewer) -> list[Any]:
    """Agencies that take part."""
    return [UNCHOSEN, *(choice(str(a.id), a.name) for a in open_agencies(session, viewer))]


def conferences(session: Session, viewer: Viewer) -> list[Any]:
    """Bodies that sit, and the whole partnership."""
    found = [c for c in conference_list(session, viewer) if c.active]
    return [WHOLE, *(choice(str(c.id), c.name) for c in found)]


def all_roles() -> list[Any]:
    """Every role, those of the whole partnership last."""
    ordered = [r for r in Role if r not in WIDE] + [r for r in Role if r in WIDE]
    return [UNCHOSEN, *_roles(ordered)]


def roles_at(conference: Conference, *, administrator: bool) -> list[Any]:
    """Roles that this person may give on a conference."""
    fits = roles_for(ConferenceKind(conference.kind))
    mine = fits if administrator else fits & COORDINATOR_APPOINTS
    return [UNCHOSEN, *_roles(role for role in Role if role in mine)]


def people(session: Session, viewer: Viewer) -> list[Any]:
    """People who may be appointed, by agency; not oneself."""
    here = {PersonStatus.INVITED, PersonStatus.ACTIVE}
    found = [
        choice(str(line.person.id), f"{line.agency.name}: {line.person.name}")
        for line in people_lines(session, viewer)
        if line.person.status in here and line.person.id != viewer.person_id
    ]
    return [UNCHOSEN, *found]


def principals(session: Session, viewer: Viewer, conference_id: UUID | None = None) -> list[Any]:
    """Representatives for whom somebody may stand in."""
    words = ROLE_WORDS[Role.REPRESENTATIVE]
    lines = role_lines(session, viewer, conference_id=conference_id, standing_only=True)
    found = [
        choice(str(line.id), line.person if conference_id else f"{line.person}, {line.where}")
        for line in lines
        if line.words == words
    ]
    return [NOBODY, *found]


def chosen_id(text: str | None) -> UUID | None:
    """The id behind a choice; the form has checked that it is one of its own."""
    return UUID(text) if text else None


def _roles(roles: Iterable[Role]) -> list[Any]:
    return [choice(role, ROLE_WORDS[role]) for role in roles]
