"""Requests to see more after they were put: the clock, the list, the end, taking back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.cases import asked as requests
from casework.cases import grants
from casework.cases.carrying_out import carry_out
from casework.cases.models import AskedToSee, Case, CaseState
from casework.clock import LONDON, moved_to
from casework.db import Database
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import NotFound, Refused, StaleEdit, WrongState
from casework.insight.work import work_of
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.agreements import STARTER
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

# A Thursday: three working days run over the weekend.
ASKED = datetime(2026, 3, 5, 10, tzinfo=UTC)
DUE = datetime(2026, 3, 10, 10, tzinfo=UTC)
MARKS = {
    "victim.surname": "Markervictim",
    "victim.date_of_birth": "1988-04-02",
    "victim.mental_health": "Markermood",
}
CLOCK = """
[[clause.rule.obligations]]
what = "answer_request"
when = "after"
owner = "the agency that holds it"
within = "4 hours"
"""
NEXT = '\n[[clause]]\nnumber = "4.3"'
HASTY = STARTER.replace(NEXT, f"{CLOCK}{NEXT}", 1)
SILENT = STARTER.replace(NEXT, f'{CLOCK}missed = "refused"\n{NEXT}', 1)


@pytest.fixture
def world(store: Database) -> World:
    with moved_to(ASKED - timedelta(days=1)), store.writing() as session:
        made = make_world(session, MARKS, state=CaseState.LISTED)
        # The other chair works for the agency that is asked.
        made.viewers["chair"] = make_viewer(
            session, made.agencies["coordinating_body"], Role.CHAIR, made.conference
        )
        return made


def ask(store: Database, world: World, moment: datetime = ASKED) -> UUID:
    with moved_to(moment), store.writing() as session:
        row = requests.ask(
            session, world.viewers["housing"], case=session.get_one(Case, world.case.id),
            section="health", field=None, subject_id=None,
            supplier_id=world.agencies["police"].id, purpose="safety_planning",
            necessity="We must choose a flat.",
        )  # fmt: skip
        return row.id


def decide(
    store: Database, world: World, who: str, asked_id: UUID, at: datetime, *, grant: bool = True
) -> None:
    with moved_to(at), store.writing() as session:
        row = session.get_one(AskedToSee, asked_id)
        requests.decide(
            session, world.viewers[who], asked_id=asked_id, version=row.version, grant=grant,
            reason="Markerreason", until=(at + timedelta(days=5)).date() if grant else None,
        )  # fmt: skip


def browser(app: Flask, world: World, who: str) -> PageClient:
    return browser_of(app, world.viewers[who])


def reads(app: Flask, world: World, at: datetime) -> bool:
    with moved_to(at):
        page = browser(app, world, "housing").page(f"/cases/{world.case.id}")
    return "Markermood" in page.words


def kinds(store: Database, viewer: Viewer, at: datetime, tab: str = "requests") -> list[str]:
    with moved_to(at), store.reading() as session:
        return [item.kind for item in work_of(session, viewer).get(tab, ())]


def test_without_an_answer_in_time_the_chair_is_asked_as_well(
    store: Database, world: World
) -> None:
    key = ask(store, world)
    chair = world.viewers["chair"]
    with store.reading() as session:
        assert session.get_one(AskedToSee, key).escalates_at == DUE
    assert kinds(store, chair, DUE - timedelta(minutes=1)) == []
    assert kinds(store, chair, DUE + timedelta(minutes=1)) == ["request_to_see"]
    with pytest.raises(NotFound):
        decide(store, world, "coordinator", key, DUE + timedelta(hours=1))


def test_the_chair_decides_after_the_clock_and_not_before(
    app: Flask, store: Database, world: World
) -> None:
    key = ask(store, world)
    with pytest.raises(NotFound):
        decide(store, world, "chair", key, DUE - timedelta(hours=1))
    decide(store, world, "chair", key, DUE + timedelta(hours=1))
    assert reads(app, world, DUE + timedelta(hours=2))


def test_a_protocol_may_set_its_own_clock(store: Database) -> None:
    with moved_to(ASKED - timedelta(days=1)), store.writing() as session:
        world = make_world(session, MARKS, state=CaseState.LISTED, protocol=HASTY)
    key = ask(store, world)
    with store.reading() as session:
        assert session.get_one(AskedToSee, key).escalates_at == ASKED + timedelta(hours=4)


@pytest.mark.parametrize("written_down", [False, True])
def test_where_the_protocol_says_so_silence_counts_as_a_no(
    app: Flask, store: Database, *, written_down: bool
) -> None:
    with moved_to(ASKED - timedelta(days=1)), store.writing() as session:
        world = make_world(session, MARKS, state=CaseState.LISTED, protocol=SILENT)
    key, due = ask(store, world), ASKED + timedelta(hours=4)
    assert kinds(store, world.viewers["police"], due - timedelta(minutes=1)) == ["request_to_see"]
    if written_down:
        with moved_to(due + timedelta(hours=1)):
            carry_out(store)
    # The chair is not asked as well, and nobody answers any more.
    for who in ("police", "chair"):
        assert kinds(store, world.viewers[who], due + timedelta(hours=1)) == []
    with pytest.raises(WrongState):
        decide(store, world, "police", key, due + timedelta(hours=2))
    with moved_to(due + timedelta(hours=2)), store.reading() as session:
        (told,) = work_of(session, world.viewers["housing"])["requests"]
        row = session.get_one(AskedToSee, key)
        assert not grants.may_take_back(session, world.viewers["housing"], row)
    assert "by 5 March 2026 at 2pm, so it counts as refused" in told.words
    with moved_to(due + timedelta(hours=2)):
        page = browser(app, world, "housing").page(f"/cases/{world.case.id}/requests")
    assert "Counts as refused since 5 March 2026 at 2pm" in page.words
    again = ask(store, world, due + timedelta(hours=3))
    decide(store, world, "police", again, due + timedelta(hours=4))
    assert reads(app, world, due + timedelta(hours=5))


def test_a_request_that_nobody_answered_is_refused_once_in_the_ledger(store: Database) -> None:
    with moved_to(ASKED - timedelta(days=1)), store.writing() as session:
        world = make_world(session, MARKS, state=CaseState.LISTED, protocol=SILENT)
    key, due = ask(store, world), ASKED + timedelta(hours=4)
    for moment in (due - timedelta(minutes=1), due, due + timedelta(days=1)):
        with moved_to(moment):
            carry_out(store)
    with store.reading() as session:
        row = session.get_one(AskedToSee, key)
        query = select(LedgerEntry).where(LedgerEntry.kind == Kind.ASKED_REFUSED)
        (entry,) = session.scalars(query)
    assert (row.decision, row.decided_at, row.decided_by) == ("refused", due, None)
    assert datetime.fromisoformat(read_body(entry.body)["detail"]["ran_out"]) == due


def test_working_days_are_counted_across_the_change_of_the_clocks(
    store: Database, world: World
) -> None:
    # Friday before the clocks go forward: nine o'clock in London stays nine o'clock.
    friday = datetime(2026, 3, 27, 9, tzinfo=LONDON)
    with moved_to(friday), store.reading() as session:
        case = session.get_one(Case, world.case.id)
        due = grants.answer_due(session, case, friday)
        wednesday = datetime(2026, 4, 1, 9, tzinfo=LONDON)
        over_easter = grants.answer_due(session, case, wednesday)
    assert due.escalates_at == wednesday
    assert over_easter.escalates_at == datetime(2026, 4, 8, 9, tzinfo=LONDON)


def test_a_grant_ends_at_the_last_moment_of_its_day(
    app: Flask, store: Database, world: World
) -> None:
    key = ask(store, world)
    decide(store, world, "police", key, ASKED + timedelta(hours=1))
    last = datetime(2026, 3, 10, 23, 59, tzinfo=UTC)
    assert reads(app, world, last)
    assert not reads(app, world, last + timedelta(minutes=2))


def test_whoever_asked_is_reminded_before_it_ends(store: Database, world: World) -> None:
    key = ask(store, world)
    decide(store, world, "police", key, ASKED + timedelta(hours=1))
    housing = world.viewers["housing"]
    assert kinds(store, housing, ASKED + timedelta(days=1)) == []
    assert kinds(store, housing, ASKED + timedelta(days=4)) == ["grant_ends"]
    assert kinds(store, housing, ASKED + timedelta(days=8)) == []


@pytest.mark.parametrize("who", ["police", "chair"])
def test_a_grant_is_taken_back_and_closes_at_once(
    app: Flask, store: Database, world: World, who: str
) -> None:
    key = ask(store, world)
    decide(store, world, "police", key, ASKED + timedelta(hours=1))
    assert reads(app, world, ASKED + timedelta(hours=2))
    with moved_to(ASKED + timedelta(hours=3)):
        client = browser(app, world, who)
        url = f"/cases/asked/{key}/take-back"
        assert client.submit(url, {"reason": ""}).status_code == 422
        assert client.submit(url, {"reason": "Markerback"}).status_code == 302
    assert not reads(app, world, ASKED + timedelta(hours=4))
    with moved_to(ASKED + timedelta(hours=4)):
        words = browser(app, world, "housing").page(f"/cases/{world.case.id}/requests").words
    assert "Taken back on" in words
    assert "Markerback" in words
    assert "Markerreason" in words


def test_one_withdraws_ones_own_request_and_nobody_elses(
    app: Flask, store: Database, world: World
) -> None:
    key = ask(store, world)
    with moved_to(ASKED + timedelta(hours=1)):
        for who in ("health", "coordinator"):
            assert browser(app, world, who).get(f"/cases/asked/{key}/take-back").status_code == 404
        sent = browser(app, world, "housing").submit(
            f"/cases/asked/{key}/take-back", {"reason": "Not needed."}
        )
    assert sent.status_code == 302
    assert kinds(store, world.viewers["police"], ASKED + timedelta(hours=2)) == []


def test_two_who_take_back_at_once_do_it_once(store: Database, world: World) -> None:
    key = ask(store, world)
    decide(store, world, "police", key, ASKED + timedelta(hours=1))
    with moved_to(ASKED + timedelta(hours=2)), store.writing() as session:
        grants.take_back(
            session, world.viewers["police"], asked_id=key, version=2, reason="Enough."
        )
    with (
        moved_to(ASKED + timedelta(hours=3)),
        store.writing() as session,
        pytest.raises((NotFound, StaleEdit)),
    ):
        grants.take_back(session, world.viewers["chair"], asked_id=key, version=2, reason="Enough.")


def test_each_agency_reads_its_own_requests_and_the_office_all(
    app: Flask, store: Database, world: World
) -> None:
    key = ask(store, world)
    decide(store, world, "police", key, ASKED + timedelta(hours=1), grant=False)
    with moved_to(ASKED + timedelta(hours=2)):
        url = f"/cases/{world.case.id}/requests"
        for who in ("housing", "police", "coordinator", "chair"):
            assert "No, on 5 March 2026" in browser(app, world, who).page(url).words
        client = browser(app, world, "probation")
        client.forbidden_markers = {"Markerreason"}
        assert "Nobody has asked to see more" in client.page(url).words


def test_the_outcome_is_among_what_changed_for_whoever_asked(
    app: Flask, store: Database, world: World
) -> None:
    key = ask(store, world)
    decide(store, world, "police", key, ASKED + timedelta(hours=1), grant=False)
    with moved_to(ASKED + timedelta(hours=2)):
        assert "request to see more was refused" in browser(app, world, "housing").page("/").words
        assert "was refused" not in browser(app, world, "health").page("/").words


def test_nobody_decides_for_their_own_agency_after_the_clock_either(
    store: Database, world: World
) -> None:
    key = ask(store, world)
    with store.writing() as session:
        world.viewers["own"] = make_viewer(
            session, world.agencies["housing"], Role.CHAIR, world.conference
        )
    with pytest.raises(Refused):
        decide(store, world, "own", key, DUE + timedelta(days=1))
