"""Many synthetic cases quickly: rows as the services write them, sealed, with keys and ledger."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.accounts import second_factor
from casework.accounts.passwords import Passwords
from casework.accounts.people import keep_password
from casework.cases.answers import row_hash
from casework.cases.models import Case, CaseEvent, CaseRole, CaseState, CaseSubject, SealedAnswer
from casework.cases.opening import LETTERS
from casework.catalogue.field import Field, Kind, Row
from casework.catalogue.sections import sections
from casework.clock import now
from casework.crypto.data_key import DataKey
from casework.crypto.key_tables import wrapped_key
from casework.crypto.keystore import KeyStore
from casework.crypto.seal import seal
from casework.crypto.system import SystemSecrets
from casework.crypto.wrapping import wrap
from casework.db import Base, new_id
from casework.directory.models import Person
from casework.disclosure.ledger import Entry, append_all
from casework.disclosure.ledger import Kind as Act
from casework.disclosure.places import answer_place, case_scope
from casework.startup.house import House
from tests.factories.directory import make_person
from tests.factories.world import World, make_world

# About as many answers as a referral has, and a fifth of them about the first page alone.
FIELDS = 60
AT_ONCE = 500
# Cases before the next meeting, and cases that are still followed.
LISTED, FOLLOWED = 30, 300
ROWS = (Row.CASE, Row.VICTIM, Row.ALLEGED_PERPETRATOR, Row.CHILD)
NARRATIVE = (
    "He waited outside the school again and followed her home. She is afraid of him. " * 8
)[:600]
GIVEN = """Marigold Barnaby Wren Rowan Hazel Linden Ash Juniper Sorrel Bryony Clover Fern Heath Ivy
    Laurel Myrtle Olive Poppy Reed Sage Tansy Violet Willow Yarrow Aster Basil Cedar Daisy""".split()  # noqa: E501, SIM905  # names are read as a list of names
BEGIN = "Quill Thistle Mark Bram Hollow Stone Wind Ember Raven Fox Lark Marsh Elm Frost".split()  # noqa: SIM905  # so are these
END = "feather wood ham well gate bridge ford field more croft brook stead worth ley".split()  # noqa: SIM905  # and these
PASSWORD = "violet harbour kettle"
# One signs in alone, then fifteen together.
ASKERS = 16


@dataclass(frozen=True)
class Seeded:
    """What the measuring processes need to know."""

    person_id: UUID
    surname: str
    case_ids: tuple[UUID, ...]
    # E-mail address and the secret of the authenticator app.
    people: tuple[tuple[str, str], ...]


def seed(house: House, cases: int) -> Seeded:
    """One partnership with so many listed cases, and people who can sign in."""
    with house.store.writing() as session:
        world = make_world(session, {}, state=CaseState.LISTED)
        people = tuple(_people(session, house, world))
    rng, ids = Random(cases), list[UUID]()
    for start in range(0, cases, AT_ONCE):
        ids += _some(house, world, rng, range(start, min(start + AT_ONCE, cases)), cases)
    police = world.viewers["police"].person_id
    # One name that only one case has, in the middle of the others.
    return Seeded(police, surname_of(cases // 2), tuple(ids), people)


def surname_of(number: int) -> str:
    """A surname that few share: 196 compounds with a second part that counts."""
    first = f"{BEGIN[number % len(BEGIN)]}{END[number // len(BEGIN) % len(END)]}"
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number // 196))
    return f"{first}-{letters.capitalize()}son"


def _people(session: Session, house: House, world: World) -> Iterator[tuple[str, str]]:
    hashed, keeper = Passwords(house.settings).hash(PASSWORD), SystemSecrets(house.keys)
    agencies = [a for a in world.agencies.values() if a.id]
    for number in range(ASKERS):
        person: Person = make_person(
            session, agencies[number % len(agencies)], Role.REPRESENTATIVE, world.conference
        )
        keep_password(session, person, hashed)
        factor = second_factor.begin_enrolment(session, keeper, person)
        factor.confirmed_at = now()
        yield person.email, second_factor._secret(keeper, factor)


def _some(house: House, world: World, rng: Random, numbers: range, of: int) -> list[UUID]:
    """A batch of cases in one transaction; their keys first, as always."""
    ids = [new_id() for _ in numbers]
    keys = _keys(house.keys, ids)
    rows: dict[type[Base], list[dict[str, Any]]] = {
        kind: [] for kind in (Case, CaseSubject, SealedAnswer, CaseRole, CaseEvent)
    }
    entries = []
    for number, case_id in zip(numbers, ids, strict=True):
        made = _case(world, rng, (number, of), case_id, keys[case_id])
        for kind, found in made.items():
            rows[kind] += found
        entries.append(_entry(world.viewers["police"], case_id, made[SealedAnswer]))
    with house.store.writing() as session:
        for kind, found in rows.items():
            session.execute(insert(cast(Table, kind.__table__)), found)
        append_all(session, entries)
    return ids


def _keys(store: KeyStore, ids: Sequence[UUID]) -> dict[UUID, DataKey]:
    made = {case_id: os.urandom(32) for case_id in ids}
    root = store.ring.active
    with store.database.writing() as connection:
        connection.execute(
            insert(wrapped_key),
            [
                {
                    "scope_kind": case_scope(i).kind.value, "scope_id": i, "version": 1,
                    "wrapped": wrap(root, case_scope(i), 1, secret), "root_id": root.id,
                    "created_at": now(),
                }
                for i, secret in made.items()
            ],
        )  # fmt: skip
    return {i: DataKey(case_scope(i), 1, secret) for i, secret in made.items()}


def _case(
    world: World, rng: Random, place: tuple[int, int], case_id: UUID, key: DataKey
) -> dict[type[Base], list[dict[str, Any]]]:
    number, of = place
    police, moment = world.viewers["police"], now() - timedelta(minutes=20_000 - number)
    common = {"partnership_id": world.partnership.id, "case_id": case_id}
    subjects: dict[Row, UUID] = {row: new_id() for row in ROWS if row != Row.CASE}
    answers = [
        _answer(police, moment, common, key, spec, subjects.get(spec.row), _text(rng, spec, number))
        for spec in fields()
    ]
    return {
        Case: [
            {
                "id": case_id, "partnership_id": world.partnership.id,
                "conference_id": world.conference.id, "origin_agency_id": police.agency_id,
                "reference": "C-" + "-".join("".join(rng.choices(LETTERS, k=4)) for _ in "ab"),
                "kind": "person", "state": _state(number, of), "stage": "agenda",
                "risk_level": rng.choice(["high", "medium"]), "opened_at": moment,
                "changed_at": moment, "version": 1,
            }
        ],
        CaseSubject: [
            {"id": i, **common, "kind": row.value, "ordinal": 1} for row, i in subjects.items()
        ],
        SealedAnswer: answers,
        CaseRole: [
            {
                "id": new_id(), **common, "agency_id": police.agency_id,
                "relationship": "referrer", "recorded_by": police.person_id,
                "recorded_at": moment,
            }
        ],
        CaseEvent: [
            {
                "id": new_id(), **common, "at": moment, "kind": kind,
                "person_id": police.person_id, "agency_id": police.agency_id,
            }
            for kind in ("case_started", "case_submitted", "case_listed")
        ],
    }  # fmt: skip


def _state(number: int, of: int) -> CaseState:
    """The newest are before the next meeting, some have actions open, and the rest are history."""
    if number >= of - LISTED:
        return CaseState.LISTED
    return CaseState.ACTIONS_OPEN if number >= of - LISTED - FOLLOWED else CaseState.CLOSED


def _answer(
    author: Viewer, moment: datetime, common: dict[str, Any], key: DataKey, spec: Field,
    subject_id: UUID | None, text: str,
) -> dict[str, Any]:  # fmt: skip
    answer_id = new_id()
    return {
        "id": answer_id, **common, "subject_id": subject_id, "field": spec.name,
        "envelope": seal(key, answer_place(spec.name, answer_id), text),
        "origin_agency_id": author.agency_id, "author_id": author.person_id,
        "given_at": moment, "source": "agency", "nature": "fact", "verbal_only": False,
        "originator_consent": False, "do_not_confirm": False, "released": True,
        "about_kind": None, "about_id": None, "supersedes_id": None, "current": True,
    }  # fmt: skip


def _entry(author: Viewer, case_id: UUID, answers: Sequence[dict[str, Any]]) -> Entry:
    hashed = [
        [str(a["id"]), a["field"], row_hash(cast(SealedAnswer, SimpleNamespace(**a)))]
        for a in answers
    ]
    return Entry(
        Act.ANSWERS_WRITTEN, author.partnership_id, now(), author.person_id, author.agency_id,
        case_id, detail={"answers": hashed},
    )  # fmt: skip


@cache
def fields() -> tuple[Field, ...]:
    """Names first, then what the form asks in its order."""
    asked = [f for s in sections("domestic_abuse_marac", "person") for f in s.fields]
    named = {f.name for f in asked if f.name.endswith(("given_name", "surname"))}
    ordered = sorted(asked, key=lambda f: f.name not in named)
    return tuple(islice((f for f in ordered if f.row in ROWS), FIELDS))


def _text(rng: Random, spec: Field, number: int) -> str:
    if spec.name.endswith("surname"):
        return surname_of(number)
    if spec.name.endswith("given_name"):
        return rng.choice(GIVEN)
    if spec.choices:
        return spec.choices[0][0]
    fixed = {
        Kind.DATE: "1986-03-27", Kind.LONG_TEXT: NARRATIVE, Kind.NUMBER: "3",
        Kind.YES_NO: "yes", Kind.YES_NO_UNKNOWN: "no", Kind.POSTCODE: "EC2A 4NE",
        Kind.ADDRESS: "17 Zephyr Crescent\nEC2A 4NE", Kind.PHONE: "01632 960 123",
    }  # fmt: skip
    return fixed.get(spec.kind, "Seen at home twice")
