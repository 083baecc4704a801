"""Who makes contact before the meeting, and whether the protocol lets them know of the case."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access import Action, Appointment, Role, Viewer
from casework.cases.matters import matter
from casework.cases.models import (
    Case,
    CaseState,
    ContactBeforeMeeting,
    ContactOutcome,
    Exclusion,
)
from casework.cases.visibility import AT_THE_TABLE, visible_cases
from casework.clock import today
from casework.directory.models import (
    Agency,
    AgencyType,
    AppointmentRow,
    ConferenceAgency,
    Person,
    PersonStatus,
)
from casework.disclosure.gate import decide_within
from protocols.vocabulary import Effect

# Whoever may know neither a name nor a number cannot speak with anybody.
NEEDED = ("victim.given_name", "victim.telephone")
BEFORE_HEARING = (CaseState.OPEN, CaseState.LISTED, CaseState.RESEARCHED)
# What stays on the list: not tried yet, or tried in vain.
UNFINISHED = (None, ContactOutcome.NOT_REACHED)


def contacts(session: Session, case: Case) -> list[ContactBeforeMeeting]:
    """The contacts of one case."""
    query = select(ContactBeforeMeeting).where(ContactBeforeMeeting.case_id == case.id)
    return list(session.scalars(query.order_by(ContactBeforeMeeting.asked_at)))


def contact_of(session: Session, viewer: Viewer, case: Case) -> ContactBeforeMeeting | None:
    """The one that this person's agency was asked for, where this person may answer it."""
    if not viewer.may(Action.RESEARCH_RETURN, case.conference_id):
        return None
    return next((c for c in contacts(session, case) if c.agency_id == viewer.agency_id), None)


def unfinished(session: Session, viewer: Viewer) -> list[tuple[ContactBeforeMeeting, Case]]:
    """Contacts that this person's agency still has to make, in cases this person may know of."""
    if viewer.agency_type != AgencyType.VICTIM_SERVICE:
        return []
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(ContactBeforeMeeting, Case)
        .join(ContactBeforeMeeting, ContactBeforeMeeting.case_id == Case.id)
        .where(
            ContactBeforeMeeting.agency_id == viewer.agency_id,
            Case.conference_id.in_(viewer.conferences(Action.RESEARCH_RETURN)),
            Case.state.in_(BEFORE_HEARING),
        )
        .order_by(Case.urgent.desc(), ContactBeforeMeeting.asked_at)
    )
    return [(row, case) for row, case in rows if row.outcome in UNFINISHED]


def victim_services(session: Session, case: Case) -> list[Agency]:
    """The victim services of the case's conference that are not kept from the case."""
    kept_out = _kept_out(case, Exclusion.agency_id)
    query = (
        select(Agency)
        .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
        .where(
            ConferenceAgency.conference_id == case.conference_id,
            Agency.agency_type == AgencyType.VICTIM_SERVICE,
            Agency.active.is_(True),
            Agency.id.not_in(kept_out),
        )
        .order_by(Agency.name)
    )
    return list(session.scalars(query))


def may_know(session: Session, case: Case, agency: Agency) -> bool:
    """Whether the protocol shows the agency's seat, today, whom to speak with."""
    decided = decide_within(session, _seat_of(agency, case), matter(session, case, fields=NEEDED))
    return any(decision.effect > Effect.EXISTENCE for _, decision in decided)


def people_to_tell(session: Session, case: Case, agency_id: UUID) -> list[UUID]:
    """Representatives and deputies of the agency at that conference, without any conflict."""
    day = today()
    query = (
        select(Person.id)
        .join(AppointmentRow, AppointmentRow.person_id == Person.id)
        .where(
            Person.agency_id == agency_id,
            Person.status == PersonStatus.ACTIVE,
            Person.id.not_in(_kept_out(case, Exclusion.person_id)),
            AppointmentRow.conference_id == case.conference_id,
            AppointmentRow.role.in_(AT_THE_TABLE),
            AppointmentRow.starts_on <= day,
            (AppointmentRow.ends_on.is_(None)) | (AppointmentRow.ends_on >= day),
        )
        .distinct()
    )
    return list(session.scalars(query))


def _kept_out(case: Case, column: object) -> Select[UUID]:
    return select(column).where(  # type: ignore[call-overload]  # one of two columns
        Exclusion.case_id == case.id,
        Exclusion.lifted_at.is_(None),
        column.is_not(None),  # type: ignore[attr-defined]
    )


def _seat_of(agency: Agency, case: Case) -> Viewer:
    return Viewer(
        # Nobody in particular: what is true of the seat, not of a person.
        person_id=uuid4(), partnership_id=agency.partnership_id, agency_id=agency.id, name="",
        agency_name=agency.name, agency_code=agency.code, agency_type=agency.agency_type,
        appointments=frozenset({Appointment(Role.REPRESENTATIVE, case.conference_id)}),
    )  # fmt: skip
