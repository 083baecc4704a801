"""Who would gain and who would lose, on which live cases: decided without a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.agreements.in_force import compiled, party_statuses
from casework.agreements.models import Agreement
from casework.cases.tally import Pair, Tally, tally
from casework.cases.told import around
from casework.catalogue.sections import SECTIONS
from casework.clock import now
from casework.directory.models import AppointmentRow, Person, PersonStatus
from casework.directory.viewers import viewer_of
from casework.sharing.kinds import Bits, Section
from casework.sharing.turning import Tables
from casework.sharing.weighing import Change, People, Weighing
from protocols.clauses import SharingProtocol
from protocols.engine import DecisionTable

# Whose, in which section, more or less.
Key = tuple[UUID, str, bool]
LOOKING = frozenset({Role.REPRESENTATIVE, Role.DEPUTY, Role.COORDINATOR, Role.CHAIR})


@dataclass
class Shift:
    """What one person gains or loses in one section, and in how many cases."""

    person_id: UUID
    person: str
    agency: str
    section: str
    # The section as the catalogue names it, for addresses.
    slug: str
    gains: bool
    cases: int = 0
    labels: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """What tells it from every other change of the same two documents."""
        return self.person_id, self.slug, self.gains


@dataclass(frozen=True, slots=True)
class Side:
    """One document, ready to decide."""

    protocol: SharingProtocol
    table: DecisionTable


@dataclass(frozen=True, slots=True)
class Between:
    """Two documents and how each agency stands to them; a side that is missing shows nothing."""

    before: Side | None
    after: Side | None
    parties: Mapping[UUID, str]

    def tables(self, conference_kind: str) -> Tables:
        """Both for one kind of conference; a document that does not name it decides nothing."""
        sides = (self.before, self.after)
        return tuple(
            s.table if s and conference_kind in s.protocol.conference_kinds else None for s in sides
        )


def side(text: str) -> Side:
    """The document of a text."""
    protocol, table, _ = compiled(text)
    return Side(protocol, table)


def shifts(session: Session, old: Agreement | None, new: Agreement) -> list[Shift]:
    """Every change between two kept versions on live cases, people who would see more first."""
    return shifts_between(session, new.partnership_id, between(session, old, new))


def between(session: Session, old: Agreement | None, new: Agreement) -> Between:
    """Two kept versions, for the parties of the one in force."""
    return Between(
        side(old.text) if old is not None else None,
        side(new.text),
        party_statuses(session, (old or new).id, now()),
    )


def shifts_between(session: Session, partnership_id: UUID, documents: Between) -> list[Shift]:
    """The same for any two documents on the live cases of a partnership."""
    look = look_at(session, partnership_id, documents)
    return look.shifts()


class Look:
    """Two documents on the live cases of a partnership: who gains and loses, and in which."""

    def __init__(self, counted: Tally, weighing: Weighing, people: People) -> None:
        self.counted = counted
        self._weighing, self._people = weighing, people

    def narrowed(self, person_id: UUID) -> Look:
        """The same for one person alone."""
        return Look(self.counted, self._weighing, self._only({person_id}))

    def shifts(self) -> list[Shift]:
        """Every change, people who would see more first."""
        found: dict[Key, Shift] = {}
        seen: dict[Key, tuple[Section, Bits]] = {}
        for change in self._weighing.changes(self._people):
            for key, bits in _keyed(change):
                shift = found.get(key) or found.setdefault(key, _shift(change.viewer, key))
                shift.cases += change.cases
                seen[key] = change.section, bits | (seen[key][1] if key in seen else 0)
        for key, (section, bits) in seen.items():
            found[key].labels = section.labels(bits)
        return sorted(found.values(), key=lambda s: (not s.gains, s.agency, s.person, s.section))

    def touched(self, shifts: Iterable[Shift]) -> dict[Pair, list[Key]]:
        """The combinations of facts in which some of the changes happen."""
        wanted = {shift.key for shift in shifts}
        people = self._only({person_id for person_id, _, _ in wanted})
        found: dict[Pair, list[Key]] = defaultdict(list)
        for change in self._weighing.changes(people):
            found[change.context, change.part] += [
                key for key, _ in _keyed(change) if key in wanted
            ]
        return found

    def _only(self, looking: Container[UUID]) -> People:
        return {
            place: [viewer for viewer in viewers if viewer.person_id in looking]
            for place, viewers in self._people.items()
        }


def _keyed(change: Change) -> Iterator[tuple[Key, Bits]]:
    for gains, bits in ((True, change.gained), (False, change.lost)):
        if bits:
            yield (change.viewer.person_id, change.section.name, gains), bits


def _shift(who: Viewer, key: Key) -> Shift:
    title = SECTIONS[key[1]].title
    return Shift(who.person_id, who.name, who.agency_name, title, key[1], key[2])


def look_at(session: Session, partnership_id: UUID, documents: Between) -> Look:
    """Count the live cases, and have both documents ready to decide about them."""
    counted = tally(session, partnership_id)
    weighing = Weighing(
        counted, around(session, partnership_id), documents.tables, documents.parties, now()
    )
    people = {place: people_of(session, place) for place in weighing.places}
    return Look(counted, weighing, people)


def people_of(session: Session, conference_id: UUID) -> list[Viewer]:
    """Everybody who looks at the cases of a conference today."""
    rows = session.scalars(
        select(AppointmentRow.person_id)
        .join(Person, Person.id == AppointmentRow.person_id)
        .where(
            AppointmentRow.conference_id == conference_id,
            AppointmentRow.role.in_(LOOKING),
            Person.status == PersonStatus.ACTIVE,
        )
        .distinct()
    )
    viewers = (viewer_of(session, person_id) for person_id in rows)
    return [v for v in viewers if LOOKING & v.roles_in(conference_id)]


def gains_of(found: Iterable[Shift]) -> Sequence[Shift]:
    """Only what somebody would see more."""
    return [s for s in found if s.gains]
