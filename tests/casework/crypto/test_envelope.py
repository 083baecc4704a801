"""The bytes of a sealed value, and the pure rules behind them."""

import re
from itertools import product
from uuid import UUID

import pytest

from casework.crypto import seal as seal_module
from casework.crypto.data_key import DataKey
from casework.crypto.envelope import (
    Context,
    associated_data,
    pad,
    padme,
    piece_nonce,
    pieces,
    unpad,
)
from casework.crypto.failures import Tampered
from casework.crypto.seal import seal
from casework.crypto.unseal import unseal
from tests.casework.crypto.conftest import PLACE

NONCE = bytes(range(100, 112))
KNOWN_SHORT = (
    "01016465666768696a6b6c6d6e6f7929fe23158476cd4a103a8daee56afd42c2060a8b6cf372a7d1"
    "ac48fba3a548186ae6270627499ee216657ca0f25948"
)
KNOWN_LONG = "01016465666768696a6b6c6d6e6f740081abf4bb73939c0a26b8cba45bb49ed545d24ae8ad63"


def test_known_answer_of_a_short_value(key: DataKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal_module, "urandom", lambda n: NONCE[:n])
    assert seal(key, PLACE, "12 Elm Street").hex() == KNOWN_SHORT


def test_known_answer_of_a_long_value(key: DataKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal_module, "urandom", lambda n: NONCE[:n])
    sealed = seal(key, PLACE, "x" * 5000)
    assert len(sealed) == 14 + padme(5001) + 3 * 16
    assert sealed[:14].hex() + sealed[-24:].hex() == KNOWN_LONG


def test_known_answer_of_associated_data() -> None:
    bound = associated_data(Context("answer", "name", UUID(int=0xABCD)), 3)
    assert bound.hex() == "0103" + "06" + b"answer".hex() + "04" + b"name".hex() + "0" * 28 + "abcd"


def test_overhead_is_thirty_bytes_and_padding(key: DataKey) -> None:
    assert len(seal(key, PLACE, "")) == 62
    assert len(seal(key, PLACE, "x" * 64)) == 102


@pytest.mark.parametrize("text", ["", "yes", "no", "unknown", "not applicable", "x" * 31])
def test_short_choices_have_one_length(key: DataKey, text: str) -> None:
    assert len(seal(key, PLACE, text)) == 62


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 63, 64, 1983, 1984, 1985, 3967, 3968, 9999])
def test_every_length_comes_back(key: DataKey, length: int) -> None:
    text = "é" * (length // 2) + "x" * (length % 2)
    assert unseal(key, PLACE, seal(key, PLACE, text)).reveal() == text


def test_padme_costs_at_most_twelve_per_cent() -> None:
    assert all(size <= padme(size) <= size * 1.12 for size in range(33, 20_000))


def test_padding_is_undone_even_for_texts_that_look_like_it() -> None:
    for text in (b"", b"\x80", b"\x80\0", b"\0\0", b"a\x80", b"\0" * 40):
        assert unpad(pad(text)) == text


@pytest.mark.parametrize("body", [b"", b"\0" * 32, b"abc", pad(b"abc") + b"\0", pad(b"abc")[:-1]])
def test_foreign_padding_is_refused(body: bytes) -> None:
    with pytest.raises(Tampered):
        unpad(body)


def test_associated_data_is_injective() -> None:
    names = ["a", "b", "aa", "ab", "aaa", "a\x01", "\x01a", "b\x02ab"]
    rows = [UUID(int=0), UUID(int=1), UUID(bytes=b"\x01" + b"a" * 15)]
    contexts = [Context(t, c, r) for t, c, r in product(names, names, rows)]
    bound = {associated_data(context, version) for context in contexts for version in (1, 2)}
    assert len(bound) == len(contexts) * 2


@pytest.mark.parametrize("name", ["", "x" * 256])
def test_a_name_that_its_length_byte_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape("1 to 255 bytes")):
        associated_data(Context(name, "c", UUID(int=0)), 1)


def test_no_piece_shares_a_nonce_with_a_whole_value_or_another_piece() -> None:
    nonces = [piece_nonce(NONCE, i, last=last) for i in range(5000) for last in (False, True)]
    assert len({NONCE, *nonces}) == len(nonces) + 1


def test_a_body_is_cut_only_above_the_limit() -> None:
    assert [n for n, _ in pieces(b"x" * 1984, NONCE, 1984)] == [NONCE]
    assert [len(p) for _, p in pieces(b"x" * 4000, NONCE, 1984)] == [1984, 1984, 32]
