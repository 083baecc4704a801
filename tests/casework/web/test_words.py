"""Dates, words and pages as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import Enum, IntEnum

import pytest
from flask import Flask, render_template_string

from casework.clock import moved_to
from casework.web import dates, words
from casework.web.pagination import page_number, page_of, page_url

NOON = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)


def test_moments_are_told_in_london_time() -> None:
    assert dates.moment(datetime(1986, 3, 27, 14, 30, tzinfo=UTC)) == "27 March 1986 at 2:30pm"
    assert dates.moment(datetime(2026, 6, 30, 23, 15, tzinfo=UTC)) == "1 July 2026 at 12:15am"
    assert dates.clock(NOON) == "midday"
    assert dates.day(None) == "Not recorded"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "just now"), (1, "1 minute ago"), (59, "59 minutes ago"), (60, "1 hour ago"),
     (24 * 60, "1 day ago"), (72 * 60, "3 days ago"), (90 * 24 * 60, "2 April 2026")],
)  # fmt: skip
def test_ago(minutes: int, said: str) -> None:
    with moved_to(NOON):
        assert dates.ago(NOON - timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [(1, "due today"), (2, "due tomorrow"), (4, "due in 3 days"), (30, "1 day late")],
)
def test_due(day: int, said: str) -> None:
    given = date(2026, 6 if day == 30 else 7, day)
    with moved_to(NOON):
        assert dates.due(given) == said
        assert dates.late(given) is ("late" in said)


class Effect(IntEnum):
    WITHHELD = 0


class State(Enum):
    DONE = "verified_complete"


@pytest.mark.parametrize(
    ("code", "said"),
    [("masked", "shown in part"), (Effect.WITHHELD, "not shared with you"),
     (State.DONE, "evidence accepted"),
     ("nil_return", "not known to us"), ("never_heard_of", "never heard of")],
)  # fmt: skip
def test_codes_become_words(code: object, said: str) -> None:
    assert words.word(code) == said


def test_who_holds_it_is_named() -> None:
    assert words.effect("existence", "Health") == "held by Health: ask them"
    assert words.effect("existence", ask="the chair") == "held by another agency: ask the chair"
    for pending in ("the chair: approval", "waiting for the chair: approval"):
        assert words.effect("withheld", pending=pending) == "waiting for the chair: approval"


def test_an_effect_nobody_knows_reads_as_not_shared() -> None:
    assert words.effect("brand_new") == "not shared with you"


@pytest.mark.parametrize(
    ("value", "read"), [(0, "0"), (999, "999"), (4235, "4,235"), ("4 of 5", "4 of 5"), (2.5, 2.5)]
)
def test_thousands_stand_apart(value: object, read: object) -> None:
    assert words.grouped(value) == read


def test_tables_and_figures_keep_thousands_apart(web: Flask) -> None:
    page = (
        '{% import "tables.html" as tables %}{% import "lists.html" as lists %}'
        '{{ tables.cell(4235, "number") }}{{ tables.cell("2024") }}'
        '{{ tables.count(page, "case", "cases") }}{{ lists.figures([(1200, "open")]) }}'
    )
    with web.test_request_context("/"):
        found = render_template_string(page, page=page_of(range(2500), 60))
    assert ">4,235</td>" in found
    assert ">2024</td>" in found
    assert "Showing 1,476 to 1,500 of 2,500 cases" in found
    assert ">1,200</span>" in found


def test_page_is_cut_and_counted() -> None:
    page = page_of(range(60), 3, 25)
    assert (page.first, page.last, page.pages, page.previous, page.next) == (51, 60, 3, 2, None)
    assert page_of(range(60), 99, 25).number == 3
    assert page_of([], 1).first == 0
    assert page_of(range(1000), 20, 10).numbers == [1, None, 19, 20, 21, None, 100]


@pytest.mark.parametrize(
    ("asked", "number"), [("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("9" * 40, 1)]
)
def test_page_asked_for(asked: str, number: int) -> None:
    assert page_number({"page": asked}) == number


def test_filters_stay_when_paging(web: Flask) -> None:
    with web.test_request_context("/static/web/main.css?state=open&state=late&page=2"):
        assert page_url(3) == "/static/web/main.css?state=open&state=late&page=3"
