"""Which pages a referral has, which of them were saved, and whether they are complete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case
from casework.cases.opening import subjects
from casework.catalogue.field import Row
from casework.catalogue.section import Section
from casework.clock import now
from casework.directory.models import Conference
from casework.errors import NotFound, StaleEdit
from casework.referrals.completeness import Shape, needs_somebody, rows_of
from casework.referrals.models import Referral, ReferralStep

NOT_STARTED, INCOMPLETE, COMPLETED = "Not started", "Incomplete", "Completed"
Rows = Mapping[Row, Sequence[UUID]]
Key = tuple[str, UUID | None]


@dataclass(frozen=True, slots=True)
class Progress:
    """One page and how far it is."""

    section: Section
    status: str
    rows: int


def shape_of(session: Session, referral: Referral, case: Case) -> Shape:
    """What decides which pages this referral has."""
    conference = session.get_one(Conference, referral.conference_id)
    return Shape(conference.kind, case.kind, referral.route)


def page_of(shape: Shape, name: str) -> Section:
    """A page of this referral, or NotFound."""
    found = shape.page(name)
    if found is None:
        raise NotFound("page of this referral")
    return found


def rows(session: Session, case: Case) -> dict[Row, list[UUID]]:
    """People, places and entries of a case by sort, in the order they were added."""
    found: dict[Row, list[UUID]] = defaultdict(list)
    for subject in subjects(session, case):
        found[Row(subject.kind)].append(subject.id)
    return found


def require_row(session: Session, case: Case, section: Section, subject_id: UUID | None) -> None:
    """The row must be one that this page asks about; a foreign one is not found."""
    if subject_id not in rows_of(section, rows(session, case)):
        raise NotFound("person or entry")


def steps_of(session: Session, case: Case) -> dict[Key, ReferralStep]:
    """The pages that were saved."""
    found = session.scalars(select(ReferralStep).where(ReferralStep.case_id == case.id))
    return {(step.section, step.subject_id): step for step in found}


def version_of(steps: Mapping[Key, ReferralStep], section: str, subject_id: UUID | None) -> int:
    """The version that a page was read at; 0 before anybody saved it."""
    step = steps.get((section, subject_id))
    return step.version if step else 0


def refuse_stale(
    session: Session, case: Case, section: str, subject_id: UUID | None, version: int | None
) -> None:
    """A second editor is told before anything is written; None asks for no such check."""
    if version is not None and version != version_of(steps_of(session, case), section, subject_id):
        raise StaleEdit("page")


def mark(
    session: Session,
    viewer: Viewer,
    case: Case,
    *,
    section: str,
    subject_id: UUID | None,
    complete: bool,
) -> ReferralStep:
    """Remember that a page was saved, by whom, and whether anything needed is still open."""
    step = steps_of(session, case).get((section, subject_id))
    if step is None:
        step = ReferralStep(
            partnership_id=case.partnership_id,
            case_id=case.id,
            section=section,
            subject_id=subject_id,
        )
        session.add(step)
    step.complete, step.saved_by, step.saved_at = complete, viewer.person_id, now()
    session.flush()
    return step


def progress(session: Session, referral: Referral, case: Case) -> list[Progress]:
    """Every page with its status, in the order of the form."""
    shape, steps = shape_of(session, referral, case), steps_of(session, case)
    known = rows(session, case)
    return [
        Progress(page, status(shape, page, known, steps), len(known.get(page.row, ())))
        for page in shape.pages()
    ]


def status(shape: Shape, page: Section, known: Rows, steps: Mapping[Key, ReferralStep]) -> str:
    """Not looked at, looked at but incomplete, or complete."""
    wanted = [steps.get((page.name, row)) for row in rows_of(page, known)]
    if not wanted:
        # Nobody to add is an answer too, once somebody has said so.
        said = (page.name, None) in steps and not _must_have(shape, page)
        return COMPLETED if said else NOT_STARTED
    if not any(wanted):
        return NOT_STARTED
    return COMPLETED if all(s is not None and s.complete for s in wanted) else INCOMPLETE


def _must_have(shape: Shape, page: Section) -> bool:
    return needs_somebody(shape, page.row) and shape.first_with(page.row).name == page.name
