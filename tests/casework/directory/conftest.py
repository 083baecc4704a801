"""A partnership with two administrators, two agencies around a table, and a board."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.config import Settings
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.directory import departures, handover, holdings
from casework.directory.models import AgencyType, ConferenceKind
from casework.directory.registry import Registry
from casework.directory.viewers import viewer_of
from casework.directory.views import bp as directory
from tests.casework.accounts.conftest import make_small_app
from tests.factories.directory import (
    appoint,
    make_agency,
    make_conference,
    make_partnership,
    make_person,
)


@dataclass(frozen=True)
class Place:
    """Keys of what is in the partnership."""

    partnership: UUID
    police: UUID
    housing: UUID
    table: UUID
    board: UUID
    officer: UUID
    colleague: UUID
    tenancy: UUID
    coordinator: UUID
    first: UUID
    second: UUID
    elsewhere: UUID


@pytest.fixture
def place(store: Database) -> Place:
    """The partnership."""
    with store.writing() as session:
        return _build(session)


def _build(session: Session) -> Place:
    mine, other = make_partnership(session), make_partnership(session)
    office = make_agency(session, mine, AgencyType.COORDINATING_BODY, "Office")
    police = make_agency(session, mine, name="Harbour Police")
    housing = make_agency(session, mine, AgencyType.HOUSING, "Harbour Housing")
    table = make_conference(session, mine, agencies=(police,))
    board = make_conference(session, mine, ConferenceKind.BOARD)
    officer = make_person(session, police, Role.REPRESENTATIVE, table, name="Ada Marlowe")
    colleague = make_person(session, police, name="Ben Okoro")
    tenancy = make_person(session, housing, name="Cy Lind")
    coordinator = make_person(session, office, Role.COORDINATOR, table, name="Di Rossi")
    administrators = [make_person(session, office, Role.SYSTEM_ADMINISTRATOR) for _ in "ab"]
    for one in administrators:
        appoint(session, one, Role.PROTOCOL_ADMINISTRATOR)
    stranger = make_person(session, make_agency(session, other))
    return Place(
        mine.id, police.id, housing.id, table.id, board.id, officer.id, colleague.id, tenancy.id,
        coordinator.id, administrators[0].id, administrators[1].id, stranger.id,
    )  # fmt: skip


@pytest.fixture
def admin(store: Database, place: Place) -> Viewer:
    """The first administrator."""
    with store.reading() as session:
        return viewer_of(session, place.first)


@pytest.fixture
def coordinator(store: Database, place: Place) -> Viewer:
    """The coordinator of the table."""
    with store.reading() as session:
        return viewer_of(session, place.coordinator)


@pytest.fixture(autouse=True)
def registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registries of this test's own: rooms above must not answer here."""
    for module in (handover, holdings, departures):
        monkeypatch.setattr(module, "REGISTRY", Registry("test"))


@pytest.fixture
def app(settings: Settings, store: Database, keys: KeyStore) -> Flask:
    """The pages of this room, with sign-in."""
    return make_small_app(settings, store, keys, directory)


@contextmanager
def held(count: int, words: str, kind: holdings.OwnerKind, owner: UUID) -> Iterator[list[int]]:
    """Let one owner answer for something until the list is emptied."""
    left = [count]

    def holding(_: Session, __: UUID, asked: holdings.Owner) -> holdings.Held:
        mine = asked == holdings.Owner(kind, owner)
        return holdings.Held(sum(left) if mine else 0, words)

    holdings.register(words, holding)
    yield left
