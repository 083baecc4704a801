from __future__ import annotations

import pytest
from flask import Flask

from casework.cases.models import CaseState
from casework.db import Database
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.world import World, make_world

MARKS = {
    "victim.given_name": "Zelkova",
    "victim.surname": "Markervictim",
    "victim.mental_health": "Markermood",
    "alleged_perpetrator.surname": "Markerharm",
}


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, MARKS, state=CaseState.LISTED)


def browser(app: Flask, world: World, who: str) -> PageClient:
    """Somebody's first page, on which no name may ever stand."""
    return browser_of(app, world.viewers[who], never=MARKS.values())
