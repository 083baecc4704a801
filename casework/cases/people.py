"""The sealed names of a partnership, for the index of people; nothing is opened here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import CaseSubject, SealedAnswer
from casework.catalogue.field import Row
from casework.disclosure.people_index import PARTS, SealedName

# Whoever is at risk or causes harm: the two sides on which somebody can come back.
SIDES = (Row.VICTIM, Row.ALLEGED_PERPETRATOR)
NAMING = tuple(f"{side.value}.{part}" for side in SIDES for part in PARTS)


def sealed_names(
    session: Session, partnership_id: UUID, case_ids: Collection[UUID] | None
) -> Iterator[SealedName]:
    """Names, aliases and dates of birth of everybody, or of the people of some cases."""
    query = (
        select(SealedAnswer)
        .join(CaseSubject, CaseSubject.id == SealedAnswer.subject_id)
        .where(
            SealedAnswer.partnership_id == partnership_id,
            SealedAnswer.current.is_(True),
            SealedAnswer.field.in_(NAMING),
            CaseSubject.removed.is_(False),
        )
        .order_by(SealedAnswer.given_at)
    )
    if case_ids is not None:
        query = query.where(SealedAnswer.case_id.in_(case_ids))
    for row in session.scalars(query):
        assert row.subject_id is not None, "joined on it"
        yield SealedName(row.case_id, row.subject_id, row.field, row.id, row.envelope)
