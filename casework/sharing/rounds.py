"""Rounds of a draft as they stand: who got it, what was said, and who may say more."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.circulation_models import Circulation, Comment, Reader
from casework.agreements.models import Agreement, AgreementState
from casework.errors import NotFound, Refused


def rounds(session: Session, row: Agreement) -> list[Circulation]:
    """Every round of a version, newest first."""
    query = select(Circulation).where(Circulation.agreement_id == row.id)
    return list(session.scalars(query.order_by(Circulation.sent_at.desc(), Circulation.id)))


def open_rounds(session: Session, partnership_id: UUID) -> list[tuple[Circulation, Agreement]]:
    """Rounds that still wait for replies, with their versions."""
    query = (
        select(Circulation, Agreement)
        .join(Agreement, Agreement.id == Circulation.agreement_id)
        .where(
            Circulation.partnership_id == partnership_id, Circulation.closed_at.is_(None),
            Agreement.state == AgreementState.DRAFT,
        )
        .order_by(Circulation.sent_at)
    )  # fmt: skip
    return [(c, a) for c, a in session.execute(query)]


def round_of(session: Session, viewer: Viewer, circulation_id: UUID) -> Circulation:
    """One round of the viewer's partnership, or NotFound."""
    found = session.get(Circulation, circulation_id)
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("draft")
    return found


def readers_of(session: Session, made: Circulation) -> list[Reader]:
    """Everybody to whom it was sent."""
    query = select(Reader).where(Reader.circulation_id == made.id)
    return list(session.scalars(query.order_by(Reader.body, Reader.name, Reader.id)))


def comments_of(session: Session, made: Circulation) -> list[Comment]:
    """What was said, oldest first."""
    query = select(Comment).where(Comment.circulation_id == made.id)
    return list(session.scalars(query.order_by(Comment.made_at, Comment.id)))


def comment_of(session: Session, made: Circulation, comment_id: UUID) -> Comment:
    """One comment of this round, or NotFound."""
    row = session.get(Comment, comment_id)
    if row is None or row.circulation_id != made.id:
        raise NotFound("comment")
    return row


def own_reader(session: Session, viewer: Viewer, made: Circulation) -> Reader:
    """The viewer as a reader of this round, or Refused."""
    found = session.scalar(
        select(Reader).where(Reader.circulation_id == made.id, Reader.person_id == viewer.person_id)
    )
    if found is None:
        raise Refused("This draft was not sent to you. The protocol administrator can send it.")
    return found


def outside_reader(session: Session, made: Circulation, reader_id: UUID) -> Reader:
    """Somebody outside the system to whom it was sent, or NotFound."""
    found = session.get(Reader, reader_id)
    if found is None or found.circulation_id != made.id or found.person_id is not None:
        raise NotFound("reader")
    return found
