"""What changed stays until its reader marks it as read; what may not be known leaves no trace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from casework.cases.exclusions import exclude
from casework.cases.history import note
from casework.cases.models import Case
from casework.clock import now
from casework.db import Database
from casework.insight import changes
from casework.insight.models import LastLooked
from tests.casework.insight.conftest import browser
from tests.factories.world import World

HEARD = "Heard at a conference"


def happened(
    store: Database,
    world: World,
    kind: str = "case_heard",
    who: str = "coordinator",
    only: str = "",
) -> None:
    with store.writing() as session:
        note(
            session, world.viewers[who], session.get_one(Case, world.case.id), kind,
            only_agency_id=world.agencies[only].id if only else None,
        )  # fmt: skip


def told(store: Database, world: World, who: str) -> list[str]:
    with store.reading() as session:
        return [c.words for c in changes.news_for(session, world.viewers[who]).changes]


def test_steps_of_others_are_told_and_ones_own_are_not(store: Database, world: World) -> None:
    happened(store, world)
    assert HEARD in told(store, world, "health")
    assert HEARD not in told(store, world, "coordinator")


def test_an_agencys_private_step_is_told_to_that_agency_alone(
    store: Database, world: World
) -> None:
    happened(store, world, "asked_granted", only="health")
    words = "Your agency's request to see more was granted"
    assert words in told(store, world, "health")
    assert words not in told(store, world, "housing")


def test_a_concealed_case_has_no_news(store: Database, world: World) -> None:
    happened(store, world)
    with store.writing() as session:
        exclude(
            session, world.viewers["chair"], case=session.get_one(Case, world.case.id),
            person_id=world.viewers["health"].person_id, reason=None,
        )  # fmt: skip
    assert told(store, world, "health") == []
    assert told(store, world, "stranger") == []


def test_what_is_marked_as_read_is_gone_and_reading_alone_changes_nothing(
    app: Flask, store: Database, world: World
) -> None:
    happened(store, world)
    health = browser(app, world, "health")
    assert HEARD in health.page("/").words
    page = health.page("/")
    assert HEARD in page.words
    assert f"/cases/{world.case.id}/timeline" in health.get("/").text
    form = page.form("/looked")
    done = health.post("/looked", data=form.filled(dict(form.buttons)))
    assert (done.status_code, done.headers["Location"]) == (303, "/")
    assert "Nothing changed" in health.page("/").words


def test_what_happened_while_reading_is_still_there_afterwards(
    store: Database, world: World
) -> None:
    read_at = now()
    happened(store, world)
    with store.writing() as session:
        changes.looked(session, world.viewers["health"], until=read_at)
    assert HEARD in told(store, world, "health")


def test_marking_never_moves_back_and_never_into_the_future(store: Database, world: World) -> None:
    health = world.viewers["health"]
    moments = (now() + timedelta(days=400), now() - timedelta(days=400))
    for moment in moments:
        with store.writing() as session:
            changes.looked(session, health, until=moment)
    with store.reading() as session:
        assert abs(session.get_one(LastLooked, health.person_id).at - now()) < timedelta(minutes=1)


@pytest.mark.parametrize("until", ["", "yesterday", "0001-01-01T00:00:00+14:00", "9" * 5000])
def test_a_wrong_moment_is_refused_in_words(app: Flask, world: World, until: str) -> None:
    client = browser(app, world, "health")
    form = client.page("/").form("/looked")
    answer = client.post("/looked", data=form.filled({"until": until}))
    assert answer.status_code == 422
    assert "Go back, reload the page" in answer.text


def test_who_has_never_looked_begins_with_a_week(store: Database, world: World) -> None:
    assert told(store, world, "health")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8)):
        assert told(store, world, "health") == []


def test_more_than_fit_are_said_to_be_more(
    store: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST", 1)
    happened(store, world)
    with store.reading() as session:
        news = changes.news_for(session, world.viewers["health"])
    assert ([c.words for c in news.changes], news.more) == ([HEARD], True)
