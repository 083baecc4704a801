"""What waits in the case file itself: requests to see more, serious threats, protocol versions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from casework.access import Action, Role, Viewer
from casework.agreements.ending_models import Ending
from casework.agreements.models import Agreement, AgreementChange, AgreementState
from casework.casefile.standing import CHAIR_APPROVED, SERIOUS_THREAT
from casework.casefile.waiting import due_for, due_words
from casework.cases.asked import waiting_for
from casework.cases.duties import Duty
from casework.cases.exclusions import stands
from casework.cases.grants import ending_soon, lapsed
from casework.cases.models import AskedToSee, Case, CaseState, Exclusion, RecordedFact
from casework.cases.visibility import OFFICE, visible_cases
from casework.cases.work import WorkItem
from casework.clock import LONDON, now
from casework.recorded.owed import owed_by
from casework.web.dates import moment
from protocols.clauses import BEFORE
from protocols.spelling import spelled

TO_BE_HEARD = (CaseState.OPEN, CaseState.LISTED, CaseState.RESEARCHED)
TOLD_FOR = timedelta(days=14)


def requests_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Requests of other agencies that this person can answer."""
    waiting = waiting_for(session, viewer)
    known = _references(session, viewer, {asked.case_id for asked in waiting})
    return [
        WorkItem(
            "request_to_see", f"Answer a request to see more of case {known[asked.case_id]}",
            "casefile.decide", {"asked_id": asked.id}, asked.asked_at, _due_on(asked),
            asked.case_id,
        )
        for asked in waiting
        if asked.case_id in known
    ]  # fmt: skip


def _due_on(asked: AskedToSee) -> date | None:
    due = asked.escalates_at or asked.lapses_at
    return due and due.astimezone(LONDON).date()


def lapsed_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """This person's own requests that count as refused because nobody answered."""
    return [
        WorkItem(
            "request_lapsed", f"Nobody answered your request to see more of case {reference} by "
            f"{moment(asked.lapses_at)}, so it counts as refused: ask again if you still need it",
            "casefile.requests", {"case_id": asked.case_id}, asked.lapses_at, None, asked.case_id,
        )
        for asked, reference in lapsed(session, viewer, now() - TOLD_FOR)
        if asked.lapses_at is not None
    ]  # fmt: skip


def grants_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """What this person was allowed to see more, where it ends within days."""
    return [
        WorkItem(
            "grant_ends", f"What you may see more of case {reference} closes soon: ask again if "
            "you still need it", "casefile.requests", {"case_id": asked.case_id},
            asked.decided_at, asked.ends_at and asked.ends_at.astimezone(LONDON).date(),
            asked.case_id,
        )
        for asked, reference in ending_soon(session, viewer)
    ]  # fmt: skip


def threats_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Serious threats that somebody else recorded and that the chair has not agreed to yet."""
    return [
        WorkItem(
            "serious_threat", f"A serious threat was recorded in case {reference}: do you agree?",
            "casefile.threat", {"case_id": case_id}, since,
            _answer_by(session, case_id, since), case_id,
        )
        for case_id, reference, since in _threats(session, viewer)
    ]  # fmt: skip


def _answer_by(session: Session, case_id: UUID, since: datetime) -> date:
    """When the protocol wants the chair's answer; the same day where it does not say."""
    due = due_for(session, session.get_one(Case, case_id), CHAIR_APPROVED)
    return (due or since).astimezone(LONDON).date()


def duties_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """What the protocol makes this person do, and what others owe and have not done in time."""
    # A threat that waits for this very chair has a line of its own.
    told = {(case_id, CHAIR_APPROVED) for case_id, _, _ in _threats(session, viewer)}
    return [
        WorkItem(
            "duty", f"Case {case.reference}: {duty.says}, by {spelled(duty.owner)} "
            f"(clause {duty.clause}){_until(duty)}", "recorded.settle",
            {"case_id": case.id, "duty_id": duty.id}, duty.since,
            duty.due and duty.due.astimezone(LONDON).date(), case.id,
        )
        for duty, case in owed_by(session, viewer)
        if (case.id, duty.what) not in told
    ]  # fmt: skip


def _until(duty: Duty) -> str:
    if duty.due is None:
        return ""
    if duty.is_refused:
        return f": no answer by {moment(duty.due)}, so it counts as refused"
    if duty.when == BEFORE:
        return f": {due_words(duty.due)}"
    if duty.has_run_out and duty.until is None:
        return f": overdue, and what it opened ended on {moment(duty.due)}"
    return f": {'overdue since' if duty.is_overdue else 'due by'} {moment(duty.due)}"


def interests_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Interests in cases that are still to be heard: the office sees that somebody else comes."""
    places = [
        a.conference_id
        for a in viewer.appointments
        if a.role in OFFICE and a.conference_id is not None
    ]
    if not places:
        return []
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(Case.id, Case.reference, func.max(Exclusion.recorded_at))
        .join(Exclusion, Exclusion.case_id == Case.id)
        .where(
            Case.conference_id.in_(places),
            Case.state.in_(TO_BE_HEARD),
            Exclusion.person_id.is_not(None),
            stands(),
            Exclusion.recorded_at > now() - TOLD_FOR,
        )
        .group_by(Case.id, Case.reference)
    )
    return [
        WorkItem(
            "interest", f"Somebody has an interest in case {reference}: see who, and who comes",
            "casefile.standing", {"case_id": case_id}, since, None, case_id,
        )
        for case_id, reference, since in rows
    ]  # fmt: skip


def protocols_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """What a second person decides about protocols: versions to approve, and to end."""
    if not viewer.may(Action.PROTOCOL_APPROVE):
        return []
    return [*_to_approve(session, viewer), *_to_end(session, viewer)]


def _to_end(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Versions of which somebody else has asked that they end."""
    rows = session.execute(
        select(Agreement.id, Agreement.label, Ending.asked_at, Ending.last_day)
        .join(Ending, Ending.agreement_id == Agreement.id)
        .where(
            Agreement.partnership_id == viewer.partnership_id, Ending.decision == "",
            Agreement.state == AgreementState.IN_FORCE, Ending.asked_by != viewer.person_id,
        )
        .order_by(Ending.asked_at)
    )  # fmt: skip
    return [
        WorkItem(
            "protocol_to_end", f"Confirm the end of version {label} of the protocol, or drop it",
            "sharing.confirm_end", {"agreement_id": key}, asked_at, last_day,
        )
        for key, label, asked_at, last_day in rows
    ]  # fmt: skip


def _to_approve(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Proposed versions of the protocol that this person did not write in."""
    wrote = exists().where(
        AgreementChange.agreement_id == Agreement.id,
        AgreementChange.person_id == viewer.person_id,
    )
    rows = session.scalars(
        select(Agreement)
        .where(
            Agreement.partnership_id == viewer.partnership_id,
            Agreement.state == AgreementState.PROPOSED,
            Agreement.author_id != viewer.person_id,
            ~wrote,
        )
        .order_by(Agreement.proposed_at)
    )
    return [
        WorkItem(
            "protocol_to_approve", f"Approve version {row.label} of the protocol, or send it back",
            "sharing.show", {"agreement_id": row.id}, row.proposed_at,
        )
        for row in rows
    ]  # fmt: skip


def _threats(session: Session, viewer: Viewer) -> list[tuple[UUID, str, datetime]]:
    chaired = [a.conference_id for a in viewer.appointments if a.role == Role.CHAIR]
    if not chaired:
        return []
    agreed, present = aliased(RecordedFact), now()
    approved = exists().where(
        agreed.case_id == RecordedFact.case_id,
        agreed.name == CHAIR_APPROVED,
        agreed.withdrawn_at.is_(None),
    )
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(Case.id, Case.reference, RecordedFact.recorded_at)
        .join(RecordedFact, RecordedFact.case_id == Case.id)
        .where(
            Case.conference_id.in_(chaired),
            RecordedFact.name == SERIOUS_THREAT,
            RecordedFact.withdrawn_at.is_(None),
            (RecordedFact.ends_at.is_(None)) | (RecordedFact.ends_at > present),
            RecordedFact.recorded_by != viewer.person_id,
            ~approved,
        )
        .order_by(RecordedFact.recorded_at)
    )
    return list(rows)


def _references(session: Session, viewer: Viewer, ids: set[UUID]) -> dict[UUID, str]:
    """References of those cases that this person may know of."""
    if not ids:
        return {}
    rows = session.execute(
        visible_cases(viewer).with_only_columns(Case.id, Case.reference).where(Case.id.in_(ids))
    )
    return dict(rows.all())
