"""What one act is, where the ledger is counted: a page that loaded twice is one look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from casework.db import Database
from casework.disclosure.ledger import Entry, Kind, Ledger
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.often import looks_among
from tests.casework.disclosure.ledger_world import CASE, HOUSING, OFFICER, OTHER_CASE, US, made

NINE = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    yield from made(f"sqlite:///{tmp_path / 'confer.db'}")


@pytest.mark.parametrize(
    ("seconds", "looks"),
    [
        ((), 0),
        ((0,), 1),
        ((0, 0), 1),
        ((0, 59), 1),
        ((0, 60), 2),
        # A page that is loaded again and again is no endless look.
        ((0, 40, 80, 120), 2),
        ((3600, 0), 2),
    ],
)
def test_openings_within_a_minute_are_one_look(seconds: tuple[int, ...], looks: int) -> None:
    assert looks_among(NINE + timedelta(seconds=s) for s in seconds) == looks


def asked(after: int = 0, **more: Any) -> Entry:
    fields: dict[str, Any] = {
        "kind": Kind.EXPLAINED, "actor_id": OFFICER, "case_id": CASE, "object_id": UUID(int=2),
        "detail": {"field": "victim.surname"},
    }  # fmt: skip
    return Entry(partnership_id=US, at=NINE + timedelta(seconds=after), **fields | more)


@pytest.mark.parametrize(
    ("second", "entries"),
    [
        (asked(59), 1),
        (asked(60), 2),
        (asked(1, actor_id=HOUSING), 2),
        (asked(1, case_id=OTHER_CASE), 2),
        (asked(1, object_id=UUID(int=3)), 2),
        (asked(1, detail={"field": "victim.given_name"}), 2),
        (asked(1, kind=Kind.HISTORY_ASKED), 2),
    ],
)
def test_the_very_same_question_within_a_minute_is_one_entry(
    database: Database, second: Entry, entries: int
) -> None:
    for one in (asked(), second):
        Ledger(database).record_look(one)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == entries
