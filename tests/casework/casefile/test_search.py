"""Search by name answers only what the page of the case would show to the same person."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from casework.access import Viewer
from casework.casefile import search
from casework.casefile.search import NAMES, by_name, reference_in
from casework.cases.answers import write_answer
from casework.cases.exclusions import exclude
from casework.cases.models import Case, CaseKind, CaseState
from casework.cases.opening import start_case
from casework.clock import now
from casework.db import Database
from casework.disclosure.current import GATE
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.world import World, answer, bring_to, make_world

MARKS = {
    "victim.given_name": "Zelkova",
    "victim.surname": "Markervictim-Oakley",
    "victim.aliases": "Zee Formername",
    "alleged_perpetrator.given_name": "Christopher",
    "alleged_perpetrator.surname": "Markerharm",
}
URL = "/cases/search"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    NAMES.forget()


@pytest.fixture
def world(app: Flask) -> World:
    store: Database = app.extensions["confer_database"]
    with store.writing() as session:
        return make_world(session, MARKS, state=CaseState.LISTED)


def browser(app: Flask, world: World, who: str) -> PageClient:
    return browser_of(app, world.viewers[who])


def searched(client: PageClient, text: str) -> str:
    answer = client.submit(URL, {"wanted": text})
    assert answer.status_code == 200, answer.text[:2000]
    assert text not in str(answer.headers)
    return answer.text


def hits(store: Database, app: Flask, viewer: Viewer, text: str) -> int:
    gate: Gate = app.extensions[GATE]
    with store.reading() as session:
        return len(by_name(session, viewer, gate, text).hits)


@pytest.mark.parametrize(
    "text",
    ["zelkova", "MARKERVICTIM", "Marker", "Oakley", "zelkova markervic", "Formername", "zel, oak",
     "chris markerharm", "Marckerharm"],
)  # fmt: skip
def test_part_of_a_name_its_short_form_or_its_sound_finds_the_case(
    app: Flask, world: World, text: str
) -> None:
    assert world.case.reference in searched(browser(app, world, "police"), text)


@pytest.mark.parametrize("text", ["zelkova nobody", "zelkova markerharm", "elkova", "nobody"])
def test_every_word_must_stand_in_the_name_of_one_person(
    app: Flask, world: World, text: str
) -> None:
    page = searched(browser(app, world, "police"), text)
    assert "No case found" in page
    assert world.case.reference not in page


def test_what_is_not_open_looks_like_no_match(app: Flask, world: World) -> None:
    client = browser(app, world, "perpetrator_service")
    client.forbidden_markers = {world.case.reference, "Markerharm", "Markervictim"}
    nobody = client.submit(URL, {"wanted": "nowhere"}).text
    hidden = client.submit(URL, {"wanted": "zelkova"}).text
    assert _alike(nobody, "nowhere") == _alike(hidden, "zelkova")


def _alike(html: str, typed: str) -> str:
    kept = [line for line in html.splitlines() if "nonce" not in line and "csrf" not in line]
    return "\n".join(line.replace(typed, "") for line in kept if "Printed by" not in line)


def test_an_excluded_person_meets_the_same_page_whether_or_not_the_case_is_there(
    app: Flask, store: Database
) -> None:
    pages = []
    for answers in (MARKS, {}):
        NAMES.forget()
        with store.writing() as session:
            made = make_world(session, answers, state=CaseState.LISTED)
            kept_out = made.viewers["health"]
            exclude(
                session, made.viewers["chair"], case=made.case, person_id=kept_out.person_id,
                reason=None,
            )  # fmt: skip
        name = kept_out.name, kept_out.agency_name
        page = searched(browser(app, made, "health"), "zelkova")
        for word in name:
            page = page.replace(word, "")
        pages.append(_alike(page, "zelkova"))
        reference = searched(browser(app, made, "health"), made.case.reference)
        assert "No case found" in reference
    assert pages[0] == pages[1]


def test_a_reference_leads_to_its_case_however_it_is_typed(app: Flask, world: World) -> None:
    typed = world.case.reference.lower().replace("-", " ")
    answer = browser(app, world, "housing").submit(URL, {"wanted": typed})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/cases/{world.case.id}"


def test_a_reference_is_told_from_a_name() -> None:
    assert reference_in("c-7kq2-m9xp") == reference_in("7KQ2 M9XP") == "C-7KQ2-M9XP"
    assert reference_in("c bcdf ghjk") == "C-BCDF-GHJK"
    assert reference_in("Christie") is None
    assert reference_in("Anne") is None


def test_a_name_written_later_is_found_and_one_that_was_replaced_is_not(
    app: Flask, world: World, store: Database
) -> None:
    police = world.viewers["police"]
    assert hits(store, app, police, "Markervictim") == 1
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        write_answer(
            session, police, case=case, field="victim.surname", text="Quillfeather",
            subject_id=world.subjects["victim"],
        )  # fmt: skip
    assert hits(store, app, police, "Quillfeather") == 1
    assert hits(store, app, police, "Markervictim") == 0


def test_an_answer_that_is_not_released_is_found_by_its_own_agency_alone(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        write_answer(
            session, world.viewers["housing"], case=case, field="victim.aliases",
            text="Tenantname", subject_id=world.subjects["victim"], released=False,
        )  # fmt: skip
    assert hits(store, app, world.viewers["housing"], "Tenantname") == 1
    assert hits(store, app, world.viewers["police"], "Tenantname") == 0


def test_nothing_to_look_for_is_said_at_the_field_and_kept(app: Flask, world: World) -> None:
    client = browser(app, world, "police")
    for typed in ("", "a", "?!", "x" * 121):
        answer = client.submit(URL, {"wanted": typed})
        assert answer.status_code == 422
        assert typed.replace("?!", "?!") in answer.text


def test_a_search_is_recorded_without_its_words(app: Flask, world: World, store: Database) -> None:
    searched(browser(app, world, "police"), "zelkova")
    with store.reading() as session:
        made = session.scalars(
            select(LedgerEntry).where(LedgerEntry.kind == Kind.SEARCHED.value)
        ).one()
        built = select(func.count()).where(LedgerEntry.kind == Kind.MATCHING_BUILT.value)
        assert session.scalar(built) == 1
        assert made.actor_id == world.viewers["police"].person_id
        bodies = b"".join(session.scalars(select(LedgerEntry.body)))
    assert b"elkova" not in bodies


def test_only_what_the_list_shows_is_recorded_as_shown(
    app: Flask, world: World, store: Database
) -> None:
    searched(browser(app, world, "police"), "nobody")
    with store.reading() as session:
        shown = select(func.count()).where(LedgerEntry.kind == Kind.ANSWERS_SHOWN.value)
        assert session.scalar(shown) == 0


def test_after_thirty_searches_in_five_minutes_a_person_waits_and_others_do_not(
    app: Flask, world: World, store: Database
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        with store.writing() as session:
            for _ in range(search.MOST_SEARCHES):
                search.note_search(session, world.viewers["police"])
        client = browser(app, world, "police")
        stopped = client.submit(URL, {"wanted": "zelkova"})
        assert stopped.status_code == 429
        assert stopped.headers["Retry-After"]
        assert "zelkova" in stopped.text
        assert "No case found" not in stopped.text
        assert world.case.reference in searched(browser(app, world, "victim_service"), "zelkova")
        clock.shift(timedelta(minutes=5))
        assert world.case.reference in searched(client, "zelkova")


def test_a_search_that_finds_very_many_shows_the_newest_and_says_so(
    app: Flask, world: World, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_HITS", 1)
    client = browser(app, world, "police")
    assert "There are more" not in searched(client, "zelkova")
    with store.writing() as session:
        case = start_case(
            session, world.viewers["police"], conference_id=world.conference.id,
            kind=CaseKind.PERSON,
        )  # fmt: skip
        second = World(world.partnership, world.conference, world.agencies, world.viewers, case)
        answer(session, second, MARKS)
        bring_to(session, second, CaseState.LISTED)
    page = searched(client, "zelkova")
    assert "There are more" in page
    assert case.reference in page
    assert world.case.reference not in page
