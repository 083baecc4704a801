"""The border: guard, the two doors to the database, and errors as pages."""

from __future__ import annotations

import logging
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework import errors
from casework.access import Action
from casework.clock import now
from casework.db import Database, WritingInProgress
from casework.directory.models import Partnership
from casework.web.guard import MARK, allows, public
from casework.web.transaction import reading, writing

SECRET = "her new address is 4 Kestrel Row"


def page(app: Flask, address: str, *, methods: tuple[str, ...] = ("GET",)) -> object:
    """Declare a page of this test's own."""
    return app.route(address, methods=list(methods), endpoint=f"probe{address.replace('/', '_')}")


def raising(app: Flask, error: Exception) -> FlaskClient:
    @page(app, "/probe")  # type: ignore[operator, untyped-decorator]  # a decorator of the tests
    @public
    def probe() -> ResponseReturnValue:
        raise error

    return app.test_client()


def names(store: Database) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Partnership.name)))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotFound("case"), 404),
        (errors.Refused("Your role does not include this."), 403),
        (errors.Conflict("Somebody was quicker."), 409),
        (errors.StaleEdit("case"), 409),
        (errors.WrongState("referral", "submitted", "draft"), 409),
        (errors.Invalid({"name": "Enter a name."}), 422),
        (errors.TooMany("Wait a little.", 30), 429),
    ],
)
def test_our_errors_become_pages_with_their_own_words(
    app: Flask, error: errors.ConferError, status: int
) -> None:
    answer = raising(app, error).get("/probe")
    assert answer.status_code == status
    assert answer.text.count("<h1") == 1


def test_a_limit_says_when_to_come_back(app: Flask) -> None:
    assert raising(app, errors.TooMany("Wait.", 30)).get("/probe").headers["Retry-After"] == "30"


def test_an_unexpected_error_shows_a_reference_and_nothing_else(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = raising(app, RuntimeError(SECRET)).get("/probe")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Kestrel" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_a_missing_page_and_a_missing_method_are_pages(app: Flask, client: FlaskClient) -> None:
    assert client.get("/nowhere").status_code == 404
    answer = client.delete("/healthz")
    assert answer.status_code in {400, 405}


def test_somebody_who_is_not_signed_in_gets_no_further(app: Flask) -> None:
    ran = []

    @page(app, "/probe")  # type: ignore[operator, untyped-decorator]  # a decorator of the tests
    @allows(Action.WORK_READ)
    def probe() -> str:
        ran.append(True)
        return ""

    assert app.test_client().get("/probe").status_code in {302, 303, 401}
    assert ran == []


def test_a_view_carries_the_mark_of_its_action() -> None:
    @allows(Action.CASE_READ)
    def guarded() -> None: ...

    @public
    def open_to_all() -> None: ...

    assert getattr(guarded, MARK) is Action.CASE_READ
    assert getattr(open_to_all, MARK) == "public"


def test_a_get_cannot_write(app: Flask, store: Database) -> None:
    @page(app, "/probe")  # type: ignore[operator, untyped-decorator]  # a decorator of the tests
    @public
    def probe() -> str:
        with writing() as session:
            session.add(Partnership(name="Written by a GET", created_at=now()))
        return ""

    assert app.test_client().get("/probe").status_code == 500
    assert names(store) == []


def test_what_fails_half_way_leaves_nothing(app: Flask, store: Database) -> None:
    app.config["WTF_CSRF_ENABLED"] = False

    @page(app, "/probe", methods=("POST",))  # type: ignore[operator, untyped-decorator]  # a decorator of the tests
    @public
    def probe() -> str:
        with writing() as session:
            session.add(Partnership(name="Half", created_at=now()))
            session.flush()
            raise errors.Refused("Not like this.")

    assert app.test_client().post("/probe").status_code == 403
    assert names(store) == []


def test_reading_after_writing_sees_what_was_written(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False

    @page(app, "/probe", methods=("POST",))  # type: ignore[operator, untyped-decorator]  # a decorator of the tests
    @public
    def probe() -> str:
        before = len(list(reading().scalars(select(Partnership.id))))
        with writing() as session:
            session.add(Partnership(id=uuid.uuid4(), name="New", created_at=now()))
        return f"{before} {len(list(reading().scalars(select(Partnership.id))))}"

    assert app.test_client().post("/probe").text == "0 1"


def test_a_second_writing_block_inside_the_first_is_refused(store: Database) -> None:
    with store.writing(), pytest.raises(WritingInProgress), store.writing():
        pass
    with store.writing():
        pass


def test_a_post_without_its_token_is_refused_with_what_to_do(app: Flask) -> None:
    @page(app, "/probe", methods=("POST",))  # type: ignore[operator, untyped-decorator]  # a decorator of the tests
    @public
    def probe() -> str:
        return "done"

    answer = app.test_client().post("/probe")
    assert answer.status_code == 400
    assert "reload" in answer.text
