"""Which words of a dimension the protocols of a conference ask for, and in which clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState
from casework.clock import now
from protocols.recording import asked_words


def named_words(
    session: Session, partnership_id: UUID, conference_kind: str, dimension: str
) -> Mapping[str, Sequence[str]]:
    """Each word that a rule asks for, by the first clause that does; each with all its clauses.

    What a version that waits for its signatures asks for can be got ready before its first day;
    one that another will replace later asks until then.
    """
    rows = session.scalars(
        select(Agreement)
        .where(
            Agreement.partnership_id == partnership_id, Agreement.state != AgreementState.DRAFT
        )
        .order_by(Agreement.title, Agreement.created_at)
    )  # fmt: skip
    moment = now()
    found: dict[str, list[str]] = defaultdict(list)
    for row in (row for row in rows if row.is_frozen(moment)):
        protocol = compiled(row.text)[0]
        if conference_kind in protocol.conference_kinds:
            for word, number in asked_words(protocol, dimension):
                found[word].append(f"{row.title} {row.label}, clause {number}")
    return {word: tuple(dict.fromkeys(clauses)) for word, clauses in found.items()}
