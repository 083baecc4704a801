"""One engine, two kinds of transaction, and a log that is folded without waiting for anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, select, text

from casework.clock import now
from casework.db import Database, UtcDateTime, WritingInProgress, writing_now
from casework.directory.models import Partnership


def partnership(name: str) -> Partnership:
    return Partnership(name=name, created_at=now())


def test_a_failed_block_leaves_nothing_behind(store: Database) -> None:
    def half_done() -> None:
        with store.writing() as session:
            session.add(partnership("Lost"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    with store.reading() as session:
        assert session.scalars(select(Partnership)).all() == []
    assert not writing_now()


def test_writing_inside_writing_is_refused(store: Database) -> None:
    with store.writing(), pytest.raises(WritingInProgress), store.writing():
        pass


def test_rows_stay_readable_after_their_session(store: Database) -> None:
    with store.writing() as session:
        session.add(partnership("Kept"))
    with store.reading() as session:
        row = session.scalars(select(Partnership)).one()
    assert row.name == "Kept"


def test_a_reading_session_sees_one_moment(store: Database) -> None:
    with store.reading() as session:
        before = session.scalars(select(Partnership.name)).all()
        with store.writing() as other:
            other.add(partnership("Later"))
        assert session.scalars(select(Partnership.name)).all() == before
    with store.reading() as session:
        assert session.scalars(select(Partnership.name)).all() == [*before, "Later"]


def test_a_moment_comes_back_aware_and_in_utc(store: Database) -> None:
    there = datetime(2026, 10, 25, 1, 30, tzinfo=timezone(timedelta(hours=1)))
    with store.writing() as session:
        session.add(Partnership(name="Clock", created_at=there))
    with store.reading() as session:
        back = session.scalars(select(Partnership.created_at)).one()
    assert (back, back.tzinfo) == (there, UTC)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]  # it asks for no dialect


@pytest.mark.sqlite
def test_a_long_log_is_folded(store: Database) -> None:
    store.LOG_PAGES = 4
    for number in range(60):
        with store.writing() as session:
            session.add(partnership(f"Partner {number}"))
    log = Path(f"{store.engine.url.database}-wal")
    assert log.stat().st_size <= 6 * 4096


@pytest.mark.sqlite
def test_a_reader_does_not_make_writers_wait_for_the_log(store: Database) -> None:
    store.LOG_PAGES = 1
    reader = store.open_reading()
    reader.execute(text("SELECT count(*) FROM partnership"))
    told: list[str] = []
    event.listen(
        store.engine, "checkout", lambda connection, *_: connection.set_trace_callback(told.append)
    )
    for number in range(3):
        with store.writing() as session:
            session.add(partnership(f"Writer {number}"))
    reader.close()
    folded = [place for place, said in enumerate(told) if "wal_checkpoint" in said]
    # With any patience it would have waited for the reader until that ran out.
    assert {told[place - 1] for place in folded} == {"PRAGMA busy_timeout=0"}
