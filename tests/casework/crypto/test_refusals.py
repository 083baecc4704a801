"""Whatever was changed or moved is refused, and the reason is the right one."""

import random
from dataclasses import replace
from uuid import UUID

import pytest

from casework.crypto.data_key import DataKey, Scope, ScopeKeys, ScopeKind
from casework.crypto.failures import KeyMissing, SealingError, Tampered, UnknownFormat
from casework.crypto.seal import seal
from casework.crypto.unseal import unseal
from tests.casework.crypto.conftest import CASE, PLACE

OTHER_CASE = Scope(ScopeKind.CASE, UUID(int=2))
PIECE = 1984 + 16


@pytest.mark.parametrize(
    "moved",
    [
        replace(PLACE, row_id=UUID(int=8)),
        replace(PLACE, column="victim.phone"),
        replace(PLACE, table="passage"),
    ],
    ids=["row", "column", "table"],
)
def test_a_value_put_elsewhere_is_refused(key: DataKey, moved: object) -> None:
    with pytest.raises(Tampered):
        unseal(key, moved, seal(key, PLACE, "12 Elm Street"))  # type: ignore[arg-type]  # a key of the wrong kind, on purpose


def test_a_value_under_the_key_of_another_case_is_refused(key: DataKey) -> None:
    other = DataKey(OTHER_CASE, 1, b"k" * 32)
    with pytest.raises(Tampered):
        unseal(other, PLACE, seal(key, PLACE, "12 Elm Street"))


@pytest.mark.parametrize("text", ["12 Elm Street", "n" * 2500], ids=["whole", "pieces"])
def test_every_flipped_bit_is_refused(key: DataKey, text: str) -> None:
    sealed = seal(key, PLACE, text)
    for at in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(SealingError):
            unseal(key, PLACE, bytes(changed))


@pytest.mark.parametrize("text", ["12 Elm Street", "n" * 4500], ids=["whole", "pieces"])
def test_every_truncation_is_refused(key: DataKey, text: str) -> None:
    sealed = seal(key, PLACE, text)
    for length in range(len(sealed)):
        with pytest.raises(SealingError):
            unseal(key, PLACE, sealed[:length])


@pytest.mark.parametrize("extra", [b"\0", b"\x80", b"\0" * 16, b"x" * 2000])
@pytest.mark.parametrize("text", ["short", "n" * 4500])
def test_extension_is_refused(key: DataKey, text: str, extra: bytes) -> None:
    with pytest.raises(Tampered):
        unseal(key, PLACE, seal(key, PLACE, text) + extra)


def _cut(sealed: bytes) -> tuple[bytes, list[bytes]]:
    return sealed[:14], [sealed[i : i + PIECE] for i in range(14, len(sealed), PIECE)]


def test_pieces_cut_moved_mixed_and_repeated_are_refused(key: DataKey) -> None:
    head, (a, b, c, d) = _cut(seal(key, PLACE, "n" * 7000))
    _, (_, other, *_) = _cut(seal(key, PLACE, "m" * 7000))
    arrangements = [
        [a], [d], [a, b], [a, d], [a, b, c], [b, c, d], [b, a, c, d], [a, c, b, d],
        [a, b, c, c], [a, a, b, c, d], [a, b, c, d, d], [a, other, c, d], [d, c, b, a],
    ]  # fmt: skip
    for arrangement in arrangements:
        with pytest.raises(Tampered):
            unseal(key, PLACE, head + b"".join(arrangement))


def test_a_single_piece_does_not_pass_for_a_whole_value(key: DataKey) -> None:
    head, (first, *_) = _cut(seal(key, PLACE, "n" * 4000))
    with pytest.raises(Tampered):
        unseal(key, PLACE, head + first)


@pytest.mark.parametrize(
    "foreign",
    [b"", b"12 Elm Street", b"gAAAAABl" + b"x" * 80, b"\x00" * 62, b"\x02" + b"x" * 80, b"{}"],
)
def test_foreign_formats_are_named_as_such(key: DataKey, foreign: bytes) -> None:
    with pytest.raises(UnknownFormat):
        unseal(key, PLACE, foreign)


def test_random_bytes_are_refused(key: DataKey) -> None:
    source = random.Random(1)
    for _ in range(500):
        with pytest.raises(SealingError):
            unseal(key, PLACE, source.randbytes(source.randrange(200)))


def test_a_missing_version_is_not_called_tampering(key: DataKey) -> None:
    newer = DataKey(CASE, 2, b"k" * 32)
    with pytest.raises(KeyMissing):
        unseal(key, PLACE, seal(newer, PLACE, "12 Elm Street"))


def test_version_downgrade_is_refused(key: DataKey) -> None:
    keys = ScopeKeys(CASE, {1: key, 2: DataKey(CASE, 2, b"k" * 32)})
    sealed = seal(keys, PLACE, "12 Elm Street")
    assert sealed[1] == 2
    with pytest.raises(Tampered):
        unseal(keys, PLACE, sealed[:1] + b"\x01" + sealed[2:])


def test_same_secret_under_another_version_number_is_refused(key: DataKey) -> None:
    twin = DataKey(CASE, 2, bytes(range(32)))
    sealed = seal(key, PLACE, "12 Elm Street")
    with pytest.raises(Tampered):
        unseal(twin, PLACE, sealed[:1] + b"\x02" + sealed[2:])


def test_the_same_text_twice_differs(key: DataKey) -> None:
    assert seal(key, PLACE, "yes") != seal(key, PLACE, "yes")
