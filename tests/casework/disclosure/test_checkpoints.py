"""Signed heads: their text, their signature, and who may be believed."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import Keyring
from casework.crypto.keystore import KeyStore
from casework.crypto.system import found_keys
from casework.db import Database
from casework.disclosure.checkpoints import (
    CheckpointFolder,
    NotACheckpoint,
    Signer,
    Verifier,
    kept_signer,
    kept_verifiers,
    parse_checkpoint,
)
from tests.casework.disclosure import ledger_world as world
from tests.casework.disclosure.ledger_world import THEM, US

SIGNER = Signer(bytes(range(32)))
HEAD = SIGNER.sign(US, 5, b"r" * 32)
SIGNATURE = (
    "GVnOrvhYyljwVVjthOZXlGMm/tJOHibatp+q4rZcvH7f/zu93rKnfLz8BDn00faTxdgtlKG8ojSRBEizhobdCjImiAI="
)
NAME = "confer/ledger/00000000-0000-0000-0000-000000000001"


def test_known_answer_of_a_note() -> None:
    assert HEAD.note == (
        f"{NAME}\n5\ncnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=\n\n— {NAME}/ed25519 {SIGNATURE}\n"
    )
    assert HEAD.fingerprint == "5:" + "72" * 16


def test_a_note_is_read_back() -> None:
    read = parse_checkpoint(HEAD.note, [Signer(b"k" * 32).verifier, SIGNER.verifier])
    assert read == HEAD
    assert read.partnership_id == US


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n5\n", "\n4\n"),
        ("cnJy", "cnJz"),
        ("000000000001\n", "000000000002\n"),
        ("/ed25519 ", "/ml-dsa-44 "),
        ("/ed25519 ", "x/ed25519 "),
        ("— ", "- "),
        ("\n\n", "\n"),
        (" AAAA", " !!!!"),
    ],
)
def test_a_changed_note_is_refused(old: str, new: str) -> None:
    changed = HEAD.note.replace(old, new, 1)
    if changed == HEAD.note:
        changed = HEAD.note[:-10] + "AAAA====\n"
    with pytest.raises(NotACheckpoint):
        parse_checkpoint(changed, [SIGNER.verifier])


def test_a_note_of_another_key_is_refused() -> None:
    with pytest.raises(NotACheckpoint):
        parse_checkpoint(HEAD.note, [Signer(b"k" * 32).verifier])
    with pytest.raises(NotACheckpoint):
        parse_checkpoint(HEAD.note, [])


def test_a_signature_of_another_witness_beside_ours_is_let_be() -> None:
    note = HEAD.note + "— witness.example/ml-dsa-44 AAAA\n"
    assert parse_checkpoint(note, [SIGNER.verifier]).size == 5


def test_the_public_key_travels_as_text() -> None:
    text = SIGNER.verifier.text(f"{NAME}/ed25519")
    assert Verifier.from_text(text).public == SIGNER.verifier.public
    for broken in ("", "name", text.replace("+", "+0", 1), text[:-4] + "AAAA"):
        with pytest.raises(NotACheckpoint):
            Verifier.from_text(broken)


def test_a_signer_does_not_print_its_key() -> None:
    assert "hidden" in repr(SIGNER)


def test_the_folder_only_grows(tmp_path: Path) -> None:
    folder = CheckpointFolder(tmp_path / "heads")
    heads = [SIGNER.sign(US, size, bytes([size]) * 32) for size in (1, 2, 3)]
    for head in heads:
        folder.keep(head)
    folder.keep(SIGNER.sign(THEM, 9, b"t" * 32))
    assert folder.kept(US, [SIGNER.verifier]) == heads
    assert [head.size for head in folder.kept(THEM, [SIGNER.verifier])] == [9]
    assert folder.kept(UUID(int=77), [SIGNER.verifier]) == []


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    yield from world.made(f"sqlite:///{tmp_path / 'confer.db'}")


def test_the_signing_key_is_made_once_and_kept_sealed(database: Database, tmp_path: Path) -> None:
    store = KeyStore(KeyDatabase(f"sqlite:///{tmp_path / 'keys.db'}"), Keyring.generate())
    found_keys(store)
    with database.writing() as session:
        first = kept_signer(session, store)
    with database.reading() as session:
        again = kept_signer(session, store)
        verifiers = kept_verifiers(session)
    assert first.verifier.public == again.verifier.public
    assert parse_checkpoint(again.sign(US, 1, b"r" * 32).note, verifiers).size == 1
    assert first._key.private_bytes_raw() not in (tmp_path / "confer.db-wal").read_bytes()
