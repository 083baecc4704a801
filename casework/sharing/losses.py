"""Who would see less of which live cases if a partner left now: decided, never opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.agreements.in_force import InForce, standing_of, to_be_asked
from casework.agreements.models import Agreement
from casework.agreements.standing import STANDING
from casework.cases.matters import matters
from casework.cases.models import Case, CaseState
from casework.clock import now
from casework.directory.models import AppointmentRow, Person, PersonStatus
from casework.directory.viewers import viewer_of
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item, Matter
from casework.sharing.reach import reached
from protocols.life import ALL
from protocols.vocabulary import Effect

LOOKING = (Role.REPRESENTATIVE, Role.DEPUTY, Role.COORDINATOR, Role.CHAIR)


@dataclass(slots=True)
class Loss:
    """What somebody would no longer see."""

    agency: str
    answers: int = 0
    cases: set[str] = field(default_factory=set)


def losses(session: Session, gate: Gate, row: Agreement, agency_id: UUID) -> list[Loss]:
    """The leaver first, with what others gave; then every other agency, with what it gave them."""
    found: dict[UUID, Loss] = {}
    for viewer, reference, matter, versions in _asked(session, row, agency_id):
        decided = gate.decide(viewer, matter, versions=versions)
        if count := sum(decision.effect >= Effect.SUMMARY for _, decision in decided):
            loss = found.setdefault(viewer.agency_id, Loss(viewer.agency_name))
            loss.answers += count
            loss.cases.add(reference)
    own = found.pop(agency_id, None)
    rest = sorted(found.values(), key=lambda loss: loss.agency)
    return [own, *rest] if own else rest


def quorum_words(session: Session, row: Agreement, agency_id: UUID) -> tuple[str, bool]:
    """What its leaving does to the signatures that are needed, and whether that ends sharing."""
    standing, moment = standing_of(session, row), now()
    stand = standing.signatures(moment)
    leaver = standing.members.get(agency_id)
    after = stand - int(leaver is not None and leaver.status(moment) in STANDING)
    needed = standing.life.quorum
    if not needed or needed == ALL:
        return f"{after} of {stand} signatures would stand. It needs no number of them.", False
    ends = after < int(needed) <= stand
    words = f"{after} of {stand} signatures would stand, and the protocol needs {needed}."
    return (f"{words} Nothing would be shared by anybody." if ends else words), ends


def _asked(
    session: Session, row: Agreement, agency_id: UUID
) -> Iterator[tuple[Viewer, str, Matter, tuple[InForce, ...]]]:
    """Everybody who looks, before every live case of their conference."""
    held: dict[str, tuple[InForce, ...]] = {}
    for conference_id, cases in _live(session, row).items():
        viewers = _people(session, conference_id)
        for case, matter in zip(cases, matters(session, cases), strict=True):
            kind = matter.conference_kind
            if kind not in held:
                held[kind] = to_be_asked(session, row.partnership_id, kind, now())
            for viewer in viewers:
                # Only what could be lost is decided: everything else stays as it is.
                touched = tuple(i for i in matter.items if _is_touched(i, viewer, agency_id))
                if touched:
                    yield viewer, case.reference, replace(matter, items=touched), held[kind]


def _live(session: Session, row: Agreement) -> dict[UUID, list[Case]]:
    found: dict[UUID, list[Case]] = defaultdict(list)
    over = (CaseState.INTAKE, CaseState.CLOSED)
    for case in session.scalars(
        select(Case).where(Case.conference_id.in_(reached(row)), Case.state.not_in(over))
    ):
        found[case.conference_id].append(case)
    return found


def _people(session: Session, conference_id: UUID) -> list[Viewer]:
    """Who speaks for an agency: one person for each, because their agency is what leaves."""
    rows = session.execute(
        select(Person.agency_id, AppointmentRow.person_id)
        .join(Person, Person.id == AppointmentRow.person_id)
        .where(
            AppointmentRow.conference_id == conference_id, AppointmentRow.role.in_(LOOKING),
            Person.status == PersonStatus.ACTIVE,
        )
        .order_by(AppointmentRow.starts_on.desc())
    )  # fmt: skip
    return [viewer_of(session, person_id) for person_id in dict(rows.all()).values()]


def _is_touched(item: Item, viewer: Viewer, agency_id: UUID) -> bool:
    """An answer of another agency, where the leaver either gave it or reads it."""
    if item.envelope is None or item.origin_agency_id in (None, viewer.agency_id):
        return False
    return agency_id in (viewer.agency_id, item.origin_agency_id)
