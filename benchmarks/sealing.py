"""Open what one list page holds, 50 cases with 8 sealed answers each, beside two other ways."""

from __future__ import annotations

import os
from collections.abc import Iterator
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import String
from sqlalchemy.dialects import sqlite
from sqlalchemy_utils import StringEncryptedType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine

from benchmarks.measure import Line, once, warm
from casework.crypto.data_key import DataKey, ScopeKeys
from casework.crypto.envelope import Context, associated_data
from casework.crypto.seal import seal
from casework.crypto.unseal import unseal
from casework.disclosure.places import answer_place, case_scope

CASES, ANSWERS = 50, 8
TEXTS = ("Marigold", "Quillfeather", "1986-03-27", "high", "17 Zephyr Crescent, EC2A 4NE",
         "Tell nobody that we wrote.", "yes", "01632 960 123")  # fmt: skip


def measured() -> Iterator[Line]:
    """Ours beside AES-GCM alone and beside sqlalchemy-utils."""
    ours, raw, theirs = _Ours(), _Raw(), _Theirs()
    for act in (ours, raw, theirs):
        assert act() == [text for _ in range(CASES) for text in TEXTS]
    cold, mine = once(ours), warm(ours)
    bare, other = warm(raw), warm(theirs, repeats=10, warming=1)
    work = f"open {CASES} × {ANSWERS} sealed"
    yield Line(work, cold, mine, "AES-GCM alone", bare, "within 4 times", mine <= 4 * bare)
    yield Line(work, cold, mine, "sqlalchemy-utils", other, "5 times faster", mine * 5 <= other)


class _Ours:
    """As the gate does it: a key per case, bound to field and row, padded."""

    def __init__(self) -> None:
        self._held: list[tuple[ScopeKeys, Context, bytes]] = []
        for _ in range(CASES):
            scope = case_scope(uuid4())
            keys = ScopeKeys(scope, {1: DataKey(scope, 1, os.urandom(32))})
            for text in TEXTS:
                place = answer_place("victim.given_name", uuid4())
                self._held.append((keys, place, seal(keys, place, text)))

    def __call__(self) -> list[str]:
        return [unseal(*held).reveal() for held in self._held]


class _Raw:
    """One key for everything, the same binding, no padding to undo."""

    def __init__(self) -> None:
        self._cipher = AESGCM(os.urandom(32))
        self._held = []
        for _ in range(CASES):
            for text in TEXTS:
                nonce, bound = os.urandom(12), associated_data(Context("t", "c", uuid4()), 1)
                sealed = self._cipher.encrypt(nonce, text.encode(), bound)
                self._held.append((nonce, sealed, bound))

    def __call__(self) -> list[str]:
        decrypt = self._cipher.decrypt
        return [decrypt(*held).decode() for held in self._held]


class _Theirs:
    """A column type that a Flask application would take from the shelf."""

    def __init__(self) -> None:
        self._type = StringEncryptedType(String, "a key of the application", AesGcmEngine)
        self._dialect = sqlite.dialect()
        bind = self._type.process_bind_param
        self._held = [bind(text, self._dialect) for _ in range(CASES) for text in TEXTS]

    def __call__(self) -> list[str]:
        read, dialect = self._type.process_result_value, self._dialect
        return [read(value, dialect) for value in self._held]
