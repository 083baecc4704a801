"""Which words of a dimension the protocols of a conference ask for, and in which clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState
from protocols.recording import asked_words

# What a version that waits for its signatures asks for can be got ready before its first day.
COMING_OR_HERE = (AgreementState.PROPOSED, AgreementState.IN_FORCE)


def named_words(
    session: Session, partnership_id: UUID, conference_kind: str, dimension: str
) -> Mapping[str, Sequence[str]]:
    """Each word that a rule asks for, by the first clause that does; each with all its clauses."""
    rows = session.scalars(
        select(Agreement)
        .where(
            Agreement.partnership_id == partnership_id, Agreement.state.in_(COMING_OR_HERE)
        )
        .order_by(Agreement.title, Agreement.created_at)
    )  # fmt: skip
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        protocol = compiled(row.text)[0]
        if conference_kind in protocol.conference_kinds:
            for word, number in asked_words(protocol, dimension):
                found[word].append(f"{row.title} {row.label}, clause {number}")
    return {word: tuple(dict.fromkeys(clauses)) for word, clauses in found.items()}
