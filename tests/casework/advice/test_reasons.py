"""'Why can this agency not see this?': in full for a few, and never more than they may know."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.exclusions import exclude
from casework.cases.models import Case, CaseState
from casework.cases.taking_part import relate
from casework.db import Database
from casework.directory.models import Person
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from tests.factories.accounts import browser_of
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

MARKS = {
    "victim.surname": "Markervictim",
    "victim.date_of_birth": "1988-04-02",
    "victim.current_address": "14 Markeraddress Row",
    "victim.mental_health": "Markermood",
}
HARM_SIDE = "An agency that works with the person causing harm never sees"


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        made = make_world(session, MARKS, state=CaseState.LISTED)
        made.viewers["governance"] = make_viewer(
            session, made.agencies["police"], Role.INFORMATION_GOVERNANCE_OFFICER
        )
    return made


def page(app: Flask, world: World, who: str, agency: str, field: str) -> str:
    never = {"Markeraddress", "Markermood", "Markervictim", "Markersecret"}
    client = browser_of(app, world.viewers[who], never=never)
    overseen = "/overseen" if who == "governance" else ""
    key = world.agencies[agency].id
    return client.page(f"/cases/{world.case.id}/why{overseen}?agency={key}&field={field}").words


@pytest.mark.parametrize("who", ["police", "chair", "governance"])
def test_owner_chair_and_overseer_read_every_step(app: Flask, world: World, who: str) -> None:
    words = page(app, world, who, "perpetrator_service", "victim.current_address")
    assert "Hidden completely." in words
    assert HARM_SIDE in words
    assert "no trace of it is on their page" in words
    summary = page(app, world, who, "housing", "victim.mental_health")
    assert "never more than a summary" in summary
    assert "Your agency sees a summary of health." in summary


@pytest.mark.parametrize("who", ["housing", "coordinator", "health"])
def test_somebody_else_reads_nothing_about_another_agency(
    app: Flask, world: World, who: str
) -> None:
    words = page(app, world, who, "perpetrator_service", "victim.current_address")
    assert "Nothing to explain" in words
    assert HARM_SIDE not in words


def test_a_viewer_reads_the_words_that_are_safe_for_a_viewer(app: Flask, world: World) -> None:
    words = page(app, world, "housing", "housing", "victim.mental_health")
    assert "Your agency sees a summary of health." in words
    assert "never more than" not in words


def test_what_is_hidden_from_a_viewer_is_explained_like_what_is_not_there(
    app: Flask, world: World
) -> None:
    there = page(app, world, "perpetrator_service", "perpetrator_service", "victim.current_address")
    absent = page(app, world, "perpetrator_service", "perpetrator_service", "victim.safe_email")
    assert "or there is nothing here" in there
    assert HARM_SIDE not in there
    assert _settled(there) == _settled(absent)


def test_the_question_is_written_down(app: Flask, world: World, store: Database) -> None:
    page(app, world, "governance", "housing", "victim.mental_health")
    with store.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == Kind.EXPLAINED)).one()
    assert entry.actor_id == world.viewers["governance"].person_id


def something_not_to_be_confirmed(session: Session, world: World) -> None:
    write_answers(
        session, world.viewers["health"], case=session.get_one(Case, world.case.id),
        answers=[
            NewAnswer("risk.narrative", "Markersecret", do_not_confirm=True),
            NewAnswer("research.item_health", "Markersecret", released=False),
        ],
    )  # fmt: skip


def an_agency_is_shut_out(session: Session, world: World) -> None:
    exclude(
        session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
        agency_id=world.agencies["probation"].id,
    )  # fmt: skip


def an_agency_takes_a_side(session: Session, world: World) -> None:
    relate(
        session, world.viewers["probation"], case=session.get_one(Case, world.case.id),
        agency_id=world.agencies["probation"].id, relationship="works_with_perpetrator",
    )  # fmt: skip


@pytest.mark.parametrize("title", ["Adviser", ""])
def test_of_two_people_of_one_name_each_reads_their_own_reason(
    app: Flask, world: World, store: Database, title: str
) -> None:
    with store.writing() as session:
        place = world.agencies["victim_service"], Role.REPRESENTATIVE, world.conference
        ids = world.viewers["victim_service"].person_id, make_viewer(session, *place).person_id
        here, there = (session.get_one(Person, key) for key in ids)
        here.name = there.name = "Alex Mason"
        here.job_title = there.job_title = title
        relate(
            session, world.viewers["police"], case=session.get_one(Case, world.case.id),
            agency_id=there.agency_id, relationship="works_with_perpetrator", person_id=there.id,
        )  # fmt: skip
    words = page(app, world, "governance", "victim_service", "victim.current_address")
    assert f"Alex Mason, {there.email}: hidden completely" in words
    assert f"Alex Mason, {here.email}: shown" in words
    both = page(app, world, "governance", "victim_service", "victim.surname")
    assert both.count("Alex Mason, ") == 2


ASKED = (
    ("risk.narrative", "housing"), ("risk.narrative", "health"), ("risk.narrative", "probation"),
    ("victim.current_address", "housing"), ("victim.current_address", "probation"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "who"),
    [
        (something_not_to_be_confirmed, "chair"),
        (something_not_to_be_confirmed, "police"),
        (something_not_to_be_confirmed, "housing"),
        (an_agency_is_shut_out, "housing"),
        (an_agency_is_shut_out, "police"),
        (an_agency_takes_a_side, "housing"),
        (an_agency_takes_a_side, "health"),
    ],
)
def test_two_worlds_that_differ_in_hidden_things_are_explained_alike(
    app: Flask, world: World, store: Database, what: Callable[[Session, World], None], who: str
) -> None:
    before = [page(app, world, who, agency, field) for field, agency in ASKED]
    with store.writing() as session:
        what(session, world)
    after = [page(app, world, who, agency, field) for field, agency in ASKED]
    assert [_settled(words) for words in after] == [_settled(words) for words in before]


def test_the_twins_differ_where_something_is_not_hidden(
    app: Flask, world: World, store: Database
) -> None:
    """A control: the owner of an answer does read that a side was taken."""
    before = page(app, world, "police", "probation", "victim.current_address")
    with store.writing() as session:
        an_agency_takes_a_side(session, world)
    assert page(app, world, "police", "probation", "victim.current_address") != before


def _settled(words: str) -> str:
    return re.sub(r"from the page of .*? (am|pm)|\d+:\d\d[ap]m", "", words)
