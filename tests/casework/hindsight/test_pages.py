"""Overseers and the chair ask about an earlier moment; nobody learns more than they may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access import Role
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.facts import record_fact
from casework.cases.matters import matter
from casework.cases.models import Case, CaseState
from casework.cases.taking_part import relate
from casework.clock import moved_to, now
from casework.db import Database
from casework.directory.models import Agency, Person
from casework.directory.viewers import viewer_of
from casework.disclosure.current import GATE
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.hindsight.forms import moment_of
from tests.client import PageClient
from tests.documents import words_of
from tests.factories.accounts import browser_of
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

BUILT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MARKS = {
    "victim.surname": "Markervictim",
    "victim.date_of_birth": "1988-04-02",
    "victim.current_address": "14 Markeraddress Row",
    "victim.mental_health": "Markermood",
}


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with moved_to(BUILT), store.writing() as session:
        made = make_world(session, MARKS, state=CaseState.LISTED)
        police = made.agencies["police"]
        made.viewers |= {
            "governance": make_viewer(session, police, Role.INFORMATION_GOVERNANCE_OFFICER),
            "auditor": make_viewer(session, police, Role.AUDITOR),
        }
    return made


@pytest.fixture
def still() -> Iterator[None]:
    """The clock stands, so that two pages tell the same minute."""
    with moved_to(now()):
        yield


def browser(app: Flask, world: World, who: str) -> PageClient:
    never = {"Markeraddress", "Markermood", "Markervictim", "Markerprivate"}
    return browser_of(app, world.viewers[who], never=never)


def asked(world: World, agency: str, day: int, time: str = "", suffix: str = "") -> str:
    key = world.agencies[agency].id
    return (
        f"/history/{world.case.id}{suffix}?agency={key}&day-day={day}&day-month=3&day-year=2026"
        f"&time={time}&where=screen"
    )


def becomes_a_tenant(store: Database, world: World) -> None:
    with moved_to(BUILT + timedelta(days=2)), store.writing() as session:
        record_fact(
            session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
            name="tenant_of_recipient", value="yes", agency_id=world.agencies["housing"].id,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["governance", "auditor", "chair"])
def test_what_could_be_seen_before_and_after_a_fact(
    app: Flask, world: World, store: Database, who: str
) -> None:
    becomes_a_tenant(store, world)
    client = browser(app, world, who)
    before = client.page(asked(world, "housing", 3)).words
    after = client.page(asked(world, "housing", 4)).words
    address = "Address where they are now Victim"
    assert f"{address} Shown" not in before
    assert f"{address} Shown" in after
    assert "version 1.0" in before
    assert world.viewers["housing"].name in before


@pytest.fixture(params=["the first works with the other side", "the second does"])
def namesakes(
    request: pytest.FixtureRequest, world: World, store: Database
) -> tuple[Person, Person]:
    """Two of one name at Housing, which may see the address; the second is on the other side."""
    with moved_to(BUILT), store.writing() as session:
        other = make_viewer(
            session, world.agencies["housing"], Role.REPRESENTATIVE, world.conference
        )
        pair = [world.viewers["housing"].person_id, other.person_id]
        if request.param.startswith("the first"):
            pair.reverse()
        here, there = (session.get_one(Person, key) for key in pair)
        here.name = there.name = "Alex Mason"
        here.job_title, there.job_title = "Tenancy officer", "Enforcement officer"
        relate(
            session, other, case=session.get_one(Case, world.case.id), agency_id=other.agency_id,
            relationship="works_with_perpetrator", person_id=there.id,
        )  # fmt: skip
    becomes_a_tenant(store, world)
    return here, there


def test_of_two_people_of_one_name_neither_hides_what_the_other_could_see(
    app: Flask, world: World, namesakes: tuple[Person, Person]
) -> None:
    words = browser(app, world, "auditor").page(asked(world, "housing", 5)).words
    could = "Address where they are now Victim Shown Less for: Alex Mason, Enforcement officer"
    assert could in words
    assert "Alex Mason, Tenancy officer" in words
    sent = browser(app, world, "auditor").get(asked(world, "housing", 5, suffix="/look-back.csv"))
    told = 'Address where they are now,Shown,3.2,"Less for: Alex Mason, Enforcement officer"'
    assert told in sent.text
    printed = paper(app, world, "auditor", "housing", 5)
    assert could.removeprefix("Address where they are now ") in printed


def test_of_two_people_of_one_name_it_is_told_which_of_them_looked(
    app: Flask, world: World, store: Database, namesakes: tuple[Person, Person]
) -> None:
    here, _ = namesakes
    with moved_to(BUILT + timedelta(days=3)), store.reading() as session:
        case = session.get_one(Case, world.case.id)
        app.extensions[GATE].reveal([viewer_of(session, here.id)], matter(session, case))
    looked = browser(app, world, "auditor").page(asked(world, "housing", 5)).words
    assert "Alex Mason, Tenancy officer" in looked.partition("Who looked")[2]
    sent = browser(app, world, "auditor").get(asked(world, "housing", 5, suffix="/look-back.csv"))
    looks = [line for line in sent.text.splitlines() if line.startswith("Looked")]
    assert all('"Alex Mason, Tenancy officer"' in line for line in looks)
    assert looks


def test_the_minute_counts(app: Flask, world: World, store: Database) -> None:
    becomes_a_tenant(store, world)
    client = browser(app, world, "auditor")
    address = "Address where they are now Victim Shown"
    assert address not in client.page(asked(world, "housing", 4, "08:59")).words
    assert address in client.page(asked(world, "housing", 4, "09:00")).words


def test_who_looked_is_told_with_what_they_were_shown_and_under_which_clause(
    app: Flask, world: World, store: Database
) -> None:
    with moved_to(BUILT + timedelta(hours=3)), store.reading() as session:
        case = session.get_one(Case, world.case.id)
        app.extensions[GATE].reveal([world.viewers["housing"]], matter(session, case))
    client = browser(app, world, "governance")
    early = client.page(asked(world, "housing", 2, "10:00")).words
    assert "Nobody of this agency had looked" in early
    late = client.page(asked(world, "housing", 2, "13:00")).words
    assert "Who looked" in late
    assert "Last name (the person at risk): shown, clause 3.1" in late


def test_the_answer_is_saved_as_csv_without_a_value(
    app: Flask, world: World, store: Database
) -> None:
    becomes_a_tenant(store, world)
    sent = browser(app, world, "auditor").get(asked(world, "housing", 5, suffix="/look-back.csv"))
    assert sent.mimetype == "text/csv"
    assert "attachment" in sent.headers["Content-Disposition"]
    lines = sent.text.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Kind of line,Case,Agency")
    assert any("Address where they are now,Shown,3.2" in line for line in lines)


def paper(app: Flask, world: World, who: str, agency: str, day: int) -> str:
    """The words of the PDF, after a look for every forbidden word in it."""
    client = browser(app, world, who)
    sent = client.get(asked(world, agency, day, suffix="/look-back.pdf"))
    assert (sent.status_code, sent.mimetype) == (200, "application/pdf")
    assert "attachment" in sent.headers["Content-Disposition"]
    words = " ".join(words_of(sent.data).split())
    assert not [word for word in client.forbidden_markers if word in words]
    return words


def test_the_answer_is_printed_with_who_looked_who_printed_and_no_value(
    app: Flask, world: World, store: Database
) -> None:
    with moved_to(BUILT + timedelta(hours=3)), store.reading() as session:
        case = session.get_one(Case, world.case.id)
        app.extensions[GATE].reveal([world.viewers["housing"]], matter(session, case))
    words = paper(app, world, "governance", "housing", 2)
    assert f"Case {world.case.reference}" in words
    assert "OFFICIAL-SENSITIVE" in words
    assert "version 1.0" in words
    assert f"Printed by {world.viewers['governance'].name}" in words
    could, looked = words.split("Who looked, up to that moment")
    assert "Address where they are now" in could
    assert world.viewers["housing"].name in looked
    assert "Last name (the person at risk): shown, clause 3.1" in looked


def test_the_paper_spells_who_printed_it_as_they_are_called(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        session.get_one(Person, world.viewers["chair"].person_id).name = "Pat O'Hara"
        session.get_one(Agency, world.viewers["chair"].agency_id).name = "Fire & Rescue"
    assert "Printed by Pat O'Hara, Fire & Rescue," in paper(app, world, "chair", "housing", 3)


@pytest.mark.parametrize("suffix", ["", "/look-back.csv", "/look-back.pdf"])
def test_the_question_itself_is_written_down(
    app: Flask, world: World, store: Database, suffix: str
) -> None:
    browser(app, world, "auditor").get(asked(world, "housing", 3, suffix=suffix))
    with store.reading() as session:
        entry = session.scalars(
            select(LedgerEntry).where(LedgerEntry.kind == Kind.HISTORY_ASKED)
        ).one()
    assert entry.actor_id == world.viewers["auditor"].person_id
    assert entry.case_id == world.case.id


def test_a_page_loaded_again_is_one_question_and_its_file_another(
    app: Flask, world: World, store: Database
) -> None:
    auditor = browser(app, world, "auditor")
    for _ in range(2):
        auditor.page(asked(world, "housing", 3))
    auditor.get(asked(world, "housing", 3, suffix="/look-back.csv"))
    auditor.page(asked(world, "housing", 4))
    with store.reading() as session:
        asked_for = select(LedgerEntry).where(LedgerEntry.kind == Kind.HISTORY_ASKED)
        rows = session.scalars(asked_for.order_by(LedgerEntry.seq))
        details = [read_body(row.body)["detail"] for row in rows]
    assert [d["as"] for d in details] == ["page", "csv", "page"]
    assert len({d["asked"] for d in details}) == 2


@pytest.mark.parametrize("who", ["coordinator", "housing", "police"])
@pytest.mark.parametrize("suffix", ["", "/look-back.csv", "/look-back.pdf"])
def test_nobody_else_asks(app: Flask, world: World, who: str, suffix: str) -> None:
    assert browser(app, world, who).get(f"/history/{world.case.id}{suffix}").status_code == 403


@pytest.mark.usefixtures("still")
def test_a_chair_learns_nothing_of_what_is_hidden_from_the_chair(
    app: Flask, world: World, store: Database
) -> None:
    day = BUILT + timedelta(days=1)
    pages = {
        agency: browser(app, world, "chair").page(asked(world, agency, 4)).words
        for agency in ("health", "housing")
    }
    printed = paper(app, world, "chair", "health", 4)
    health = world.viewers["health"]
    with moved_to(day), store.writing() as session:
        write_answers(
            session, health, case=session.get_one(Case, world.case.id),
            answers=[
                NewAnswer("research.item_health", "Markerprivate", released=False),
                NewAnswer("risk.narrative", "Markerprivate", do_not_confirm=True),
            ],
        )  # fmt: skip
    with moved_to(day), store.reading() as session:
        case = session.get_one(Case, world.case.id)
        app.extensions[GATE].reveal([health], matter(session, case, fields={"risk.narrative"}))
    for agency, before in pages.items():
        after = browser(app, world, "chair").page(asked(world, agency, 4)).words
        assert _settled(after) == _settled(before)
    assert _untimed(paper(app, world, "chair", "health", 4)) == _untimed(printed)
    # The overseer of the whole does see that health held something then.
    governed = browser(app, world, "governance").page(asked(world, "health", 4)).words
    assert governed.count(" 1.4 ") > pages["health"].count(" 1.4 ")


def _settled(words: str) -> str:
    return words.split("Worked out on", maxsplit=1)[0]


def _untimed(words: str) -> str:
    """The words of a print without its foot, which says who printed it and when."""
    return re.sub(r"Printed by .*?Page \d+ of \d+", "", words)


def test_a_chair_of_one_conference_does_not_ask_about_a_case_of_another(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        other = make_world(session, {}, state=CaseState.LISTED)
    client = browser(app, other, "chair")
    for suffix in ("", "/look-back.csv", "/look-back.pdf"):
        foreign = client.get(f"/history/{world.case.id}{suffix}")
        missing = client.get(f"/history/{UUID(int=5)}{suffix}")
        assert (foreign.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?agency=&where=screen", "Enter the day"),
        ("?agency=x&where=screen&day-day=1&day-month=3&day-year=2026", "Select one of the options"),
        ("?where=screen&day-day=31&day-month=2&day-year=2026", "Day must be a real date"),
        ("?where=screen&day-day=1&day-month=1&day-year=2999", "Day must be today or in the past"),
        ("?where=screen&day-day=1&day-month=3&day-year=2026&time=25:99", "Enter a time such as"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    app: Flask, world: World, query: str, said: str
) -> None:
    client = browser(app, world, "auditor")
    for suffix in ("", "/look-back.csv", "/look-back.pdf"):
        sent = client.get(f"/history/{world.case.id}{suffix}{query}")
        assert sent.status_code == 422
        assert said in sent.text


def test_a_time_is_meant_by_the_clock_on_the_wall() -> None:
    summer = moment_of(datetime(2026, 6, 1, tzinfo=UTC).date(), "10:05")
    assert (summer.hour, summer.minute) == (9, 5)
    # On the day the clocks go forward the end of the day is an hour earlier in UTC.
    assert moment_of(datetime(2026, 3, 28, tzinfo=UTC).date(), "").hour == 23
    assert moment_of(datetime(2026, 3, 29, tzinfo=UTC).date(), "").hour == 22
