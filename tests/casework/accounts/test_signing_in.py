"""Password, then code: what opens, what does not, and what it says."""

from __future__ import annotations

from tests.casework.accounts.conftest import People
from tests.client import PageClient
from tests.factories.accounts import PASSWORD


def test_an_invented_person_signs_in_with_a_password_alone(
    client: PageClient, people: People
) -> None:
    answer = client.submit(
        "/account/sign-in", {"email": people.invented_email, "password": PASSWORD}
    )
    assert answer.status_code == 303, answer.text
    assert answer.location == "/"
    assert client.get("/").status_code == 200
