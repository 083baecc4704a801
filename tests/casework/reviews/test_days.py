from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.reviews.days import SPREADSHEET, order_of, read_day
from casework.web.dates import day

PLAIN = [
    ("31/03/2025", date(2025, 3, 31)),
    ("by 31.3.25", date(2025, 3, 31)),
    ("1st September 2024", date(2024, 9, 1)),
    ("3 May 2025", date(2025, 5, 3)),
    ("12 May 25", date(2025, 5, 12)),
    ("September 25, 2024", date(2024, 9, 25)),
    ("2024-09-01 00:00:00", date(2024, 9, 1)),
    ("End of March 2025", date(2025, 3, 31)),
    ("February 2024", date(2024, 2, 29)),
    ("Q3 2024/25", date(2024, 12, 31)),
    ("Q4 24/25", date(2025, 3, 31)),
    ("quarter 1 2024/2025", date(2024, 6, 30)),
]
ODD = [
    ("09/25/2024", date(2024, 9, 25), "The month stands before the day"),
    ("Sept 24", date(2024, 9, 30), "Read as the end of September 2024"),
    ("Q3 2024", date(2024, 9, 30), "Read as a quarter of the calendar year"),
    ("2024 Q2", date(2024, 6, 30), "Read as a quarter of the calendar year"),
    ("Autumn 2024", date(2024, 11, 30), "Read as the end of autumn"),
    ("winter 2024", date(2025, 2, 28), "Read as the end of winter"),
    ("2024/25", date(2025, 3, 31), "Read as the end of the financial year"),
    ("2024", date(2024, 12, 31), "Read as the end of 2024"),
    ("45536", date(2024, 9, 1), "A spreadsheet's number for a day"),
    ("March 2023 extended to June 2023", date(2023, 6, 30), "It names several dates"),
]


@pytest.mark.parametrize(("text", "on"), PLAIN)
def test_a_day_a_month_and_a_quarter_have_a_last_day(text: str, on: date) -> None:
    assert (read_day(text).on, read_day(text).odd) == (on, ())


@pytest.mark.parametrize(("text", "on", "odd"), ODD)
def test_what_could_be_read_otherwise_says_how_it_was_read(text: str, on: date, odd: str) -> None:
    read = read_day(text)
    assert read.on == on
    assert read.odd[0].startswith(odd)
    assert read.words == text


@pytest.mark.parametrize(
    "text",
    ["ongoing", "TBC", "ASAP", "within 6 months", "30/02/2024", "13/13/2024", "99999", "1.2.3",
     "4000 leaflets", "45000 leaflets", "12345"],
)  # fmt: skip
def test_what_is_no_date_is_no_date_and_is_said(text: str) -> None:
    read = read_day(text)
    assert read.on is None
    assert read.odd == (f"‘{text}’ is no date that can be read",)


def test_nothing_is_not_odd() -> None:
    assert read_day("  \n ").odd == ()


def test_one_american_date_turns_its_column() -> None:
    assert order_of(["09/25/2024", "03/04/2024"])
    assert not order_of(["03/04/2024", "05/06/2024"])
    assert not order_of(["09/25/2024", "25/09/2024"])
    assert read_day("03/04/2024", month_first=True).on == date(2024, 3, 4)
    assert read_day("03/04/2024").on == date(2024, 4, 3)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_in_our_own_words_is_read_as_that_day(on: date) -> None:
    for text in (day(on), on.isoformat(), f"{on:%d/%m/%Y}", str((on - SPREADSHEET).days)):
        assert read_day(text).on == on


@given(st.text(max_size=60))
def test_any_text_is_read_or_said_to_be_no_date(text: str) -> None:
    read = read_day(text)
    assert read.on is None or date(1989, 12, 31) < read.on < date(2102, 1, 1)
    assert read.on is not None or bool(read.odd) == bool(text.split())


def test_a_long_cell_takes_no_time() -> None:
    assert read_day("1/" * 50_000).on is None
    assert read_day("9" * 100_000).on is None
    assert read_day("q1 " * 40_000).on is None
