"""`directory import-wards`: whole, or every mistake with its line."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.access import Role
from casework.db import Database
from casework.directory.models import Person
from casework.startup.house import HOUSE
from tests.casework.cli.conftest import Installation, Run
from tests.factories.directory import make_agency, make_partnership, make_viewer


@pytest.fixture
def admin(installation: Installation) -> str:
    app: Flask = installation.app()
    store: Database = app.extensions[HOUSE].store
    with store.writing() as session:
        agency = make_agency(session, make_partnership(session))
        viewer = make_viewer(session, agency, Role.SYSTEM_ADMINISTRATOR)
        email = session.get_one(Person, viewer.person_id).email
    app.extensions[HOUSE].dispose()
    return email


def test_a_list_is_taken(installation: Installation, run: Run, admin: str) -> None:
    file = installation.folder / "wards.csv"
    file.write_text("postcode,ward,people\nRV4 1AB,Harbour,8200\nRV4 2AA,Lighthouse,310\n")
    told = run("directory", "import-wards", file, "--as", admin)
    assert told.exit_code == 0, told.output
    assert "2 postcodes in 2 wards taken." in told.output
    assert "never shown: Lighthouse." in told.output


def test_mistakes_are_named_with_their_lines(
    installation: Installation, run: Run, admin: str
) -> None:
    file = installation.folder / "wards.csv"
    file.write_text("postcode,ward\nRV4 1AB,Harbour\nnonsense,Harbour\nRV4 1AC,\n")
    told = run("directory", "import-wards", file, "--as", admin)
    assert told.exit_code == 1
    assert "line 3: 'nonsense' is not a whole postcode" in told.output
    assert "line 4: enter a ward" in told.output
    file.write_bytes(b"postcode,ward\nRV4 1AB,Harb\xffour\n")
    assert (
        "line 2: this is not UTF-8" in run("directory", "import-wards", file, "--as", admin).output
    )


def test_somebody_unknown_brings_in_nothing(installation: Installation, run: Run) -> None:
    file = installation.folder / "wards.csv"
    file.write_text("postcode,ward\nRV4 1AB,Harbour\n")
    told = run("directory", "import-wards", file, "--as", "nobody@example.org")
    assert told.exit_code == 1
    assert "Traceback" not in told.output
