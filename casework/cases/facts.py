"""What people record or decide about a case: who, when, until when, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case, RecordedFact, SealedAnswer
from casework.clock import now
from casework.db import new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import NotFound
from protocols.core_words import RISK_LEVELS

YES, NO, UNKNOWN = "yes", "no", "unknown"
_LEVELS = RISK_LEVELS.split()


def record_fact(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    name: str,
    value: str,
    answer_id: UUID | None = None,
    subject_id: UUID | None = None,
    agency_id: UUID | None = None,
    person_id: UUID | None = None,
    section: str | None = None,
    ends_at: datetime | None = None,
    reason: SealedAnswer | None = None,
    purpose: str | None = None,
    while_risk: str | None = None,
    fact_id: UUID | None = None,
) -> RecordedFact:
    """Record a fact; the same fact recorded before is withdrawn and kept in the history."""
    fact = RecordedFact(
        id=fact_id or new_id(), partnership_id=case.partnership_id, case_id=case.id, name=name,
        value=value,
        answer_id=answer_id, subject_id=subject_id, agency_id=agency_id, person_id=person_id,
        section=section, recorded_by=viewer.person_id, recorded_at=now(), ends_at=ends_at,
        reason_answer_id=reason.id if reason else None, purpose=purpose, while_risk=while_risk,
    )  # fmt: skip
    _withdraw_earlier(session, fact)
    session.add(fact)
    session.flush()
    _log(session, viewer, case, Kind.FACT_RECORDED, fact)
    return fact


def withdraw_fact(session: Session, viewer: Viewer, *, case: Case, fact_id: UUID) -> None:
    """The fact no longer holds; that it was recorded stays."""
    fact = session.get(RecordedFact, fact_id)
    if fact is None or fact.case_id != case.id:
        raise NotFound("record")
    if fact.withdrawn_at is not None:
        return
    fact.withdrawn_at, fact.withdrawn_by = now(), viewer.person_id
    session.flush()
    _log(session, viewer, case, Kind.FACT_WITHDRAWN, fact)


def end_below_risk(session: Session, viewer: Viewer, case: Case) -> None:
    """End what was allowed by a risk level that the case no longer has."""
    for fact in session.scalars(
        select(RecordedFact).where(
            RecordedFact.case_id == case.id,
            RecordedFact.while_risk.is_not(None),
            RecordedFact.withdrawn_at.is_(None),
        )
    ).all():
        if not reaches(case.risk_level, fact.while_risk):
            withdraw_fact(session, viewer, case=case, fact_id=fact.id)


def reaches(level: str, wanted: str | None) -> bool:
    """Whether a level of risk is at least as high as another; an unknown one is not."""
    if wanted is None:
        return True
    return level in _LEVELS and _LEVELS.index(level) >= _LEVELS.index(wanted)


def recorded_until(
    session: Session, case_ids: Sequence[UUID], moment: datetime
) -> list[RecordedFact]:
    """Every fact that was recorded until a moment, oldest first, so that a later one wins."""
    rows = session.scalars(
        select(RecordedFact)
        .where(RecordedFact.case_id.in_(case_ids), RecordedFact.recorded_at <= moment)
        .order_by(RecordedFact.recorded_at)
    )
    return list(rows)


def is_current(fact: RecordedFact, moment: datetime) -> bool:
    """Whether a fact has neither been withdrawn nor come to its end, whatever the risk is."""
    return all(at is None or at > moment for at in (fact.withdrawn_at, fact.ends_at))


def _withdraw_earlier(session: Session, fact: RecordedFact) -> None:
    for earlier in session.scalars(
        select(RecordedFact).where(
            RecordedFact.case_id == fact.case_id,
            RecordedFact.name == fact.name,
            RecordedFact.withdrawn_at.is_(None),
        )
    ):
        if _reach(earlier) == _reach(fact):
            earlier.withdrawn_at, earlier.withdrawn_by = fact.recorded_at, fact.recorded_by


def _reach(fact: RecordedFact) -> tuple[object, ...]:
    return (
        fact.answer_id, fact.subject_id, fact.agency_id, fact.person_id, fact.section,
        fact.purpose,
    )  # fmt: skip


def _log(session: Session, viewer: Viewer, case: Case, kind: Kind, fact: RecordedFact) -> None:
    detail = {"fact": str(fact.id), "name": fact.name, "value": fact.value}
    append(session, _entry(viewer, case, kind, detail))


def _entry(viewer: Viewer, case: Case, kind: Kind, detail: Mapping[str, object]) -> Entry:
    return Entry(
        kind=kind,
        partnership_id=case.partnership_id,
        at=now(),
        actor_id=viewer.person_id,
        agency_id=viewer.agency_id,
        case_id=case.id,
        detail=detail,
    )
