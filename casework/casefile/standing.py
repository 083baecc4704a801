"""How agencies stand to a case, declared interests, and judgements that the protocol asks about."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.cases.answers import write_answer
from casework.cases.exclusions import exclude
from casework.cases.facts import YES, record_fact
from casework.cases.guarding import guard_input
from casework.cases.history import note
from casework.cases.models import Case, CaseRole, RecordedFact
from casework.cases.taking_part import hold, relate, standing_as
from casework.clock import now
from casework.conferences.service.hearing import hidden_or_open_again, hold_hearing
from casework.disclosure.matter import ABSENT, ATTENDANCE, ATTENDS, SAID_BY_AGENCY
from casework.errors import Conflict, Invalid, Refused

SERIOUS_THREAT, CHAIR_APPROVED = "serious_threat", "chair_approved"
REASON_RECORDED = "serious_threat_reason_recorded"


def declare_standing(
    session: Session, viewer: Viewer, *, case: Case, standings: Sequence[str], only_me: bool
) -> None:
    """Replace what was declared for the agency, or for this one worker of it."""
    if not standings or not set(standings) <= set(SAID_BY_AGENCY):
        raise Invalid({"standings": "Select at least one."})
    if "neutral" in standings and len(standings) > 1:
        raise Invalid(
            {"standings": "'We do not work with anybody' cannot be combined with others."}
        )
    person_id = viewer.person_id if only_me else None
    hold(session, case)
    for role in _declared(session, viewer, case, person_id):
        role.ended_at = now()
    session.flush()
    for relationship in standings:
        relate(
            session, viewer, case=case, agency_id=viewer.agency_id, relationship=relationship,
            person_id=person_id,
        )  # fmt: skip
    note(session, viewer, case, "standing_changed", only_agency_id=viewer.agency_id)


def declared(session: Session, case: Case) -> list[CaseRole]:
    """How agencies stand to the case, for the office; who was at a meeting apart (`heard_by`)."""
    return list(
        session.scalars(
            select(CaseRole)
            .where(
                CaseRole.case_id == case.id,
                CaseRole.ended_at.is_(None),
                CaseRole.relationship.not_in(ATTENDANCE),
            )
            .order_by(CaseRole.recorded_at, CaseRole.id)
        )
    )


def heard_by(session: Session, case: Case) -> dict[str, list[UUID]]:
    """The agencies that were there when a meeting heard the case, and those that were absent."""
    found: dict[str, list[UUID]] = {ATTENDS: [], ABSENT: []}
    for role in standing_as(session, case, ATTENDANCE):
        found[role.relationship].append(role.agency_id)
    return found


def own_standing(
    session: Session, viewer: Viewer, case: Case
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the agency declared, and what this worker declared apart from it."""
    agency = _declared(session, viewer, case, None)
    person = _declared(session, viewer, case, viewer.person_id)
    return tuple(r.relationship for r in agency), tuple(r.relationship for r in person)


def declare_interest(session: Session, viewer: Viewer, *, case: Case, nature: str) -> None:
    """Close the case to oneself at once; the chair reads why and names a substitute."""
    hold_hearing(session, case)
    reason = write_answer(session, viewer, case=case, field="conflict.nature", text=nature.strip())
    exclude(session, viewer, case=case, person_id=viewer.person_id, reason=reason)
    hidden_or_open_again(session, viewer, case, viewer.agency_id)
    # Of others only the office hears of it: in its work list, and with the case.
    note(session, viewer, case, "interest_declared", only_agency_id=viewer.agency_id)


def record_threat(session: Session, viewer: Viewer, *, case: Case, reason: str) -> RecordedFact:
    """Record a serious threat with its reason; it lifts nothing until the chair agrees."""
    guard_input(session, viewer, case, field="fact.reason", text=reason, name="reason")
    words = write_answer(session, viewer, case=case, field="fact.reason", text=reason.strip())
    fact = record_fact(session, viewer, case=case, name=SERIOUS_THREAT, value=YES, reason=words)
    record_fact(session, viewer, case=case, name=REASON_RECORDED, value=YES)
    note(session, viewer, case, "judgement_recorded")
    return fact


def record_threat_again(
    session: Session, viewer: Viewer, *, case: Case, reason: str
) -> RecordedFact:  # fmt: skip
    """A threat that goes on after its time has run out: the chair has to agree anew."""
    end_threat(session, viewer, case=case)
    return record_threat(session, viewer, case=case, reason=reason)


def approve_threat(session: Session, viewer: Viewer, *, case: Case) -> RecordedFact:
    """The chair agrees that the threat is serious; never the person who recorded it."""
    threat = current_fact(session, case, SERIOUS_THREAT)
    if threat is None:
        raise Conflict("Nobody has recorded a serious threat in this case.")
    refusal = _why_not(viewer, case, threat)
    if refusal:
        raise Refused(refusal)
    fact = record_fact(session, viewer, case=case, name=CHAIR_APPROVED, value=YES)
    note(session, viewer, case, "judgement_recorded")
    return fact


def may_agree(viewer: Viewer, case: Case, threat: RecordedFact | None) -> bool:
    """Whether this person can agree to a threat that was recorded."""
    return threat is not None and not _why_not(viewer, case, threat)


def end_threat(session: Session, viewer: Viewer, *, case: Case) -> None:
    """The danger has passed: what it opened closes again at once."""
    for name in (SERIOUS_THREAT, REASON_RECORDED, CHAIR_APPROVED):
        fact = current_fact(session, case, name)
        if fact is not None:
            fact.withdrawn_at = now()
    note(session, viewer, case, "judgement_recorded")
    session.flush()


def current_fact(session: Session, case: Case, name: str) -> RecordedFact | None:
    """The fact of that name that holds for the whole case."""
    found = session.scalars(
        select(RecordedFact).where(
            RecordedFact.case_id == case.id,
            RecordedFact.name == name,
            RecordedFact.withdrawn_at.is_(None),
        )
    )
    return found.first()


def _why_not(viewer: Viewer, case: Case, threat: RecordedFact) -> str:
    if Role.CHAIR not in viewer.roles_in(case.conference_id):
        return "Only the chair of this conference can agree to this."
    if threat.recorded_by == viewer.person_id:
        return "You recorded the threat yourself, so somebody else has to agree."
    return ""


def _declared(
    session: Session, viewer: Viewer, case: Case, person_id: UUID | None
) -> list[CaseRole]:
    mine = CaseRole.person_id.is_(None) if person_id is None else CaseRole.person_id == person_id
    return list(
        session.scalars(
            select(CaseRole)
            .where(
                CaseRole.case_id == case.id,
                CaseRole.agency_id == viewer.agency_id,
                CaseRole.relationship.in_(SAID_BY_AGENCY),
                CaseRole.ended_at.is_(None),
                mine,
            )
            .order_by(CaseRole.recorded_at, CaseRole.relationship)
        )
    )
