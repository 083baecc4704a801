"""The morning's letter counts what the work list counts, and says nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask

from casework.cases.models import Case
from casework.clock import today
from casework.db import Database
from casework.directory.models import Person, PersonStatus
from casework.notices.letters import WORK_WAITING as KIND
from casework.notices.letters import Addressed, Desk, Letter
from casework.research.asking import request_research
from casework.startup.standing import DESK, RHYTHMS
from tests.casework.insight.conftest import MARKS
from tests.factories.world import World


def letter(app: Flask, store: Database, world: World, who: str) -> Letter | None:
    desk: Desk = app.extensions[DESK]
    person = world.viewers[who].person_id
    addressed = Addressed(UUID(int=1), KIND, world.partnership.id, person, {})
    with store.reading() as session:
        return desk.composers[KIND](session, addressed)


def test_the_letter_says_the_number_of_the_list_and_no_reference(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        request_research(
            session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
            agency_ids=[world.agencies["health"].id], due_on=today() + timedelta(days=9),
        )  # fmt: skip
    found = letter(app, store, world, "health")
    assert found is not None
    assert found.subject == "1 thing is waiting for you"
    written = f"{found.subject} {found.text}"
    assert not [
        word for word in (*MARKS.values(), world.case.reference, "esearch") if word in written
    ]


def test_nobody_gets_a_letter_when_nothing_waits_or_after_being_suspended(
    app: Flask, world: World, store: Database
) -> None:
    assert letter(app, store, world, "fire") is None
    assert letter(app, store, world, "police") is not None
    with store.writing() as session:
        session.get_one(Person, world.viewers["police"].person_id).status = PersonStatus.SUSPENDED
    assert letter(app, store, world, "police") is None


def test_the_worker_has_the_routine(app: Flask) -> None:
    assert "remind" in app.extensions[RHYTHMS].names()
