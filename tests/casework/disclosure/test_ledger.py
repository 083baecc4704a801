"""The ledger takes ids and code words, in order, with the act or before the answer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casework.db import Database, WritingInProgress
from casework.disclosure.ledger import (
    Entry,
    Kind,
    Ledger,
    NotForTheLedger,
    append,
    append_all,
    for_case,
    head_of,
    who_saw,
)
from casework.disclosure.ledger_entry import _KIND, body_of
from casework.disclosure.merkle import leaf_hash, root_of
from tests.casework.disclosure import ledger_world as world
from tests.casework.disclosure.ledger_world import CASE, HOUSING, OFFICER, OTHER_CASE, THEM, US


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    yield from world.made(f"sqlite:///{tmp_path / 'confer.db'}")


def test_known_answer_of_an_entry() -> None:
    assert body_of(world.entry(3, agency_id=HOUSING), 7) == (
        b'{"actor":"00000000-0000-0000-0000-000000000015",'
        b'"agency":"00000000-0000-0000-0000-000000000016",'
        b'"at":"2026-03-01T09:03:00.000000Z","case":"00000000-0000-0000-0000-00000000000b",'
        b'"detail":{"fact":"00000000-0000-0000-0000-000000000003"},"kind":"fact:recorded",'
        b'"object":null,"partnership":"00000000-0000-0000-0000-000000000001","seq":7,"v":1}'
    )


def test_kinds_follow_their_grammar_and_are_used_once() -> None:
    assert all(_KIND.fullmatch(kind) and len(kind) <= 40 for kind in Kind)
    assert len(set(Kind)) == len(Kind.__members__)


@pytest.mark.parametrize(
    "value",
    [
        "12 Elm Street",
        "Mary Smith",
        "jo@example.org",
        "a\nb",
        "'; DROP TABLE",
        "x" * 129,
        "é",
        b"bytes",
        1.5,
        ["fine", "not fine"],
        {"answers": [["id", "Mary Smith"]]},
        {"Mary Smith": 1},
        object(),
    ],
)
def test_whatever_may_be_a_value_is_refused_without_echo(value: object) -> None:
    with pytest.raises(NotForTheLedger) as caught:
        body_of(world.entry(detail={"note": value}), 1)
    assert "Mary" not in str(caught.value)


def test_a_key_of_a_detail_is_a_word() -> None:
    with pytest.raises(NotForTheLedger):
        body_of(world.entry(detail={"Mary Smith": 1}), 1)


def test_numbers_rise_by_one_in_each_partnership(database: Database) -> None:
    ledger = Ledger(database)
    mixed = [world.entry(n, partnership=(US, THEM)[n % 2]) for n in range(6)]
    assert ledger.record(mixed) == [1, 1, 2, 2, 3, 3]
    assert ledger.record([world.entry(9)]) == [4]
    assert ledger.record([]) == []


def test_the_head_is_the_root_of_the_stored_bytes(database: Database) -> None:
    world.filled(database, 13)
    with database.reading() as session:
        stored = list(for_case(session, US, CASE))
        assert [entry.seq for entry in stored] == list(range(1, 14))
        assert head_of(session, US).root() == root_of(leaf_hash(entry.body) for entry in stored)
        assert head_of(session, THEM).size == 0


def test_an_act_and_its_entry_stand_or_fall_together(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:  # noqa: PT012  # the commit is what raises
        append(session, world.entry())
        raise ZeroDivisionError
    with database.writing() as session:
        assert append_all(session, [world.entry(), world.entry(1)]) == [1, 2]


def test_a_read_is_not_recorded_inside_a_writing_transaction(database: Database) -> None:
    with database.writing(), pytest.raises(WritingInProgress):
        Ledger(database).record([world.entry()])


def test_writers_side_by_side_leave_no_gap(database: Database) -> None:
    def write() -> None:
        for number in range(8):
            world.filled(database, 1, number)

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert [entry.seq for entry in for_case(session, US, CASE)] == list(range(1, 33))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'x'",
        "UPDATE ledger_entry SET seq = seq + 100",
        "DELETE FROM ledger_entry",
        "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE seq = 2",
        """REPLACE INTO ledger_entry SELECT partnership_id, 2, at, kind, actor_id, agency_id,
        case_id, object_id, body, leaf FROM ledger_entry WHERE seq = 1""",
        """INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE seq = 2
        ON CONFLICT DO UPDATE SET kind = 'x'""",
        "UPDATE ledger_head SET size = size - 1",
        "UPDATE ledger_head SET frontier = x'00'",
        "DELETE FROM ledger_head",
        "REPLACE INTO ledger_head SELECT partnership_id, 0, x'' FROM ledger_head",
    ],
)
def test_the_fence_refuses(database: Database, statement: str) -> None:
    world.filled(database, 3)
    for pragma in ("ON", "OFF"):
        with pytest.raises(DBAPIError), database.writing() as session:  # noqa: PT012  # the commit is what raises
            session.connection().exec_driver_sql(f"PRAGMA recursive_triggers={pragma}")
            session.execute(text(statement))


def test_there_is_no_hidden_row_number_to_replace_by(database: Database) -> None:
    world.filled(database, 1)
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(text("SELECT rowid FROM ledger_entry"))


def _shown(number: int, person: UUID, lines: list[list[object]], **more: Any) -> Entry:
    detail = {"version": "2.1", "purpose": "safety_planning", "shown": lines}
    return world.entry(number, kind=Kind.ANSWERS_SHOWN, actor_id=person, detail=detail, **more)


ADDRESS, RISK = UUID(int=101), UUID(int=102)


@pytest.fixture
def seen(database: Database) -> Database:
    lines: list[list[object]] = [
        [ADDRESS, "victim.address", "full", "4.2"],
        [RISK, "risk.summary", "full", "4.2"],
        [None, "victim.phone", "withheld", "7"],
    ]
    masked: list[list[object]] = [[ADDRESS, "victim.address", "masked", "5(b)"]]
    entries = [
        _shown(0, OFFICER, lines, agency_id=THEM),
        _shown(5, OFFICER, lines, agency_id=THEM),
        _shown(15 * 60, HOUSING, masked),
        _shown(1, HOUSING, masked, case_id=OTHER_CASE),
        world.entry(2),
    ]
    Ledger(database).record(entries)
    return database


def test_who_saw_a_case(seen: Database) -> None:
    with seen.reading() as session:
        found = {
            (s.person_id, s.effect, s.clause, s.version, s.fields, s.times)
            for s in who_saw(session, US, CASE)
        }
    assert found == {
        (OFFICER, "full", "4.2", "2.1", ("risk.summary", "victim.address"), 2),
        (OFFICER, "withheld", "7", "2.1", ("victim.phone",), 2),
        (HOUSING, "masked", "5(b)", "2.1", ("victim.address",), 1),
    }


def test_who_saw_one_field_or_one_answer(seen: Database) -> None:
    with seen.reading() as session:
        by_field = who_saw(session, US, CASE, field="victim.address")
        by_answer = who_saw(session, US, CASE, answer_id=RISK)
        assert who_saw(session, THEM, CASE) == []
    assert {sight.person_id for sight in by_field} == {OFFICER, HOUSING}
    assert [(sight.person_id, sight.day) for sight in by_answer] == [(OFFICER, date(2026, 3, 1))]
