"""How agencies and workers stand to a case is said one at a time, and said once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.casefile import said_by_office
from casework.casefile.standing import declare_standing
from casework.cases.models import Case, CaseRole, CaseState
from casework.cases.taking_part import end_relation, relate, stand_as
from casework.db import Database
from casework.disclosure.matter import ATTENDANCE, ATTENDS
from tests.factories.world import World, make_world

Act = Callable[[Session, World, Case], object]
WAITS = 0.5


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, state=CaseState.LISTED)


def the_office_says(session: Session, world: World, case: Case) -> None:
    said_by_office.say(
        session, world.viewers["coordinator"], case=case, agency_id=world.agencies["housing"].id,
        relationship="landlord",
    )  # fmt: skip


def the_agency_says(session: Session, world: World, case: Case) -> None:
    who = world.viewers["housing"]
    declare_standing(session, who, case=case, standings=["works_with_victim"], only_me=False)


def the_worker_says(session: Session, world: World, case: Case) -> None:
    who = world.viewers["housing"]
    declare_standing(session, who, case=case, standings=["works_with_victim"], only_me=True)


def the_roll_says(session: Session, world: World, case: Case) -> None:
    wanted = {world.agencies["housing"].id: ATTENDS}
    stand_as(session, world.viewers["chair"], case=case, wanted=wanted, among=ATTENDANCE)


def it_is_taken_back(session: Session, world: World, case: Case) -> None:
    said_by_office.take_back(
        session, world.viewers["coordinator"], case=case, case_role_id=_open(session, world)[0].id
    )


def _open(session: Session, world: World) -> list[CaseRole]:
    query = select(CaseRole).where(
        CaseRole.agency_id == world.agencies["housing"].id, CaseRole.ended_at.is_(None)
    )
    return list(session.scalars(query))


def _does(store: Database, world: World, act: Act) -> None:
    with store.writing() as session:
        act(session, world, session.get_one(Case, world.case.id))


def _at_once(store: Database, world: World, first: Act, second: Act) -> None:
    """The second act begins when the first one is done, and not yet saved."""
    other = Thread(target=_does, args=(store, world, second))
    with store.writing() as session:
        first(session, world, session.get_one(Case, world.case.id))
        session.flush()
        other.start()
        other.join(timeout=WAITS)
    other.join()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "act", [the_office_says, the_agency_says, the_worker_says, the_roll_says],
    ids=lambda act: act.__name__,
)  # fmt: skip
def test_what_two_presses_say_at_once_is_said_once(store: Database, world: World, act: Act) -> None:
    _at_once(store, world, act, act)
    with store.reading() as session:
        assert len(_open(session, world)) == 1


@pytest.mark.postgresql
def test_what_two_presses_said_is_over_when_it_is_taken_back(store: Database, world: World) -> None:
    _at_once(store, world, the_office_says, the_office_says)
    _does(store, world, it_is_taken_back)
    with store.reading() as session:
        assert _open(session, world) == []


@pytest.mark.postgresql
def test_what_is_said_while_it_is_taken_back_stands_again(store: Database, world: World) -> None:
    _does(store, world, the_office_says)
    _at_once(store, world, it_is_taken_back, the_office_says)
    with store.reading() as session:
        assert [role.relationship for role in _open(session, world)] == ["landlord"]


@pytest.mark.parametrize("worker", [False, True])
def test_the_database_refuses_to_be_told_twice(
    store: Database, world: World, *, worker: bool
) -> None:
    person_id: UUID | None = world.viewers["housing"].person_id if worker else None
    with store.writing() as session:
        role = relate(
            session, world.viewers["coordinator"], case=world.case, relationship="landlord",
            agency_id=world.agencies["housing"].id, person_id=person_id,
        )  # fmt: skip
        again = CaseRole(
            partnership_id=role.partnership_id, case_id=role.case_id, agency_id=role.agency_id,
            person_id=person_id, relationship="landlord", recorded_by=role.recorded_by,
            recorded_at=role.recorded_at,
        )  # fmt: skip
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(again)


def test_what_a_worker_said_stays_when_the_agency_no_longer_stands_so(
    store: Database, world: World
) -> None:
    _does(store, world, the_agency_says)
    _does(store, world, the_worker_says)
    with store.writing() as session:
        end_relation(
            session, case=world.case, agency_id=world.agencies["housing"].id,
            relationship="works_with_victim",
        )  # fmt: skip
        assert [r.person_id for r in _open(session, world)] == [world.viewers["housing"].person_id]
