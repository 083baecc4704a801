"""A meeting of the world's conference, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.actions.setting import propose
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.models import Case, CaseKind, CaseState
from casework.cases.opening import add_subject, start_case
from casework.cases.states import move
from casework.catalogue.field import Row
from casework.clock import now, today
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.service import agenda, calendar, deciding, minuting, signing, sitting
from casework.conferences.vocabulary import Outcome
from casework.directory.models import ConferenceKind
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

NAMES = (("Quillon", "Vantage"), ("Sorrel", "Ashgrove"), ("Idris", "Pellworth"))


@dataclass
class Table:
    """A world with a meeting, and the cases on its agenda."""

    world: World
    meeting: Meeting
    cases: list[Case] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)

    @property
    def chair(self) -> Viewer:
        return self.world.viewers["chair"]

    @property
    def coordinator(self) -> Viewer:
        return self.world.viewers["coordinator"]

    def viewer(self, name: str) -> Viewer:
        return self.world.viewers[name]


def make_table(
    session: Session, cases: int = 2, kind: ConferenceKind = ConferenceKind.CCM
) -> Table:
    """A meeting in half an hour with an open agenda and some cases on it."""
    world = make_world(session, kind=kind)
    world.viewers["observer"] = make_viewer(
        session, world.agencies["fire"], Role.OBSERVER, world.conference
    )
    made = make_meeting(session, world)
    table = Table(world, made)
    for number in range(cases):
        put_on(session, table, NAMES[number % len(NAMES)])
    return table


def make_meeting(session: Session, world: World, minutes: int = 30) -> Meeting:
    """A meeting with an open agenda."""
    who = world.viewers["coordinator"]
    made = calendar.schedule(
        session, who, conference_id=world.conference.id,
        starts_at=now() + timedelta(minutes=minutes), place="Committee room 2",
    )  # fmt: skip
    return calendar.open_agenda(session, who, meeting_id=made.id)


def make_open_case(
    session: Session, world: World, name: tuple[str, str] = NAMES[0], *, urgent: bool = False
) -> Case:
    """A case that triage has accepted."""
    police = world.viewers["police"]
    case = start_case(session, police, conference_id=world.conference.id, kind=CaseKind.PERSON)
    victim = add_subject(session, police, case=case, kind=Row.VICTIM)
    answers = [
        NewAnswer("victim.given_name", name[0], subject_id=victim.id),
        NewAnswer("victim.surname", name[1], subject_id=victim.id),
        NewAnswer("victim.date_of_birth", "1988-04-02", subject_id=victim.id),
    ]
    write_answers(session, police, case=case, answers=answers)
    case.urgent = urgent
    for step in (CaseState.SUBMITTED, CaseState.OPEN):
        move(session, world.viewers["coordinator"], case, step)
    return case


def put_on(
    session: Session, table: Table, name: tuple[str, str] = NAMES[0], *, urgent: bool = False
) -> AgendaItem:
    """One more case on the agenda."""
    case = make_open_case(session, table.world, name, urgent=urgent)
    item = agenda.list_case(
        session, table.coordinator, meeting_id=table.meeting.id, case_id=case.id
    )
    table.cases.append(case)
    table.items.append(item)
    return item


def start(session: Session, table: Table, signed: Iterable[str] = ("chair",)) -> None:
    """The meeting is in session and these people have signed."""
    sitting.start_session(session, table.chair, meeting_id=table.meeting.id)
    for name in signed:
        signing.sign(session, table.viewer(name), meeting_id=table.meeting.id)


def begin(session: Session, table: Table, place: int = 0) -> AgendaItem:
    """Hear a case."""
    return sitting.begin_case(
        session, table.chair, meeting_id=table.meeting.id, item_id=table.items[place].id
    )


def minute(
    session: Session, table: Table, source: str, heading: str, text: str, place: int = 0
) -> UUID:
    """One passage, said by one agency."""
    row = minuting.write_passage(
        session, table.coordinator, meeting_id=table.meeting.id, item_id=table.items[place].id,
        heading=heading, text=text, source_agency_id=table.world.agencies[source].id,
    )  # fmt: skip
    return row.id


def decide(
    session: Session, table: Table, outcome: str = Outcome.BRING_BACK, place: int = 0,
    *, review_on: date | None = None,
) -> None:  # fmt: skip
    """An outcome, and every tool gone through."""
    at: dict[str, Any] = {"meeting_id": table.meeting.id, "item_id": table.items[place].id}
    deciding.record_outcome(
        session, table.chair, outcome=outcome, words="The plan holds for now", no_route="Visits",
        review_on=review_on or today() + timedelta(days=28), **at,
    )  # fmt: skip
    deciding.consider_tools(session, table.chair, considered={}, rest_do_not_apply=True, **at)


def act(session: Session, table: Table, owner: str, text: str, place: int = 0) -> UUID:
    """One action, agreed in the room."""
    made = propose(
        session, table.chair, case=table.cases[place], text=text,
        due_on=today() + timedelta(days=14), owner_agency_id=table.world.agencies[owner].id,
        agreed=True, meeting_id=table.meeting.id,
    )  # fmt: skip
    return made.id


def hear(session: Session, table: Table, place: int = 0, outcome: str = Outcome.BRING_BACK) -> None:
    """From beginning to end."""
    begin(session, table, place)
    decide(session, table, outcome, place)
    sitting.end_case(
        session, table.chair, meeting_id=table.meeting.id, item_id=table.items[place].id
    )
