"""Who is late about a version: has not opened, answered or signed it, or taken up its review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.agreements import service as agreements
from casework.agreements.in_force import standing_of
from casework.agreements.models import Agreement, AgreementState
from casework.agreements.reminder_models import Missing
from casework.agreements.standing import INVITED, STANDING, Standing, Why
from casework.clock import day_of, end_of, now
from casework.directory.names import agency_names
from casework.sharing.rounds import readers_of, rounds


@dataclass(frozen=True, slots=True)
class Late:
    """One named person, what is missing from them, and the day by which it was wanted."""

    missing: Missing
    name: str
    body: str
    due: date
    post: str = ""
    person_id: UUID | None = None
    circulation_id: UUID | None = None

    @property
    def who(self) -> tuple[str, UUID | None, str, str]:
        """The same person about the same thing, whether or not it was opened meanwhile."""
        about = Missing.REPLY if self.missing is Missing.OPENING else self.missing
        return about, self.person_id, self.name, self.body


def late(session: Session, row: Agreement) -> list[Late]:
    """Everybody who is late about a version now; nobody before the day has ended in London."""
    moment = now()
    found = [*_readers(session, row, moment)]
    if row.in_force_from is not None and row.is_frozen(moment):
        standing = standing_of(session, row)
        if not {Why.NOT_STARTED, Why.ENDED} & set(standing.whole(moment)):
            found += _officers(session, row, standing, moment)
    return sorted(found, key=lambda one: (one.body, one.name))


def _readers(session: Session, row: Agreement, moment: datetime) -> Iterator[Late]:
    if row.state != AgreementState.DRAFT:
        return
    for made in rounds(session, row):
        if made.closed_at is not None or moment < end_of(made.reply_by):
            continue
        for reader in readers_of(session, made):
            if not reader.reply:
                # Of what was sent on paper nobody knows whether it was opened.
                unread = reader.person_id is not None and reader.opened_at is None
                missing = Missing.OPENING if unread else Missing.REPLY
                yield Late(
                    missing, reader.name, reader.body, made.reply_by, person_id=reader.person_id,
                    circulation_id=made.id,
                )  # fmt: skip


def _officers(
    session: Session, row: Agreement, standing: Standing, moment: datetime
) -> Iterator[Late]:
    names, words = agency_names(session, row.partnership_id), standing.statuses(moment)
    for party in agreements.parties(session, row):
        body, post = names[party.agency_id], party.officer_post
        missing = _missing(standing, words[party.agency_id], moment)
        if party.officer_name and missing is not None:
            what, due = missing
            yield Late(what, party.officer_name, body, due, post, party.officer_id)


def _missing(standing: Standing, word: str, moment: datetime) -> tuple[Missing, date] | None:
    """A signature since the first day, or a part in the review since its day."""
    start = standing.start()
    if word == INVITED and start is not None:
        return Missing.SIGNATURE, day_of(start)
    if word in STANDING and standing.review_is_overdue(moment) and standing.review_by:
        return Missing.REVIEW, standing.review_by
    return None
