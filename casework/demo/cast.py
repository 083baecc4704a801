"""Agencies, conferences and people of the demonstration, made through the directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.accounts.people import keep_password
from casework.clock import today
from casework.directory import lifecycle
from casework.directory import service as directory
from casework.directory.models import (
    Agency,
    AgencyType,
    Conference,
    ConferenceKind,
    Partnership,
    Person,
    PersonStatus,
)

OFFICE = "safety"


@dataclass
class Cast:
    """Everybody by the keys that the stories use."""

    session: Session
    partnership: Partnership
    agencies: dict[str, Agency] = field(default_factory=dict)
    conferences: dict[str, Conference] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    _viewers: dict[tuple[str, date], Viewer] = field(default_factory=dict)

    def viewer(self, key: str) -> Viewer:
        """A person as the services know them on this day."""
        held = (key, today())
        if held not in self._viewers:
            self._viewers[held] = directory.viewer_of(self.session, self.people[key].id)
        return self._viewers[held]

    def forget(self) -> None:
        """Somebody was appointed or has gone: ask the directory anew."""
        self._viewers.clear()

    def speaks_for(self, agency: str, conference: str, role: str = "representative") -> str:
        """Who holds a role of an agency at a conference."""
        return next(
            p["key"]
            for p in self.told["people"]
            if p["agency"] == agency and f"{role}@{conference}" in p["roles"]
        )

    def holder(self, role: str, conference: str) -> str:
        """Who holds a role at a conference, whatever the agency."""
        return next(
            p["key"]
            for p in self.told["people"]
            if f"{role}@{conference}" in p["roles"] and "left_days_ago" not in p
        )

    def office(self, role: str, conference: str) -> Viewer:
        """The same as the services know them: the coordinator, or the chair, of a conference."""
        return self.viewer(self.holder(role, conference))

    def at_table(self, conference: str) -> list[str]:
        """The representatives of a conference."""
        wanted = f"representative@{conference}"
        return [p["key"] for p in self.told["people"] if wanted in p["roles"]]

    def agency_of(self, key: str) -> Agency:
        """The agency somebody works for."""
        return self.session.get_one(Agency, self.people[key].agency_id)

    def code_of(self, person: str) -> str:
        """The story's word for somebody's agency."""
        return next(p["agency"] for p in self.told["people"] if p["key"] == person)


def found(session: Session, told: Mapping[str, Any], password_hash: str) -> Cast:
    """The partnership with everybody in it, on the day it began."""
    founders = [p for p in told["people"] if p["roles"] == ["system_administrator"]]
    made = directory.create_partnership(
        session,
        name=told["name"],
        conferences=[(c["name"], ConferenceKind(c["kind"])) for c in told["conferences"]],
        administrators=[directory.NewAdministrator(p["name"], _email(told, p)) for p in founders],
        office=next(a["name"] for a in told["agencies"] if a["code"] == OFFICE),
        demonstration=True,
    )
    cast = Cast(session, made.partnership, told=told)
    cast.agencies[OFFICE] = made.office
    codes = (c["code"] for c in told["conferences"])
    cast.conferences = dict(zip(codes, made.conferences, strict=True))
    for entry, person in zip(founders, made.administrators, strict=True):
        cast.people[entry["key"]] = person
        _let_in(session, person, password_hash)
    _agencies(cast, told)
    _people(cast, told, password_hash)
    cast.forget()
    return cast


def _agencies(cast: Cast, told: Mapping[str, Any]) -> None:
    admin = cast.viewer(next(iter(cast.people)))
    for entry in told["agencies"]:
        more = {
            "name": entry["name"],
            "agency_type": AgencyType(entry["type"]),
            "short_name": entry["short_name"],
            "sponsor": entry["sponsor"],
            "contact": f"duty@{entry['domain']}, {entry['phone']}",
        }
        if entry["code"] == OFFICE:
            office = cast.agencies[OFFICE]
            directory.change_agency(
                cast.session, admin, agency_id=office.id, version=office.version, **more
            )
        else:
            cast.agencies[entry["code"]] = directory.add_agency(
                cast.session, admin, code=entry["code"], **more
            )
    for entry in told["conferences"]:
        _conference(cast, admin, entry)


def _conference(cast: Cast, admin: Viewer, entry: Mapping[str, Any]) -> None:
    body = cast.conferences[entry["code"]]
    directory.change_conference(
        cast.session, admin, conference_id=body.id, version=body.version, name=entry["name"],
        area=entry["area"], purpose=entry["purpose"], research_due_days=entry["research_due_days"],
    )  # fmt: skip
    for core, codes in ((True, entry["agencies"]), (False, entry["flexible"])):
        for code in codes:
            agency_id = cast.agencies[code].id
            directory.give_seat(
                cast.session, admin, conference_id=body.id, agency_id=agency_id, core=core
            )


def _people(cast: Cast, told: Mapping[str, Any], password_hash: str) -> None:
    keys = list(cast.people)
    admin, other = cast.viewer(keys[0]), cast.viewer(keys[1])
    for number, entry in enumerate(told["people"]):
        if entry["key"] not in cast.people:
            made = directory.add_person(
                cast.session, admin, agency_id=cast.agencies[entry["agency"]].id,
                name=entry["name"], email=_email(told, entry), job_title=entry["job"],
                phone=f"01632 960{400 + number}",
            )  # fmt: skip
            cast.people[entry["key"]] = made
            _let_in(cast.session, made, password_hash)
    appointed: dict[tuple[str, str], UUID] = {}
    for entry in told["people"]:
        for spoken in entry["roles"]:
            if spoken != "system_administrator":
                _appoint(cast, other, entry, spoken, appointed)


def _appoint(
    cast: Cast,
    admin: Viewer,
    entry: Mapping[str, Any],
    spoken: str,
    appointed: dict[tuple[str, str], UUID],
) -> None:
    role, _, place = spoken.partition("@")
    made = directory.appoint(
        cast.session, admin, person_id=cast.people[entry["key"]].id, role=Role(role),
        conference_id=cast.conferences[place].id if place else None,
        deputises_for=appointed[entry["stands_in_for"], place] if role == "deputy" else None,
    )  # fmt: skip
    appointed[entry["key"], place] = made.id


def _let_in(session: Session, person: Person, password_hash: str) -> None:
    # Nobody follows a link here: invented people have come in and chosen the known password.
    lifecycle.move(person, PersonStatus.ACTIVE)
    keep_password(session, person, password_hash)


def _email(told: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    domain = next(a["domain"] for a in told["agencies"] if a["code"] == entry["agency"])
    return f"{entry['name'].lower().replace(' ', '.')}@{domain}"


def went_away(cast: Cast, entry: Mapping[str, Any], admin: str) -> None:
    """Somebody left; whoever came after has the work."""
    person = cast.people[entry["key"]]
    viewer = cast.viewer(admin)
    directory.leave(cast.session, viewer, person_id=person.id, reason="New post elsewhere")
    cast.forget()
