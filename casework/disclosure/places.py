"""Where a sealed answer lies: what its ciphertext is bound to. To change it is to re-seal all."""

from __future__ import annotations

from uuid import UUID

from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.envelope import Context

ANSWER_TABLE = "sealed_answer"
FILE_TABLE = "attachment"


def case_scope(case_id: UUID) -> Scope:
    """The owner of the keys of one case."""
    return Scope(ScopeKind.CASE, case_id)


def answer_place(field: str, answer_id: UUID) -> Context:
    """An answer is bound to its catalogue field and its row: neither can be moved."""
    return Context(ANSWER_TABLE, field, answer_id)


def file_place(attachment_id: UUID) -> Context:
    """An attachment is bound to its row."""
    return Context(FILE_TABLE, "content", attachment_id)
