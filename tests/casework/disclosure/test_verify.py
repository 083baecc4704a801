"""Whatever was done to the ledger behind its back is found, and where."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from casework.db import Database
from casework.disclosure.checkpoints import Checkpoint, CheckpointFolder, Signer, parse_checkpoint
from casework.disclosure.ledger import Kind, Ledger
from casework.disclosure.ledger_models import LedgerEntry, LedgerHead
from casework.disclosure.merkle import Frontier, leaf_hash
from casework.disclosure.verify import HeadSigner, LedgerNotIntact, Outcome, ledgers, verify
from tests.casework.disclosure import ledger_world as world
from tests.casework.disclosure.ledger_world import THEM, US

SIGNER = Signer(bytes(range(32)))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    yield from world.made(f"sqlite:///{tmp_path / 'confer.db'}")


@pytest.fixture
def folder(tmp_path: Path) -> CheckpointFolder:
    return CheckpointFolder(tmp_path / "elsewhere")


def _signed(database: Database, folder: CheckpointFolder) -> Checkpoint:
    with database.reading() as session:
        return HeadSigner(SIGNER, folder).sign_head(session, US)


def _verdict(database: Database, folder: CheckpointFolder) -> tuple[int, int | None, int | None]:
    with database.reading() as session:
        found = verify(session, US, folder.kept(US, [SIGNER.verifier]))
    return found.exit_code, found.seq, found.until


@pytest.fixture
def grown(database: Database, folder: CheckpointFolder) -> Database:
    """Twenty entries, heads kept at 8, 15 and 20."""
    for count, start in ((8, 0), (7, 8), (5, 15)):
        world.filled(database, count, start)
        _signed(database, folder)
    return database


def _forge(database: Database, seq: int) -> None:
    # Everything an administrator can do: new bytes, new leaf hashes, new head.
    world.without_fence(database)
    with database.writing() as session:
        entry = session.get_one(LedgerEntry, (US, seq))
        content = json.loads(entry.body) | {"kind": "fact:withdrawn"}
        entry.kind = "fact:withdrawn"
        entry.body = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
        entry.leaf = leaf_hash(entry.body)
        session.flush()
        leaves = session.scalars(select(LedgerEntry.leaf).order_by(LedgerEntry.seq))
        tree = Frontier().extended(leaves)
        session.execute(update(LedgerHead).values(size=tree.size, frontier=tree.to_bytes()))


def test_an_untouched_ledger_is_intact(grown: Database, folder: CheckpointFolder) -> None:
    assert _verdict(grown, folder) == (0, None, None)


def test_an_empty_ledger_is_intact(database: Database, folder: CheckpointFolder) -> None:
    assert _verdict(database, folder) == (0, None, None)


def test_a_changed_body_is_found(grown: Database, folder: CheckpointFolder) -> None:
    world.without_fence(grown, "UPDATE ledger_entry SET body = x'7b7d' WHERE seq = 11")
    assert _verdict(grown, folder) == (2, 11, None)


@pytest.mark.parametrize(
    "change",
    ["kind = 'fact:withdrawn'", "actor_id = NULL", "case_id = object_id", "at = '2020-01-01'"],
)
def test_a_changed_register_is_found(
    grown: Database, folder: CheckpointFolder, change: str
) -> None:
    world.without_fence(grown, f"UPDATE ledger_entry SET {change} WHERE seq = 11")
    assert _verdict(grown, folder) == (2, 11, None)


def test_a_forged_entry_is_found_between_two_heads(
    grown: Database, folder: CheckpointFolder
) -> None:
    _forge(grown, 11)
    assert _verdict(grown, folder) == (2, 9, 15)


def test_without_heads_elsewhere_a_forgery_passes(grown: Database, tmp_path: Path) -> None:
    _forge(grown, 11)
    assert _verdict(grown, CheckpointFolder(tmp_path / "none")) == (0, None, None)


def test_a_missing_entry_is_a_gap(grown: Database, folder: CheckpointFolder) -> None:
    world.without_fence(grown, "DELETE FROM ledger_entry WHERE seq IN (4, 5)")
    assert _verdict(grown, folder) == (3, 4, 5)


def test_a_cut_tail_is_truncation(grown: Database, folder: CheckpointFolder) -> None:
    world.without_fence(grown, "DELETE FROM ledger_entry WHERE seq > 17")
    assert _verdict(grown, folder) == (4, 18, 20)


def test_a_restored_older_copy_is_rolled_back(
    database: Database, folder: CheckpointFolder, tmp_path: Path
) -> None:
    world.filled(database, 6)
    with closing(sqlite3.connect(tmp_path / "confer.db")) as connection:
        connection.execute(f"VACUUM INTO '{tmp_path / 'old.db'}'")
    world.filled(database, 6, 6)
    _signed(database, folder)
    database.dispose()
    for leftover in tmp_path.glob("confer.db-*"):
        leftover.unlink()
    shutil.copy(tmp_path / "old.db", tmp_path / "confer.db")
    assert _verdict(database, folder) == (4, 7, 12)


def test_a_rolled_back_and_regrown_ledger_is_altered(
    database: Database, folder: CheckpointFolder
) -> None:
    world.filled(database, 12)
    _signed(database, folder)
    world.without_fence(database, "DELETE FROM ledger_entry", "DELETE FROM ledger_head")
    world.filled(database, 15, 100)
    assert _verdict(database, folder) == (2, 1, 12)


def test_entries_added_behind_the_head_are_found(grown: Database, folder: CheckpointFolder) -> None:
    world.without_fence(grown, "UPDATE ledger_head SET size = 16, frontier = zeroblob(32)")
    assert _verdict(grown, folder)[0] == 2


def test_a_head_that_differs_from_the_entries_is_found(
    grown: Database, folder: CheckpointFolder
) -> None:
    world.filled(grown, 2, 20)
    world.without_fence(grown, "UPDATE ledger_head SET frontier = zeroblob(96)")
    assert _verdict(grown, folder) == (2, 21, 22)


def test_a_ledger_that_is_gone_is_truncated(grown: Database, folder: CheckpointFolder) -> None:
    world.without_fence(grown, "DELETE FROM ledger_entry", "DELETE FROM ledger_head")
    assert _verdict(grown, folder) == (4, 1, 20)


def test_heads_of_other_ledgers_say_nothing(grown: Database, folder: CheckpointFolder) -> None:
    foreign = SIGNER.sign(THEM, 3, b"x" * 32)
    with grown.reading() as session:
        kept = [foreign, *folder.kept(US, [SIGNER.verifier])]
        assert verify(session, US, kept).outcome is Outcome.INTACT
        assert ledgers(session) == [US]


def test_an_altered_ledger_is_not_signed(grown: Database, folder: CheckpointFolder) -> None:
    _forge(grown, 11)
    with pytest.raises(LedgerNotIntact) as caught:
        _signed(grown, folder)
    assert caught.value.verdict.exit_code == 2


def test_a_signer_that_goes_on_reads_only_the_new_entries(
    database: Database, folder: CheckpointFolder
) -> None:
    signer = HeadSigner(SIGNER, folder)
    for start in (0, 7, 14):
        world.filled(database, 7, start)
        with database.reading() as session:
            assert signer.sign_head(session, US).size == start + 7
    with database.reading() as session:
        signer.sign_head(session, US)
    assert [kept.size for kept in folder.kept(US, [SIGNER.verifier])] == [7, 14, 21]
    assert _verdict(database, folder) == (0, None, None)


def test_a_signer_notices_a_ledger_rolled_back_since(
    database: Database, folder: CheckpointFolder
) -> None:
    signer = HeadSigner(SIGNER, folder)
    world.filled(database, 7)
    with database.reading() as session:
        signer.sign_head(session, US)
    world.without_fence(database, "DELETE FROM ledger_entry", "DELETE FROM ledger_head")
    world.filled(database, 3)
    with database.reading() as session, pytest.raises(LedgerNotIntact) as caught:
        signer.sign_head(session, US)
    assert (caught.value.verdict.exit_code, caught.value.verdict.seq) == (4, 4)


ANSWER, OTHER = uuid4(), uuid4()


@pytest.fixture
def answered(database: Database) -> Database:
    written = [
        ([ANSWER, "victim.name", "aa"], Kind.ANSWERS_WRITTEN),
        ([OTHER, "victim.phone", "cc"], Kind.ANSWERS_WRITTEN),
        ([ANSWER, "victim.name", "bb"], Kind.ANSWERS_RESEALED),
    ]
    Ledger(database).record(
        world.entry(n, kind=kind, detail={"answers": [row]})
        for n, (row, kind) in enumerate(written)
    )
    return database


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(ANSWER, "bb"), (OTHER, "cc")], (0, None)),
        ([(ANSWER, "aa"), (OTHER, "cc")], (2, 3)),
        ([(ANSWER, "bb")], (3, 2)),
        ([(ANSWER, "bb"), (OTHER, "cc"), (UUID(int=9), "dd")], (2, None)),
    ],
    ids=["same", "rolled back", "deleted", "foreign"],
)
def test_sealed_rows_are_compared_with_their_last_entry(
    answered: Database, rows: list[tuple[UUID, str]], expected: tuple[int, int | None]
) -> None:
    with answered.reading() as session:
        found = verify(session, US, (), iter(rows))
    assert (found.exit_code, found.seq) == expected


def test_an_erased_answer_is_not_missed(answered: Database) -> None:
    Ledger(answered).record([world.entry(kind=Kind.ANSWERS_ERASED, detail={"answers": [OTHER]})])
    with answered.reading() as session:
        assert verify(session, US, (), [(ANSWER, "bb")]).outcome is Outcome.INTACT


def test_kept_heads_survive_their_file(grown: Database, folder: CheckpointFolder) -> None:
    kept = folder.kept(US, [SIGNER.verifier])
    assert [head.size for head in kept] == [8, 15, 20]
    assert parse_checkpoint(kept[-1].note, [SIGNER.verifier]) == kept[-1]
    assert grown.dialect == "sqlite"
