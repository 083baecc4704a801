"""The keys of a case, as a session carries them, and the sealing of one text."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from casework.crypto.data_key import ScopeKeys
from casework.crypto.keystore import KeyStore
from casework.crypto.seal import seal
from casework.disclosure.places import answer_place, case_scope


def keys_of(session: Session) -> KeyStore:
    """The key store that the composition root gave to every session."""
    return cast(KeyStore, session.info["keys"])


def case_keys(session: Session, case_id: UUID) -> ScopeKeys:
    """The keys of one case; raises KeyMissing or KeyShredded."""
    return keys_of(session).keys(case_scope(case_id))


def seal_answer(
    session: Session, case_id: UUID, *, answer_id: UUID, field: str, text: str
) -> bytes:
    """The envelope of one answer, bound to its field and its row."""
    return seal(case_keys(session, case_id), answer_place(field, answer_id), text)
