"""A frozen draft goes round named officers: opened, commented on, answered clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.circulation_models import Answer, Circulation, Comment, Reader
from casework.agreements.models import Agreement, AgreementState
from casework.clock import now, today
from casework.directory.names import agency_names
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, StaleEdit
from casework.sharing import service as desk
from casework.sharing.edits import find_clause, with_clause
from casework.sharing.officers import settle_parties
from casework.sharing.rounds import comment_of, outside_reader, own_reader, round_of, rounds
from protocols.clauses import SharingProtocol
from protocols.loader import load

MOST_OUTSIDERS = 40


class Reply(StrEnum):
    """What a reader says of the whole draft."""

    AGREES = "agrees"
    AGREES_IF = "agrees_if"
    OBJECTS = "objects"
    NO_VIEW = "no_view"


REPLIES: Mapping[str, str] = {
    Reply.AGREES: "Agrees to it as it is",
    Reply.AGREES_IF: "Agrees if the comments are taken up",
    Reply.OBJECTS: "Does not agree",
    Reply.NO_VIEW: "Has read it and has no view",
}
ANSWERS: Mapping[str, str] = {Answer.ACCEPTED: "Accepted", Answer.REJECTED: "Rejected"}


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody outside the system, who gets the printed form."""

    name: str
    body: str = ""


def circulate(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    reply_by: date,
    note: str = "",
    outsiders: Sequence[Outsider] = (),
) -> Circulation:
    """Send the draft as it is now to the officer of every party, and to others on paper."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    if row.state != AgreementState.DRAFT:
        raise Conflict("Only a draft is sent round. Start a draft from this version first.")
    if reply_by < today():
        raise Invalid({"reply_by": "The day must be today or in the future"})
    settle_parties(session, row, desk.newest(session, row))
    _close_open(session, row)
    made = Circulation(
        partnership_id=row.partnership_id, agreement_id=row.id, text=row.text, digest=row.digest,
        note=note, sent_by=viewer.person_id, sent_at=now(), reply_by=reply_by,
    )  # fmt: skip
    session.add(made)
    session.flush()
    readers = [*_officers(session, row, made), *(_outside(made, one) for one in outsiders)]
    if not readers:
        raise Invalid({"": "Nobody would receive it. Name the officers of the parties first."})
    session.add_all(readers)
    session.flush()
    _log(session, viewer, made, Kind.PROTOCOL_CIRCULATED, {"readers": len(readers)})
    return made


def read_outsiders(text: str) -> list[Outsider]:
    """One a line: name, then their body after a comma."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_OUTSIDERS:
        raise Invalid({"outsiders": f"Enter {MOST_OUTSIDERS} people or fewer"})
    if any(len(line) > 200 for line in lines):
        raise Invalid({"outsiders": "Each line must be 200 characters or fewer"})
    parts = (line.partition(",") for line in lines)
    return [Outsider(name.strip()[:120], body.strip()[:120]) for name, _, body in parts]


def open_round(session: Session, viewer: Viewer, *, circulation_id: UUID) -> Reader:
    """A reader acknowledges the draft; the first time counts."""
    made = round_of(session, viewer, circulation_id)
    reader = own_reader(session, viewer, made)
    if reader.opened_at is None:
        reader.opened_at = now()
        _log(session, viewer, made, Kind.PROTOCOL_OPENED, {})
    return reader


def comment(
    session: Session,
    viewer: Viewer,
    *,
    circulation_id: UUID,
    clause: str,
    words: str,
    wording: str = "",
    reader_id: UUID | None = None,
) -> Comment:
    """What a reader says of a clause; `reader_id` says it for somebody outside."""
    made = round_of(session, viewer, circulation_id)
    reader = _acting(session, viewer, made, reader_id)
    known = {c.number for c in load(made.text).clauses}
    if clause and clause not in known:
        raise Invalid({"clause": "Choose a clause of this draft"})
    if wording and not clause:
        raise Invalid({"clause": "Choose the clause that the other words are for"})
    row = Comment(
        partnership_id=made.partnership_id, circulation_id=made.id, reader_id=reader.id,
        clause=clause, words=words.strip(), wording=wording.strip(), made_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def reply(
    session: Session,
    viewer: Viewer,
    *,
    circulation_id: UUID,
    said: str,
    reader_id: UUID | None = None,
) -> Reader:
    """What a reader says of the whole; for somebody outside it is recorded by the partnership."""
    made = round_of(session, viewer, circulation_id)
    reader = _acting(session, viewer, made, reader_id)
    if said not in REPLIES:
        raise Invalid({"said": "Select what the reply is"})
    reader.reply, reader.replied_at = said, now()
    reader.opened_at = reader.opened_at or now()
    reader.recorded_by = viewer.person_id if reader_id else None
    session.flush()
    return reader


def answer(
    session: Session,
    viewer: Viewer,
    *,
    circulation_id: UUID,
    comment_id: UUID,
    version: int,
    said: str,
    why: str,
) -> Comment:
    """Take a comment up or not; other words that are accepted go into the draft at once."""
    made = round_of(session, viewer, circulation_id)
    row = comment_of(session, made, comment_id)
    if row.version != version:
        raise StaleEdit("comment")
    if row.answer:
        raise Conflict("This comment has been answered already.")
    _check_answer(said, why)
    if said == Answer.ACCEPTED and row.wording:
        _take_up(session, viewer, made, row)
    row.answer, row.answer_why = said, why.strip()
    row.answered_by, row.answered_at = viewer.person_id, now()
    session.flush()
    detail = {"comment": row.id, "answer": said, "clause": row.clause or "all"}
    _log(session, viewer, made, Kind.PROTOCOL_ANSWERED, detail)
    return row


def _acting(session: Session, viewer: Viewer, made: Circulation, reader_id: UUID | None) -> Reader:
    if made.closed_at is not None:
        raise Conflict("This round is closed. A later draft is going round, or none is.")
    if reader_id is not None:
        return outside_reader(session, made, reader_id)
    return own_reader(session, viewer, made)


def _check_answer(said: str, why: str) -> None:
    errors = {}
    if said not in ANSWERS:
        errors["said"] = "Select whether it is accepted"
    if said == Answer.REJECTED and not why.strip():
        errors["why"] = "Enter why it is not taken up"
    if errors:
        raise Invalid(errors)


def _take_up(session: Session, viewer: Viewer, made: Circulation, row: Comment) -> None:
    draft = agreements.load_agreement(session, viewer, made.agreement_id)
    if draft.state != AgreementState.DRAFT:
        raise Conflict("The version is frozen. Make it a draft again to change its words.")
    if _words(desk.document(draft), row.clause) != _words(load(made.text), row.clause):
        raise Conflict(
            f"Clause {row.clause} has been written in since this draft was sent. Change it by "
            "hand, or send the draft round again."
        )

    def change(protocol: SharingProtocol) -> SharingProtocol:
        clause = find_clause(protocol, row.clause)
        return with_clause(protocol, replace(clause, words=row.wording), row.clause)

    desk.edit(
        session, viewer, agreement_id=draft.id, clause=row.clause,
        what="Words proposed by a partner taken up", change=change,
    )  # fmt: skip


def _words(protocol: SharingProtocol, number: str) -> str | None:
    return next((c.words for c in protocol.clauses if c.number == number), None)


def _officers(session: Session, row: Agreement, made: Circulation) -> list[Reader]:
    names = agency_names(session, row.partnership_id)
    return [
        Reader(
            partnership_id=row.partnership_id, circulation_id=made.id, agency_id=party.agency_id,
            person_id=party.officer_id, name=party.officer_name, body=names[party.agency_id],
        )
        for party in agreements.parties(session, row)
        if party.officer_name
    ]  # fmt: skip


def _outside(made: Circulation, one: Outsider) -> Reader:
    return Reader(
        partnership_id=made.partnership_id, circulation_id=made.id, name=one.name, body=one.body
    )


def _close_open(session: Session, row: Agreement) -> None:
    for before in rounds(session, row):
        before.closed_at = before.closed_at or now()


def _log(
    session: Session, viewer: Viewer, made: Circulation, kind: Kind, detail: Mapping[str, object]
) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=made.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, object_id=made.agreement_id,
            detail={"digest": made.digest, "round": made.id, **detail},
        ),
    )  # fmt: skip
