"""A meeting takes the steps of its table and no others, in the hands of those who may."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework.cases.models import CaseState
from casework.clock import LONDON, moved_to
from casework.conferences.service import agenda, approving, calendar, hearing, sitting
from casework.conferences.steps import STEPS, move
from casework.conferences.vocabulary import ItemState, MeetingState, Outcome
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit, WrongState
from tests.factories.conferences import (
    Table,
    act,
    begin,
    decide,
    hear,
    make_meeting,
    put_on,
    start,
)

S = MeetingState
# Written out by hand: the life of a meeting.
ALLOWED = {
    (S.SCHEDULED, S.AGENDA_OPEN),
    (S.SCHEDULED, S.CANCELLED),
    (S.AGENDA_OPEN, S.IN_SESSION),
    (S.AGENDA_OPEN, S.CANCELLED),
    (S.IN_SESSION, S.MINUTES_DRAFT),
    (S.MINUTES_DRAFT, S.MINUTES_APPROVED),
    (S.MINUTES_APPROVED, S.LOCKED),
}


@pytest.mark.parametrize(("here", "there"), list(product(S, S)))
def test_only_the_steps_of_the_table_are_taken(
    session: Session, table: Table, here: S, there: S
) -> None:
    table.meeting.state = here
    if (here, there) in ALLOWED:
        move(session, table.meeting, there)
        assert table.meeting.state == there
    else:
        with pytest.raises(WrongState):
            move(session, table.meeting, there)
        assert table.meeting.state == here


def test_research_is_due_working_days_before_without_bank_holidays(
    session: Session, table: Table
) -> None:
    table.world.conference.research_due_days = 2
    # The Tuesday after Easter, when the clocks had gone forward nine days before.
    after_easter = datetime(2027, 3, 30, 10, tzinfo=LONDON)
    with moved_to(after_easter - timedelta(days=60)):
        made = calendar.schedule(
            session, table.coordinator, conference_id=table.world.conference.id,
            starts_at=after_easter, place="Guildhall",
        )  # fmt: skip
    assert made.research_due_on == date(2027, 3, 24)


def test_every_state_has_its_line() -> None:
    assert set(STEPS) == set(S)


@pytest.mark.parametrize("name", ["housing", "observer", "stranger"])
def test_only_the_office_runs_a_meeting(session: Session, table: Table, name: str) -> None:
    expected = NotFound if name == "stranger" else Refused
    who = table.viewer(name)
    at: dict[str, Any] = {"meeting_id": table.meeting.id}
    for act_of in (calendar.cancel, sitting.start_session, sitting.end_session):
        with pytest.raises(expected):
            act_of(session, who, **at)
    with pytest.raises(expected):
        agenda.list_case(session, who, case_id=table.cases[0].id, **at)


def test_the_coordinator_cannot_approve_minutes(session: Session, table: Table) -> None:
    table.meeting.state = S.MINUTES_DRAFT
    with pytest.raises(Refused):
        approving.approve_minutes(session, table.coordinator, meeting_id=table.meeting.id)


def test_minutes_are_approved_at_the_next_meeting(session: Session, table: Table) -> None:
    start(session, table)
    hear(session, table)
    sitting.end_session(session, table.chair, meeting_id=table.meeting.id)
    later = make_meeting(session, table.world, minutes=60)
    sitting.start_session(session, table.chair, meeting_id=later.id)
    done = approving.approve_minutes(session, table.chair, meeting_id=table.meeting.id)
    assert (done.state, done.approved_in_id) == (S.MINUTES_APPROVED, later.id)
    assert (
        approving.lock_minutes(session, table.chair, meeting_id=table.meeting.id).state == S.LOCKED
    )


def test_a_stale_page_starts_nothing(session: Session, table: Table) -> None:
    seen = table.meeting.version - 1
    with pytest.raises(StaleEdit):
        sitting.start_session(session, table.chair, meeting_id=table.meeting.id, version=seen)


def test_only_one_case_is_heard_at_a_time(session: Session, table: Table) -> None:
    start(session, table)
    begin(session, table, 0)
    begin(session, table, 1)
    assert [c.stage for c in table.cases] == ["agenda", "meeting"]
    current = hearing.current_item(session, table.meeting)
    assert current is not None
    assert current.id == table.items[1].id


def test_a_case_is_heard_with_outcome_and_tools_only(session: Session, table: Table) -> None:
    start(session, table)
    begin(session, table)
    at: dict[str, Any] = {"meeting_id": table.meeting.id, "item_id": table.items[0].id}
    with pytest.raises(Invalid) as refused:
        sitting.end_case(session, table.chair, **at)
    assert set(refused.value.errors) == {"outcome", "tools"}
    decide(session, table)
    sitting.end_case(session, table.chair, **at)
    assert (table.items[0].state, table.cases[0].state) == (ItemState.HEARD, CaseState.HEARD)


def test_agreed_actions_open_the_case_and_no_more_to_do_closes_it(
    session: Session, table: Table
) -> None:
    start(session, table)
    begin(session, table, 0)
    act(session, table, "housing", "Change the locks")
    decide(session, table, Outcome.ACTIONS_AGREED)
    at: dict[str, Any] = {"meeting_id": table.meeting.id, "item_id": table.items[0].id}
    sitting.end_case(session, table.chair, **at)
    hear(session, table, 1, Outcome.NO_FURTHER_ACTION)
    assert [c.state for c in table.cases] == [CaseState.ACTIONS_OPEN, CaseState.CLOSED]


@pytest.mark.parametrize("outcome", [Outcome.ACTIONS_AGREED])
def test_actions_agreed_needs_an_action(session: Session, table: Table, outcome: str) -> None:
    start(session, table)
    with pytest.raises(Invalid, match="at least one action"):
        hear(session, table, 0, outcome)


def test_a_meeting_does_not_end_over_a_case(session: Session, table: Table) -> None:
    start(session, table)
    begin(session, table)
    with pytest.raises(Conflict):
        sitting.end_session(session, table.chair, meeting_id=table.meeting.id)


def test_what_was_not_heard_waits_for_the_next_meeting(session: Session, table: Table) -> None:
    start(session, table)
    hear(session, table, 0)
    sitting.end_session(session, table.chair, meeting_id=table.meeting.id)
    assert [i.state for i in table.items] == [ItemState.HEARD, ItemState.DEFERRED]
    assert table.cases[1].state == CaseState.OPEN
    later = make_meeting(session, table.world, minutes=60)
    waiting = agenda.waiting_cases(session, table.coordinator, later)
    assert {c.id for c in waiting} == {c.id for c in table.cases}


def test_cancelling_gives_the_cases_back(session: Session, table: Table) -> None:
    calendar.cancel(session, table.coordinator, meeting_id=table.meeting.id)
    assert {c.state for c in table.cases} == {CaseState.OPEN}


def test_a_case_that_was_heard_stays_known_to_its_agencies_when_it_is_put_off(
    session: Session, table: Table
) -> None:
    start(session, table)
    hear(session, table)
    sitting.end_session(session, table.chair, meeting_id=table.meeting.id)
    later = make_meeting(session, table.world, minutes=60)
    item = agenda.list_case(
        session, table.coordinator, meeting_id=later.id, case_id=table.cases[0].id
    )
    agenda.defer(session, table.coordinator, meeting_id=later.id, item_id=item.id, reason="no_time")
    assert table.cases[0].state == CaseState.LISTED
    assert table.cases[0] in agenda.waiting_cases(session, table.coordinator, later)


def test_urgent_cases_come_first_by_themselves(session: Session, table: Table) -> None:
    urgent = put_on(session, table, urgent=True)
    rows = agenda.agenda(session, table.coordinator, table.meeting)
    assert rows[0][0].id == urgent.id


def test_a_case_is_on_one_agenda_at_a_time(session: Session, table: Table) -> None:
    later = make_meeting(session, table.world, minutes=60)
    with pytest.raises(Conflict):
        agenda.list_case(session, table.coordinator, meeting_id=later.id, case_id=table.cases[0].id)
