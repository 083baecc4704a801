"""Who was at the meeting when a case was heard: what agreements open the minutes by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.casefile.interests import lift
from casework.casefile.said_by_office import say
from casework.casefile.standing import declare_interest
from casework.cases.exclusions import exclude
from casework.cases.matters import matter
from casework.cases.models import Case, Exclusion
from casework.cases.past import matter_at
from casework.cases.taking_part import relate
from casework.clock import moved_to, now
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.reading import written
from casework.conferences.service import agenda, attending, interests, signing, sitting
from casework.conferences.service.roll import attendance_of
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.matter import ABSENT, ATTENDANCE, ATTENDS
from casework.errors import Invalid
from tests.factories.agreements import adopt, gated
from tests.factories.conferences import (
    Table,
    begin,
    decide,
    hear,
    make_meeting,
    minute,
    start,
)

STRICTER = gated('relationship = "attends_meeting"')


def _words(session: Session, table: Table, name: str, place: int = 0) -> frozenset[str]:
    """What the roll has made of this person's agency, in one case."""
    known = matter(session, table.cases[place], fields=[], blanks=False)
    who = table.viewer(name)
    return known.standing(who.agency_id, who.person_id) & ATTENDANCE


def _at(table: Table) -> dict[str, Any]:
    return {"meeting_id": table.meeting.id}


def _line(session: Session, table: Table, name: str) -> UUID:
    row = attendance_of(session, table.meeting, table.viewer(name).person_id)
    assert row is not None, f"{name} is on the roll"
    return row.id


def _came(session: Session, table: Table, name: str, *, present: bool) -> None:
    attending.record_presence(
        session, table.chair, person_id=table.viewer(name).person_id, present=present, **_at(table)
    )


def test_before_a_case_is_heard_nobody_attends_it_or_is_absent(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    assert _words(session, table, "housing") == _words(session, table, "health") == frozenset()


def test_when_it_is_heard_each_agency_of_the_body_attends_or_is_absent(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    begin(session, table)
    assert _words(session, table, "housing") == {ATTENDS}
    assert _words(session, table, "health") == {ABSENT}
    assert _words(session, table, "stranger") == frozenset()
    assert _words(session, table, "housing", place=1) == frozenset()


def test_who_comes_late_attends_from_then_and_who_goes_is_absent_from_the_next_case(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    hear(session, table, 0)
    begin(session, table, 1)
    signing.sign(session, table.viewer("health"), **_at(table))
    _came(session, table, "housing", present=False)
    assert _words(session, table, "health", place=1) == {ATTENDS}
    assert _words(session, table, "housing", place=1) == {ABSENT}
    assert _words(session, table, "health", place=0) == {ABSENT}
    assert _words(session, table, "housing", place=0) == {ATTENDS}


def test_an_agency_attends_as_long_as_one_of_its_people_is_in_the_room(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "police"))
    begin(session, table)
    interests.leave_case(
        session, table.chair, item_id=table.items[0].id,
        attendance_id=_line(session, table, "police"), **_at(table),
    )  # fmt: skip
    assert _words(session, table, "police") == {ATTENDS}, "the chair is of the same agency"


def test_who_steps_out_for_a_case_is_absent_from_it_until_they_are_back(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    begin(session, table)
    of_case = {"item_id": table.items[0].id, "attendance_id": _line(session, table, "housing")}
    interests.leave_case(session, table.chair, **of_case, **_at(table))
    assert _words(session, table, "housing") == {ABSENT}
    interests.return_to_case(session, table.chair, **of_case, **_at(table))
    assert _words(session, table, "housing") == {ATTENDS}


def test_who_declares_an_interest_no_longer_attends(session: Session, table: Table) -> None:
    start(session, table, signed=("chair", "housing"))
    begin(session, table)
    interests.declare_interest(
        session, table.viewer("housing"), item_id=table.items[0].id, nature="A cousin.",
        **_at(table),
    )  # fmt: skip
    assert _words(session, table, "housing") == {ABSENT}


def test_an_interest_declared_on_the_case_counts_in_the_room_as_well_and_so_does_its_end(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    begin(session, table)
    who, case = table.viewer("housing"), table.cases[0]
    declare_interest(session, who, case=case, nature="A cousin.")
    assert _words(session, table, "housing") == {ABSENT}
    row = session.scalars(select(Exclusion).where(Exclusion.person_id == who.person_id)).one()
    lift(session, table.chair, case=case, exclusion_id=row.id, reason="Another family.")
    assert _words(session, table, "housing") == {ATTENDS}
    decide(session, table)
    sitting.end_case(session, table.chair, item_id=table.items[0].id, **_at(table))
    declare_interest(session, who, case=case, nature="A cousin after all.")
    assert _words(session, table, "housing") == {ATTENDS}, "they were there when it was heard"


def test_somebody_from_whom_the_case_is_hidden_makes_no_agency_attend(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    who = table.viewer("housing").person_id
    exclude(session, table.chair, case=table.cases[0], person_id=who)
    begin(session, table)
    assert _words(session, table, "housing") == {ABSENT}


def test_a_guest_speaks_for_the_agency_they_come_from(session: Session, table: Table) -> None:
    start(session, table)
    begin(session, table)
    fire = table.world.agencies["fire"].id
    guest = attending.add_guest(session, table.chair, name="A guest", agency_id=fire, **_at(table))
    assert _words(session, table, "fire") == {ATTENDS}
    attending.guest_left(session, table.chair, attendance_id=guest.id, **_at(table))
    assert _words(session, table, "fire") == {ABSENT}


def test_apologies_in_the_middle_of_a_case_make_the_agency_absent(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    begin(session, table)
    attending.tender_apologies(session, table.viewer("housing"), **_at(table))
    assert _words(session, table, "housing") == {ABSENT}


def test_what_is_pressed_after_a_case_was_heard_changes_nothing_of_who_was_there(
    session: Session, table: Table
) -> None:
    start(session, table, signed=("chair", "housing"))
    hear(session, table, 0)
    of_case = {"item_id": table.items[0].id, "attendance_id": _line(session, table, "housing")}
    interests.leave_case(session, table.chair, **of_case, **_at(table))
    assert _words(session, table, "housing", place=0) == {ATTENDS}
    sitting.end_session(session, table.chair, **_at(table))
    _came(session, table, "housing", present=False)
    attending.tender_apologies(session, table.viewer("housing"), **_at(table))
    _came(session, table, "health", present=True)
    assert _words(session, table, "housing", place=0) == {ATTENDS}
    assert _words(session, table, "health", place=0) == {ABSENT}
    assert _words(session, table, "health", place=1) == frozenset(), "it was never heard"


def test_where_the_roll_was_wrong_the_office_says_what_is_right(
    session: Session, table: Table
) -> None:
    start(session, table)
    said = {"case": table.cases[0], "agency_id": table.world.agencies["health"].id}
    with pytest.raises(Invalid):
        say(session, table.chair, relationship=ATTENDS, **said)
    hear(session, table, 0)
    say(session, table.chair, relationship=ATTENDS, **said)
    assert _words(session, table, "health") == {ATTENDS}
    assert _words(session, table, "housing") == {ABSENT}
    say(session, table.chair, relationship=ABSENT, **said)
    assert _words(session, table, "health") == {ABSENT}


def test_whoever_only_watches_makes_no_agency_attend(session: Session, table: Table) -> None:
    start(session, table, signed=("chair", "observer"))
    begin(session, table)
    assert _words(session, table, "fire") == {ABSENT}


def test_minutes_are_read_by_who_was_at_their_own_meeting(
    store: Database, gate: Gate, table: Table
) -> None:
    with store.writing() as session:
        adopt(session, table.world.partnership, tuple(table.world.agencies.values()), STRICTER)
        start(session, table, signed=("chair", "housing"))
        begin(session, table)
        minute(session, table, "police", "minute.passage", "Colvend-passage")
        decide(session, table)
        sitting.end_case(session, table.chair, item_id=table.items[0].id, **_at(table))
        sitting.end_session(session, table.chair, **_at(table))
    with moved_to(now() + timedelta(days=28)), store.writing() as session:
        first, table.meeting = table.meeting, make_meeting(session, table.world)
        case = session.get_one(Case, table.cases[0].id)
        again = agenda.list_case(
            session, table.coordinator, case_id=case.id, meeting_id=table.meeting.id
        )
        start(session, table, signed=("chair", "health"))
        sitting.begin_case(session, table.chair, item_id=again.id, **_at(table))
    with store.reading() as session:
        case, item = session.get_one(Case, case.id), session.get_one(AgendaItem, table.items[0].id)
        meeting = session.get_one(Meeting, first.id)
        told = {
            name: [s.value for s in found.revealed.shown if s.field == "minute.passage"]
            for name in ("housing", "health")
            for found in written(session, table.viewer(name), gate, meeting, [(item, case)])
        }
    assert told == {"housing": ["Colvend-passage"], "health": []}


def test_a_worker_with_a_side_of_their_own_was_at_the_meeting_like_their_agency(
    session: Session, table: Table
) -> None:
    who = table.viewer("housing")
    relate(
        session, who, case=table.cases[0], agency_id=who.agency_id,
        relationship="works_with_victim", person_id=who.person_id,
    )  # fmt: skip
    start(session, table, signed=("chair", "housing"))
    begin(session, table)
    assert _words(session, table, "housing") == {ATTENDS}


def test_sitting_in_the_room_puts_nobody_on_the_case(session: Session, table: Table) -> None:
    start(session, table, signed=("chair", "housing"))
    begin(session, table)
    known = matter(session, table.cases[0], fields=[], blanks=False)
    who = table.viewer("housing")
    assert known.standing(who.agency_id, who.person_id) == {ATTENDS}


def test_looking_back_the_words_are_those_of_that_moment(session: Session, table: Table) -> None:
    start(session, table, signed=("chair", "housing"))
    begin(session, table)
    before = now()
    with moved_to(before + timedelta(minutes=3)):
        _came(session, table, "housing", present=False)
    agency = table.world.agencies["housing"].id
    with moved_to(before + timedelta(minutes=5)):
        told = [
            matter_at(session, table.cases[0], moment).standings[agency] & ATTENDANCE
            for moment in (before, now())
        ]
    assert told == [{ATTENDS}, {ABSENT}]


@pytest.mark.parametrize(("name", "reads"), [("housing", True), ("health", False)])
def test_a_clause_that_asks_who_was_there_opens_the_minutes_to_them_alone(
    store: Database, gate: Gate, table: Table, name: str, *, reads: bool
) -> None:
    with store.writing() as session:
        adopt(session, table.world.partnership, tuple(table.world.agencies.values()), STRICTER)
        table.meeting = session.get_one(Meeting, table.meeting.id)
        start(session, table, signed=("chair", "housing"))
        begin(session, table)
        minute(session, table, "police", "minute.passage", "Colvend-passage")
        decide(session, table)
        sitting.end_case(session, table.chair, item_id=table.items[0].id, **_at(table))
    with store.reading() as session:
        case = session.get_one(Case, table.cases[0].id)
        revealed = gate.reveal([table.viewer(name)], matter(session, case))
    told = " ".join(shown.value or "" for shown in revealed.shown)
    assert ("Colvend-passage" in told) is reads
