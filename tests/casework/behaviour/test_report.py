"""How agencies share: counts by hand against the report, year against year, small numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.behaviour.counting import Behaviour, Rate, behaviour
from casework.behaviour.report import spoken_hours
from casework.boards.figures.periods import Span
from casework.cases import asked as requests
from casework.cases.models import AskedToSee, Case, CaseKind, CaseState
from casework.cases.opening import add_subject, start_case
from casework.cases.states import move
from casework.catalogue.field import Row
from casework.catalogue.withholding_reasons import WITHHOLDING_BY_CODE
from casework.clock import moved_to
from casework.db import Database
from casework.errors import Invalid
from casework.research import answering, items, sharing
from casework.research import asking as research
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

LAST_YEAR, THIS_YEAR = datetime(2025, 5, 6, 9, tzinfo=UTC), datetime(2026, 5, 5, 9, tzinfo=UTC)
LOOKED = datetime(2026, 7, 1, 9, tzinfo=UTC)
SPAN = Span(date(2026, 4, 1), date(2026, 7, 1))


@dataclass
class Told:
    """One request of research: when, after how many hours it was answered, and how."""

    at: datetime
    hours: int | None
    nil: bool = False
    withheld: str = ""


# By hand: this year six asked, five answered, two of them late, two not known, one held back.
STORY = (
    Told(THIS_YEAR, 2), Told(THIS_YEAR, 5, nil=True), Told(THIS_YEAR, 30, nil=True),
    Told(THIS_YEAR, 100, withheld="danger_to_victim"), Told(THIS_YEAR, 200), Told(THIS_YEAR, None),
    Told(LAST_YEAR, 3, nil=True), Told(LAST_YEAR, 7),
)  # fmt: skip


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with moved_to(LAST_YEAR - timedelta(days=30)), store.writing() as session:
        made = make_world(session, {"victim.surname": "Markervictim"}, state=CaseState.LISTED)
        made.viewers["governance"] = make_viewer(
            session, made.agencies["police"], Role.INFORMATION_GOVERNANCE_OFFICER
        )
    for told in STORY:
        tell(store, made, told)
    return made


def tell(store: Database, world: World, told: Told) -> None:
    office, housing = world.viewers["coordinator"], world.viewers["housing"]
    with moved_to(told.at), store.writing() as session:
        case = start_case(
            session, world.viewers["police"], conference_id=world.conference.id,
            kind=CaseKind.PERSON,
        )  # fmt: skip
        person = add_subject(session, world.viewers["police"], case=case, kind=Row.VICTIM).id
        for state in (CaseState.SUBMITTED, CaseState.OPEN, CaseState.LISTED):
            move(session, office, case, state)
        request = research.request_research(
            session, office, case=case, agency_ids=[housing.agency_id],
            due_on=(told.at + timedelta(days=2)).date(),
        )[0]  # fmt: skip
        key = request.id
    if told.hours is None:
        return
    with moved_to(told.at + timedelta(hours=told.hours)), store.writing() as session:
        if told.nil:
            answering.nil_return(session, housing, request_id=key)
            return
        answering.save_search(
            session,
            housing,
            request_id=key,
            systems="Register",
            known={person: "yes"},
            standings=["works_with_victim"],
        )
        item = items.add_item(
            session, housing, request_id=key,
            new=items.NewItem("research.item_housing", "Rent.", relevant="yes", necessary="yes"),
        )  # fmt: skip
        share = "withheld" if told.withheld else "all"
        sharing.share_item(
            session, housing, item_id=item.id, share=share, withheld_code=told.withheld
        )
        answering.send_return(session, housing, request_id=key)


def counted(store: Database, world: World, span: Span) -> Behaviour:
    with store.reading() as session:
        found = behaviour(session, world.partnership.id, [world.conference.id], span)
    return found[world.agencies["housing"].id]


def browser(app: Flask, viewer: Viewer) -> PageClient:
    return browser_of(app, viewer, never={"Markervictim"})


def test_the_counts_are_those_made_by_hand(store: Database, world: World) -> None:
    one = counted(store, world, SPAN)
    assert (one.asked, one.answered, one.in_time, one.not_known) == (6, 5, 3, 2)
    assert (one.median_wait, one.slowest) == (30, 200)
    assert (one.items, one.withheld, dict(one.by_reason)) == (3, 1, {"danger_to_victim": 1})
    before = counted(store, world, SPAN.a_year_before())
    assert (before.asked, before.answered, before.not_known, before.slowest) == (2, 2, 1, 7)


def test_requests_to_see_more_count_for_whoever_decides(store: Database, world: World) -> None:
    police, housing = world.viewers["police"], world.viewers["housing"]

    def put(session: Session, section: str) -> AskedToSee:
        return requests.ask(
            session, housing, case=session.get_one(Case, world.case.id), section=section,
            field=None, subject_id=None, supplier_id=police.agency_id, purpose="safety_planning",
            necessity="Because.",
        )  # fmt: skip

    with moved_to(THIS_YEAR), store.writing() as session:
        first, _ = put(session, "health"), put(session, "children")
        key = first.id
    with moved_to(THIS_YEAR + timedelta(hours=6)), store.writing() as session:
        requests.decide(session, police, asked_id=key, version=1, grant=False, reason="No.")
    with store.reading() as session:
        one = behaviour(session, world.partnership.id, None, SPAN)[police.agency_id]
    assert (one.to_decide, one.decided, one.granted, one.median_decision) == (2, 1, 0, 6)


def test_the_page_sets_this_year_beside_the_last_with_counts_beside_percentages(
    app: Flask, world: World
) -> None:
    with moved_to(LOOKED):
        words = browser(app, world.viewers["chair"]).page("/sharing-report/").words
    assert "Asked what it knows 6 2" in words
    assert "Answered 5 of 6 (83%) 2 of 2" in words
    assert "Time to answer, half of them within 30 hours 5 hours" in words
    assert "Slowest answer 8 days 7 hours" in words
    assert "Held back: sharing it could put the victim or a child in danger 1 0" in words


def test_a_small_base_has_no_percentage_and_none_at_all_says_so() -> None:
    said = [Rate(*pair).words for pair in ((0, 0), (1, 4), (1, 5), (0, 12))]
    assert said == ["n/a", "1 of 4", "1 of 5 (20%)", "0 of 12 (0%)"]
    assert spoken_hours(None) == "n/a"
    assert [spoken_hours(h) for h in (0.2, 1, 47, 48, 24 * 9)] == [
        "0 hours", "1 hour", "47 hours", "2 days", "9 days",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_it_is_saved_as_a_file_that_runs_nothing(app: Flask, world: World, name: str) -> None:
    with moved_to(LOOKED):
        client = browser(app, world.viewers["governance"])
        sent = client.get(f"/sharing-report/how-agencies-share.{name}")
    assert "attachment" in sent.headers["Content-Disposition"]
    if name == "csv":
        rows = [line.split(",") for line in sent.text.splitlines()]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(sent.data)).active
        assert sheet is not None
        rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert any(row[1:3] == ["Answered", "5 of 6 (83%)"] for row in rows)


def test_a_chair_counts_the_cases_of_their_own_conference(
    app: Flask, world: World, store: Database
) -> None:
    with moved_to(THIS_YEAR), store.writing() as session:
        other = make_world(session, {}, state=CaseState.LISTED)
    with moved_to(LOOKED):
        words = browser(app, other.viewers["chair"]).page("/sharing-report/").words
    assert "Nothing was asked" in words


@pytest.mark.parametrize("who", ["housing", "police"])
def test_agencies_do_not_read_it(app: Flask, world: World, who: str) -> None:
    assert browser(app, world.viewers[who]).get("/sharing-report/").status_code == 403


def test_a_period_nobody_knows_is_not_found(app: Flask, world: World) -> None:
    client = browser(app, world.viewers["governance"])
    for key in ("year-999999", "month", "quarter-2026-9"):
        assert client.get(f"/sharing-report/?period={key}").status_code == 404


def test_no_agreement_in_place_is_not_a_reason_that_signatories_have(
    store: Database, world: World
) -> None:
    """R55: whoever has signed cannot hold something back for want of an agreement."""
    spoken = " ".join(f"{r.code} {r.label}" for r in WITHHOLDING_BY_CODE.values()).lower()
    assert "agreement in place" not in spoken
    assert "protocol" not in spoken
    with store.writing() as session:
        housing = world.viewers["housing"]
        request = research.request_research(
            session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
            agency_ids=[housing.agency_id], due_on=date(2030, 1, 1),
        )[0]  # fmt: skip
        item = items.add_item(
            session, housing, request_id=request.id,
            new=items.NewItem("research.item_housing", "Rent.", relevant="yes", necessary="yes"),
        )  # fmt: skip
        with pytest.raises(Invalid):
            sharing.share_item(
                session, housing, item_id=item.id, share="withheld", withheld_code="no_agreement"
            )
