"""The date in three parts: whatever is typed, the form answers in words and never falls over."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm
from tests.casework.web.build import SavedForm, posted


class When(ConferForm):
    born = DatePartsField("Date of birth")


def typed(web: Flask, day: str, month: str, year: str) -> DatePartsField:
    form = posted(web, When, {"born-day": day, "born-month": month, "born-year": year})
    field = form.born
    assert isinstance(field, DatePartsField)
    return field


@pytest.mark.parametrize(
    ("month", "expected"),
    [("3", 3), ("03", 3), ("March", 3), ("mar", 3), (" SEPT ", 9), ("Sep.", 9)],
)
def test_month_may_be_a_number_or_a_word(web: Flask, month: str, expected: int) -> None:
    field = typed(web, "27", month, "1986")
    assert field.data == date(1986, expected, 27)


@pytest.mark.parametrize(
    ("parts", "message", "link"),
    [
        (("", "3", "1986"), "Date of birth must include a day", "born-day"),
        (("1", "", ""), "Date of birth must include a month and year", "born-month"),
        (("31", "2", "1986"), "Date of birth must be a real date", "born-day"),
        (("1", "13", "1986"), "Date of birth must have a real month", "born-month"),
        (("1", "2", "86"), "must have a year with 4 numbers", "born-year"),
        (("9" * 50, "2", "1986"), "Date of birth must have a real day", "born-day"),
        (("1", "²", "1986"), "Date of birth must have a real month", "born-month"),
        (("1", "2", "0000"), "Date of birth must have a real year", "born-year"),
        (("-1", "2", "1986"), "Date of birth must have a real day", "born-day"),
    ],
)
def test_error_names_the_part_and_links_to_it(
    web: Flask, parts: tuple[str, str, str], message: str, link: str
) -> None:
    field = typed(web, *parts)
    assert field.data is None
    assert len(field.errors) == 1
    assert message in field.errors[0]
    assert field.first_wrong_id == link


def test_what_was_typed_stays(web: Flask) -> None:
    assert typed(web, "31", "Febuary", "1986").parts["month"] == "Febuary"


def test_empty_date_is_no_error_by_itself(web: Flask) -> None:
    field = typed(web, "", "", "")
    assert field.data is None
    assert not field.errors


def test_stored_date_fills_the_parts(web: Flask) -> None:
    with web.test_request_context("/"):
        field = When(data={"born": date(1986, 3, 27)}).born
    assert field.parts == {"day": "27", "month": "3", "year": "1986"}


@pytest.mark.parametrize(
    ("sent", "stale"), [("4", False), ("3", True), ("x", True), ("", True), ("9" * 40, True)]
)
def test_stale_form_says_so_and_keeps_text(web: Flask, sent: str, stale: bool) -> None:
    form = posted(web, SavedForm, {"version": sent, "name": "typed"})
    assert isinstance(form, SavedForm)
    assert form.is_stale(4) is stale
    assert bool(form.form_errors) is stale
    assert form.answers() == {"name": "typed"}
