"""Who gains and who loses on live cases: another part of something counts as more."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casework.agreements.in_force import party_statuses
from casework.agreements.models import Agreement
from casework.cases.models import CaseState
from casework.clock import now
from casework.db import Database
from casework.sharing.preview import Between, Shift, shifts_between, side
from tests.factories.world import World, make_world

TEXT = """
[protocol]
id = "parts"
title = "Parts of names"
version = "1"
starts = 2020-01-01
conference_kinds = ["domestic_abuse_marac", "ccm", "asb_case_review"]
[[clause]]
number = "1"
words = "Health workers see a part of a name."
[[clause.rule]]
kind = "grant"
level = "masked"
mask = "{}"
[clause.rule.applies]
agency_type = "health"
category = "identity"
"""


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, {"victim.surname": "Markervictim"}, state=CaseState.LISTED)


def changes(store: Database, world: World, *masks: str) -> list[Shift]:
    """Between two texts that show health workers names under one mask and under another."""
    with store.reading() as session:
        row = session.scalars(select(Agreement)).one()
        before, after = (side(TEXT.format(mask)) for mask in masks)
        between = Between(before, after, party_statuses(session, row.id, now()))
        return shifts_between(session, world.partnership.id, between)


def test_another_mask_shows_other_parts_so_it_counts_as_more(store: Database, world: World) -> None:
    found = changes(store, world, "initials", "remove_identity")
    assert {(s.agency, s.gains) for s in found} == {(world.viewers["health"].agency_name, True)}
    assert [s.cases for s in found] == [1]


def test_the_same_mask_changes_nothing(store: Database, world: World) -> None:
    assert changes(store, world, "remove_identity", "remove_identity") == []
