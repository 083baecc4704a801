"""Where a sealed answer lies: what its ciphertext is bound to. To change it is to re-seal all."""

from __future__ import annotations

from uuid import UUID

from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.envelope import Context

ANSWER_TABLE = "sealed_answer"
FILE_TABLE = "attachment"
ENTRY_TABLE = "review_entry"
REVIEW_FILE_TABLE = "review_file"
BOARD_FILE_TABLE = "board_paper_file"
SCAN_TABLE = "agreement_scan"


def case_scope(case_id: UUID) -> Scope:
    """The owner of the keys of one case."""
    return Scope(ScopeKind.CASE, case_id)


def review_scope(review_id: UUID) -> Scope:
    """The owner of the keys of the sealed record of one review."""
    return Scope(ScopeKind.REVIEW, review_id)


def organisation_scope(partnership_id: UUID) -> Scope:
    """The owner of the keys of what a partnership keeps that belongs to no case and no review."""
    return Scope(ScopeKind.ORGANISATION, partnership_id)


def answer_place(field: str, answer_id: UUID, table: str = ANSWER_TABLE) -> Context:
    """An answer is bound to its catalogue field and its row: neither can be moved."""
    return Context(table, field, answer_id)


def file_place(attachment_id: UUID, table: str = FILE_TABLE) -> Context:
    """A file is bound to its row."""
    return Context(table, "content", attachment_id)
