"""One list for everybody: grouped by date, counted by kind, words of workflow only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from casework.access import Role
from casework.casefile.standing import approve_threat, record_threat
from casework.cases import asked
from casework.cases.answers import write_answer
from casework.cases.exclusions import exclude
from casework.cases.models import Case, CaseState
from casework.cases.work import WorkItem
from casework.clock import today
from casework.db import Database
from casework.insight.sources import SOURCES
from casework.insight.work import count_of, groups, tabs, work_of
from casework.research.asking import request_research
from tests.casework.insight.conftest import browser
from tests.factories.directory import make_viewer
from tests.factories.world import World, answer, make_world
from tests.statements import counted

FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)


def item(words: str, days: int | None) -> WorkItem:
    due = None if days is None else today() + timedelta(days=days)
    return WorkItem("research_to_return", words, "insight.work", due=due)


def test_work_is_grouped_by_when_it_is_due_and_the_soonest_stands_first() -> None:
    with time_machine.travel(FRIDAY, tick=False):
        items = [item("none", None), item("today", 0), item("late", -3), item("sunday", 2)]
        items += [item("monday", 3), item("later still", -9)]
        found = {g.name: [i.words for i in g.items] for g in groups(items)}
    assert found == {
        "overdue": ["later still", "late"],
        "this-week": ["today", "sunday"],
        "later": ["monday", "none"],
    }


def test_only_kinds_of_which_there_is_some_have_a_tab() -> None:
    work: dict[str, list[WorkItem]] = {source.tab: [] for source in SOURCES} | {
        "research": [item("one", 1), item("two", 2)]
    }
    assert [(t.name, t.count) for t in tabs(work)] == [("", 2), ("research", 2)]
    assert tabs({}) == []


def test_every_item_leads_to_a_page_that_exists(app: Flask) -> None:
    wanted = {
        "referrals.tasks", "referrals.triage", "referrals.second_look", "research.show",
        "research.overview", "research.correction", "casefile.decide", "casefile.threat",
        "casefile.summary", "casefile.show", "reviews.recommendation", "reviews.asked",
        "reviews.reports", "sharing.show",
    }  # fmt: skip
    assert wanted - set(app.view_functions) == set()


def test_with_nothing_to_do_the_page_says_so(app: Flask, world: World) -> None:
    page = browser(app, world, "fire").page("/")
    assert page.heading == "Your work"
    assert "Nothing is waiting for you" in page.words


def test_research_to_return_stands_on_the_list_with_its_reference_and_no_name(
    app: Flask, world: World, store: Database
) -> None:
    ask(store, world, "health")
    page = browser(app, world, "health").page("/")
    assert f"Research to return for case {world.case.reference}" in page.words
    assert "Research (1)" in page.words


def test_the_tabs_narrow_the_list_and_an_unknown_one_shows_everything(
    app: Flask, world: World, store: Database
) -> None:
    police = browser(app, world, "police")
    assert "for sharing in case" in police.page("/?kind=summaries").words
    assert "for sharing in case" in police.page("/?kind=nonsense").words
    assert "for sharing in case" in police.page("/?kind=research").words


def test_a_request_waits_for_its_supplier_and_never_names_a_concealed_case(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        asked.ask(
            session, world.viewers["housing"], case=case, section="health", field=None,
            subject_id=None, supplier_id=world.agencies["police"].id,
            purpose="safety_planning", necessity="To choose a flat.",
        )  # fmt: skip
        kept_out = make_viewer(
            session, world.agencies["police"], Role.REPRESENTATIVE, world.conference
        )
        exclude(
            session, world.viewers["chair"], case=case, person_id=kept_out.person_id, reason=None
        )
    assert "Answer a request to see more" in browser(app, world, "police").page("/").words
    assert "request to see more" not in browser(app, world, "housing").page("/").words
    with store.reading() as session:
        assert count_of(session, kept_out) == 0


def test_a_serious_threat_waits_for_the_chair_until_it_is_agreed(
    app: Flask, world: World, store: Database
) -> None:
    words = f"A serious threat was recorded in case {world.case.reference}"
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        record_threat(session, world.viewers["coordinator"], case=case, reason="He said so.")
    assert words in browser(app, world, "chair").page("/").words
    assert words not in browser(app, world, "coordinator").page("/").words
    with store.writing() as session:
        approve_threat(session, world.viewers["chair"], case=session.get_one(Case, world.case.id))
    assert words not in browser(app, world, "chair").page("/").words


def test_a_summary_is_wanted_of_the_supplier_until_it_is_written_and_again_after_a_change(
    world: World, store: Database
) -> None:
    assert wanted(store, world, "housing") == []
    assert wanted(store, world, "police") == [
        f"Write a summary for sharing in case {world.case.reference}"
    ]
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        write_answer(
            session,
            world.viewers["police"],
            case=case,
            field="summary.health",
            text="A calm place.",
        )
    assert wanted(store, world, "police") == []
    with store.writing() as session:
        answer(session, world, {"victim.mental_health": "Changed since."})
    assert len(wanted(store, world, "police")) == 1


def wanted(store: Database, world: World, who: str) -> list[str]:
    with store.reading() as session:
        return [i.words for i in work_of(session, world.viewers[who])["summaries"]]


def test_asking_every_room_takes_as_many_questions_for_one_thing_as_for_many(
    world: World, store: Database
) -> None:
    ask(store, world, "health")
    few = questions(store, world)
    ask(store, world, "housing", "probation", "fire", "police")
    with store.writing() as session:
        again = make_world(session, {"victim.mental_health": "Low."}, state=CaseState.LISTED)
        assert again.case.id != world.case.id
    assert questions(store, world) == few
    # One question for each list of each person, and of the chair: who stayed away without a word.
    # Duties are worked out: what sets one off, cases with such a fact, the facts, the conference,
    # its protocols.
    assert few <= 4 * 34 + 1


def questions(store: Database, world: World) -> int:
    with counted(store) as told, store.reading() as session:
        for who in ("coordinator", "chair", "police", "health"):
            work_of(session, world.viewers[who])
    return len(told)


def ask(store: Database, world: World, *agencies: str) -> None:
    with store.writing() as session:
        request_research(
            session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
            agency_ids=[world.agencies[name].id for name in agencies],
            due_on=today() + timedelta(days=9),
        )  # fmt: skip
