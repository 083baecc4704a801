"""What falls away when a version ends and no other takes its place: decided, never opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import InForce, in_force, to_be_asked
from casework.agreements.models import Agreement
from casework.cases.matters import matters
from casework.cases.models import Case, CaseState
from casework.clock import now
from casework.directory.models import AppointmentRow, Conference, Person, PersonStatus
from casework.directory.names import agency_names
from casework.directory.viewers import viewer_of
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item, Matter
from casework.sharing.leaving import belongings
from casework.sharing.reach import reached
from protocols.vocabulary import Effect

LOOKING = (Role.REPRESENTATIVE, Role.DEPUTY, Role.COORDINATOR, Role.CHAIR)
OVER = (CaseState.INTAKE, CaseState.CLOSED)


@dataclass(slots=True)
class Fall:
    """What the people of one agency would no longer see, or see less of."""

    agency: str
    answers: set[UUID | None] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Falling:
    """Who loses what, where no protocol is left, and what each party holds."""

    falls: tuple[Fall, ...]
    conferences: tuple[str, ...]
    held: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]

    @property
    def digest(self) -> str:
        """The fingerprint of what is lost and where; what is held counts itself again each day."""
        lines = [repr((f.agency, len(f.answers), sorted(f.cases))) for f in self.falls]
        return sha256("\n".join([*lines, *self.conferences]).encode()).hexdigest()


def falling(session: Session, gate: Gate, row: Agreement, moment: datetime) -> Falling:
    """What falls away if the version ends at a moment; live cases are counted as they are now."""
    return Falling(
        tuple(sorted(_falls(session, gate, row), key=lambda fall: fall.agency)),
        tuple(uncovered(session, row, moment)),
        tuple(_held(session, row)),
    )


def uncovered(session: Session, row: Agreement, moment: datetime) -> list[str]:
    """The conferences of this protocol for which no other is in force at a moment, by name."""
    found = session.scalars(
        select(Conference).where(Conference.id.in_(reached(row)), Conference.active.is_(True))
    ).all()
    left = {
        kind: any(
            version.agreement_id != row.id
            for version in in_force(session, row.partnership_id, kind, moment)
        )
        for kind in {conference.kind for conference in found}
    }
    return sorted(conference.name for conference in found if not left[conference.kind])


def _falls(session: Session, gate: Gate, row: Agreement) -> Iterable[Fall]:
    found: dict[UUID, Fall] = {}
    held: dict[str, tuple[InForce, ...]] = {}
    for viewer, reference, matter in _looked_at(session, row):
        kind = matter.conference_kind
        if kind not in held:
            held[kind] = to_be_asked(session, row.partnership_id, kind, now())
        ending = next(v for v in held[kind] if v.agreement_id == row.id)
        # Only what could be lost is decided: everything else stays as it is.
        touched = tuple(i for i in matter.items if _is_touched(i, viewer.agency_id, ending))
        decided = gate.decide(viewer, replace(matter, items=touched), versions=held[kind])
        if lost := {item.answer_id for item, seen in decided if seen.effect >= Effect.SUMMARY}:
            fall = found.setdefault(viewer.agency_id, Fall(viewer.agency_name))
            fall.answers |= lost
            fall.cases.add(reference)
    return found.values()


def _is_touched(item: Item, agency_id: UUID, ending: InForce) -> bool:
    """An answer of another agency between two that were meant to sign: when the version has ended
    it goes on to stand between them, and opens nothing.
    """
    if item.envelope is None or item.origin_agency_id == agency_id:
        return False
    return ending.concerns(item.origin_agency_id, agency_id)


def _looked_at(session: Session, row: Agreement) -> Iterator[tuple[Viewer, str, Matter]]:
    """Everybody who looks, before every live case of their conference."""
    live: Mapping[UUID, list[Case]] = _live(session, row)
    for conference_id, cases in live.items():
        viewers = _people(session, conference_id)
        for case, matter in zip(cases, matters(session, cases), strict=True):
            yield from ((viewer, case.reference, matter) for viewer in viewers)


def _live(session: Session, row: Agreement) -> dict[UUID, list[Case]]:
    found: dict[UUID, list[Case]] = defaultdict(list)
    for case in session.scalars(
        select(Case).where(Case.conference_id.in_(reached(row)), Case.state.not_in(OVER))
    ):
        found[case.conference_id].append(case)
    return found


def _people(session: Session, conference_id: UUID) -> list[Viewer]:
    """One person for each agency and role: what their agency loses is what counts."""
    rows = session.execute(
        select(Person.agency_id, AppointmentRow.role, AppointmentRow.person_id)
        .join(Person, Person.id == AppointmentRow.person_id)
        .where(
            AppointmentRow.conference_id == conference_id, AppointmentRow.role.in_(LOOKING),
            Person.status == PersonStatus.ACTIVE,
        )
        .order_by(AppointmentRow.starts_on.desc(), AppointmentRow.id)
    )  # fmt: skip
    looking = {(agency, role): person for agency, role, person in rows}
    return [viewer_of(session, person_id) for person_id in set(looking.values())]


def _held(session: Session, row: Agreement) -> Iterator[tuple[str, tuple[tuple[int, str], ...]]]:
    names = agency_names(session, row.partnership_id)
    for party in sorted(agreements.parties(session, row), key=lambda p: names[p.agency_id]):
        if found := belongings(session, row, party.agency_id):
            yield names[party.agency_id], tuple(found)
