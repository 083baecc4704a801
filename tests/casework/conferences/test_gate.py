"""What opens in the room and what each agency reads afterwards, written down by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from casework.access import Viewer
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.conferences.layout import Minutes, minutes_of
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.reading import IN_THE_ROOM, case_for_all, case_in_room, written
from casework.conferences.service import attending, interests, signing, sitting
from casework.conferences.service.roll import attendance_of
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.shown import Revealed
from tests.factories.conferences import Table, act, begin, decide, minute, start

TOLD_IN_THE_ROOM = "Wrexley-intelligence"
SAYS = {
    "minute.told_health": ("health", "Marlowe-health"),
    "minute.told_conviction": ("police", "Tavistock-conviction"),
    "minute.victims_voice": ("victim_service", "Perrin-voice"),
    "minute.risk_staff": ("police", "Oakhanger-staff"),
    "minute.risk_victim": ("housing", "Dunmore-risk"),
    "minute.passage": ("housing", "Colvend-passage"),
}
# Who reads which passage in the minutes, from domain 3.12: full and own input only.
EVERYBODY = {"minute.risk_victim", "minute.passage"}
READS = {
    "police": {"minute.told_conviction", "minute.risk_staff", *EVERYBODY},
    "victim_service": {"minute.victims_voice", *EVERYBODY},
    "childrens_social_care": EVERYBODY,
    "health": {"minute.told_health", *EVERYBODY},
    "housing": EVERYBODY,
    "probation": {"minute.told_conviction", *EVERYBODY},
    "perpetrator_service": set(),
    "fire": set(),
    "coordinator": {"minute.told_health", "minute.told_conviction", "minute.victims_voice",
                    *EVERYBODY},
    "chair": {*SAYS},
}  # fmt: skip


def _tell(store: Database, table: Table) -> None:
    with store.writing() as session:
        case = session.get_one(Case, table.cases[0].id)
        answers = [NewAnswer("research.item_intelligence", TOLD_IN_THE_ROOM)]
        write_answers(session, table.viewer("police"), case=case, answers=answers)


def _look(store: Database, gate: Gate, table: Table, who: Viewer) -> str:
    with store.reading() as session:
        case = session.get_one(Case, table.cases[0].id)
        return _values(case_in_room(session, who, gate, case))


def _values(revealed: Revealed) -> str:
    return " ".join(s.value or "" for s in revealed.shown)


def _write(store: Database, act_of: Callable[..., object]) -> None:
    with store.writing() as session:
        act_of(session)


def test_what_is_told_in_the_room_opens_with_the_signature_and_not_before(
    store: Database, gate: Gate, table: Table
) -> None:
    _tell(store, table)
    who = table.viewer("housing")
    _write(store, lambda s: start(s, table))
    _write(store, lambda s: begin(s, table))
    assert TOLD_IN_THE_ROOM not in _look(store, gate, table, who)
    _write(store, lambda s: signing.sign(s, who, meeting_id=table.meeting.id))
    assert TOLD_IN_THE_ROOM in _look(store, gate, table, who)


def test_it_closes_when_the_meeting_goes_on_to_the_next_case(
    store: Database, gate: Gate, table: Table
) -> None:
    _tell(store, table)
    who = table.viewer("housing")
    _write(store, lambda s: start(s, table, signed=("chair", "housing")))
    _write(store, lambda s: begin(s, table, 0))
    assert TOLD_IN_THE_ROOM in _look(store, gate, table, who)
    _write(store, lambda s: begin(s, table, 1))
    assert TOLD_IN_THE_ROOM not in _look(store, gate, table, who)


def test_it_closes_to_whoever_leaves_and_opens_again_when_they_are_back(
    store: Database, gate: Gate, table: Table
) -> None:
    _tell(store, table)
    who = table.viewer("housing")
    _write(store, lambda s: start(s, table, signed=("chair", "housing")))
    _write(store, lambda s: begin(s, table))
    with store.reading() as session:
        row = attendance_of(session, table.meeting, who.person_id)
        assert row is not None
    at: dict[str, Any] = {
        "meeting_id": table.meeting.id, "item_id": table.items[0].id, "attendance_id": row.id,
    }  # fmt: skip
    _write(store, lambda s: interests.leave_case(s, table.chair, **at))
    assert TOLD_IN_THE_ROOM not in _look(store, gate, table, who)
    _write(store, lambda s: interests.return_to_case(s, table.chair, **at))
    assert TOLD_IN_THE_ROOM in _look(store, gate, table, who)


def test_it_closes_to_whoever_goes_home(store: Database, gate: Gate, table: Table) -> None:
    _tell(store, table)
    who = table.viewer("housing")
    _write(store, lambda s: start(s, table, signed=("chair", "housing")))
    _write(store, lambda s: begin(s, table))
    _write(
        store,
        lambda s: attending.record_presence(
            s, table.chair, meeting_id=table.meeting.id, person_id=who.person_id, present=False
        ),
    )
    assert TOLD_IN_THE_ROOM not in _look(store, gate, table, who)


@pytest.mark.parametrize(("others", "shown"), [(("housing",), True), (("housing", "fire"), False)])
def test_one_screen_for_the_room_shows_the_least_of_all(
    store: Database, gate: Gate, table: Table, others: tuple[str, ...], shown: bool
) -> None:
    _tell(store, table)
    _write(store, lambda s: start(s, table, signed=("chair", *others)))
    _write(store, lambda s: begin(s, table))
    with store.reading() as session:
        watching = [table.chair, *(table.viewer(n) for n in others)]
        case = session.get_one(Case, table.cases[0].id)
        values = _values(case_for_all(session, watching, gate, case))
    assert (TOLD_IN_THE_ROOM in values) is shown


def test_somebody_unsigned_leaves_the_room_with_nothing(
    store: Database, gate: Gate, table: Table
) -> None:
    _tell(store, table)
    _write(store, lambda s: start(s, table))
    _write(store, lambda s: begin(s, table))
    with store.reading() as session:
        case = session.get_one(Case, table.cases[0].id)
        both = [table.chair, table.viewer("housing")]
        assert _values(case_for_all(session, both, gate, case)).strip() == ""


@pytest.fixture
def minuted(store: Database, table: Table) -> Table:
    """A case heard, with a passage of every kind and an action."""
    with store.writing() as session:
        start(session, table)
        begin(session, table)
        for heading, (source, words) in SAYS.items():
            minute(session, table, source, heading, words)
        act(session, table, "fire", "Fitment-action")
        decide(session, table)
        sitting.end_case(
            session, table.chair, meeting_id=table.meeting.id, item_id=table.items[0].id
        )
        sitting.end_session(session, table.chair, meeting_id=table.meeting.id)
    return table


def _minutes(store: Database, gate: Gate, table: Table, name: str) -> Minutes:
    with store.reading() as session:
        meeting = session.get_one(Meeting, table.meeting.id)
        item = session.get_one(AgendaItem, table.items[0].id)
        case = session.get_one(Case, table.cases[0].id)
        return minutes_of(written(session, table.viewer(name), gate, meeting, [(item, case)])[0])


@pytest.mark.parametrize("name", [n for n in READS if n != "chair"])
def test_each_agency_reads_its_own_minutes(
    store: Database, gate: Gate, minuted: Table, name: str
) -> None:
    found = _minutes(store, gate, minuted, name)
    read = {p.row.heading for p in found.passages if p.shown.value}
    assert read == READS[name]
    words = " ".join(p.shown.value or "" for p in found.passages)
    for heading, (_, marker) in SAYS.items():
        assert (marker in words) is (heading in READS[name])


def test_a_passage_that_is_not_for_a_reader_does_not_say_that_it_is_there(
    store: Database, gate: Gate, minuted: Table
) -> None:
    found = _minutes(store, gate, minuted, "fire")
    assert [p for p in found.passages if p.shown.effect == "withheld"] == []


def test_the_owner_reads_its_action_in_the_minutes(
    store: Database, gate: Gate, minuted: Table
) -> None:
    for name, wanted in (("fire", "Fitment-action"), ("housing", "Fitment-action")):
        found = _minutes(store, gate, minuted, name)
        assert [a.shown.value for a in found.actions] == [wanted]


def test_a_passage_counts_as_its_sources_information(
    store: Database, gate: Gate, minuted: Table
) -> None:
    with store.reading() as session:
        case = session.get_one(Case, minuted.cases[0].id)
        held = matter(session, case, fields=["minute.told_health"], blanks=False)
    assert {i.origin_agency_id for i in held.items} == {minuted.world.agencies["health"].id}
    assert IN_THE_ROOM == "screen_in_session"
