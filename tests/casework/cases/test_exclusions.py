"""Who is kept from a case: whoever is named, everybody of an agency that is named, until lifted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.cases.exclusions import (
    cases_kept_from,
    exclude,
    is_kept_from,
    kept_out,
    lift_exclusion,
)
from casework.cases.models import Case
from casework.clock import moved_to
from casework.db import Database
from tests.factories.world import World, make_world

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session)


def keep_out(store: Database, world: World, *, agency: bool) -> None:
    """From nine to ten."""
    housing = world.viewers["housing"]
    whom = {"agency_id": housing.agency_id} if agency else {"person_id": housing.person_id}
    with store.writing() as session:
        case, chair = session.get_one(Case, world.case.id), world.viewers["chair"]
        with moved_to(NINE):
            row = exclude(session, chair, case=case, **whom)
        with moved_to(NINE + HOUR):
            lift_exclusion(session, chair, case=case, exclusion_id=row.id)


@pytest.mark.parametrize("agency", [False, True])
@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        (NINE - timedelta(seconds=1), False),
        (NINE, True),
        (NINE + HOUR - timedelta(seconds=1), True),
        (NINE + HOUR, False),
        (None, False),
    ],
)
def test_it_stands_from_its_record_until_it_is_lifted(
    store: Database, world: World, moment: datetime | None, *, agency: bool, kept: bool
) -> None:
    keep_out(store, world, agency=agency)
    housing, police = world.viewers["housing"], world.viewers["police"]
    with store.reading() as session:
        case = session.get_one(Case, world.case.id)
        found = [
            is_kept_from(session, case, person_id=v.person_id, agency_id=v.agency_id, moment=moment)
            for v in (housing, police)
        ]
    assert found == [kept, False]


def test_what_is_hidden_from_a_person_is_not_hidden_from_colleagues(
    store: Database, world: World
) -> None:
    housing = world.viewers["housing"]
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        exclude(session, world.viewers["chair"], case=case, person_id=housing.person_id)
        assert is_kept_from(session, case, person_id=housing.person_id)
        assert not is_kept_from(session, case, agency_id=housing.agency_id)
        assert kept_out(session, case) == ({housing.person_id}, frozenset())
        assert list(session.scalars(cases_kept_from(housing))) == [case.id]


def test_somebody_without_an_account_is_not_taken_for_an_agency(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        exclude(
            session, world.viewers["chair"], case=case,
            agency_id=world.viewers["housing"].agency_id,
        )  # fmt: skip
        assert not is_kept_from(session, case, person_id=None)
