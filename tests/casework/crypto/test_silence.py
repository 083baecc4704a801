"""Objects that hold a secret say nothing about it, travel nowhere and die when told."""

import copy
import pickle
import traceback

import pytest

from casework.crypto.data_key import DataKey, ScopeKeys
from casework.crypto.failures import KeyShredded, Tampered
from casework.crypto.keyring import Keyring
from casework.crypto.seal import seal
from casework.crypto.secret_text import SecretText
from casework.crypto.tokens import TokenMaker
from casework.crypto.unseal import unseal
from tests.casework.crypto.conftest import CASE, PLACE

MARKER = "SAFEADDRESSMARKER"
SECRET = b"KEYMARKERKEYMARKERKEYMARKERKEYMA"


def _holders() -> list[object]:
    key = DataKey(CASE, 1, SECRET)
    ring = Keyring.generate()
    keys = ScopeKeys(CASE, {1: key})
    return [key, keys, ring, ring.active, SecretText(MARKER), TokenMaker(key, "phone")]


@pytest.mark.parametrize("holder", _holders(), ids=lambda holder: type(holder).__name__)
def test_secrets_neither_print_nor_travel(holder: object) -> None:
    for shown in (repr(holder), str(holder), f"{holder}", f"{holder!r:>9}", f"{holder}"):
        assert "hidden" in shown
        assert "MARKER" not in shown
    for travel in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            travel(holder)


def test_no_key_in_the_repr_of_a_ring() -> None:
    ring = Keyring.generate()
    assert ring.active.line().split(":")[1] not in repr(ring) + str([ring.active])


def test_secret_text_compares_and_is_not_hashed() -> None:
    assert SecretText("a") == SecretText("a")
    assert SecretText("a") != SecretText("b")
    assert not SecretText("")
    with pytest.raises(TypeError):
        hash(SecretText("a"))


def test_a_traceback_carries_neither_text_nor_key() -> None:
    key = DataKey(CASE, 1, SECRET)
    sealed = bytearray(seal(key, PLACE, SecretText(MARKER)))
    sealed[-1] ^= 1
    with pytest.raises(Tampered) as caught:
        unseal(key, PLACE, bytes(sealed))
    assert caught.value.__cause__ is None
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "MARKER" not in "".join(frames.format())


def test_a_destroyed_key_does_nothing_any_more() -> None:
    key = DataKey(CASE, 1, SECRET)
    sealed = seal(key, PLACE, MARKER)
    key.destroy()
    for act in (
        lambda: seal(key, PLACE, "x"),
        lambda: unseal(key, PLACE, sealed),
        lambda: key.derive("x"),
    ):
        with pytest.raises(KeyShredded):
            act()
