"""One press reminds everybody who is late: a notice to those who sign in here, a letter to all."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.circulation_models import Circulation
from casework.agreements.models import Agreement
from casework.agreements.reminder_models import Missing, Reminder, Reminding
from casework.clock import first_moment, now, today
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, NotFound
from casework.notices import outbox
from casework.notices.letters import WORK_WAITING
from casework.sharing.late import Late, late


def remind(session: Session, viewer: Viewer, *, agreement_id: UUID) -> Reminding:
    """Remind everybody who is late about a version and was not reminded of it today."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    wanted = to_remind(session, row)
    if not wanted:
        raise Conflict("Nobody is late, or everybody who is was reminded today.")
    made = Reminding(
        partnership_id=row.partnership_id, agreement_id=row.id, sent_by=viewer.person_id,
        sent_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    letters = [_letter(made, one) for one in wanted]
    session.add_all(letters)
    session.flush()
    for letter in letters:
        _tell(session, letter)
    _log(session, viewer, row, made, len(letters))
    return made


def to_remind(session: Session, row: Agreement) -> list[Late]:
    """Who is late and was not reminded of the same thing today."""
    told = {
        _about(letter)
        for made, letters in remindings(session, row)
        if made.sent_at >= first_moment(today())
        for letter in letters
    }
    return [one for one in late(session, row) if one.who not in told]


def remindings(session: Session, row: Agreement) -> list[tuple[Reminding, list[Reminder]]]:
    """Every press about a version with its letters, newest first."""
    rows = session.execute(
        select(Reminding, Reminder)
        .join(Reminder, Reminder.reminding_id == Reminding.id)
        .where(Reminding.agreement_id == row.id)
        .order_by(
            Reminding.sent_at.desc(), Reminding.id, Reminder.body, Reminder.name, Reminder.id
        )
    )  # fmt: skip
    return [(made, [one for _, one in lines]) for made, lines in groupby(rows, itemgetter(0))]


def reminding_of(session: Session, row: Agreement, reminding_id: UUID) -> Reminding:
    """One press about this version, or NotFound."""
    made = session.get(Reminding, reminding_id)
    if made is None or made.agreement_id != row.id:
        raise NotFound("reminder")
    return made


def letters_of(session: Session, made: Reminding) -> list[Reminder]:
    """The letters of one press."""
    query = select(Reminder).where(Reminder.reminding_id == made.id)
    return list(session.scalars(query.order_by(Reminder.body, Reminder.name, Reminder.id)))


def reminded_of(session: Session, sent: Circulation) -> list[tuple[Reminding, list[str]]]:
    """Who was reminded of a round and when, newest first."""
    rows = session.execute(
        select(Reminding, Reminder.name)
        .join(Reminder, Reminder.reminding_id == Reminding.id)
        .where(Reminder.circulation_id == sent.id)
        .order_by(Reminding.sent_at.desc(), Reminding.id, Reminder.name)
    )
    return [(made, [name for _, name in lines]) for made, lines in groupby(rows, itemgetter(0))]


def _letter(made: Reminding, one: Late) -> Reminder:
    return Reminder(
        partnership_id=made.partnership_id, reminding_id=made.id, missing=one.missing,
        circulation_id=one.circulation_id, person_id=one.person_id, name=one.name, post=one.post,
        body=one.body, due=one.due,
    )  # fmt: skip


def _about(letter: Reminder) -> tuple[str, UUID | None, str, str]:
    return Late(
        Missing(letter.missing), letter.name, letter.body, letter.due, letter.post,
        letter.person_id,
    ).who  # fmt: skip


def _tell(session: Session, letter: Reminder) -> None:
    if letter.person_id is not None:
        # A notice never says what it is about: it says how much waits, and the work list the rest.
        outbox.post(
            session, partnership_id=letter.partnership_id, person_id=letter.person_id,
            kind=WORK_WAITING, once=f"reminder {letter.id}",
        )  # fmt: skip


def _log(session: Session, viewer: Viewer, row: Agreement, made: Reminding, count: int) -> None:
    append(
        session,
        Entry(
            kind=Kind.PROTOCOL_REMINDED, partnership_id=row.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=viewer.agency_id, object_id=row.id,
            detail={"label": row.label, "reminding": made.id, "letters": count},
        ),
    )  # fmt: skip
