"""'Ask to see this': necessity and purpose go to the agency that supplied it, or to the chair."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.access import Action, Role, Viewer
from casework.cases.answers import release, write_answer
from casework.cases.grants import answer_due, has_lapsed, still_waits
from casework.cases.guarding import guard_input
from casework.cases.history import note
from casework.cases.models import AskedDecision, AskedToSee, Case, SealedAnswer
from casework.cases.visibility import load_case, visible_cases
from casework.catalogue.sections import section as catalogue_section
from casework.clock import last_moment, now, today
from casework.db import new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit, WrongState

LONGEST_DAYS = 366
PURPOSES = ("safety_planning", "safeguarding", "crime_prevention", "case_coordination")


def ask(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    section: str,
    field: str | None,
    subject_id: UUID | None,
    supplier_id: UUID | None,
    purpose: str,
    necessity: str,
) -> AskedToSee:
    """Ask for a section or one field of it; `supplier_id` decides, or the chair where None."""
    catalogue_section(section)
    _check_words(purpose, necessity)
    guard_input(session, viewer, case, field="request.necessity", text=necessity, name="necessity")
    _refuse_twice(session, viewer, case, section, field)
    moment = now()
    due = answer_due(session, case, moment)
    asked = AskedToSee(
        id=new_id(), partnership_id=case.partnership_id, case_id=case.id, section=section,
        field=field, subject_id=subject_id, asked_by=viewer.person_id,
        asked_agency_id=viewer.agency_id, asked_at=moment, decider_agency_id=supplier_id,
        purpose=purpose, escalates_at=due.escalates_at,
        lapses_at=due.lapses_at,
    )  # fmt: skip
    session.add(asked)
    session.flush()
    words = write_answer(
        session, viewer, case=case, field="request.necessity", text=necessity.strip(),
        about_kind="asked", about_id=asked.id,
    )  # fmt: skip
    _let_read(session, viewer, words, supplier_id)
    _log(session, viewer, asked, Kind.ASKED)
    return asked


def decide(
    session: Session,
    viewer: Viewer,
    *,
    asked_id: UUID,
    version: int,
    grant: bool,
    reason: str,
    until: date | None = None,
) -> AskedToSee:
    """Answer a request, with an end date where it is granted; nobody decides on their own."""
    asked = load_asked(session, viewer, asked_id)
    if asked.version != version:
        raise StaleEdit("request")
    if has_lapsed(asked, now()):
        raise WrongState("request", AskedDecision.REFUSED, "answered")
    if asked.decision != AskedDecision.WAITING:
        raise WrongState("request", asked.decision, "answered")
    _check_decision(viewer, asked, grant=grant, reason=reason, until=until)
    asked.decision = AskedDecision.GRANTED if grant else AskedDecision.REFUSED
    asked.decided_by, asked.decided_at = viewer.person_id, now()
    asked.ends_at = last_moment(until) if grant and until else None
    case = session.get_one(Case, asked.case_id)
    guard_input(session, viewer, case, field="request.decision_reason", text=reason, name="reason")
    words = write_answer(
        session, viewer, case=case, field="request.decision_reason", text=reason.strip(),
        about_kind="asked", about_id=asked.id,
    )  # fmt: skip
    _let_read(session, viewer, words, asked.asked_agency_id)
    note(session, viewer, case, f"asked_{asked.decision}", only_agency_id=asked.asked_agency_id)
    session.flush()
    _log(session, viewer, asked, Kind.ASKED_GRANTED if grant else Kind.ASKED_REFUSED)
    return asked


def waiting_for(session: Session, viewer: Viewer) -> list[AskedToSee]:
    """Requests this person can decide, oldest first."""
    chaired = [
        a.conference_id
        for a in viewer.appointments
        if a.role == Role.CHAIR and a.conference_id is not None
    ]
    late = or_(AskedToSee.decider_agency_id.is_(None), AskedToSee.escalates_at <= now())
    ways = [and_(late, Case.conference_id.in_(chaired))]
    if viewer.may(Action.CASE_DECIDE_ASKED):
        ways.append(AskedToSee.decider_agency_id == viewer.agency_id)
    return list(
        session.scalars(
            select(AskedToSee)
            .join(Case, Case.id == AskedToSee.case_id)
            .where(
                AskedToSee.partnership_id == viewer.partnership_id,
                still_waits(),
                AskedToSee.asked_agency_id != viewer.agency_id,
                or_(*ways),
                # Whoever is kept from the case does not learn of it by being asked.
                Case.id.in_(visible_cases(viewer).with_only_columns(Case.id)),
            )
            .order_by(AskedToSee.asked_at)
        )
    )


def load_asked(session: Session, viewer: Viewer, asked_id: UUID) -> AskedToSee:
    """A request this person can decide, or NotFound."""
    asked = session.get(AskedToSee, asked_id)
    if asked is None or asked.partnership_id != viewer.partnership_id:
        raise NotFound("request")
    if not _decides(session, viewer, asked):
        raise NotFound("request")
    load_case(session, viewer, asked.case_id)
    return asked


def _let_read(
    session: Session, viewer: Viewer, words: SealedAnswer | None, agency_id: UUID | None
) -> None:
    # The other side of a request reads its words, whatever kind of agency it is.
    if words is not None and agency_id is not None:
        release(session, viewer, answer_id=words.id, agency_id=agency_id)


def _decides(session: Session, viewer: Viewer, asked: AskedToSee) -> bool:
    mine = asked.decider_agency_id == viewer.agency_id
    if mine and viewer.may(Action.CASE_DECIDE_ASKED):
        return True
    late = asked.escalates_at is not None and asked.escalates_at <= now()
    if asked.decider_agency_id is not None and not late:
        return False
    case = session.get_one(Case, asked.case_id)
    return Role.CHAIR in viewer.roles_in(case.conference_id)


def _check_words(purpose: str, necessity: str) -> None:
    errors = {}
    if purpose not in PURPOSES:
        errors["purpose"] = "Select what you need it for."
    if not necessity.strip():
        errors["necessity"] = "Enter why you cannot do your part without it."
    if errors:
        raise Invalid(errors)


def _refuse_twice(
    session: Session, viewer: Viewer, case: Case, section: str, field: str | None
) -> None:
    found = session.scalars(
        select(AskedToSee).where(
            AskedToSee.case_id == case.id,
            AskedToSee.section == section,
            AskedToSee.asked_agency_id == viewer.agency_id,
            still_waits(),
        )
    )
    if any(a.field in (None, field) for a in found):
        raise Conflict("Your agency has already asked to see this and is waiting for an answer.")


def _check_decision(
    viewer: Viewer, asked: AskedToSee, *, grant: bool, reason: str, until: date | None
) -> None:
    if asked.asked_by == viewer.person_id or asked.asked_agency_id == viewer.agency_id:
        raise Refused("Somebody from another agency has to decide on your own agency's request.")
    errors = {}
    if not reason.strip():
        errors["reason"] = "Enter the reason for your decision."
    if grant and until is None:
        errors["until"] = "Enter the last day on which they may see it."
    elif grant and until is not None and not 0 <= (until - today()).days <= LONGEST_DAYS:
        errors["until"] = "The last day must be between today and a year from now."
    if errors:
        raise Invalid(errors)


def _log(session: Session, viewer: Viewer, asked: AskedToSee, kind: Kind) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=asked.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, case_id=asked.case_id,
            detail={"asked": str(asked.id), "section": asked.section},
        ),
    )  # fmt: skip
