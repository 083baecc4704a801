"""Duties of the protocol as work: who owes them, who else hears when they are late, their end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.cases.coming_due import setting_off
from casework.cases.duties import Duty, duties_of
from casework.cases.exclusions import cases_kept_from
from casework.cases.guarding import guard_input
from casework.cases.history import note
from casework.cases.matters import matters
from casework.cases.models import Case, DutySettled, RecordedFact
from casework.cases.outcomes import is_late
from casework.cases.visibility import OFFICE, in_office, visible_cases
from casework.clock import day_of, now, today
from casework.disclosure.gate import decide_within
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.outlook import traces
from casework.errors import Invalid, NotFound
from casework.recorded.service import REASON, write_reason
from protocols.clauses import BEFORE

ROLES = {
    "coordinator": Role.COORDINATOR,
    "chair": Role.CHAIR,
    "information_governance_officer": Role.INFORMATION_GOVERNANCE_OFFICER,
}
# Whoever recorded what set the duty off.
WHO_ASKS = frozenset({"person_who_asks", "requester", "recorder"})
# What makes a missed duty the chair's matter too.
TO_THE_CHAIR = frozenset({"chair_decides", "reported"})

# So long after its time those concerned are told that something counts as refused.
TOLD_FOR = timedelta(days=14)

Owed = tuple[Duty, Case]


def owed_by(session: Session, viewer: Viewer, among: Collection[UUID] | None = None) -> list[Owed]:
    """What this person owes, and what others owe too late where that is this person's matter;
    among these cases, or (None) in all of which they may know.
    """
    known = _known_to(viewer)
    found = not_settled(session, known if among is None else known.where(Case.id.in_(among)))
    mine = [(d, case) for d, case in found if _concerns(viewer, d) and not _is_long_refused(d)]
    return _may_know(session, viewer, mine)


def owed_in(session: Session, viewer: Viewer, case: Case) -> list[Duty]:
    """What is owed in one case: for the office all of it, for others what they owe themselves."""
    office = in_office(viewer, case)
    found = not_settled(session, select(Case).where(Case.id == case.id))
    mine = [(duty, case) for duty, case in found if office or _owns(viewer, duty)]
    return [duty for duty, _ in _may_know(session, viewer, mine)]


def load_duty(session: Session, viewer: Viewer, case_id: UUID, duty_id: UUID) -> Owed:
    """A duty that this person may settle, or NotFound: the same for one that is settled."""
    found = not_settled(session, _known_to(viewer).where(Case.id == case_id))
    mine = [(d, case) for d, case in found if d.id == duty_id and _may_settle(viewer, d)]
    for owed in _may_know(session, viewer, mine):
        return owed
    raise NotFound("duty")


def settle(
    session: Session,
    viewer: Viewer,
    *,
    case_id: UUID,
    duty_id: UUID,
    done_on: date | None,
    reason: str,
) -> DutySettled:
    """It was done on a day, with the reason if that was late; or (None) why it was not done."""
    duty, case = load_duty(session, viewer, case_id, duty_id)
    _check(duty, done_on, reason)
    guard_input(session, viewer, case, field=REASON, text=reason, name="reason")
    words = write_reason(
        session, viewer, case, reason, "duty", about_id=duty.id, answer_id=duty.answer_id
    )
    row = DutySettled(
        id=duty.id, partnership_id=case.partnership_id, case_id=case.id, clause=duty.clause,
        done_on=done_on, settled_by=viewer.person_id, settled_at=now(),
        reason_answer_id=words.id if words else None,
    )  # fmt: skip
    session.add(row)
    # That something is owed about an answer says that there is one.
    only = viewer.agency_id if duty.answer_id else None
    note(session, viewer, case, "duty_done" if done_on else "duty_not_done", only_agency_id=only)
    session.flush()
    _log(session, viewer, case, duty, done_on)
    return row


def owner_role(duty: Duty) -> Role | None:
    """The role that owes it; None for the person who asked. Without a known owner the coordinator:
    somebody has to see to it.
    """
    owner = duty.owner.strip().lower().replace(" ", "_").removeprefix("the_")
    return None if owner in WHO_ASKS else ROLES.get(owner, Role.COORDINATOR)


def not_settled(session: Session, query: Select[Case]) -> list[Owed]:
    """Every duty in these cases that is not settled; only where a duty can have begun is looked."""
    recorded = select(RecordedFact.case_id).where(
        RecordedFact.name.in_(sorted(setting_off(session))), RecordedFact.person_id.is_(None)
    )
    cases = list(session.scalars(query.where(Case.id.in_(recorded))))
    found = duties_of(session, cases) if cases else {}
    owing = [case for case in cases if found[case.id]]
    if not owing:
        return []
    ids = [case.id for case in owing]
    settled = set(session.scalars(select(DutySettled.id).where(DutySettled.case_id.in_(ids))))
    return [(d, case) for case in owing for d in found[case.id] if d.id not in settled]


def _may_know(session: Session, viewer: Viewer, owed: Sequence[Owed]) -> list[Owed]:
    """Without what is owed about an answer of which this person may not know."""
    about = {case.id: case for d, case in owed if d.answer_id and not _set_off(viewer, d)}
    known: set[UUID] = set()
    for found in matters(session, list(about.values())):
        decided = decide_within(session, viewer, found)
        known |= {i.answer_id for i, d in decided if i.answer_id and traces(found, i, d)}
    return [
        (d, case)
        for d, case in owed
        if d.answer_id is None or _set_off(viewer, d) or d.answer_id in known
    ]


def _set_off(viewer: Viewer, duty: Duty) -> bool:
    return duty.set_off_by == viewer.person_id


def _is_long_refused(duty: Duty) -> bool:
    return duty.is_refused and duty.due is not None and duty.due <= now() - TOLD_FOR


def _known_to(viewer: Viewer) -> Select[Case]:
    """Cases in which this person may owe something, as far as they may know of them."""
    if viewer.roles_in(None) & {Role.INFORMATION_GOVERNANCE_OFFICER}:
        # By reference alone, as in the ledger: that role opens no case.
        return select(Case).where(
            Case.partnership_id == viewer.partnership_id, Case.id.not_in(cases_kept_from(viewer))
        )
    return visible_cases(viewer).where(or_(*_ways(viewer)))


def _ways(viewer: Viewer) -> Sequence[ColumnElement[bool]]:
    places = [
        a.conference_id
        for a in viewer.appointments
        if a.role in OFFICE and a.conference_id is not None
    ]
    mine = select(RecordedFact.case_id).where(RecordedFact.recorded_by == viewer.person_id)
    return Case.conference_id.in_(places), Case.id.in_(mine)


def _concerns(viewer: Viewer, duty: Duty) -> bool:
    if _owns(viewer, duty) or (duty.is_refused and _set_off(viewer, duty)):
        return True
    held = viewer.roles_in(duty.conference_id)
    to_chair = duty.missed in TO_THE_CHAIR and Role.CHAIR in held
    return duty.is_overdue and (Role.COORDINATOR in held or to_chair)


def _owns(viewer: Viewer, duty: Duty) -> bool:
    role = owner_role(duty)
    if role is None:
        return _set_off(viewer, duty)
    return role in viewer.roles_in(duty.conference_id)


def _may_settle(viewer: Viewer, duty: Duty) -> bool:
    return _owns(viewer, duty) or bool(OFFICE & viewer.roles_in(duty.conference_id))


def _check(duty: Duty, done_on: date | None, reason: str) -> None:
    errors = {}
    if done_on is None:
        if not reason.strip():
            errors["reason"] = "Enter why it was not done."
    elif duty.when == BEFORE:
        errors["done"] = "Record the answer itself: what waits for it opens by that alone."
    elif not day_of(duty.since) <= done_on <= today():
        errors["done_on"] = "The day must be between the day it began and today."
    elif is_late(duty.due, done_on) and not reason.strip():
        errors["reason"] = "It was done after its time: enter why."
    if errors:
        raise Invalid(errors)


def _log(session: Session, viewer: Viewer, case: Case, duty: Duty, done_on: date | None) -> None:
    append(
        session,
        Entry(
            kind=Kind.DUTY_SETTLED, partnership_id=case.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case.id,
            object_id=duty.id,
            detail={"clause": duty.clause, "done_on": done_on.isoformat() if done_on else None},
        ),
    )  # fmt: skip
