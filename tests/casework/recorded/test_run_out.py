"""What the clock of a duty carries out: an opening ends, a wait counts as refused; and what undoes
it. Nothing runs in between but time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.agreements import service as agreements
from casework.casefile import standing
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.carrying_out import carry_out, carry_out_lately
from casework.cases.duties import duties_of
from casework.cases.facts import record_fact
from casework.cases.matters import matter
from casework.cases.models import Case, CaseState, DutyRunOut
from casework.cases.past import matter_at
from casework.clock import LONDON, moved_to
from casework.db import Database
from casework.disclosure.gate import Gate, decide_within
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.matter import Item, Matter
from casework.recorded import owed
from protocols.decision import Decision
from protocols.vocabulary import Effect
from tests.client import PageClient
from tests.factories.accounts import sign_in
from tests.factories.agreements import STARTER, timed
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

MARKS = {"victim.surname": "Markervictim", "victim.mental_health": "Markermood"}
BUILT = datetime(2026, 3, 1, 9, tzinfo=UTC)
# The Friday before the clocks go forward.
FRIDAY = datetime(2026, 3, 27, 16, tzinfo=LONDON)
MONDAY = datetime(2026, 3, 30, 16, tzinfo=LONDON)
# Two working days after the chair agreed.
OVER = datetime(2026, 3, 31, 16, tzinfo=LONDON)
MINUTE = timedelta(minutes=1)
PROTOCOL = timed(STARTER, "chair_approved", "1 working day", "refused")
PROTOCOL = timed(PROTOCOL, "tell_originator", "2 working days", "ends")


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with moved_to(BUILT), store.writing() as session:
        return make_world(session, MARKS, state=CaseState.LISTED, protocol=PROTOCOL)


@pytest.fixture
def opened(store: Database, world: World) -> World:
    """A threat that the chair agreed to within minutes: an agency sees more than a summary."""
    threatened(store, world, FRIDAY - MINUTE)
    agreed(store, world, FRIDAY)
    return world


def threatened(store: Database, world: World, moment: datetime) -> None:
    with moved_to(moment), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        standing.record_threat(session, world.viewers["coordinator"], case=case, reason="So.")


def agreed(store: Database, world: World, moment: datetime) -> None:
    with moved_to(moment), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        standing.approve_threat(session, world.viewers["chair"], case=case)


def passed(store: Database, world: World, moment: datetime) -> None:
    with moved_to(moment), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        standing.end_threat(session, world.viewers["chair"], case=case)


def settled(store: Database, world: World, moment: datetime, done_on: date | None) -> None:
    with moved_to(moment), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        (duty,) = (d for d in duties_of(session, [case])[case.id] if d.what == "tell_originator")
        owed.settle(
            session, world.viewers["coordinator"], case_id=case.id, duty_id=duty.id,
            done_on=done_on, reason="Because.",
        )  # fmt: skip


def followed(store: Database, world: World, moment: datetime, text: str) -> None:
    """The next version of the protocol is in force from this moment."""
    with moved_to(moment), store.writing() as session:
        author, approver = (make_viewer(session, world.agencies["police"]) for _ in range(2))
        text = text.replace('version = "1.0"', 'version = "1.1"', 1)
        row = agreements.draft(session, author, text=text)
        agreements.propose(session, author, agreement_id=row.id, version=row.version)
        signing = [a.id for a in world.agencies.values()]
        agreements.sign(session, author, agreement_id=row.id, agencies=signing)
        agreements.put_in_force(
            session, approver, agreement_id=row.id, version=row.version, gains_confirmed=0
        )


def decision(
    store: Database, world: World, moment: datetime, field: str = "victim.mental_health"
) -> Decision:
    """What housing is answered at a moment: the clock stands there, and nothing else has run."""
    with moved_to(moment), store.reading() as session:
        found = matter(session, session.get_one(Case, world.case.id), blanks=False)
        return of(decide_within(session, world.viewers["housing"], found), field)


def of(decided: Iterable[tuple[Item, Decision]], field: str = "victim.mental_health") -> Decision:
    return next(d for i, d in decided if i.field == field)


def opens(store: Database, world: World, moment: datetime) -> bool:
    return decision(store, world, moment).effect == Effect.FULL


def test_what_was_opened_ends_with_the_minute_in_which_the_time_runs_out(
    store: Database, opened: World
) -> None:
    assert opens(store, opened, FRIDAY)
    assert opens(store, opened, OVER - MINUTE)
    closed = decision(store, opened, OVER)
    assert closed.effect == Effect.SUMMARY
    assert [(r.clause, r.what, r.missed) for r in closed.run_out] == [
        ("4.1", "tell_originator", "ends")
    ]
    # Nobody waits for anything any more: what was to be done first was done.
    assert closed.pending == ()


@pytest.mark.parametrize(
    ("agreed_at", "over"),
    [
        # A day keeps its hour where the clocks go forward, hours pass.
        (datetime(2026, 3, 28, 16, tzinfo=LONDON), datetime(2026, 3, 29, 17, tzinfo=LONDON)),
        (datetime(2026, 10, 24, 16, tzinfo=LONDON), datetime(2026, 10, 25, 15, tzinfo=LONDON)),
    ],
)
def test_hours_pass_where_the_clocks_change(
    store: Database, agreed_at: datetime, over: datetime
) -> None:
    hourly = timed(PROTOCOL, "tell_originator", "24 hours", "ends")
    with moved_to(BUILT), store.writing() as session:
        world = make_world(session, MARKS, state=CaseState.LISTED, protocol=hourly)
    threatened(store, world, agreed_at - MINUTE)
    agreed(store, world, agreed_at)
    assert opens(store, world, over - MINUTE)
    assert not opens(store, world, over)


def test_done_in_time_it_stays_open_and_done_late_it_stays_closed(
    store: Database, opened: World
) -> None:
    settled(store, opened, OVER - timedelta(hours=3), OVER.date())
    assert opens(store, opened, OVER + timedelta(days=30))


def test_done_late_it_stays_closed(store: Database, opened: World) -> None:
    later = OVER + timedelta(days=1)
    settled(store, opened, later, later.date())
    assert not opens(store, opened, later + MINUTE)


def test_said_late_that_it_was_done_in_time_it_opens_again_from_then(
    store: Database, opened: World
) -> None:
    later = OVER + timedelta(days=1)
    assert not opens(store, opened, later - MINUTE)
    settled(store, opened, later, OVER.date())
    assert opens(store, opened, later + MINUTE)
    # What was closed in between stays so, for whoever looks back.
    with store.reading() as session:
        case = session.get_one(Case, opened.case.id)
        then = matter_at(session, case, later - MINUTE, blanks=False)
        who = opened.viewers["housing"]
        decided = decide_within(session, who, then, moment=later - MINUTE)
    assert of(decided).effect == Effect.SUMMARY


def test_said_not_to_be_done_it_ends_when_its_time_is_over(store: Database, opened: World) -> None:
    settled(store, opened, FRIDAY + timedelta(hours=1), None)
    assert opens(store, opened, OVER - MINUTE)
    assert not opens(store, opened, OVER)


def test_ended_and_recorded_again_it_opens_with_a_time_of_its_own(
    store: Database, opened: World
) -> None:
    again = OVER + timedelta(days=1)
    threatened(store, opened, again)
    assert not opens(store, opened, again + MINUTE), "it was never ended"
    passed(store, opened, again + 2 * MINUTE)
    threatened(store, opened, again + 3 * MINUTE)
    agreed(store, opened, again + 4 * MINUTE)
    assert opens(store, opened, again + 5 * MINUTE)
    # Two working days on, over Good Friday and Easter Monday.
    next_over = datetime(2026, 4, 7, 16, 4, tzinfo=LONDON)
    assert opens(store, opened, next_over - MINUTE)
    assert not opens(store, opened, next_over)


def test_a_later_version_opens_nothing_that_has_ended(store: Database, opened: World) -> None:
    followed(store, opened, OVER + MINUTE, PROTOCOL)
    assert not opens(store, opened, OVER + timedelta(days=1))
    assert decision(store, opened, OVER + timedelta(days=1)).run_out


def entries(store: Database) -> list[LedgerEntry]:
    with store.reading() as session:
        query = select(LedgerEntry).where(LedgerEntry.kind == Kind.DUTY_RUN_OUT)
        return list(session.scalars(query))


def test_it_is_written_down_once_with_its_clause_and_its_moment(
    store: Database, opened: World
) -> None:
    with moved_to(OVER - MINUTE):
        carry_out_lately(store)
    assert entries(store) == []
    # The worker was late, and the danger had passed before its turn.
    passed(store, opened, OVER + timedelta(hours=1))
    for later in (2, 3):
        with moved_to(OVER + timedelta(hours=later)):
            carry_out_lately(store)
    (entry,) = entries(store)
    told = read_body(entry.body)["detail"]
    assert (told["clause"], told["outcome"]) == ("4.1", "ends")
    assert datetime.fromisoformat(told["ran_out"]) == OVER
    assert entry.case_id == opened.case.id
    with store.reading() as session:
        row = session.scalars(select(DutyRunOut)).one()
    assert (row.id, row.ran_out_at) == (entry.object_id, OVER)


def test_what_no_turn_wrote_down_in_time_is_written_down_within_a_day(
    store: Database, opened: World
) -> None:
    with moved_to(OVER + timedelta(days=7)):
        carry_out_lately(store)
        assert entries(store) == []
        carry_out(store)
    assert len(entries(store)) == 1


def test_what_ran_out_under_the_version_before_is_written_down_when_the_wait_ends(
    store: Database, world: World
) -> None:
    threatened(store, world, FRIDAY)
    # No turn was between them; and in the version of now it has no time.
    followed(store, world, MONDAY + MINUTE, STARTER)
    with moved_to(MONDAY + 2 * MINUTE):
        carry_out_lately(store)
    assert entries(store) == []
    later = MONDAY + timedelta(days=60)
    agreed(store, world, later)
    with moved_to(later + MINUTE):
        carry_out_lately(store)
    (entry,) = entries(store)
    assert datetime.fromisoformat(read_body(entry.body)["detail"]["ran_out"]) == MONDAY


def test_what_was_done_in_time_is_not_written_down(store: Database, opened: World) -> None:
    settled(store, opened, FRIDAY + timedelta(hours=1), FRIDAY.date())
    with moved_to(OVER + timedelta(days=1)):
        carry_out(store)
    assert entries(store) == []


def test_without_an_answer_in_time_it_counts_as_refused(store: Database, world: World) -> None:
    threatened(store, world, FRIDAY)
    waiting = decision(store, world, MONDAY - MINUTE)
    assert [p.what for p in waiting.pending] == ["chair_approved"]
    refused = decision(store, world, MONDAY)
    assert refused.pending == ()
    assert [(r.what, r.missed) for r in refused.run_out] == [("chair_approved", "refused")]
    with moved_to(MONDAY + MINUTE):
        carry_out(store)
    (entry,) = entries(store)
    assert read_body(entry.body)["detail"]["outcome"] == "refused"


def test_a_yes_that_comes_late_is_a_yes_from_then(store: Database, world: World) -> None:
    threatened(store, world, FRIDAY)
    late = MONDAY + timedelta(days=1)
    agreed(store, world, late)
    assert not opens(store, world, late - MINUTE)
    assert opens(store, world, late + MINUTE)
    # That silence had counted as a no until then stays in the record.
    with moved_to(late + MINUTE):
        carry_out_lately(store)
    assert len(entries(store)) == 1


def test_asked_again_the_time_starts_anew(store: Database, world: World) -> None:
    threatened(store, world, FRIDAY)
    # Asked again before its time is over, it is the same wait.
    threatened(store, world, FRIDAY + timedelta(hours=1))
    assert decision(store, world, MONDAY).run_out
    threatened(store, world, MONDAY + timedelta(hours=1))
    assert decision(store, world, MONDAY + timedelta(hours=2)).pending
    assert decision(store, world, MONDAY + timedelta(days=1, hours=1)).run_out


def test_what_waited_before_partners_agreed_on_a_time_has_all_of_it(store: Database) -> None:
    with moved_to(BUILT), store.writing() as session:
        plain = timed(STARTER, "chair_approved", "1 working day", "chair_decides")
        plain = plain.replace('within = "1 working day"\nmissed = "chair_decides"\n', "", 1)
        world = make_world(session, MARKS, state=CaseState.LISTED, protocol=plain)
    threatened(store, world, BUILT + timedelta(days=1))
    followed(store, world, FRIDAY, PROTOCOL)
    assert decision(store, world, MONDAY - MINUTE).pending
    assert decision(store, world, MONDAY + MINUTE).run_out


def two_answers(store: Database, world: World) -> tuple[UUID, UUID]:
    with moved_to(FRIDAY - MINUTE), store.writing() as session:
        case, health = session.get_one(Case, world.case.id), world.viewers["health"]
        made = [
            NewAnswer(name, "Markerresearch")
            for name in ("research.item_health", "research.item_substance_use")
        ]
        rows = write_answers(session, health, case=case, answers=made)
        for row in rows:
            for name in ("serious_threat", "serious_threat_reason_recorded", "chair_approved"):
                record_fact(session, health, case=case, name=name, value="yes", answer_id=row.id)
        return rows[0].id, rows[1].id


def test_what_was_opened_of_one_answer_ends_for_that_answer(store: Database, world: World) -> None:
    one, other = two_answers(store, world)
    with moved_to(FRIDAY), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        (duty,) = (d for d in duties_of(session, [case])[case.id] if d.answer_id == other)
        owed.settle(
            session, world.viewers["coordinator"], case_id=case.id, duty_id=duty.id,
            done_on=FRIDAY.date(), reason="",
        )  # fmt: skip
    for moment, expected in ((FRIDAY, {one, other}), (OVER, {other})):
        with moved_to(moment), store.reading() as session:
            found: Matter = matter(session, session.get_one(Case, world.case.id), blanks=False)
            decided = decide_within(session, world.viewers["housing"], found)
        assert {i.answer_id for i, d in decided if d.effect == Effect.FULL} & {one, other} == (
            expected
        )


def test_the_page_of_an_agency_says_why_it_closed(
    app: Flask, store: Database, opened: World
) -> None:
    gate: Gate = app.extensions["confer_gate"]
    with moved_to(OVER):
        with store.reading() as session:
            found = matter(session, session.get_one(Case, opened.case.id), blanks=False)
        shown = gate.reveal([opened.viewers["housing"]], found).by_field("victim.mental_health")
    assert shown is not None
    assert "What clause 4.1 opened has ended" in shown.because
    assert shown.value is None


def test_a_threat_that_goes_on_is_recorded_again_from_its_page(
    app: Flask, store: Database, opened: World
) -> None:
    url = f"/cases/{opened.case.id}/threat"
    client = app.test_client()
    assert isinstance(client, PageClient)
    sign_in(client, opened.viewers["coordinator"].person_id)
    with moved_to(OVER - MINUTE):
        assert "Record the threat again" not in client.page(url).words
    with moved_to(OVER):
        said = client.page(url).words
        assert "What clause 4.1 had opened ended on 31 March 2026 at 4pm" in said
        assert "Record the threat again" in said
        client.submit(url, {"reason": "He was seen at her door."}, action=url)
        assert "Record the threat again" not in client.page(url).words
    assert not opens(store, opened, OVER + MINUTE)
    assert [p.what for p in decision(store, opened, OVER + MINUTE).pending] == ["chair_approved"]
    agreed(store, opened, OVER + 2 * MINUTE)
    assert opens(store, opened, OVER + 3 * MINUTE)
