"""Facts that the protocol asks about and people record: who, when, until when, and why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.answers import write_answer
from casework.cases.facts import record_fact
from casework.cases.guarding import guard_input
from casework.cases.history import note
from casework.cases.models import Case, RecordedFact
from casework.cases.opening import subjects
from casework.catalogue.words import party
from casework.directory.models import Agency, Conference, ConferenceAgency
from casework.errors import Invalid

VALUES = {"yes": "Yes", "no": "No", "unknown": "Not known"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One fact: what it says, and whether it is about one agency or one person of the case."""

    name: str
    words: str
    hint: str
    of_agency: bool = False
    of_subject: bool = False


JUDGEMENTS = {
    j.name: j
    for j in (
        Judgement("tenant_of_recipient", "The person at risk is a tenant of this agency",
                  "Opens the address to that landlord, if the protocol says so.", of_agency=True),
        Judgement("own_client", "The person is this agency's own client",
                  "For services that work with one of the people.", of_agency=True),
        Judgement("in_own_remit", "The case falls within this agency's own duties",
                  "For example noise, licensing or food safety.", of_agency=True),
        Judgement("fire_risk", "There is a risk of fire", "Tells the fire service where it is."),
        Judgement("under_18", "This person is under 18",
                  "Only where no date of birth is known.", of_subject=True),
        Judgement("related_to_risk", "Money matters are part of the risk",
                  "Where they are not, they are shared less."),
    )
}  # fmt: skip


def record(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    name: str,
    value: str,
    agency_id: UUID | None,
    subject_id: UUID | None,
    reason: str,
) -> RecordedFact:
    """Record one judgement with its reason; it works from now on."""
    spec = JUDGEMENTS.get(name)
    if spec is None or value not in VALUES:
        raise Invalid({"name": "Select what you want to record."})
    if spec.of_agency and agency_id is None:
        raise Invalid({"agency": "Select the agency."})
    if spec.of_subject and subject_id is None:
        raise Invalid({"subject": "Select the person."})
    guard_input(session, viewer, case, field="fact.reason", text=reason, name="reason")
    words = write_answer(session, viewer, case=case, field="fact.reason", text=reason.strip())
    fact = record_fact(
        session, viewer, case=case, name=name, value=value, reason=words,
        agency_id=agency_id if spec.of_agency else None,
        subject_id=subject_id if spec.of_subject else None,
    )  # fmt: skip
    note(session, viewer, case, "judgement_recorded")
    return fact


def recorded(session: Session, case: Case) -> list[RecordedFact]:
    """Judgements that hold, newest first."""
    return list(
        session.scalars(
            select(RecordedFact)
            .where(
                RecordedFact.case_id == case.id,
                RecordedFact.name.in_(JUDGEMENTS),
                RecordedFact.withdrawn_at.is_(None),
            )
            .order_by(RecordedFact.recorded_at.desc())
        )
    )


def agencies_at(session: Session, case: Case) -> list[Agency]:
    """Agencies that sit on the conference of the case."""
    return list(
        session.scalars(
            select(Agency)
            .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
            .where(ConferenceAgency.conference_id == case.conference_id)
            .order_by(Agency.name)
        )
    )


def people_of(session: Session, case: Case) -> list[tuple[UUID, str]]:
    """The people of a case by what they are in it, never by name."""
    kind = session.get_one(Conference, case.conference_id).kind
    return [(s.id, f"{party(kind, s.kind)} {s.ordinal}") for s in subjects(session, case)]
