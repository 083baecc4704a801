"""A partner gives notice: what would be lost, the notice itself, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled, standing_of
from casework.agreements.models import Agreement, AgreementState, Party
from casework.agreements.standing import WITHDRAWN
from casework.agreements.standing_models import Leaving, LeftBehind
from casework.cases.models import Case, SealedAnswer
from casework.cases.states import OVER
from casework.clock import day_of, end_of, now, today
from casework.directory.holdings import Owner, OwnerKind, held_by
from casework.directory.models import AppointmentRow, Person
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import Conflict, Invalid, NotFound
from casework.sharing.officers import agency_of
from casework.sharing.reach import reached

CHAIRING = (Role.CHAIR, Role.COORDINATOR, Role.REVIEW_CHAIR)


class Fate(StrEnum):
    """What becomes of something that a leaver holds."""

    RETURN = "return"
    DESTROY = "destroy"
    KEEP = "keep"
    HAND_OVER = "hand_over"


FATES: Mapping[str, str] = {
    Fate.RETURN: "Return it",
    Fate.DESTROY: "Destroy it",
    Fate.KEEP: "Keep it under its own rules",
    Fate.HAND_OVER: "Hand it over to a successor",
}


def give_notice(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    agency_id: UUID,
    last_day: date | None,
    said_by: str,
    reason: str,
) -> Leaving:
    """Sharing goes on until the last day has ended; without a day it ends at once."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    agency = agency_of(session, viewer, agency_id)
    party_of_version(session, row, agency.id)
    if open_notice(session, row, agency.id) is not None:
        raise Conflict(f"{agency.name} has given notice already.")
    if standing_of(session, row).members[agency.id].status(now()) == WITHDRAWN:
        raise Conflict(f"{agency.name} has left already. It can sign again to come back.")
    _check(row, last_day, said_by, reason)
    made = Leaving(
        partnership_id=row.partnership_id, name=row.name, agency_id=agency.id, given_at=now(),
        leaves_at=end_of(last_day) if last_day else now(), said_by=said_by.strip(),
        reason=reason.strip(), recorded_by=viewer.person_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add_all(
        LeftBehind(
            partnership_id=row.partnership_id, leaving_id=made.id, words=words[:120], count=count
        )
        for count, words in belongings(session, row, agency.id)
    )
    session.flush()
    _log(session, viewer, row, made, Kind.PROTOCOL_NOTICE)
    return made


def take_back(session: Session, viewer: Viewer, *, leaving_id: UUID) -> Leaving:
    """The agency stays after all; possible until it has left."""
    made = leaving_of(session, viewer, leaving_id)
    if made.taken_back_at is not None or made.leaves_at <= now():
        raise Conflict("This notice has ended. The agency can sign again to come back.")
    made.taken_back_at = now()
    row = session.scalars(
        select(Agreement).where(
            Agreement.partnership_id == made.partnership_id, Agreement.name == made.name
        ).limit(1)
    ).one()  # fmt: skip
    _log(session, viewer, row, made, Kind.PROTOCOL_NOTICE_BACK)
    return made


def settle(
    session: Session, viewer: Viewer, *, leaving_id: UUID, left_id: UUID, fate: str, note: str
) -> LeftBehind:
    """Say what becomes of one kind of thing that the leaver holds."""
    made = leaving_of(session, viewer, leaving_id)
    left = left_of(session, made, left_id)
    if fate not in FATES:
        raise Invalid({"fate": "Select what becomes of it"})
    left.fate, left.note = fate, note.strip()
    left.decided_by, left.decided_at = viewer.person_id, now()
    session.flush()
    return left


def belongings(session: Session, row: Agreement, agency_id: UUID) -> list[tuple[int, str]]:
    """What an agency holds of others, what it supplied, owns and chairs: counts and words.

    Only in the conferences that the protocol is about; one that is about none leaves nothing.
    """
    if session.scalar(reached(row).limit(1)) is None:
        return []
    held = held_by(session, row.partnership_id, Owner(OwnerKind.AGENCY, agency_id))
    found = [
        (_shown(session, row, agency_id), "cases of which it was shown something"),
        (_supplied(session, row, agency_id), "answers that it supplied to open cases"),
        *((one.count, one.words) for one in held),
        (_offices(session, row, agency_id), "offices as chair or coordinator held by its people"),
    ]
    return [(count, words) for count, words in found if count]


def notices(session: Session, row: Agreement) -> list[Leaving]:
    """Every notice under this protocol that was not taken back."""
    query = select(Leaving).where(
        Leaving.partnership_id == row.partnership_id, Leaving.name == row.name,
        Leaving.taken_back_at.is_(None),
    )  # fmt: skip
    return list(session.scalars(query.order_by(Leaving.given_at)))


def open_notice(session: Session, row: Agreement, agency_id: UUID) -> Leaving | None:
    """The notice of an agency that still runs."""
    moment = now()
    found = (n for n in notices(session, row) if n.agency_id == agency_id and n.leaves_at > moment)
    return next(found, None)


def leaving_of(session: Session, viewer: Viewer, leaving_id: UUID) -> Leaving:
    """One notice of the viewer's partnership, or NotFound."""
    made = session.get(Leaving, leaving_id)
    if made is None or made.partnership_id != viewer.partnership_id:
        raise NotFound("notice")
    return made


def left_of(session: Session, made: Leaving, left_id: UUID) -> LeftBehind:
    """One line of the list, or NotFound."""
    left = session.get(LeftBehind, left_id)
    if left is None or left.leaving_id != made.id:
        raise NotFound("line")
    return left


def left_behind(session: Session, made: Leaving) -> list[LeftBehind]:
    """The list, largest first."""
    query = select(LeftBehind).where(LeftBehind.leaving_id == made.id)
    return list(session.scalars(query.order_by(LeftBehind.count.desc(), LeftBehind.words)))


def party_of_version(session: Session, row: Agreement, agency_id: UUID) -> Party:
    """A party of a version that is in force, or NotFound."""
    party = session.scalar(
        select(Party).where(Party.agreement_id == row.id, Party.agency_id == agency_id)
    )
    if party is None:
        raise NotFound("party")
    if row.state != AgreementState.IN_FORCE:
        raise Conflict("Notice is given under the version that is in force.")
    return party


def earliest(row: Agreement) -> date:
    """The first day that the protocol allows as the last one."""
    return today() + timedelta(days=compiled(row.text)[0].life.notice_days)


def last_day_of(made: Leaving) -> date:
    """The last day on which a leaver shares, in London."""
    return day_of(made.leaves_at - timedelta(microseconds=1))


def _check(row: Agreement, last_day: date | None, said_by: str, reason: str) -> None:
    errors = {}
    if not said_by.strip():
        errors["said_by"] = "Enter who gave notice for the agency"
    if last_day is not None and last_day < today():
        errors["last_day"] = "The last day must be today or in the future"
    early = (last_day or today()) < earliest(row)
    if early and not reason.strip():
        days = compiled(row.text)[0].life.notice_days
        errors["reason"] = f"The protocol asks for {days} days. Enter why it leaves earlier"
    if errors:
        raise Invalid(errors)


def _shown(session: Session, row: Agreement, agency_id: UUID) -> int:
    query = (
        select(func.count(distinct(LedgerEntry.case_id)))
        .join(Case, Case.id == LedgerEntry.case_id)
        .where(
            LedgerEntry.partnership_id == row.partnership_id, LedgerEntry.agency_id == agency_id,
            LedgerEntry.kind == Kind.ANSWERS_SHOWN.value, Case.conference_id.in_(reached(row)),
        )
    )  # fmt: skip
    return session.scalar(query) or 0


def _supplied(session: Session, row: Agreement, agency_id: UUID) -> int:
    query = (
        select(func.count())
        .select_from(SealedAnswer)
        .join(Case, Case.id == SealedAnswer.case_id)
        .where(
            Case.conference_id.in_(reached(row)), Case.state.not_in(OVER),
            SealedAnswer.origin_agency_id == agency_id, SealedAnswer.current.is_(True),
        )
    )  # fmt: skip
    return session.scalar(query) or 0


def _offices(session: Session, row: Agreement, agency_id: UUID) -> int:
    query = (
        select(func.count())
        .select_from(AppointmentRow)
        .join(Person, Person.id == AppointmentRow.person_id)
        .where(
            Person.agency_id == agency_id, AppointmentRow.role.in_(CHAIRING),
            AppointmentRow.conference_id.in_(reached(row)),
            (AppointmentRow.ends_on.is_(None)) | (AppointmentRow.ends_on >= today()),
        )
    )  # fmt: skip
    return session.scalar(query) or 0


def _log(session: Session, viewer: Viewer, row: Agreement, made: Leaving, kind: Kind) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=made.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=made.agency_id, object_id=row.id,
            detail={"notice": made.id, "label": row.label},
        ),
    )  # fmt: skip
