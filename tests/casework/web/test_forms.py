"""What every form does to input before a service sees it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from casework.web.forms import LONGEST_TEXT
from casework.web.kit import error_links
from tests.casework.web.build import SampleForm, make_app, posted

GOOD = {
    "name": "Ana",
    "born-day": "27",
    "born-month": "March",
    "born-year": "1986",
    "children": "unknown",
    "area": "",
}


def test_text_is_stripped_and_lines_end_one_way(web: Flask) -> None:
    form = posted(web, SampleForm, GOOD | {"name": "  Ana ", "story": "one\r\ntwo\rthree\n"})
    assert form.answers()["name"] == "Ana"
    assert form.answers()["story"] == "one\ntwo\nthree"


def test_password_is_left_alone(web: Flask) -> None:
    assert (
        posted(web, SampleForm, GOOD | {"password": " two words "}).answers()["password"]
        == " two words "
    )


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x85"])
def test_control_characters_are_refused_in_words(web: Flask, sign: str) -> None:
    form = posted(web, SampleForm, GOOD | {"name": f"A{sign}na"})
    assert "cannot be shown" in error_links(form)[0].text


def test_text_without_end_is_refused(web: Flask) -> None:
    form = posted(web, SampleForm, GOOD | {"story": "x" * (LONGEST_TEXT + 1)})
    assert form.errors["story"] == ["What happened must be 20,000 characters or fewer"]


def test_good_form_has_no_errors(web: Flask) -> None:
    assert posted(web, SampleForm, GOOD).errors == {}


def test_answers_hold_no_token(web: Flask) -> None:
    assert "csrf_token" not in posted(web, SampleForm, GOOD).answers()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Enter the name they use"),
        ({"children": ""}, "Select whether there are children in the household"),
        ({"children": "gone"}, "Select one of the options. Not on offer now: gone"),
        ({"area": "gone"}, "Select one of the options. Not on offer now: gone"),
        ({"agencies": "gone"}, "Select from the options shown. Not on offer now: gone"),
        ({"area": str(uuid4())}, "Select one of the options"),
        ({"area": "gone" * 50}, "Select one of the options"),
        (
            {"count": "9" * 50},
            "How many incidents in the last year must be a whole number, for example 3",
        ),
        ({"born-day": "", "born-month": "", "born-year": ""}, "Enter the date of birth"),
        ({"born-year": "2999"}, "Date of birth must be today or in the past"),
    ],
)
def test_messages_say_what_to_do(web: Flask, change: dict[str, str], message: str) -> None:
    form = posted(web, SampleForm, GOOD | change)
    assert [link.text for link in error_links(form)] == [message]


def test_service_errors_land_on_their_field(web: Flask) -> None:
    form = posted(web, SampleForm, GOOD)
    form.add_errors({"name": "This name is already listed", "meeting": "The meeting is closed"})
    assert [(e.text, e.href) for e in error_links(form)] == [
        ("The meeting is closed", ""),
        ("This name is already listed", "#name"),
    ]


def test_missing_token_stands_above_the_form() -> None:
    form = posted(make_app(csrf=True), SampleForm, GOOD)
    assert error_links(form)[0].href == ""
