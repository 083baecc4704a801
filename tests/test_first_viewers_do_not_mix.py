"""The first test of the suite: three browsers in one test are three people.

pytest-flask keeps a context for the whole test and Flask-Login remembers its user there, so that
police, health and nobody would all answer as whoever signed in last (style.md, section 5).
"""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.access import Role
from casework.db import Database
from casework.directory.models import AgencyType
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_conference, make_partnership, make_person


@pytest.fixture
def two(store: Database) -> tuple[UUID, UUID]:
    """A police officer and a nurse of one partnership."""
    with store.writing() as session:
        partnership = make_partnership(session)
        police = make_agency(session, partnership, AgencyType.POLICE, "Harbour Police")
        health = make_agency(session, partnership, AgencyType.HEALTH, "Harbour Health")
        table = make_conference(session, partnership, agencies=(police, health))
        officer = make_person(session, police, Role.REPRESENTATIVE, table, name="Ada Marlowe")
        nurse = make_person(session, health, Role.REPRESENTATIVE, table, name="Ben Okoro")
        return officer.id, nurse.id


def _who(client: FlaskClient) -> str:
    answer = client.get("/account/")
    if answer.status_code == 303:
        return "nobody"
    return next(name for name in ("Ada Marlowe", "Ben Okoro") if name in answer.text)


@pytest.mark.parametrize("plain", [False, True], ids=["our client", "any client"])
def test_three_browsers_in_one_test_answer_as_themselves(
    app: Flask, two: tuple[UUID, UUID], plain: bool
) -> None:
    if plain:
        app.test_client_class = FlaskClient
    police, health, nobody = (app.test_client() for _ in range(3))
    sign_in(police, two[0])
    sign_in(health, two[1])
    for _ in range(2):
        assert [_who(c) for c in (police, health, nobody)] == ["Ada Marlowe", "Ben Okoro", "nobody"]
    assert [_who(c) for c in (nobody, health, police)] == ["nobody", "Ben Okoro", "Ada Marlowe"]


def test_they_stay_themselves_where_a_context_outlives_its_request(
    app: Flask, two: tuple[UUID, UUID]
) -> None:
    app.test_client_class = FlaskClient
    police, nobody = sign_in(app.test_client(), two[0]), app.test_client()
    with app.app_context():
        assert [_who(c) for c in (police, nobody, police)] == [
            "Ada Marlowe",
            "nobody",
            "Ada Marlowe",
        ]
