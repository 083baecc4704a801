"""Contact before the meeting: the victim service speaks safely with the person at risk (Idva).

All accepted referrals of a domestic abuse conference reach the victim service for it [LEEDS].
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.history import note
from casework.cases.models import Case, CaseState, ContactBeforeMeeting, ContactOutcome
from casework.cases.visibility import load_case
from casework.clock import LONDON, now, today
from casework.db import new_id
from casework.directory.models import Agency, Conference, ConferenceKind
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Invalid, NotFound, StaleEdit
from casework.referrals.contact_finding import UNFINISHED, contacts, may_know, victim_services
from casework.referrals.contact_telling import tell

NOT_ACCEPTED = (CaseState.INTAKE, CaseState.SUBMITTED, CaseState.NOT_TAKEN)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One victim service of the conference, and what became of the contact."""

    agency: str
    row: ContactBeforeMeeting | None


def ask_victim_services(session: Session, viewer: Viewer, case: Case) -> list[ContactBeforeMeeting]:
    """Ask every victim service of the conference that the protocol lets know of the case."""
    conference = session.get_one(Conference, case.conference_id)
    if conference.kind != ConferenceKind.DOMESTIC_ABUSE_MARAC:
        return []
    asked = {row.agency_id for row in contacts(session, case)}
    return [
        ask_agency(session, viewer, case, agency)
        for agency in victim_services(session, case)
        if agency.id not in asked and may_know(session, case, agency)
    ]


def ask_agency(
    session: Session, viewer: Viewer, case: Case, agency: Agency
) -> ContactBeforeMeeting:
    """Ask one; its people find it in their work lists, and hear that something waits."""
    row = ContactBeforeMeeting(
        id=new_id(), partnership_id=case.partnership_id, case_id=case.id, agency_id=agency.id,
        asked_by=viewer.person_id, asked_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    note(session, viewer, case, "contact_asked", only_agency_id=agency.id)
    _log(session, viewer, row, {"contact_asked_of": agency.id})
    tell(session, case, row)
    return row


def hurry(session: Session, case: Case) -> None:
    """The case became urgent: whoever has not been in contact yet hears of it at once."""
    for row in contacts(session, case):
        if row.outcome in UNFINISHED:
            tell(session, case, row)


def record_contact(
    session: Session,
    viewer: Viewer,
    *,
    contact_id: UUID,
    outcome: str,
    contacted_on: date,
    version: int,
) -> ContactBeforeMeeting:
    """Say how the contact went; one that failed stays on the list and is tried again."""
    row, case = load_contact(session, viewer, contact_id)
    if row.version != version:
        raise StaleEdit("contact")
    errors = {}
    if outcome not in set(ContactOutcome):
        errors["outcome"] = "Select how it went."
    if contacted_on > today():
        errors["contacted_on"] = "The day must be today or in the past."
    if contacted_on < case.opened_at.astimezone(LONDON).date():
        errors["contacted_on"] = "The day must not be before the referral was started."
    if errors:
        raise Invalid(errors)
    row.outcome, row.contacted_on = ContactOutcome(outcome), contacted_on
    row.recorded_by, row.recorded_at = viewer.person_id, now()
    session.flush()
    note(session, viewer, case, "contact_recorded", only_agency_id=row.agency_id)
    _log(session, viewer, row, {"contact": row.outcome})
    return row


def load_contact(
    session: Session, viewer: Viewer, contact_id: UUID
) -> tuple[ContactBeforeMeeting, Case]:
    """A contact that this person's agency was asked for, or NotFound."""
    row = session.get(ContactBeforeMeeting, contact_id)
    if row is None or row.agency_id != viewer.agency_id:
        raise NotFound("contact")
    case = load_case(session, viewer, row.case_id)
    if not viewer.may(Action.RESEARCH_RETURN, case.conference_id):
        raise NotFound("contact")
    return row, case


def contacts_of(session: Session, case: Case) -> list[ContactLine] | None:
    """Every victim service of the conference with its contact, for the office.

    None where no contact is wanted: another kind of conference, or not accepted yet.
    """
    conference = session.get_one(Conference, case.conference_id)
    wanted = conference.kind == ConferenceKind.DOMESTIC_ABUSE_MARAC
    if not wanted or case.state in NOT_ACCEPTED:
        return None
    rows = {row.agency_id: row for row in contacts(session, case)}
    return [ContactLine(a.name, rows.get(a.id)) for a in victim_services(session, case)]


def _log(
    session: Session, viewer: Viewer, row: ContactBeforeMeeting, detail: dict[str, object]
) -> None:
    append(
        session,
        Entry(
            kind=Kind.CASE_CHANGED, partnership_id=row.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=row.case_id,
            object_id=row.id, detail=detail,
        ),
    )  # fmt: skip
