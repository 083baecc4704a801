"""What a letter says: a number and the way in, to one person."""

from __future__ import annotations

import uuid

import pytest

from casework.errors import ConfigurationError
from casework.notices.letters import Desk, Letter, waiting_letter
from casework.notices.mail import Server, compose
from tests.casework.notices.conftest import Office
from tests.casework.notices.mailbox import MailServer

WARNING = (
    "This message never says what they are about. If you did not expect it, tell your coordinator."
)


def test_a_letter_says_how_many_things_wait_and_nothing_else(
    office: Office, server: MailServer
) -> None:
    office.post(count=4)
    office.worker().work_off()
    (letter,) = server.box.letters
    assert letter["Subject"] == "4 things are waiting for you"
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().split("\r\n") == [
        "4 things are waiting for you in Confer.",
        "",
        "Sign in to see them: https://confer.example/",
        "",
        WARNING,
        "",
    ]


def test_each_person_gets_a_letter_of_their_own(office: Office, server: MailServer) -> None:
    for person in range(3):
        office.post(person)
    office.worker().work_off()
    assert sorted(server.box.recipients) == [[f"person{n}@police.example"] for n in range(3)]
    assert all(letter["To"].count("@") == 1 for letter in server.box.letters)
    assert not any(letter["Cc"] or letter["Bcc"] for letter in server.box.letters)


def test_one_thing_is_said_in_the_singular() -> None:
    letter = waiting_letter(to="a@b.example", count=1, base_url="https://c.example")
    assert letter is not None
    assert letter.subject == "1 thing is waiting for you"


def test_nothing_waits_then_nothing_is_written() -> None:
    assert waiting_letter(to="a@b.example", count=0, base_url="https://c.example") is None


def test_holiday_answers_are_asked_not_to_come() -> None:
    message = compose(
        Letter("a@b.example", "subject", "text"),
        sender="Confer <no-reply@confer.example>",
        notice_id=uuid.UUID(int=5),
    )
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{uuid.UUID(int=5)}@confer.example>"


def test_a_line_feed_in_an_address_never_becomes_a_header() -> None:
    letter = Letter("a@b.example\nBcc: spy@x.example", "subject", "text")
    with pytest.raises(ValueError, match="linefeed"):
        compose(letter, sender="no-reply@confer.example", notice_id=uuid.uuid4())


def test_a_kind_declared_twice_is_an_error() -> None:
    desk = Desk({"kind": lambda *_: None})
    with pytest.raises(ConfigurationError, match="twice"):
        desk.add("kind", lambda *_: None)


def test_neither_text_nor_password_prints() -> None:
    assert "secret words" not in repr(Letter("a@b.example", "subject", "secret words"))
    assert "hush" not in repr(Server("h", 25, "a@b", password="hush"))
