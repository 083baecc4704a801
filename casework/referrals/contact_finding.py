"""Who makes contact before the meeting, and whether the protocol lets them know of the case."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.agreements.posts import at_the_table, posts_by_agency
from casework.cases.exclusions import kept_out
from casework.cases.matters import matter
from casework.cases.models import Case, CaseState, ContactBeforeMeeting, ContactOutcome
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
    query = (
        select(Agency)
        .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
        .where(
            ConferenceAgency.conference_id == case.conference_id,
            Agency.agency_type == AgencyType.VICTIM_SERVICE,
            Agency.active.is_(True),
            Agency.id.not_in(kept_out(session, case)[1]),
        )
        .order_by(Agency.name)
    )
    return list(session.scalars(query))


def may_know(session: Session, case: Case, agency: Agency) -> bool:
    """Whether the protocol shows the agency's seat, or a post of its, whom to speak with."""
    posts = posts_by_agency(session, case.conference_id).get(agency.id, ())
    asked = matter(session, case, fields=NEEDED)
    return any(
        decision.effect > Effect.EXISTENCE
        for viewer in at_the_table(agency, case.conference_id, posts)
        for _, decision in decide_within(session, viewer, asked)
    )


def people_to_tell(session: Session, case: Case, agency_id: UUID) -> list[UUID]:
    """Representatives and deputies of the agency at that conference, without any conflict."""
    people, agencies = kept_out(session, case)
    if agency_id in agencies:
        return []
    day = today()
    query = (
        select(Person.id)
        .join(AppointmentRow, AppointmentRow.person_id == Person.id)
        .where(
            Person.agency_id == agency_id,
            Person.status == PersonStatus.ACTIVE,
            Person.id.not_in(people),
            AppointmentRow.conference_id == case.conference_id,
            AppointmentRow.role.in_(AT_THE_TABLE),
            AppointmentRow.starts_on <= day,
            (AppointmentRow.ends_on.is_(None)) | (AppointmentRow.ends_on >= day),
        )
        .distinct()
    )
    return list(session.scalars(query))
