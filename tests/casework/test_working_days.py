"""Working days have one meaning: no weekend, no bank holiday; and clocks that know it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.clock import LONDON
from casework.working_days import add_working_days, is_working_day, runs_out, started
from protocols.clocks import Clock, add_months, read


@pytest.mark.parametrize(
    ("begin", "days", "end"),
    [
        (date(2026, 3, 2), 3, date(2026, 3, 5)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        # Good Friday and Easter Monday.
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        # Boxing Day falls on a Saturday, so Monday is the holiday.
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
    ],
)
def test_weekends_and_bank_holidays_do_not_count(begin: date, days: int, end: date) -> None:
    assert add_working_days(begin, days) == end


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 1, 1), -1, date(2026, 12, 1)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
        # The days on which clocks change are days like others.
        (date(2026, 9, 29), 6, date(2027, 3, 29)),
        (date(2026, 3, 29), 7, date(2026, 10, 29)),
        (date(2026, 4, 25), 6, date(2026, 10, 25)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(begin: date, months: int, end: date) -> None:
    assert add_months(begin, months) == end


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (date(2026, 3, 9), 2, date(2026, 3, 5)),
        # Easter: two working days before Wednesday are Tuesday and Maundy Thursday.
        (date(2026, 4, 8), 2, date(2026, 4, 2)),
        (date(2026, 12, 29), 1, date(2026, 12, 24)),
    ],
)
def test_working_days_are_counted_backwards_too(day: date, days: int, found: date) -> None:
    assert add_working_days(day, -days) == found


def test_no_working_days_are_the_day_itself() -> None:
    assert add_working_days(date(2026, 4, 3), 0) == date(2026, 4, 3)
    assert not is_working_day(date(2026, 4, 3))


def london(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("clock", "start", "end"),
    [
        # Over Easter, which in 2026 comes after the clocks went forward.
        ("1 working day", london(4, 2, 15), london(4, 7, 15)),
        ("3 working days", london(3, 27, 9), london(4, 1, 9)),
        # The late May holiday.
        ("2 working days", london(5, 22, 17, 30), london(5, 27, 17, 30)),
        # Nine o'clock stays nine o'clock, forward and back.
        ("1 day", london(3, 28, 9), london(3, 29, 9)),
        ("1 week", london(10, 22, 9), london(10, 29, 9)),
        (
            "1 month",
            datetime(2027, 1, 31, 12, tzinfo=LONDON),
            datetime(2027, 2, 28, 12, tzinfo=LONDON),
        ),
    ],
)
def test_a_clock_runs_out_by_the_wall_in_london(clock: str, start: datetime, end: datetime) -> None:
    found = read(clock)
    assert found is not None
    assert runs_out(found, start.astimezone(UTC)) == end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        # In that night one hour does not exist; in the other one comes twice.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 2, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_two_hours_are_two_hours_when_the_clocks_change(start: datetime, end: datetime) -> None:
    found = read("2 hours")
    assert found is not None
    assert runs_out(found, start) == end


moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(LONDON))
amounts = st.integers(0, 40)
units = st.sampled_from(["hour", "day", "working day", "week", "month"])


@settings(max_examples=300)
@given(begun=moments, clock=st.builds(Clock, amounts, units), spare=st.integers(0, 2000))
@example(datetime(2026, 3, 28, 1, 30, tzinfo=LONDON), Clock(1, "day"), 0)
@example(datetime(2026, 10, 24, 1, 30, tzinfo=LONDON), Clock(1, "day"), 0)
@example(datetime(2026, 4, 2, 23, 30, tzinfo=LONDON), Clock(1, "working day"), 0)
def test_what_runs_out_began_when_it_is_looked_for(
    begun: datetime, clock: Clock, spare: int
) -> None:
    over = runs_out(clock, begun).astimezone(UTC)
    hours = timedelta(hours=spare)
    for after in (over - timedelta(seconds=1), over - hours - timedelta(seconds=1)):
        for until in (over, over + hours):
            since, before = started(clock, after, until)
            assert since <= begun < before


def test_it_is_looked_for_within_days() -> None:
    clock, day = Clock(28, "working day"), timedelta(days=1)
    over = datetime(2026, 6, 10, 12, tzinfo=UTC)
    since, before = started(clock, over - day, over)
    assert before - since <= 5 * day
