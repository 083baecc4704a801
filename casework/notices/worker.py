"""The worker: takes turns and notices one at a time, and may die at any moment losing none."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from threading import Event

from casework.db import Database
from casework.notices import outbox
from casework.notices.letters import Addressed, Desk
from casework.notices.mail import Mailer, Never, NotNow
from casework.notices.models import NoticeState
from casework.notices.routines import Rhythms, Turn

log = logging.getLogger("casework.notices")


@dataclass(frozen=True)
class Task:
    """A claimed notice and the lease under which this worker holds it."""

    notice: Addressed
    lease: uuid.UUID


class Worker:
    """Sends what is due and does what is due, with nobody waiting for it."""

    def __init__(
        self, store: Database, *, desk: Desk, rhythms: Rhythms, mailer: Mailer | None
    ) -> None:
        self._store, self._desk, self._rhythms, self._mailer = store, desk, rhythms, mailer

    def run(self, stop: Event, *, pause: float = 5.0) -> None:
        """Work until told to stop; what has begun is finished."""
        while not stop.is_set():
            if not self.work_off(stop):
                stop.wait(pause)

    def work_off(self, stop: Event | None = None) -> int:
        """Do everything that is due now; says how much that was."""
        self._settle()
        done = 0
        while not (stop and stop.is_set()) and (self.take_turn() or self.send_one()):
            done += 1
        return done

    def _settle(self) -> None:
        with self._store.writing() as session:
            self._rhythms.settle(session)

    def take_turn(self) -> bool:
        """One turn of one routine, if one is due."""
        with self._store.writing() as session:
            turn = self._rhythms.claim(session)
        if turn is None:
            return False
        failure = self._do(turn)
        with self._store.writing() as session:
            self._rhythms.finish(session, turn, failure)
        return True

    def _do(self, turn: Turn) -> str | None:
        try:
            turn.rhythm.run(self._store)
        except Exception as error:  # noqa: BLE001  # one broken routine must not stop the others
            log.error("routine %s failed with %s", turn.rhythm.name, type(error).__name__)
            return type(error).__name__
        return None

    def send_one(self) -> bool:
        """One notice, if one is due and there is a mail server."""
        task = self._claim() if self._mailer else None
        if task is None:
            return False
        try:
            state = self._deliver(task.notice)
        except NotNow as error:
            self._retry(task, str(error))
        except Never as error:
            self._fail(task, str(error))
        except Exception as error:  # noqa: BLE001  # one letter that cannot be written stops no other
            self._retry(task, type(error).__name__)
        else:
            self._finish(task, state)
        return True

    def _claim(self) -> Task | None:
        with self._store.writing() as session:
            notice = outbox.claim(session, self._desk.composers.keys())
            if notice is None or notice.lease is None:
                return None
            addressed = Addressed(
                notice.id, notice.kind, notice.partnership_id, notice.person_id, notice.refers
            )
            return Task(addressed, notice.lease)

    def _deliver(self, notice: Addressed) -> NoticeState:
        with self._store.reading() as session:
            letter = self._desk.composers[notice.kind](session, notice)
        if letter is None or self._mailer is None:
            return NoticeState.NOT_NEEDED
        self._mailer.send(letter, notice_id=notice.id)
        return NoticeState.SENT

    def _finish(self, task: Task, state: NoticeState) -> None:
        with self._store.writing() as session:
            outbox.finish(session, task.notice.id, task.lease, state)

    def _retry(self, task: Task, failure: str) -> None:
        log.warning("notice %s not sent yet: %s", task.notice.kind, failure)
        with self._store.writing() as session:
            outbox.retry(session, task.notice.id, task.lease, failure)

    def _fail(self, task: Task, failure: str) -> None:
        log.error("notice %s given up: %s", task.notice.kind, failure)
        with self._store.writing() as session:
            outbox.fail(session, task.notice.id, task.lease, failure)
