"""Who is there: three flags, signatures, interests, and people who may not be there."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.casefile.interests import lift
from casework.cases.exclusions import exclude
from casework.cases.facts import is_current, recorded_until
from casework.cases.models import Case, Exclusion
from casework.cases.visibility import load_case
from casework.clock import now
from casework.conferences.service import (
    agenda,
    approving,
    attending,
    calendar,
    interests,
    signing,
    sitting,
)
from casework.conferences.service.roll import agency_row, attendance_of
from casework.conferences.vocabulary import Capacity, MeetingState
from casework.directory.models import ConferenceKind
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit
from tests.factories.conferences import Table, begin, hear, make_meeting, put_on, start
from tests.factories.directory import make_conference, make_viewer


def _end(session: Session, table: Table) -> None:
    sitting.end_session(session, table.chair, meeting_id=table.meeting.id)


def _flags(session: Session, table: Table, agency: str) -> tuple[bool, bool, bool, bool]:
    row = agency_row(session, table.meeting, table.world.agencies[agency].id)
    return row.paper, row.present, row.apologies, row.follow_up


def test_paper_presence_and_apologies_do_not_follow_from_each_other(
    session: Session, table: Table
) -> None:
    at: dict[str, Any] = {"meeting_id": table.meeting.id}
    start(session, table, signed=("chair", "housing"))
    health, probation = (table.world.agencies[n].id for n in ("health", "probation"))
    attending.record_agency(
        session, table.chair, agency_id=health, paper=True, apologies=False, **at
    )
    attending.record_agency(
        session, table.chair, agency_id=probation, paper=False, apologies=True, **at
    )
    _end(session, table)
    assert _flags(session, table, "housing") == (False, True, False, False)
    assert _flags(session, table, "health") == (True, False, False, True)
    assert _flags(session, table, "probation") == (False, False, True, False)


def test_silence_is_followed_up_once(session: Session, table: Table) -> None:
    start(session, table)
    _end(session, table)
    health = table.world.agencies["health"].id
    at: dict[str, Any] = {"meeting_id": table.meeting.id, "agency_id": health}
    assert attending.follow_up_done(session, table.chair, **at).followed_up_at is not None
    with pytest.raises(Conflict):
        attending.follow_up_done(session, table.chair, **at)


def test_a_second_silence_in_a_row_is_counted(session: Session, table: Table) -> None:
    start(session, table)
    _end(session, table)
    later = make_meeting(session, table.world, minutes=60)
    sitting.start_session(session, table.chair, meeting_id=later.id)
    sitting.end_session(session, table.chair, meeting_id=later.id)
    health = table.world.agencies["health"].id
    assert attending.missed_in_a_row(session, later, health) == 2


def test_apologies_may_be_tendered_for_oneself_and_written_down_by_the_office(
    session: Session, table: Table
) -> None:
    at: dict[str, Any] = {"meeting_id": table.meeting.id}
    attending.tender_apologies(session, table.viewer("housing"), **at)
    attending.tender_apologies(
        session, table.coordinator, person_id=table.viewer("health").person_id, **at
    )
    assert _flags(session, table, "housing")[2]
    with pytest.raises(Refused):
        attending.tender_apologies(
            session, table.viewer("fire"), person_id=table.viewer("police").person_id, **at
        )


def test_two_people_writing_the_same_line_collide(session: Session, table: Table) -> None:
    given: dict[str, Any] = {
        "meeting_id": table.meeting.id,
        "agency_id": table.world.agencies["health"].id,
        "apologies": False,
    }
    row = attending.record_agency(session, table.chair, paper=True, **given)
    seen = row.version - 1
    with pytest.raises(StaleEdit):
        attending.record_agency(session, table.coordinator, paper=False, version=seen, **given)


def test_the_statement_is_signed_on_the_day_only(session: Session, table: Table) -> None:
    tomorrow = make_meeting(session, table.world, minutes=60 * 24)
    with pytest.raises(Conflict):
        signing.sign(session, table.viewer("housing"), meeting_id=tomorrow.id)


def test_lay_members_and_strangers_are_never_at_a_case_meeting(
    session: Session, table: Table
) -> None:
    lay = make_viewer(
        session, table.world.agencies["fire"], Role.LAY_MEMBER, table.world.conference
    )
    for who in (lay, table.viewer("stranger")):
        with pytest.raises(NotFound):
            signing.sign(session, who, meeting_id=table.meeting.id)
    with pytest.raises(Refused):
        attending.record_presence(
            session, table.chair, meeting_id=table.meeting.id, person_id=lay.person_id, present=True
        )


def test_an_observer_signs_and_knows_of_no_case(session: Session, table: Table) -> None:
    start(session, table, signed=("observer",))
    who = table.viewer("observer")
    row = attendance_of(session, table.meeting, who.person_id)
    assert row is not None
    assert row.capacity == Capacity.OBSERVER
    assert agenda.agenda(session, who, table.meeting) == []


def test_an_interest_closes_the_case_at_once(session: Session, table: Table) -> None:
    start(session, table, signed=("chair", "housing"))
    who = table.viewer("housing")
    interests.declare_interest(
        session, who, meeting_id=table.meeting.id, item_id=table.items[0].id, nature="My cousin"
    )
    with pytest.raises(NotFound):
        load_case(session, who, table.cases[0].id)
    row = attendance_of(session, table.meeting, who.person_id)
    assert row is not None
    with pytest.raises(Conflict):
        interests.return_to_case(
            session, table.chair, meeting_id=table.meeting.id, item_id=table.items[0].id,
            attendance_id=row.id,
        )  # fmt: skip


def test_somebody_whose_interest_the_chair_lifted_may_come_back_into_the_room(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    who, on = (
        table.viewer("housing"),
        {"meeting_id": table.meeting.id, "item_id": table.items[0].id},
    )
    interests.declare_interest(session, who, nature="My cousin", **on)
    case = session.get_one(Case, table.cases[0].id)
    hidden = session.scalars(select(Exclusion).where(Exclusion.case_id == case.id)).one()
    lift(session, table.chair, case=case, exclusion_id=hidden.id, reason="Another family.")
    row = attendance_of(session, table.meeting, who.person_id)
    assert row is not None
    interests.return_to_case(session, table.chair, attendance_id=row.id, **on)
    assert not interests.left_for_case(session, table.meeting, table.items[0], who.person_id)
    assert load_case(session, who, case.id).id == case.id


def test_nobody_comes_back_while_the_case_is_hidden_from_their_whole_agency(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    who, on = (
        table.viewer("housing"),
        {"meeting_id": table.meeting.id, "item_id": table.items[0].id},
    )
    interests.declare_interest(session, who, nature="Our own officer", **on)
    case = session.get_one(Case, table.cases[0].id)
    hidden = session.scalars(select(Exclusion).where(Exclusion.case_id == case.id)).one()
    lift(session, table.chair, case=case, exclusion_id=hidden.id, reason="It is the agency.")
    exclude(session, table.chair, case=case, agency_id=who.agency_id)
    row = attendance_of(session, table.meeting, who.person_id)
    assert row is not None
    with pytest.raises(Conflict):
        interests.return_to_case(session, table.chair, attendance_id=row.id, **on)


def test_an_interest_needs_words_and_nothing_to_declare_is_written_down(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    with pytest.raises(Invalid):
        interests.declare_interest(
            session, table.viewer("housing"), meeting_id=table.meeting.id,
            item_id=table.items[0].id, nature=" ",
        )  # fmt: skip
    nil = [d for d in interests.declarations(session, table.meeting) if d.agenda_item_id is None]
    assert len(nil) == 2


def test_whoever_must_leave_is_named_to_the_chair(session: Session, table: Table) -> None:
    start(session, table, signed=("chair", "housing"))
    who = table.viewer("housing")

    exclude(session, table.chair, case=table.cases[0], person_id=who.person_id)
    named = interests.must_leave(session, table.meeting, table.items[0], table.cases[0])
    assert [a.person_id for a in named] == [who.person_id]


def test_a_board_has_meetings_and_no_cases(session: Session, table: Table) -> None:
    fire = table.world.agencies["fire"]
    board = make_conference(session, table.world.partnership, ConferenceKind.BOARD, (fire,))
    chair = make_viewer(session, fire, Role.REVIEW_CHAIR, board)
    lay = make_viewer(session, fire, Role.LAY_MEMBER, board)
    made = calendar.schedule(
        session, chair, conference_id=board.id, starts_at=table.meeting.starts_at, place="Online"
    )
    calendar.open_agenda(session, chair, meeting_id=made.id)
    with pytest.raises(NotFound):
        agenda.list_case(session, chair, meeting_id=made.id, case_id=table.cases[0].id)
    assert made.research_due_on is None
    sitting.start_session(session, chair, meeting_id=made.id)
    assert signing.sign(session, lay, meeting_id=made.id).present
    sitting.end_session(session, chair, meeting_id=made.id)
    done = approving.approve_minutes(session, chair, meeting_id=made.id)
    assert done.state == MeetingState.MINUTES_APPROVED


def test_a_case_put_on_late_is_open_to_those_who_have_signed(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    put_on(session, table)
    begin(session, table, 2)

    told = recorded_until(session, [table.cases[2].id], now())
    facts = [fact for fact in told if is_current(fact, now())]
    signed = {f.person_id for f in facts if f.name == signing.SIGNED and f.value == "yes"}
    assert table.viewer("housing").person_id in signed


def test_hearing_twice_in_a_year_keeps_both_minutes_apart(session: Session, table: Table) -> None:
    start(session, table)
    hear(session, table)
    _end(session, table)
    later = make_meeting(session, table.world, minutes=60)
    item = agenda.list_case(
        session, table.coordinator, meeting_id=later.id, case_id=table.cases[0].id
    )
    assert item.id != table.items[0].id
