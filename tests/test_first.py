"""The first test of the suite: three people in one test are three people.

pytest-flask pushes a request context whenever a test uses a fixture called `app`, and Flask-Login
remembers its user on it. Without the fresh context of our client, every visibility test below this
one would pass or fail for the wrong viewer (style.md, section 5).
"""

from __future__ import annotations

from html import escape

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from flask_login import LoginManager, UserMixin, current_user, login_user

from tests.client import PageClient


class Somebody(UserMixin):
    def __init__(self, name: str) -> None:
        self.id = name


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.config.update(SECRET_KEY="only for this test", TESTING=True)
    made.test_client_class = PageClient
    manager = LoginManager(made)
    manager.user_loader(Somebody)

    @made.post("/come")
    def come() -> str:
        login_user(Somebody(request.form["name"]))
        return ""

    @made.get("/who")
    def who() -> str:
        name = current_user.id if current_user.is_authenticated else "nobody"
        return f"<html lang=en><title>{escape(name)}</title><h1>{escape(name)}</h1></html>"

    return made


def _three(app: Flask) -> tuple[FlaskClient, FlaskClient, FlaskClient]:
    police, health, nobody = app.test_client(), app.test_client(), app.test_client()
    police.post("/come", data={"name": "police"})
    health.post("/come", data={"name": "health"})
    return police, health, nobody


def test_each_client_answers_for_its_own_person(app: Flask) -> None:
    police, health, nobody = _three(app)
    wanted = [(police, "police"), (health, "health"), (nobody, "nobody"), (police, "police")]
    assert all(f"<h1>{name}</h1>" in client.get("/who").text for client, name in wanted)


def test_without_our_client_the_trap_is_there(app: Flask) -> None:
    # The day this fails, pytest-flask or Flask-Login has closed the trap.
    app.test_client_class = None
    police, _, _ = _three(app)
    assert "police" not in police.get("/who").text
