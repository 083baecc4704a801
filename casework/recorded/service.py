"""Record a fact, change it, end it: by those who may, with the reason, and nothing overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import InForce, in_force
from casework.cases.answers import write_answer
from casework.cases.facts import is_current, reaches, record_fact, withdraw_fact
from casework.cases.guarding import guard_input
from casework.cases.history import note
from casework.cases.models import Case, RecordedFact, SealedAnswer
from casework.clock import last_moment, now, today
from casework.db import new_id
from casework.directory.models import Conference
from casework.errors import Invalid, NotFound, Refused, StaleEdit
from casework.recorded.in_use import FactInUse, facts_in_use
from casework.recorded.kinds import FactKind, Recorder, kind_of
from casework.recorded.reach import Reach, reaches_for, recorder_of
from casework.recorded.values import is_value, lies_ahead

# An override of consent needs at least this level of risk, and ends with it (DESIGN 4).
OVERRIDE_RISK = "high"
LONGEST_DAYS = 366
REASON = "fact.reason"
AHEAD = "The date must be today or in the past: the protocol counts the time since then."


@dataclass(frozen=True, slots=True)
class Recordable:
    """One fact of the protocol in force that this person may record in this case."""

    used: FactInUse
    kind: FactKind
    reaches: tuple[Reach, ...]


def versions_of(session: Session, case: Case) -> tuple[InForce, ...]:
    """The versions of the protocol that hold for a case now."""
    kind = session.get_one(Conference, case.conference_id).kind
    return in_force(session, case.partnership_id, kind, now())


def used_in(session: Session, case: Case) -> dict[str, FactInUse]:
    """The facts that the protocol in force asks about in a case."""
    kind = session.get_one(Conference, case.conference_id).kind
    return facts_in_use(versions_of(session, case), kind)


def recordable(session: Session, viewer: Viewer, case: Case, name: str) -> Recordable:
    """A fact this person may record, or NotFound: the same for one that nobody records."""
    used = used_in(session, case).get(name)
    kind = kind_of(used.dimension) if used else None
    if used is None or kind is None or not kind.recorders & recorder_of(viewer, case):
        raise NotFound("fact")
    return Recordable(used, kind, reaches_for(session, viewer, case, kind))


def record(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    name: str,
    about: str,
    value: str,
    reason: str,
    until: date | None = None,
    purpose: str = "",
    seen: str = "",
) -> RecordedFact:
    """Record or change one fact; `seen` is what the person was shown (`seen_of`)."""
    fact = recordable(session, viewer, case, name)
    reach = _reach(fact, about)
    _check(session, viewer, case, fact, value=value, reason=reason, until=until, purpose=purpose)
    if seen != seen_of(mine(session, viewer, case, fact)):
        raise StaleEdit("fact")
    guard_input(session, viewer, case, field=REASON, text=reason, name="reason")
    key = new_id()
    words = write_reason(session, viewer, case, reason, "fact", key, reach.answer_id)
    made = record_fact(
        session, viewer, case=case, name=name, value=value, reason=words, fact_id=key,
        agency_id=reach.agency_id, subject_id=reach.subject_id, section=reach.section,
        answer_id=reach.answer_id, person_id=reach.person_id,
        ends_at=last_moment(until) if until else None, purpose=purpose or None,
        while_risk=OVERRIDE_RISK if fact.kind.overrides and value == "yes" else None,
    )  # fmt: skip
    _note(session, viewer, case, reach)
    return made


def end(
    session: Session, viewer: Viewer, *, case: Case, name: str, fact_id: UUID, reason: str
) -> None:
    """The fact no longer holds, from now on; why is kept beside it."""
    held = recorded_by_me(session, viewer, case, name, fact_id)
    if held.withdrawn_at is not None:
        raise StaleEdit("fact")
    if not reason.strip():
        raise Invalid({"reason": "Enter why it no longer holds."})
    guard_input(session, viewer, case, field=REASON, text=reason, name="reason")
    write_reason(session, viewer, case, reason, "fact_ended", held.id, held.answer_id)
    withdraw_fact(session, viewer, case=case, fact_id=held.id)
    _note(session, viewer, case, Reach("", "", answer_id=held.answer_id))


def recorded_by_me(
    session: Session, viewer: Viewer, case: Case, name: str, fact_id: UUID
) -> RecordedFact:
    """A fact of this name that this person may change, or NotFound."""
    fact = recordable(session, viewer, case, name)
    found = next((f for f in mine(session, viewer, case, fact) if f.id == fact_id), None)
    if found is None or not any(reach.covers(found) for reach in fact.reaches):
        raise NotFound("fact")
    return found


def mine(session: Session, viewer: Viewer, case: Case, fact: Recordable) -> list[RecordedFact]:
    """What was ever recorded under one name and this person may change, newest first.

    That something is recorded about an answer says that there is one: of one's own agency alone.
    """
    own = select(SealedAnswer.id).where(
        SealedAnswer.case_id == case.id, SealedAnswer.origin_agency_id == viewer.agency_id
    )
    rows = session.scalars(
        select(RecordedFact)
        .where(
            RecordedFact.case_id == case.id,
            RecordedFact.name == fact.used.name,
            RecordedFact.answer_id.is_(None) | RecordedFact.answer_id.in_(own),
        )
        .order_by(RecordedFact.recorded_at.desc(), RecordedFact.id)
    )
    return [row for row in rows if row.answer_id or reads(viewer, case, fact.kind, row)]


def reads(viewer: Viewer, case: Case, kind: FactKind, row: RecordedFact) -> bool:
    """Whether this person reads what was recorded about the case, its people or an agency."""
    held = recorder_of(viewer, case)
    if Recorder.OFFICE in held or Recorder.REFERRER in held & kind.recorders:
        return True
    own = row.agency_id == viewer.agency_id or row.person_id == viewer.person_id
    return own and Recorder.RECIPIENT in held & kind.recorders


def holds(fact: RecordedFact, moment: datetime, risk_level: str) -> bool:
    """Whether a fact still holds at a moment."""
    return is_current(fact, moment) and reaches(risk_level, fact.while_risk)


def seen_of(facts: Iterable[RecordedFact]) -> str:
    """A short word for what somebody was shown, to tell whether it changed meanwhile."""
    text = ",".join(f"{f.id}{f.withdrawn_at is None}" for f in facts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_reason(
    session: Session, viewer: Viewer, case: Case, reason: str, kind: str, about_id: UUID,
    answer_id: UUID | None,
) -> SealedAnswer | None:  # fmt: skip
    """Why, about a fact or a duty; None where nothing was written."""
    # A reason goes no further than the answer it is about: else it would say that there is one.
    answer = session.get(SealedAnswer, answer_id) if answer_id else None
    return write_answer(
        session, viewer, case=case, field=REASON, text=reason.strip(), about_kind=kind,
        about_id=about_id, released=answer is None or answer.released,
        do_not_confirm=answer is not None and answer.do_not_confirm,
    )  # fmt: skip


def _reach(fact: Recordable, about: str) -> Reach:
    found = next((reach for reach in fact.reaches if reach.key == about), None)
    if found is None:
        raise Invalid({"about": "Select what it is about."})
    return found


def _check(
    session: Session, viewer: Viewer, case: Case, fact: Recordable, *, value: str, reason: str,
    until: date | None, purpose: str,
) -> None:  # fmt: skip
    errors = _value_errors(fact, value)
    if not reason.strip():
        errors["reason"] = "Enter how you know."
    if until is not None and not 0 <= (until - today()).days <= LONGEST_DAYS:
        errors["until"] = "Enter a date from today to a year from now."
    if purpose and not (fact.kind.by_purpose and purpose in purposes_of(session, case)):
        errors["purpose"] = "Select the purpose."
    if fact.kind.overrides and value == "yes":
        errors |= _override_errors(case, until)
    if errors:
        raise Invalid(errors)
    if fact.kind.recorders == {Recorder.CHAIR}:
        _refuse_own(session, viewer, case)


def _value_errors(fact: Recordable, value: str) -> dict[str, str]:
    if not is_value(fact.used.dimension, value):
        return {"value": "Select what is so."}
    ahead = fact.used.is_past and lies_ahead(value, today())
    return {"value": AHEAD} if ahead else {}


def _override_errors(case: Case, until: date | None) -> dict[str, str]:
    if until is None:
        return {"until": "Enter the last day on which consent is set aside."}
    if not reaches(case.risk_level, OVERRIDE_RISK):
        return {
            "value": "Consent can be set aside only where the risk is judged high or very high."
        }
    return {}


def _refuse_own(session: Session, viewer: Viewer, case: Case) -> None:
    # Nobody approves what they recorded themselves (DESIGN 7).
    mine_too = session.scalars(
        select(RecordedFact).where(
            RecordedFact.case_id == case.id,
            RecordedFact.name.in_(("serious_threat", "consent_overridden", "emergency_declared")),
            RecordedFact.recorded_by == viewer.person_id,
        )
    )
    # What has come to its end cannot be approved; what only waits for the risk to rise again can.
    if any(is_current(fact, now()) for fact in mine_too):
        raise Refused("You recorded what is to be approved, so somebody else has to approve it.")


def purposes_of(session: Session, case: Case) -> tuple[str, ...]:
    """Purposes that the protocol in force names."""
    found = (p for v in versions_of(session, case) for p in v.protocol.purposes)
    return tuple(dict.fromkeys(found))


def _note(session: Session, viewer: Viewer, case: Case, reach: Reach) -> None:
    only = viewer.agency_id if reach.answer_id else None
    note(session, viewer, case, "judgement_recorded", only_agency_id=only)
