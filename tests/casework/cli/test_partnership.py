"""`partnership create`: empty, real, its keys elsewhere, its administrators invited."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.app import ROOT, create_app
from casework.config import load_settings
from casework.db import Database
from casework.directory.models import Conference, Partnership, Person, PersonStatus
from casework.startup.house import HOUSE
from tests.casework.cli.conftest import Installation

ANN, BEN = "Ann Example <ann@office.example>", "Ben Example <ben@office.example>"


def create(place: Installation, *more: str | Path, admins: tuple[str, ...] = (ANN, BEN)) -> object:
    asked = ["partnership", "create", "--name", "Testshire", "--conference", "ccm"]
    for one in admins:
        asked += ["--administrator", one]
    return place.run(*asked, *more)


def found(store: Database) -> tuple[list[str], list[str], list[str]]:
    with store.reading() as session:
        return (
            list(session.scalars(select(Partnership.name))),
            list(session.scalars(select(Conference.kind))),
            sorted(session.scalars(select(Person.email))),
        )


def test_an_empty_real_partnership_with_two_invited_administrators(
    installation: Installation, store: Database
) -> None:
    told = create(installation, "--conference", "board=The board")
    assert told.exit_code == 0, told.output
    names, kinds, emails = found(store)
    assert names == ["Testshire"]
    assert sorted(kinds) == ["board", "ccm"]
    assert emails == ["ann@office.example", "ben@office.example"]
    with store.reading() as session:
        assert set(session.scalars(select(Person.status))) == {PersonStatus.INVITED}
        assert session.scalars(select(Partnership.demonstration)).all() == [False]


def test_each_administrator_gets_a_link_that_works(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = re.findall(r"http\S+/account/\S+", create(installation).output)
    assert len(set(links)) == 2
    monkeypatch.delenv("FLASK_RUN_FROM_CLI")
    # `testing`: a server that says it is there would go on saying so in the tests after this.
    app = create_app(replace(load_settings(ROOT, os.environ), testing=True))
    for link in links:
        path = "/" + link.split("/", 3)[3]
        assert app.test_client().get(path).status_code == 200
    app.extensions[HOUSE].dispose()


def test_what_is_still_to_do_is_printed(installation: Installation) -> None:
    told = create(installation).output
    assert "[x] Keys lie elsewhere than the data." in told
    assert "[ ] A mail server is set" in told


def test_keys_are_made_outside_and_remembered(
    bare: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONFER_KEYS")
    # The databases of this test know another root key: a new installation has new ones.
    told = create(bare, "--keys", bare.folder / "vault")
    assert (bare.folder / "vault" / "keyring.txt").exists()
    kept = (bare.folder / "instance" / "confer.env").read_text()
    assert kept == f"CONFER_KEYS={bare.folder / 'vault'}\n"
    assert "Traceback" not in told.output


def test_keys_inside_the_data_folder_are_refused_and_none_are_made(
    bare: Installation, store: Database
) -> None:
    inside = bare.folder / "instance" / "keys"
    told = create(bare, "--keys", inside)
    assert told.exit_code == 1
    assert "another disk" in told.output
    assert not inside.exists()
    assert found(store)[0] == []


@pytest.mark.parametrize("admins", [(ANN,), (ANN, ANN)])
def test_one_administrator_is_not_enough(
    installation: Installation, store: Database, admins: tuple[str, ...]
) -> None:
    told = create(installation, admins=admins)
    assert told.exit_code == 1
    assert "two administrators" in told.output
    assert found(store) == ([], [], [])


@pytest.mark.parametrize("wrong", ["ann", "ann@office.example", "Ann <>", "Ann <ann>"])
def test_an_administrator_without_name_or_address_is_named(
    installation: Installation, wrong: str
) -> None:
    told = create(installation, admins=(wrong, BEN))
    assert told.exit_code == 1
    assert "form" in told.output


def test_an_unknown_conference_type_lists_the_known_ones(installation: Installation) -> None:
    told = create(installation, "--conference", "marac")
    assert told.exit_code == 1
    assert "domestic_abuse_marac" in told.output


def test_a_demonstration_and_a_real_partnership_do_not_live_together(
    installation: Installation, store: Database
) -> None:
    create(installation)
    with store.writing() as session:
        session.scalars(select(Partnership)).one().demonstration = True
    told = create(installation, admins=(f"C {ANN[4:]}".replace("ann", "cat"), BEN))
    assert told.exit_code == 1
    assert "CONFER_INSTANCE" in told.output
