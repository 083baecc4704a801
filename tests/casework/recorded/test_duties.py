"""Duties of the protocol: since when, until when, on whose list, told once, and how they end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.casefile import standing
from casework.casefile.waiting import due_for
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.duties import Duty, duties_of
from casework.cases.exclusions import exclude
from casework.cases.facts import record_fact
from casework.cases.models import Case, CaseEvent, CaseState, DutySettled
from casework.clock import LONDON, moved_to
from casework.db import Database
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import Invalid, NotFound
from casework.insight.work import work_of
from casework.notices.models import Notice
from casework.recorded import owed
from casework.startup.overdue import tell_of_overdue
from tests.client import PageClient
from tests.factories.accounts import sign_in
from tests.factories.agreements import STARTER, timed
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

MARKS = {
    "victim.surname": "Markervictim",
    "victim.date_of_birth": "1988-04-02",
    "victim.mental_health": "Markermood",
}
BUILT = datetime(2026, 3, 1, 9, tzinfo=UTC)
# The Friday before the clocks go forward; the next working day is the Monday after.
FRIDAY = datetime(2026, 3, 27, 16, tzinfo=LONDON)
MONDAY = datetime(2026, 3, 30, 16, tzinfo=LONDON)


PROTOCOL = timed(STARTER, "chair_approved", "1 working day", "refused")
PROTOCOL = timed(PROTOCOL, "tell_originator", "2 working days", "reported")
PROTOCOL = timed(PROTOCOL, "review_of_emergency_access", "5 working days", "owner_reminded")


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with moved_to(BUILT), store.writing() as session:
        made = make_world(session, MARKS, state=CaseState.LISTED, protocol=PROTOCOL)
        made.viewers["governance"] = make_viewer(
            session, made.agencies["health"], Role.INFORMATION_GOVERNANCE_OFFICER
        )
        return made


def threatened(store: Database, world: World, moment: datetime = FRIDAY) -> None:
    with moved_to(moment), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        standing.record_threat(
            session, world.viewers["coordinator"], case=case, reason="He said so."
        )


def agreed(store: Database, world: World, moment: datetime) -> None:
    with moved_to(moment), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        standing.approve_threat(session, world.viewers["chair"], case=case)


def recorded(store: Database, world: World, moment: datetime, name: str, who: str) -> None:
    with moved_to(moment), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        record_fact(session, world.viewers[who], case=case, name=name, value="yes")


def found(store: Database, world: World, moment: datetime) -> dict[str, Duty]:
    with moved_to(moment), store.reading() as session:
        duties = duties_of(session, [session.get_one(Case, world.case.id)])
    return {duty.what: duty for duty in duties[world.case.id]}


def words(store: Database, viewer: Viewer, moment: datetime) -> list[str]:
    with moved_to(moment), store.reading() as session:
        return [item.words for item in work_of(session, viewer).get("duties", [])]


def browser(app: Flask, viewer: Viewer) -> PageClient:
    made = app.test_client()
    assert isinstance(made, PageClient)
    made.forbidden_markers = {"Markermood"}
    return sign_in(made, viewer.person_id)


def test_an_answer_is_due_by_the_clock_of_its_rule_over_the_change_of_the_clocks(
    store: Database, world: World
) -> None:
    threatened(store, world)
    duty = found(store, world, FRIDAY)["chair_approved"]
    assert (duty.since, duty.due) == (FRIDAY, MONDAY)
    assert (duty.clause, duty.owner, duty.missed) == ("4.1", "chair", "refused")


def test_a_bank_holiday_does_not_count(store: Database, world: World) -> None:
    thursday = datetime(2026, 4, 2, 15, tzinfo=LONDON)
    threatened(store, world, thursday)
    due = found(store, world, thursday)["chair_approved"].due
    assert due == datetime(2026, 4, 7, 15, tzinfo=LONDON)


def test_nothing_is_owed_before_anything_is_recorded(store: Database, world: World) -> None:
    assert found(store, world, FRIDAY) == {}


@pytest.mark.parametrize("released", [False, True])
def test_what_is_recorded_about_one_answer_is_owed_by_those_who_may_know_of_it(
    store: Database, world: World, *, released: bool
) -> None:
    with moved_to(FRIDAY), store.writing() as session:
        case, health = session.get_one(Case, world.case.id), world.viewers["health"]
        (row,) = write_answers(
            session, health, case=case,
            answers=[NewAnswer("research.item_health", "Markerprivate", released=released)],
        )  # fmt: skip
        for name in ("serious_threat", "serious_threat_reason_recorded"):
            record_fact(session, health, case=case, name=name, value="yes", answer_id=row.id)
    duty = found(store, world, FRIDAY)["chair_approved"]
    assert (duty.answer_id, duty.since, duty.due) == (row.id, FRIDAY, MONDAY)
    said = f"Case {world.case.reference}: the chair has approved it"
    # The coordinator would learn that there is such an answer.
    assert [w.startswith(said) for w in words(store, world.viewers["coordinator"], MONDAY)] == (
        [True] if released else []
    )
    (told,) = words(store, world.viewers["health"], MONDAY)
    assert told.startswith(said)
    assert words(store, world.viewers["police"], MONDAY) == []
    with moved_to(FRIDAY), store.reading() as session:
        case = session.get_one(Case, world.case.id)
        who = world.viewers["coordinator"]
        assert [d.what for d in owed.owed_in(session, who, case)] == (
            ["chair_approved"] if released else []
        )
        assert due_for(session, case, "chair_approved") is None


def test_when_the_chair_has_agreed_the_duty_after_begins(store: Database, world: World) -> None:
    threatened(store, world)
    assert "tell_originator" not in found(store, world, MONDAY)
    agreed(store, world, MONDAY)
    duties = found(store, world, MONDAY)
    assert set(duties) == {"tell_originator"}
    assert duties["tell_originator"].since == MONDAY
    assert duties["tell_originator"].due == datetime(2026, 4, 1, 16, tzinfo=LONDON)


def test_what_began_is_still_owed_when_the_danger_has_passed(store: Database, world: World) -> None:
    threatened(store, world)
    agreed(store, world, MONDAY)
    with moved_to(MONDAY + timedelta(hours=1)), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        standing.end_threat(session, world.viewers["chair"], case=case)
    assert set(found(store, world, MONDAY + timedelta(days=1))) == {"tell_originator"}


def test_an_approval_that_is_taken_back_is_waited_for_again_from_then_on(
    store: Database, world: World
) -> None:
    threatened(store, world)
    agreed(store, world, FRIDAY + timedelta(hours=1))
    back = FRIDAY + timedelta(hours=2)
    with moved_to(back), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        fact = standing.current_fact(session, case, "chair_approved")
        assert fact is not None
        fact.withdrawn_at = back
    duty = found(store, world, MONDAY)["chair_approved"]
    assert (duty.since, duty.due) == (back, MONDAY + timedelta(hours=2))


def test_whoever_waits_reads_until_when_and_that_it_counts_as_refused(
    app: Flask, store: Database, world: World
) -> None:
    threatened(store, world)
    for moment, said in (
        (FRIDAY, "chair approved, answer due by 30 March 2026 at 4pm"),
        (MONDAY, "The chair did not answer in time (chair approved), so it counts as refused"),
    ):
        with moved_to(moment):
            page = browser(app, world.viewers["housing"]).page(f"/cases/{world.case.id}")
        assert said in page.words
    for moment, said in (
        (FRIDAY, "answer due by 30 March 2026 at 4pm"),
        (MONDAY, "had not answered by 30 March 2026 at 4pm, so it counts as refused"),
    ):
        with moved_to(moment):
            page = browser(app, world.viewers["coordinator"]).page(f"/cases/{world.case.id}/threat")
        assert said in page.words


def test_the_chair_has_until_then_and_the_coordinator_hears_when_it_is_late(
    store: Database, world: World
) -> None:
    threatened(store, world)
    with moved_to(FRIDAY), store.reading() as session:
        (item,) = work_of(session, world.viewers["chair"])["urgent"]
    assert item.due == date(2026, 3, 30)
    assert words(store, world.viewers["chair"], MONDAY) == []
    assert words(store, world.viewers["coordinator"], MONDAY - timedelta(minutes=1)) == []
    (late,) = words(store, world.viewers["coordinator"], MONDAY)
    assert late == (
        f"Case {world.case.reference}: the chair has approved it, by chair (clause 4.1): no answer "
        "by 30 March 2026 at 4pm, so it counts as refused"
    )


def test_a_duty_after_is_the_owners_from_the_start_and_the_chairs_when_it_is_reported(
    store: Database, world: World
) -> None:
    threatened(store, world)
    agreed(store, world, MONDAY)
    due = datetime(2026, 4, 1, 16, tzinfo=LONDON)
    (early,) = words(store, world.viewers["coordinator"], MONDAY)
    assert "tell the agency that provided it, by coordinator (clause 4.1)" in early
    assert early.endswith(": due by 1 April 2026 at 4pm")
    assert words(store, world.viewers["chair"], MONDAY) == []
    (late,) = words(store, world.viewers["chair"], due)
    assert late.endswith("overdue since 1 April 2026 at 4pm")
    for other in ("police", "housing", "governance"):
        assert words(store, world.viewers[other], due) == []


def test_somebody_with_an_interest_is_not_told(store: Database, world: World) -> None:
    threatened(store, world)
    with moved_to(FRIDAY), store.writing() as session:
        who = world.viewers["coordinator"]
        exclude(session, who, case=session.get_one(Case, world.case.id), person_id=who.person_id)
    assert words(store, world.viewers["coordinator"], MONDAY) == []


def test_governance_owes_the_review_of_an_emergency_without_opening_the_case(
    app: Flask, store: Database, world: World
) -> None:
    recorded(store, world, FRIDAY, "emergency_declared", "coordinator")
    recorded(store, world, FRIDAY, "serious_threat_reason_recorded", "coordinator")
    governance = world.viewers["governance"]
    (item,) = words(store, governance, FRIDAY)
    assert "review of emergency access" in item
    duty = found(store, world, FRIDAY)["review_of_emergency_access"]
    address = f"/cases/{world.case.id}/duties/{duty.id}"
    with moved_to(FRIDAY):
        client = browser(app, governance)
        client.forbidden_markers |= {"Markervictim"}
        page = client.page(address)
        assert "8 April 2026" not in page.words
        assert "7 April 2026 at 4pm" in page.words
        client.submit(address, {"done": "no", "reason": "The record was read at once."})
    assert words(store, governance, FRIDAY) == []
    with moved_to(FRIDAY):
        assert client.get(f"/cases/{world.case.id}").status_code == 403
        assert client.get(address).status_code == 404


def settled(
    store: Database, world: World, who: str, moment: datetime, done_on: date | None, reason: str,
    what: str = "tell_originator",
) -> None:  # fmt: skip
    duty = found(store, world, moment)[what]
    with moved_to(moment), store.writing() as session:
        owed.settle(
            session, world.viewers[who], case_id=world.case.id, duty_id=duty.id, done_on=done_on,
            reason=reason,
        )  # fmt: skip


@pytest.fixture
def begun(store: Database, world: World) -> World:
    """The chair has agreed: the coordinator owes it to whoever gave it that they hear."""
    threatened(store, world)
    agreed(store, world, MONDAY)
    return world


LATER = datetime(2026, 4, 2, 10, tzinfo=LONDON)


def test_it_was_done_in_time(store: Database, begun: World) -> None:
    settled(store, begun, "coordinator", LATER, date(2026, 4, 1), "")
    assert words(store, begun.viewers["coordinator"], LATER) == []
    with store.reading() as session:
        row = session.scalars(select(DutySettled)).one()
        entry = session.scalars(
            select(LedgerEntry).where(LedgerEntry.kind == Kind.DUTY_SETTLED)
        ).one()
        assert "duty_done" in set(session.scalars(select(CaseEvent.kind)))
    assert (row.done_on, row.reason_answer_id, row.clause) == (date(2026, 4, 1), None, "4.1")
    assert (entry.case_id, entry.object_id) == (begun.case.id, row.id)


def test_late_or_not_at_all_needs_the_reason(store: Database, begun: World) -> None:
    for day in (date(2026, 4, 2), None):
        with pytest.raises(Invalid) as told:
            settled(store, begun, "coordinator", LATER, day, " ")
        assert set(told.value.errors) == {"reason"}
    settled(store, begun, "coordinator", LATER, date(2026, 4, 2), "They were on leave.")
    with store.reading() as session:
        assert session.scalars(select(DutySettled)).one().reason_answer_id is not None


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 4, 3)])
def test_a_day_before_it_began_or_to_come_is_refused(
    store: Database, begun: World, day: date
) -> None:
    with pytest.raises(Invalid) as told:
        settled(store, begun, "coordinator", LATER, day, "")
    assert set(told.value.errors) == {"done_on"}


def test_an_answer_that_is_waited_for_is_not_given_here(store: Database, world: World) -> None:
    threatened(store, world)
    with pytest.raises(Invalid):
        settled(store, world, "chair", MONDAY, date(2026, 3, 30), "", what="chair_approved")
    settled(store, world, "chair", MONDAY, None, "There is no such threat.", what="chair_approved")
    assert words(store, world.viewers["coordinator"], MONDAY) == []


@pytest.mark.parametrize("who", ["police", "housing", "governance", "stranger"])
def test_nobody_else_settles_it(store: Database, begun: World, who: str) -> None:
    with pytest.raises(NotFound):
        settled(store, begun, who, LATER, date(2026, 4, 1), "")


def test_the_page_asks_for_what_is_missing_and_keeps_what_was_typed(
    app: Flask, store: Database, begun: World
) -> None:
    duty = found(store, begun, LATER)["tell_originator"]
    address = f"/cases/{begun.case.id}/duties/{duty.id}"
    with moved_to(LATER):
        client = browser(app, begun.viewers["coordinator"])
        page = client.page(address).words
        assert "Overdue" in page
        assert "It is reported to the board" in page
        sent = client.submit(address, {"done": "yes", "reason": "Typed before."})
        assert sent.status_code == 422
        assert "Enter the day on which it was done" in sent.text
        assert "Typed before." in sent.text
        listed = client.page(f"/cases/{begun.case.id}/recorded").words
        assert "What is owed" in listed
        client.submit(
            address,
            {"done": "yes", "done_on-day": "2", "done_on-month": "4", "done_on-year": "2026",
             "reason": "They were on leave."},
        )  # fmt: skip
        assert "What is owed" not in client.page(f"/cases/{begun.case.id}/recorded").words


def test_a_duty_past_its_clock_is_told_once(store: Database, world: World) -> None:
    threatened(store, world)
    with moved_to(MONDAY - timedelta(minutes=1)):
        tell_of_overdue(store)
    with store.reading() as session:
        assert session.scalars(select(Notice)).all() == []
    for moment in (MONDAY, MONDAY + timedelta(hours=2), MONDAY + timedelta(days=40)):
        with moved_to(moment):
            tell_of_overdue(store)
    with store.reading() as session:
        told = session.scalars(select(Notice)).all()
    expected = {world.viewers[name].person_id for name in ("coordinator", "chair")}
    assert {notice.person_id for notice in told} == expected
    assert len(told) == len(expected)
    assert {(notice.kind, str(notice.refers)) for notice in told} == {("work waiting", "{}")}
