from __future__ import annotations

import socket
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from casework.db import Database
from casework.directory.models import Agency, AgencyType, Partnership, Person
from casework.notices import outbox
from casework.notices.letters import Addressed, Desk, Letter, waiting_letter
from casework.notices.mail import Server, SmtpMailer
from casework.notices.models import Notice
from casework.notices.routines import Rhythms
from casework.notices.worker import Worker
from tests.casework.notices.mailbox import MailServer

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def moment() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def server() -> Iterator[MailServer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = MailServer(port)
    made.start()
    yield made
    made.stop()


class Office:
    """One partnership with people, and a worker that writes to them."""

    def __init__(self, store: Database, server: MailServer) -> None:
        self.store = store
        self.waiting: dict[uuid.UUID, int] = {}
        self.mailer = SmtpMailer(
            Server(
                "127.0.0.1", server.port, "Confer <no-reply@confer.example>", tls=False, patience=2
            )
        )
        self.desk = Desk({"work waiting": self._compose})
        self.partnership_id, self.people = self._found()

    def worker(self, rhythms: Rhythms | None = None) -> Worker:
        return Worker(self.store, desk=self.desk, rhythms=rhythms or Rhythms(), mailer=self.mailer)

    def post(self, person: int = 0, count: int = 3, **more: object) -> uuid.UUID:
        with self.store.writing() as session:
            made = self.post_in(session, person, count, **more)
        assert made is not None
        return made.id

    def post_in(
        self, session: Session, person: int = 0, count: int = 3, **more: object
    ) -> Notice | None:
        person_id = self.people[person]
        self.waiting[person_id] = count
        return outbox.post(
            session,
            partnership_id=self.partnership_id,
            person_id=person_id,
            kind="work waiting",
            **more,  # type: ignore[arg-type]  # the test names the keywords
        )

    def notice(self, notice_id: uuid.UUID) -> Notice:
        with self.store.open_reading() as session:
            return session.get_one(Notice, notice_id)

    def _compose(self, session: Session, notice: Addressed) -> Letter | None:
        person = session.get_one(Person, notice.person_id)
        count = self.waiting[notice.person_id]
        return waiting_letter(to=person.email, count=count, base_url="https://confer.example")

    def _found(self) -> tuple[uuid.UUID, list[uuid.UUID]]:
        with self.store.writing() as session:
            partnership = Partnership(name="Testshire", created_at=START)
            session.add(partnership)
            session.flush()
            agency = Agency(
                partnership_id=partnership.id, code="police", name="Police",
                agency_type=AgencyType.POLICE,
            )  # fmt: skip
            session.add(agency)
            session.flush()
            people = [
                Person(
                    partnership_id=partnership.id, agency_id=agency.id, name=f"Person {n}",
                    email=f"person{n}@police.example",
                )
                for n in range(3)
            ]  # fmt: skip
            session.add_all(people)
            session.flush()
            return partnership.id, [person.id for person in people]


@pytest.fixture
def office(store: Database, server: MailServer) -> Office:
    return Office(store, server)


@pytest.fixture
def later(moment: time_machine.Coordinates) -> Callable[[timedelta], None]:
    return moment.shift
