"""What the case pages need: lists with names the viewer may see, supply, standing, summaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.answers import write_answer
from casework.cases.exclusions import is_kept_from
from casework.cases.guarding import guard_input
from casework.cases.history import note
from casework.cases.matters import matters
from casework.cases.models import Case, SealedAnswer
from casework.cases.visibility import visible_cases
from casework.catalogue.section import Section
from casework.catalogue.sections import SECTIONS
from casework.directory.models import Agency, Conference
from casework.disclosure.gate import Gate
from casework.disclosure.shown import Revealed
from casework.errors import Refused
from casework.research.asking import seated

NAME_FIELDS = ("victim.given_name", "victim.surname", "place.name")
PER_PAGE = 50
# Private until its agency lets go of it, item by item.
RESEARCH = frozenset({"research_items", "research_risks"})
# Where more than one agency answered in a section, the chair decides for all of them.
ONE = 1
# Columns of a case and the value wanted; none means all.
Wanted = Mapping[str, str]
EVERYTHING: Wanted = {}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: the case's workflow, and the name as far as the viewer may see it."""

    case: Case
    name: str
    conference: str


def count_cases(session: Session, viewer: Viewer, wanted: Wanted = EVERYTHING) -> int:
    """How many cases this viewer may know of."""
    return session.scalar(_narrowed(viewer, wanted).with_only_columns(func.count(Case.id))) or 0


def list_cases(
    session: Session, viewer: Viewer, gate: Gate, *, offset: int = 0, limit: int = PER_PAGE,
    wanted: Wanted = EVERYTHING,
) -> list[Listed]:  # fmt: skip
    """One page of cases, newest change first, with names opened by the gate in one go."""
    query = _narrowed(viewer, wanted).order_by(Case.changed_at.desc(), Case.id)
    found = list(session.scalars(query.offset(offset).limit(limit)))
    return with_names(session, viewer, gate, found)


def with_names(session: Session, viewer: Viewer, gate: Gate, cases: Sequence[Case]) -> list[Listed]:
    """The same cases with the name that the gate lets this viewer read."""
    if not cases:
        return []
    handed = matters(session, cases, fields=NAME_FIELDS)
    opened = gate.reveal_many([viewer], handed)
    names = {
        c.id: c.name
        for c in session.scalars(
            select(Conference).where(Conference.partnership_id == viewer.partnership_id)
        )
    }
    return [
        Listed(case, name_of(revealed), names[case.conference_id])
        for case, revealed in zip(cases, opened, strict=True)
    ]


def name_of(revealed: Revealed) -> str:
    """The name on the page: the victim's or the place's, where it is open; else nothing."""
    # A summary stands in for the whole section and names nobody.
    parts = [
        s.value
        for s in revealed.shown
        if s.field in NAME_FIELDS and s.value and s.effect in ("full", "masked")
    ]
    return " ".join(parts[:2])


def supplier_of(session: Session, case: Case, section: str) -> UUID | None:
    """The one agency that supplied a section; None (the chair decides) where several did."""
    names = [f.name for f in SECTIONS[section].fields]
    found = session.scalars(
        select(SealedAnswer.origin_agency_id)
        .where(
            SealedAnswer.case_id == case.id,
            SealedAnswer.current.is_(True),
            SealedAnswer.field.in_(names),
        )
        .distinct()
    ).all()
    return found[0] if len(found) == ONE else None


def asked_by_name(section: str) -> bool:
    """Sections where one says whom one asks: who holds something there is told to nobody."""
    return section in RESEARCH


def agencies_to_ask(session: Session, viewer: Viewer, case: Case) -> list[Agency]:
    """Everybody around the table of the conference, whether or not they know anything."""
    return [a for a in seated(session, case) if a.id != viewer.agency_id]


def decider_of(session: Session, case: Case, section: str, named: UUID | None) -> UUID | None:
    """Who answers a request: the agency named, the one that supplied it, or None (the chair).

    An agency that is kept from the case does not hear of it by being asked: the chair answers.
    """
    wanted = named if asked_by_name(section) else supplier_of(session, case, section)
    return None if wanted is None or is_kept_from(session, case, agency_id=wanted) else wanted


def sections_supplied(session: Session, viewer: Viewer, case: Case) -> list[str]:
    """Sections in which this agency has answered something: it may write their summary."""
    fields = set(
        session.scalars(
            select(SealedAnswer.field).where(
                SealedAnswer.case_id == case.id,
                SealedAnswer.current.is_(True),
                SealedAnswer.origin_agency_id == viewer.agency_id,
            )
        )
    )
    return [name for name, s in SECTIONS.items() if any(f.name in fields for f in s.fields)]


def write_summary(
    session: Session, viewer: Viewer, *, case: Case, section: Section, text: str
) -> None:
    """The words others read in place of a section; searched for the safe address first."""
    require_supplied(session, viewer, case, section.name)
    field = section.summary_name
    guard_input(session, viewer, case, field=field, text=text, name="text")
    write_answer(session, viewer, case=case, field=field, text=text)
    note(session, viewer, case, "summary_written")


def require_supplied(session: Session, viewer: Viewer, case: Case, section: str) -> None:
    """Only an agency that supplied something in a section writes its summary."""
    if section not in sections_supplied(session, viewer, case):
        raise Refused("Only an agency that wrote in this section can write its summary.")


def _narrowed(viewer: Viewer, wanted: Wanted) -> Select[Case]:
    query = visible_cases(viewer)
    for name, value in wanted.items():
        if value:
            query = query.where(getattr(Case, name) == value)
    return query
