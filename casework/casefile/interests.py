"""Declared interests: from whom a case is hidden, and how the chair lifts one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.cases.answers import write_answer
from casework.cases.exclusions import lift_exclusion
from casework.cases.guarding import guard_input
from casework.cases.history import note
from casework.cases.models import Case, Exclusion, SealedAnswer
from casework.conferences.service.hearing import hidden_or_open_again, hold_hearing
from casework.directory.models import Person
from casework.disclosure.shown import Revealed
from casework.errors import Conflict, Invalid, NotFound, Refused

RULING = "conflict.ruling"
# What the page reads of it.
WORDS = ("conflict.nature", RULING, "exclusion.reason")
ABOUT = "exclusion"


@dataclass(frozen=True, slots=True)
class Interest:
    """One interest as the office reads it; the words only where the gate lets them through."""

    row: Exclusion
    nature: str | None
    ruling: str | None
    # Whether the reader may lift it, and it still stands.
    may_lift: bool


def interests_of(
    session: Session, viewer: Viewer, case: Case, revealed: Revealed
) -> list[Interest]:
    """Everybody from whom the case is or was hidden, the oldest first."""
    rows = session.scalars(
        select(Exclusion).where(Exclusion.case_id == case.id).order_by(Exclusion.recorded_at)
    )
    return [
        Interest(
            row, _said(revealed, row.reason_answer_id), _said(revealed, row.lift_answer_id),
            may_lift(viewer, case, row),
        )
        for row in rows
    ]  # fmt: skip


def may_lift(viewer: Viewer, case: Case, row: Exclusion) -> bool:
    """Whether this person can lift it: it stands, they chair, and it is not about them."""
    return row.lifted_at is None and not _why_not(viewer, case, row)


def liftable(session: Session, viewer: Viewer, case: Case, exclusion_id: UUID) -> Exclusion:
    """An interest that stands and that this person may lift: the chair, never who is concerned."""
    row = session.get(Exclusion, exclusion_id)
    if row is None or row.case_id != case.id:
        raise NotFound("interest")
    refusal = _why_not(viewer, case, row)
    if refusal:
        raise Refused(refusal)
    if row.lifted_at is not None:
        raise Conflict("This interest has been lifted already.")
    return row


def lift(
    session: Session, viewer: Viewer, *, case: Case, exclusion_id: UUID, reason: str
) -> Exclusion:
    """The interest no longer stands in the way: the case opens again as the protocol allows."""
    hold_hearing(session, case)
    row = liftable(session, viewer, case, exclusion_id)
    words = reason.strip()
    if not words:
        raise Invalid({"reason": "Enter why it no longer stands in the way."})
    guard_input(session, viewer, case, field=RULING, text=words, name="reason")
    ruling: SealedAnswer | None = write_answer(
        session, viewer, case=case, field=RULING, text=words, about_kind=ABOUT, about_id=row.id
    )
    lift_exclusion(session, viewer, case=case, exclusion_id=row.id, ruling=ruling)
    agency_id = row.agency_id or session.get_one(Person, row.person_id).agency_id
    hidden_or_open_again(session, viewer, case, agency_id)
    note(session, viewer, case, "interest_lifted", only_agency_id=viewer.agency_id)
    return row


def _why_not(viewer: Viewer, case: Case, row: Exclusion) -> str:
    if Role.CHAIR not in viewer.roles_in(case.conference_id):
        return "Only the chair of this conference can lift an interest."
    if row.person_id == viewer.person_id or row.agency_id == viewer.agency_id:
        return "This is about you or your agency, so another chair has to decide."
    return ""


def _said(revealed: Revealed, answer_id: UUID | None) -> str | None:
    shown = revealed.of(answer_id) if answer_id else None
    return shown.value if shown else None
