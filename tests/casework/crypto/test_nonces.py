"""A nonce is never used twice under one key."""

import os

from casework.crypto.data_key import DataKey
from casework.crypto.seal import seal
from tests.casework.crypto.conftest import PLACE


def _nonces(key: DataKey, count: int) -> list[bytes]:
    return [seal(key, PLACE, "yes")[2:14] for _ in range(count)]


def test_twenty_thousand_nonces_are_unique(key: DataKey) -> None:
    assert len(set(_nonces(key, 20_000))) == 20_000


def test_nonces_stay_unique_over_a_fork(key: DataKey) -> None:
    _nonces(key, 10)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"".join(_nonces(key, 1000)))
        os._exit(0)
    ours = _nonces(key, 1000)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        raw = pipe.read()
    os.waitpid(child, 0)
    theirs = [raw[i : i + 12] for i in range(0, len(raw), 12)]
    assert len(theirs) == 1000
    assert len({*ours, *theirs}) == 2000
