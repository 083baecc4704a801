"""A partnership around one case: agencies of every kind, a protocol in force, people who look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.models import Case, CaseKind, CaseState
from casework.cases.opening import add_subject, start_case
from casework.cases.states import STEPS, move
from casework.catalogue.field import Row
from casework.catalogue.sections import FIELDS
from casework.directory.models import (
    Agency,
    AgencyType,
    Conference,
    ConferenceKind,
    Partnership,
)
from tests.factories.agreements import STARTER, adopt
from tests.factories.directory import (
    make_agency,
    make_conference,
    make_partnership,
    make_viewer,
)

AROUND_THE_TABLE = (
    AgencyType.POLICE,
    AgencyType.VICTIM_SERVICE,
    AgencyType.CHILDRENS_SOCIAL_CARE,
    AgencyType.ADULT_SOCIAL_CARE,
    AgencyType.HEALTH,
    AgencyType.HOUSING,
    AgencyType.PROBATION,
    AgencyType.PERPETRATOR_SERVICE,
    AgencyType.ENVIRONMENTAL_HEALTH,
    AgencyType.FIRE,
    AgencyType.COORDINATING_BODY,
)
# The shortest way of a case to each state.
WAY = (
    CaseState.INTAKE,
    CaseState.SUBMITTED,
    CaseState.OPEN,
    CaseState.LISTED,
    CaseState.HEARD,
    CaseState.ACTIONS_OPEN,
)


@dataclass
class World:
    """What a test needs to ask and to answer."""

    partnership: Partnership
    conference: Conference
    agencies: dict[str, Agency]
    viewers: dict[str, Viewer]
    case: Case
    subjects: dict[str, UUID] = field(default_factory=dict)


def make_world(
    session: Session,
    answers: Mapping[str, str] | None = None,
    *,
    kind: ConferenceKind = ConferenceKind.DOMESTIC_ABUSE_MARAC,
    case_kind: CaseKind = CaseKind.PERSON,
    state: CaseState = CaseState.INTAKE,
    demonstration: bool = False,
    protocol: str = STARTER,
) -> World:
    """Police refer; the case stands in `state`; `answers` hang on one subject of each row."""
    partnership = make_partnership(session, demonstration=demonstration)
    agencies = {t.value: make_agency(session, partnership, t) for t in AROUND_THE_TABLE}
    conference = make_conference(session, partnership, kind, tuple(agencies.values()))
    adopt(session, partnership, tuple(agencies.values()), protocol)
    viewers = {
        name: make_viewer(session, agency, Role.REPRESENTATIVE, conference)
        for name, agency in agencies.items()
    }
    office = agencies["coordinating_body"]
    viewers |= {
        "coordinator": make_viewer(session, office, Role.COORDINATOR, conference),
        "chair": make_viewer(session, agencies["police"], Role.CHAIR, conference),
        "stranger": make_viewer(session, make_agency(session, partnership, AgencyType.NGO)),
    }
    case = start_case(session, viewers["police"], conference_id=conference.id, kind=case_kind)
    world = World(partnership, conference, agencies, viewers, case)
    answer(session, world, answers or {})
    bring_to(session, world, state)
    return world


def answer(session: Session, world: World, answers: Mapping[str, str], who: str = "police") -> None:
    """Answers of one agency, each on a subject of the row that its field hangs on."""
    viewer = world.viewers[who]
    written = [
        NewAnswer(name, text, subject_id=_subject(session, world, name))
        for name, text in answers.items()
    ]
    if written:
        write_answers(session, viewer, case=world.case, answers=written)


def bring_to(session: Session, world: World, state: CaseState) -> None:
    """Walk the case to a state, step by step."""
    for step in WAY[1 : WAY.index(state) + 1]:
        assert step in STEPS[CaseState(world.case.state)]
        move(session, world.viewers["coordinator"], world.case, step)


def _subject(session: Session, world: World, name: str) -> UUID | None:
    row = FIELDS[name].row
    if row == Row.CASE or row.value == "any":
        return None
    if row.value not in world.subjects:
        made = add_subject(session, world.viewers["police"], case=world.case, kind=row)
        world.subjects[row.value] = made.id
    return world.subjects[row.value]
