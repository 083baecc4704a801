"""Whose words a version has: none of them approves it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.circulation_models import Answer, Circulation, Comment, Reader
from casework.agreements.models import Agreement, AgreementChange


def authors(session: Session, row: Agreement) -> set[UUID]:
    """Everybody whose words a version has, so that none of them approves it.

    Whoever copies a draft that was never in force copies what its authors wrote, and words that a
    partner proposed and that were taken up are that partner's.
    """
    found: set[UUID] = set()
    copied: Agreement | None = row
    while copied is not None:
        found |= {copied.author_id, *_writers(session, copied)}
        before = session.get(Agreement, copied.based_on_id) if copied.based_on_id else None
        copied = before if before is not None and before.in_force_from is None else None
    return found


def _writers(session: Session, row: Agreement) -> set[UUID]:
    wrote = select(AgreementChange.person_id).where(AgreementChange.agreement_id == row.id)
    proposed = (
        select(Reader.person_id)
        .join(Comment, Comment.reader_id == Reader.id)
        .join(Circulation, Circulation.id == Comment.circulation_id)
        .where(
            Circulation.agreement_id == row.id, Comment.answer == Answer.ACCEPTED,
            Comment.wording != "", Reader.person_id.is_not(None),
        )
    )  # fmt: skip
    found = {*session.scalars(wrote), *session.scalars(proposed)}
    return {person_id for person_id in found if person_id is not None}
