"""Whatever comes due is found among the cases in which something changed so long before."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.cases.coming_due import Between, may_have_come_due, setting_off
from casework.cases.duties import duties_of
from casework.cases.models import Case, CaseState, RecordedFact
from casework.clock import moved_to
from casework.db import Database
from tests.casework.cases.histories import BUILT, TEXTS, History
from tests.factories.world import World, make_world

some = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(history: History) -> None:
    begun = history.ran_out()
    history.settle_some(begun)
    for moment in history.moments(begun):
        times = Between(moment - timedelta(hours=history.rng.choice([1, 24, 24 * 14])), moment)
        some_cases = may_have_come_due(history.session, times)
        fresh = history.over(history.everywhere, moment) - history.over(
            history.everywhere, times.after
        )
        assert fresh <= history.over(some_cases, moment)
        with moved_to(moment):
            duties = duties_of(history.session, history.cases)
        late = {d.case_id for found in duties.values() for d in found if d.due and times.has(d.due)}
        assert late <= some_cases.keys()


@some
@given(seed=st.integers(0, 2**32))
def test_no_case_is_left_out_in_which_something_came_due(store: Database, seed: int) -> None:
    with store.writing() as session:
        with moved_to(BUILT):
            world = make_world(session, {"victim.surname": "A"}, state=CaseState.LISTED)
        check(History(session, world, Random(seed)))
        session.rollback()


@some
@given(seed=st.integers(0, 2**32))
def test_where_nothing_was_recorded_that_a_duty_hangs_on_nothing_is_owed(
    store: Database, seed: int
) -> None:
    with store.writing() as session:
        with moved_to(BUILT):
            world = make_world(session, {"victim.surname": "A"}, state=CaseState.LISTED)
        history = History(session, world, Random(seed))
        telling = setting_off(session)
        assert "fire_risk" not in telling
        quiet = {c.id for c in history.cases} - {
            f.case_id for f in history.facts if f.name in telling
        }
        with moved_to(BUILT + timedelta(days=200)):
            duties = duties_of(session, history.cases)
        assert not any(duties[case_id] for case_id in quiet)
        session.rollback()


@pytest.fixture
def world(store: Database) -> World:
    with moved_to(BUILT), store.writing() as session:
        return make_world(session, {}, state=CaseState.LISTED, protocol=TEXTS[1])


def found(store: Database, moment: datetime) -> int:
    times = Between(moment - timedelta(days=1), moment)
    with store.reading() as session:
        return len(may_have_come_due(session, times))


def recorded(store: Database, world: World, at: datetime) -> None:
    with store.writing() as session:
        session.add(
            RecordedFact(
                partnership_id=world.partnership.id,
                case_id=world.case.id,
                value="yes",
                name="serious_threat",
                recorded_at=at,
                recorded_by=world.viewers["police"].person_id,
            )
        )


def test_a_case_is_looked_at_when_something_changes_and_when_it_comes_due(
    store: Database, world: World
) -> None:
    # A Tuesday; one working day, and two.
    at = BUILT + timedelta(days=50)
    recorded(store, world, at)
    due = [d for d in range(-5, 60) if found(store, at + timedelta(days=d, minutes=1))]
    assert due[0] == 0
    assert due[-1] <= 4


def test_a_case_that_moved_is_looked_at(store: Database, world: World) -> None:
    recorded(store, world, BUILT)
    later = BUILT + timedelta(days=60)
    assert not found(store, later)
    with store.writing() as session:
        session.get_one(Case, world.case.id).changed_at = later - timedelta(hours=1)
    assert found(store, later)
