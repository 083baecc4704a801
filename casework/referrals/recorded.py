"""Facts that follow from what was just written: told, agrees, lawful basis, confidence, risk.

The words themselves are sealed at once, so the facts that the gate reads are recorded with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.facts import NO, UNKNOWN, YES, end_below_risk, record_fact
from casework.cases.models import Case, RecordedFact
from casework.cases.opening import subjects
from casework.catalogue.field import Row

CONSENT = "consent"
AGREED, AGAINST = "given", frozenset({"refused", "withdrawn"})
_PLAIN = frozenset({YES, NO, UNKNOWN})


def record_awareness(
    session: Session, viewer: Viewer, case: Case, answers: Mapping[str, str]
) -> None:
    """Told, agrees, lawful basis and duty of confidence are four facts, not one (DESIGN 4)."""
    for name, value in _facts(answers):
        record_fact(session, viewer, case=case, name=name, value=value)


def spread_consent(session: Session, viewer: Viewer, case: Case) -> None:
    """What the person agreed to holds for everybody at risk who was named since."""
    agreed = session.scalar(
        select(RecordedFact.value).where(
            RecordedFact.case_id == case.id,
            RecordedFact.name == CONSENT,
            RecordedFact.subject_id.is_(None),
            RecordedFact.withdrawn_at.is_(None),
        )
    )
    if agreed is None:
        return
    for subject in subjects(session, case):
        if subject.kind == Row.VICTIM:
            record_fact(
                session, viewer, case=case, name=CONSENT, value=agreed, subject_id=subject.id
            )


def record_risk_level(
    session: Session, viewer: Viewer, case: Case, answers: Mapping[str, str]
) -> None:
    """The judged level stands on the case in plain, for lists and for the protocol."""
    if "risk.level" in answers:
        case.risk_level = answers["risk.level"] or UNKNOWN
        session.flush()
        end_below_risk(session, viewer, case)


def record_crime(session: Session, viewer: Viewer, case: Case, answers: Mapping[str, str]) -> None:
    """A crime the police do not know of must be recorded by them once they read of it."""
    value = answers.get("incident_now.unreported_crime")
    if value in _PLAIN:
        record_fact(session, viewer, case=case, name="unreported_crime", value=value)


def _facts(answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if told := answers.get("awareness.told"):
        yield "victim_told", told
    if agrees := answers.get("awareness.agrees"):
        yield "victim_agrees", _agreement(agrees)
        yield CONSENT, agrees
    if "awareness.lawful_basis" in answers:
        yield "lawful_basis_recorded", YES if answers["awareness.lawful_basis"] else NO
    if owed := answers.get("awareness.duty_of_confidence"):
        yield "duty_of_confidence", owed


def _agreement(word: str) -> str:
    if word == AGREED:
        return YES
    return NO if word in AGAINST else UNKNOWN
