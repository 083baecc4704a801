"""The protocol desk: start a draft, change it, put it in force, with their ledger entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState
from casework.clock import now
from casework.directory.names import person_names
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound
from casework.sharing.amending import first_day, is_small, not_signed
from casework.sharing.edits import with_label
from casework.sharing.examples.service import broken_signed, overrule
from casework.sharing.marks import WHOLE, mark, named
from casework.sharing.misnaming import refuse_misnamed
from casework.sharing.officers import settle_parties
from casework.sharing.opened import opened
from casework.sharing.phases import holds_now
from casework.sharing.spoken import errors_of
from casework.web.dates import clock, moment
from protocols.clauses import SharingProtocol
from protocols.errors import ProtocolError
from protocols.spelling import capitalised
from protocols.writer import write

READ_AGAIN = "What this version opens has changed since you read it. Read the list again."


class Overtaken(Conflict):
    """Somebody else changed this part of the draft first; nothing was written."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} What you typed is still here: compare it with what is saved, then save again."
        )


class Gone(Conflict):
    """Somebody else took this part out of the draft first; nothing was written."""

    def __init__(self, what: str, part: str) -> None:
        super().__init__(
            f"{what} {capitalised(named(part))} is no longer in the draft. "
            "What you typed is still here."
        )


class Shut(NotFound):
    """The version is a draft no longer: no page of it is there, and what was typed is kept."""

    def __init__(self, row: Agreement) -> None:
        super().__init__("draft")
        self.message = (
            f"{_frozen(row)} Nothing was saved. What you typed is still here: keep a copy of it."
        )


def _frozen(row: Agreement) -> str:
    if row.state != AgreementState.PROPOSED:
        return "This version is no longer a draft, so nobody writes in it."
    handed = f"This draft was handed over for approval ({moment(row.proposed_at)})"
    return f"{handed}, so nobody writes in it unless it is made a draft again."


Edit = Callable[[SharingProtocol], SharingProtocol]


def document(row: Agreement) -> SharingProtocol:
    """The protocol that a version's text sets out."""
    return compiled(row.text)[0]


def start_draft(session: Session, viewer: Viewer, *, agreement_id: UUID, label: str) -> Agreement:
    """A draft that begins as a copy of another version."""
    before = agreements.load_agreement(session, viewer, agreement_id)
    text = write(with_label(document(before), label.strip()))
    row = _loaded(lambda: agreements.draft(session, viewer, text=text, based_on=before.id))
    _log(session, viewer, row, Kind.PROTOCOL_DRAFTED)
    return row


def import_draft(session: Session, viewer: Viewer, *, text: str) -> Agreement:
    """A draft from a document file; every problem is named with its line."""
    row = _loaded(lambda: agreements.draft(session, viewer, text=text))
    _log(session, viewer, row, Kind.PROTOCOL_DRAFTED)
    return row


def import_lines(session: Session, viewer: Viewer, *, text: str) -> Agreement:
    """The same, for a page that shows each problem at its line: raises ProtocolError."""
    row = agreements.draft(session, viewer, text=text)
    _log(session, viewer, row, Kind.PROTOCOL_DRAFTED)
    return row


def replace_text(
    session: Session, viewer: Viewer, *, agreement_id: UUID, text: str, seen: str
) -> Agreement:
    """Another document in a draft's place; raises ProtocolError with every line that is wrong."""
    row = editable(session, viewer, agreement_id)
    if seen != mark(document(row), WHOLE):
        raise Overtaken("Somebody changed the document while you were working on it.")
    made = compiled(text)[0]
    if (made.id, made.version) != (row.name, row.label):
        raise Conflict(
            f"The document has to stay '{row.name}', version '{row.label}'. "
            "For another one, read it from a file as a draft of its own."
        )
    return agreements.change_draft(
        session, viewer, agreement_id=agreement_id, version=row.version, text=text,
        clause=WHOLE, what="Document file changed",
    )  # fmt: skip


def edit(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    clause: str,
    what: str,
    change: Edit,
    seen: str | None = None,
) -> Agreement:
    """Apply one change to a draft; a change that the engine refuses leaves the draft as it was.

    `seen` is the mark of the part as it was when the form was filled: whoever changed another
    part meanwhile is in nobody's way, whoever changed this one is named.
    """
    row = editable(session, viewer, agreement_id)
    before = document(row)
    there = mark(before, clause)
    if seen is not None and not there:
        raise Gone(_overtaken(session, row, clause), clause)
    if seen is not None and seen != there:
        raise Overtaken(_overtaken(session, row, clause))
    text = write(change(before))
    return _loaded(
        lambda: agreements.change_draft(
            session, viewer, agreement_id=agreement_id, version=row.version, text=text,
            clause=clause[:16], what=what,
        )
    )  # fmt: skip


def _overtaken(session: Session, row: Agreement, part: str) -> str:
    """Who changed a part, when and how."""
    last = next((c for c in reversed(agreements.changes(session, row)) if c.clause == part), None)
    name = named(part)
    if last is None:
        return f"{capitalised(name)} was changed while you were working on it."
    who = person_names(session, row.partnership_id).get(last.person_id, "Somebody else")
    return (
        f"{who} changed {name} at {clock(last.at)} ({last.what[:1].lower()}{last.what[1:]}) "
        "while you were working on it."
    )


def editable(session: Session, viewer: Viewer, agreement_id: UUID) -> Agreement:
    """A draft of the partnership; any other version is not there to be changed."""
    return still_a_draft(agreements.load_agreement(session, viewer, agreement_id, lock=True))


def still_a_draft(row: Agreement) -> Agreement:
    """A version in which somebody may write, or Shut."""
    if row.state != AgreementState.DRAFT:
        raise Shut(row)
    return row


def put_in_force(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    version: int,
    confirmed: str,
    despite: str = "",
    starts_on: date | None = None,
    knows_unsigned: bool = False,
) -> Agreement:
    """Approve a proposed version as somebody who did not write in it; at once, or from a day on.

    `confirmed` is the fingerprint of the list of what it opens (`opened.Opened.digest`), as that
    person read it: a list that has changed since has to be read again. A signed example that it
    breaks stops it, unless `despite` says why it does not.
    """
    row = agreements.load_agreement(session, viewer, agreement_id, lock=True)
    # The directory may have changed since the draft was handed over.
    refuse_misnamed(session, row)
    broken = [example for example, _ in broken_signed(session, row)]
    before = replaced(session, row, starts_on)
    opens, errors = opened(session, before, row), {}
    if opens.digest != confirmed:
        errors["confirm"] = READ_AGAIN
    if broken and not despite.strip():
        errors["despite"] = "Enter why it is put in force although it breaks what is signed."
    if not_signed(session, row, before) and not knows_unsigned:
        errors["unsigned"] = "Confirm that nothing is shared with those who have not signed"
    if errors:
        raise Invalid(errors)
    overrule(session, viewer, row, broken, despite)
    row = agreements.put_in_force(
        session, viewer, agreement_id=agreement_id, version=version,
        gains_confirmed=len(opens.people), starts_at=first_day(starts_on),
        carry_signatures=is_small(before, row),
    )  # fmt: skip
    _log(session, viewer, row, Kind.PROTOCOL_IN_FORCE, confirmed=confirmed)
    return row


def hand_over(session: Session, viewer: Viewer, *, agreement_id: UUID, version: int) -> Agreement:
    """Freeze a draft, name its parties where nobody has, and let them sign and somebody approve."""
    row = agreements.propose(session, viewer, agreement_id=agreement_id, version=version)
    refuse_misnamed(session, row)
    settle_parties(session, row, newest(session, row))
    return row


def replaced(session: Session, row: Agreement, starts_on: date | None = None) -> list[Agreement]:
    """What this version would put an end to from a day on: what counts then, and what follows."""
    return agreements.replaced_by(session, row, agreements.start_of(row, first_day(starts_on)))


def predecessor(session: Session, row: Agreement) -> Agreement | None:
    """The version that counts now, this one too; before there is one, the next that will."""
    found = agreements.standing_versions(session, row)
    return next((one for one in found if holds_now(one, now())), newest(session, row))


def newest(session: Session, row: Agreement) -> Agreement | None:
    """The version that was agreed last, also where it begins on a later day."""
    return next(iter(agreements.standing_versions(session, row)), None)


def _loaded(act: Callable[[], Agreement]) -> Agreement:
    try:
        return act()
    except ProtocolError as error:
        raise Invalid(errors_of(error.problems)) from None


def _log(session: Session, viewer: Viewer, row: Agreement, kind: Kind, **more: str) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=row.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, object_id=row.id,
            detail={"digest": row.digest, "label": row.label, **more},
        ),
    )  # fmt: skip
