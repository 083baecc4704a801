"""Who would gain and who would lose, on which live cases: decided without a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.agreements.in_force import compiled, party_statuses
from casework.agreements.models import Agreement
from casework.cases.matters import matters
from casework.cases.models import Case, CaseState
from casework.catalogue.sections import SECTIONS
from casework.clock import now
from casework.directory.models import AppointmentRow, Person, PersonStatus
from casework.directory.viewers import viewer_of
from casework.disclosure.asking import Asking
from casework.disclosure.matter import Item, Matter
from protocols.clauses import SharingProtocol
from protocols.decision import Decision
from protocols.engine import DecisionTable
from protocols.vocabulary import Effect

LIVE = (
    CaseState.LISTED,
    CaseState.RESEARCHED,
    CaseState.HEARD,
    CaseState.ACTIONS_OPEN,
    CaseState.ACTIONS_COMPLETE,
)
LOOKING = (Role.REPRESENTATIVE, Role.DEPUTY, Role.COORDINATOR, Role.CHAIR)
PURPOSE, CHANNEL = "safety_planning", "screen"
Memory = dict[tuple[object, ...], int]
Tables = tuple[DecisionTable | None, ...]
NOTHING = Decision(Effect.WITHHELD)


@dataclass
class Shift:
    """What one person gains or loses in one section, and in which cases."""

    person: str
    agency: str
    section: str
    gains: bool
    cases: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)


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
    between = Between(
        side(old.text) if old is not None else None,
        side(new.text),
        party_statuses(session, (old or new).id, now()),
    )
    return shifts_between(session, new.partnership_id, between)


def shifts_between(session: Session, partnership_id: UUID, between: Between) -> list[Shift]:
    """The same for any two documents on the live cases of a partnership."""
    found: dict[tuple[UUID, str, bool], Shift] = {}
    memory: Memory = {}
    for conference_id, cases in _live(session, partnership_id).items():
        viewers = _people(session, conference_id)
        for case, matter in zip(cases, matters(session, cases), strict=True):
            for viewer in viewers:
                _note(found, memory, between, viewer, case.reference, matter)
    return sorted(found.values(), key=lambda s: (not s.gains, s.agency, s.person, s.section))


def _live(session: Session, partnership_id: UUID) -> dict[UUID, list[Case]]:
    found: dict[UUID, list[Case]] = defaultdict(list)
    for case in session.scalars(
        select(Case).where(Case.partnership_id == partnership_id, Case.state.in_(LIVE))
    ):
        found[case.conference_id].append(case)
    return found


def _people(session: Session, conference_id: UUID) -> list[Viewer]:
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
    return [v for v in viewers if LOOKING_SET & v.roles_in(conference_id)]


LOOKING_SET = frozenset(LOOKING)


def _note(
    found: dict[tuple[UUID, str, bool], Shift],
    memory: Memory,
    between: Between,
    viewer: Viewer,
    reference: str,
    matter: Matter,
) -> None:
    asking = Asking(
        viewer, matter, purpose=PURPOSE, stage=matter.stage, channel=CHANNEL, moment=now(),
        parties=between.parties,
    )  # fmt: skip
    tables = between.tables(matter.conference_kind)
    standing = _standing(viewer, matter)
    for item in matter.items:
        key = (
            *standing,
            matter.consent_of(item.subject_id, PURPOSE),
            *asking.key(item)[:2],
            *asking.key(item)[3:],
        )
        if key not in memory:
            memory[key] = _direction(tables, asking, item)
        if memory[key]:
            _add(found, viewer, item, reference, gains=memory[key] > 0)


def _standing(viewer: Viewer, matter: Matter) -> tuple[object, ...]:
    """Everything about a viewer before a case that a decision may hang on."""
    facts = {
        **matter.facts,
        **matter.agency_facts.get(viewer.agency_id, {}),
        **matter.person_facts.get(viewer.person_id, {}),
    }
    return (
        viewer.agency_id,
        viewer.roles_in(matter.conference_id),
        matter.standing(viewer.agency_id, viewer.person_id),
        matter.stage,
        matter.risk_level,
        matter.conference_kind,
        tuple(sorted((k, str(v)) for k, v in facts.items())),
    )


def _direction(tables: Tables, asking: Asking, item: Item) -> int:
    """1 where the new version shows more, -1 where less, 0 where the same."""
    # No version changes what the gate keeps whatever a protocol says.
    let_go = item.is_let_go(asking.viewer.agency_id) and asking.both_are_parties(item)
    if asking.is_own(item) or not let_go:
        return 0
    question = asking.question(item)
    before, after = (t.decide(question) if t else NOTHING for t in tables)
    if before.openness == after.openness:
        # Another mask shows other parts: whoever confirms has to see it.
        return int(before.mask != after.mask)
    return 1 if after.openness > before.openness else -1


def _add(
    found: dict[tuple[UUID, str, bool], Shift],
    viewer: Viewer,
    item: Item,
    reference: str,
    *,
    gains: bool,
) -> None:
    key = (viewer.person_id, item.section, gains)
    if key not in found:
        title = SECTIONS[item.section].title
        found[key] = Shift(viewer.name, viewer.agency_name, title, gains)
    found[key].cases.add(reference)
    found[key].labels.add(item.label)


def gains_of(found: Iterable[Shift]) -> Sequence[Shift]:
    """Only what somebody would see more."""
    return [s for s in found if s.gains]
