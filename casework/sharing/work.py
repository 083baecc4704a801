"""What waits for somebody about protocols: drafts to read, texts to sign, comments to answer."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.agreements.circulation_models import Circulation, Comment, Reader
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState, Party
from casework.agreements.reminder_models import Missing
from casework.agreements.standing import SIGNED
from casework.cases.work import WorkItem
from casework.clock import now, today
from casework.sharing.late import late
from casework.sharing.rounds import open_rounds

# A review is named to its owners this long before its day.
AHEAD = timedelta(days=60)


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Everything about protocols that this person has to do."""
    found = [*_to_sign(session, viewer), *_to_read(session, viewer)]
    found += _to_take_part(session, viewer)
    if viewer.may(Action.PROTOCOL_DRAFT):
        found += [*_to_answer(session, viewer), *_to_review(session, viewer)]
    return found


def _to_sign(session: Session, viewer: Viewer) -> list[WorkItem]:
    rows = session.scalars(
        select(Agreement)
        .join(Party, Party.agreement_id == Agreement.id)
        .where(
            Party.officer_id == viewer.person_id, Party.status == "invited",
            Agreement.partnership_id == viewer.partnership_id,
        )
        .order_by(Agreement.proposed_at)
    )  # fmt: skip
    return [
        WorkItem(
            "protocol_to_sign", f"Sign version {row.label} of {_called(row)} for your agency",
            "sharing.sign", {"agreement_id": row.id}, row.proposed_at,
        )
        for row in rows
        if row.is_frozen(now())
    ]  # fmt: skip


def _to_read(session: Session, viewer: Viewer) -> list[WorkItem]:
    rows = session.execute(
        select(Circulation, Agreement)
        .join(Reader, Reader.circulation_id == Circulation.id)
        .join(Agreement, Agreement.id == Circulation.agreement_id)
        .where(
            Reader.person_id == viewer.person_id, Reader.reply == "",
            Circulation.closed_at.is_(None), Agreement.state == AgreementState.DRAFT,
        )
        .order_by(Circulation.reply_by)
    )  # fmt: skip
    return [
        WorkItem(
            "protocol_to_read",
            f"Read the draft of version {row.label} of {_called(row)} and reply",
            "sharing.round", {"circulation_id": made.id}, made.sent_at, made.reply_by,
        )
        for made, row in rows
    ]  # fmt: skip


def _to_answer(session: Session, viewer: Viewer) -> list[WorkItem]:
    found = []
    for made, row in open_rounds(session, viewer.partnership_id):
        open_ = session.scalar(
            select(func.count()).select_from(Comment).where(
                Comment.circulation_id == made.id, Comment.answer == ""
            )
        )  # fmt: skip
        if open_:
            comments = "a comment" if open_ == 1 else f"{open_} comments"
            found.append(
                WorkItem(
                    "protocol_to_answer",
                    f"Answer {comments} on the draft of version {row.label} of {_called(row)}",
                    "sharing.round", {"circulation_id": made.id}, made.sent_at,
                )
            )  # fmt: skip
    return found


def _to_review(session: Session, viewer: Viewer) -> list[WorkItem]:
    rows = session.scalars(
        select(Agreement)
        .where(
            Agreement.partnership_id == viewer.partnership_id,
            Agreement.state == AgreementState.IN_FORCE,
        )
        .order_by(Agreement.in_force_from)
    )
    due = ((row, compiled(row.text)[0].review_by) for row in rows)
    return [
        WorkItem(
            "protocol_to_review", f"Review version {row.label} of {_called(row)}", "sharing.show",
            {"agreement_id": row.id}, row.in_force_from, by,
        )
        for row, by in due
        if by is not None and _is_near(by)
    ]  # fmt: skip


def _to_take_part(session: Session, viewer: Viewer) -> list[WorkItem]:
    """A review whose day has passed is every officer's, not only of those who keep the protocol."""
    rows = session.scalars(
        select(Agreement)
        .join(Party, Party.agreement_id == Agreement.id)
        .where(
            Party.officer_id == viewer.person_id, Party.status == SIGNED,
            Agreement.partnership_id == viewer.partnership_id,
            Agreement.state == AgreementState.IN_FORCE,
        )
        .order_by(Agreement.in_force_from)
    )  # fmt: skip
    due = ((row, compiled(row.text)[0].review_by) for row in rows)
    return [
        WorkItem(
            "protocol_review_overdue", f"Take part in the review of version {row.label} of "
            f"{_called(row)}", "sharing.show", {"agreement_id": row.id}, row.in_force_from, by,
        )
        for row, by in due
        if by is not None and today() > by and _is_late(session, viewer, row)
    ]  # fmt: skip


def _is_late(session: Session, viewer: Viewer, row: Agreement) -> bool:
    # Whose agency has left meanwhile is asked for nothing.
    found = late(session, row)
    return any(o.missing is Missing.REVIEW and o.person_id == viewer.person_id for o in found)


def _is_near(by: date) -> bool:
    return today() >= by - AHEAD


def _called(row: Agreement) -> str:
    """A partnership has several protocols, and their versions count alike."""
    return f"‘{row.title}’"
