"""Reminders: one a working day, only where something waits, never what."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.db import Database
from casework.directory.models import Person, PersonStatus
from casework.notices.letters import WORK_WAITING as KIND
from casework.notices.letters import Desk, Letter
from casework.notices.models import Notice, NoticeState
from casework.notices.routines import Rhythm, Rhythms
from casework.notices.worker import Worker
from casework.startup.reminders import Reminders
from tests.factories.directory import make_agency, make_conference, make_partnership, make_person

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Post:
    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter, *, notice_id: uuid.UUID) -> None:
        self.letters.append(letter)


class Office:
    def __init__(self, store: Database) -> None:
        self.store, self.post = store, Post()
        self.waits: dict[uuid.UUID, int] = {}
        self.reminders = Reminders(self.count, "https://confer.example")

    def count(self, _: object, viewer: Viewer) -> int:
        return self.waits.get(viewer.person_id, 0)

    def work(self) -> None:
        rhythm = Rhythm("remind", timedelta(hours=1), self.reminders.plan)
        desk = Desk({KIND: self.reminders.compose})
        worker = Worker(self.store, desk=desk, rhythms=Rhythms([rhythm]), mailer=self.post)
        worker.work_off()


@pytest.fixture
def office(store: Database) -> Office:
    return Office(store)


@pytest.fixture
def ann(store: Database) -> uuid.UUID:
    with store.writing() as session:
        partnership = make_partnership(session)
        agency = make_agency(session, partnership)
        conference = make_conference(session, partnership)
        return make_person(session, agency, Role.REPRESENTATIVE, conference).id


def test_a_person_hears_how_much_waits_once_a_day(office: Office, ann: uuid.UUID) -> None:
    office.waits[ann] = 2
    with time_machine.travel(TUESDAY, tick=False) as moment:
        for _ in range(3):
            office.work()
            moment.shift(timedelta(hours=2))
        assert [letter.subject for letter in office.post.letters] == [
            "2 things are waiting for you"
        ]
        moment.shift(timedelta(days=1))
        office.work()
    assert len(office.post.letters) == 2


def test_nobody_hears_that_nothing_waits(office: Office, ann: uuid.UUID) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        office.work()
    assert office.post.letters == []
    with office.store.reading() as session:
        assert session.scalars(select(Notice.state)).all() == [NoticeState.NOT_NEEDED]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 28, 12, tzinfo=UTC),
        datetime(2026, 7, 7, 6, 0, tzinfo=UTC),
        datetime(2026, 12, 28, 12, tzinfo=UTC),
    ],
    ids=["saturday", "before half past seven in London, in summer", "in place of Boxing Day"],
)
def test_nothing_is_planned_out_of_hours(office: Office, ann: uuid.UUID, moment: datetime) -> None:
    office.waits[ann] = 2
    with time_machine.travel(moment, tick=False):
        office.work()
    assert office.post.letters == []


def test_who_was_suspended_meanwhile_hears_nothing(
    office: Office, ann: uuid.UUID, store: Database
) -> None:
    office.waits[ann] = 2
    with time_machine.travel(TUESDAY, tick=False):
        office.reminders.plan(store)
        with store.writing() as session:
            session.get_one(Person, ann).status = PersonStatus.SUSPENDED
        office.work()
    assert office.post.letters == []
