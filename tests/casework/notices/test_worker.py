"""Nothing is lost: a mail server that is down, slow or cross, and a worker that dies."""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy.orm import Session

from casework.clock import now
from casework.notices import outbox
from casework.notices.letters import Addressed, Letter
from casework.notices.mail import Server, SmtpMailer
from casework.notices.models import NoticeState
from tests.casework.notices.conftest import Office
from tests.casework.notices.mailbox import MailServer

Later = Callable[[timedelta], None]


def state_of(office: Office, notice_id: uuid.UUID) -> str:
    return office.notice(notice_id).state


def test_an_act_that_is_taken_back_leaves_no_notice(office: Office, server: MailServer) -> None:
    def act_that_fails() -> None:
        with office.store.writing() as session:
            office.post_in(session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_that_fails()
    assert office.worker().work_off() == 0
    assert server.box.letters == []


def test_a_sent_notice_is_not_sent_again(office: Office, server: MailServer) -> None:
    notice = office.post()
    assert office.worker().work_off() == 1
    assert office.worker().work_off() == 0
    assert state_of(office, notice) == NoticeState.SENT
    assert len(server.box.letters) == 1


def test_what_is_planned_for_later_waits_until_then(
    office: Office, server: MailServer, later: Later
) -> None:
    office.post(due_at=now() + timedelta(hours=1))
    assert office.worker().work_off() == 0
    later(timedelta(hours=1))
    assert office.worker().work_off() == 1
    assert len(server.box.letters) == 1


def test_a_reminder_planned_twice_is_sent_once(office: Office, server: MailServer) -> None:
    with office.store.writing() as session:
        assert office.post_in(session, once="work 2026-11-24") is not None
        assert office.post_in(session, once="work 2026-11-24") is None
    office.worker().work_off()
    assert len(server.box.letters) == 1


def test_work_done_meanwhile_needs_no_letter(office: Office, server: MailServer) -> None:
    notice = office.post(count=3)
    office.waiting[office.people[0]] = 0
    office.worker().work_off()
    assert state_of(office, notice) == NoticeState.NOT_NEEDED
    assert server.box.letters == []


def test_a_server_that_is_down_gets_the_letter_when_it_is_back(
    office: Office, server: MailServer, later: Later
) -> None:
    notice = office.post()
    server.stop()
    office.worker().work_off()
    assert state_of(office, notice) == NoticeState.WAITING
    assert office.notice(notice).failure == "ConnectionRefusedError"
    server.start()
    assert office.worker().work_off() == 0
    later(timedelta(minutes=1))
    office.worker().work_off()
    assert state_of(office, notice) == NoticeState.SENT


def test_a_slow_server_does_not_hold_the_worker_for_ever(
    office: Office, server: MailServer
) -> None:
    office.mailer = SmtpMailer(
        Server("127.0.0.1", server.port, "no-reply@confer.example", tls=False, patience=0.3)
    )
    server.box.slow = 2.0
    notice = office.post()
    office.worker().work_off()
    assert state_of(office, notice) == NoticeState.WAITING


@pytest.mark.parametrize("answer", ["451 busy", "421 come back"])
def test_a_busy_server_is_asked_again_after_a_longer_pause_each_time(
    office: Office, server: MailServer, later: Later, answer: str
) -> None:
    notice = office.post()
    server.box.answers = [answer, answer]
    pauses = []
    for _ in range(2):
        before = office.notice(notice).due_at
        office.worker().work_off()
        pauses.append(office.notice(notice).due_at - before)
        later(pauses[-1])
    office.worker().work_off()
    assert pauses == [timedelta(minutes=1), timedelta(minutes=5)]
    assert state_of(office, notice) == NoticeState.SENT
    assert office.notice(notice).attempts == 3


def test_a_mailbox_that_does_not_exist_is_given_up_at_once_and_kept_visible(
    office: Office, server: MailServer
) -> None:
    server.box.refused["person0@police.example"] = "550 no such person"
    refused, other = office.post(0), office.post(1)
    office.worker().work_off()
    assert state_of(office, refused) == NoticeState.FAILED
    # The server's own words may repeat the address: only its code is kept.
    assert office.notice(refused).failure == "refused 550"
    assert state_of(office, other) == NoticeState.SENT


def test_after_four_days_of_refusal_it_is_given_up_and_can_be_put_back(
    office: Office, server: MailServer, later: Later
) -> None:
    notice = office.post()
    server.stop()
    for _ in range(len(outbox.PAUSES) + 1):
        office.worker().work_off()
        later(timedelta(days=1))
    assert state_of(office, notice) == NoticeState.FAILED
    server.start()
    with office.store.writing() as session:
        assert outbox.put_back(session) == 1
    office.worker().work_off()
    assert state_of(office, notice) == NoticeState.SENT


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(
    office: Office, server: MailServer
) -> None:
    def broken(_: Session, notice: Addressed) -> Letter | None:
        raise KeyError(notice.id)

    office.desk.add("broken", broken)
    with office.store.writing() as session:
        outbox.post(
            session, partnership_id=office.partnership_id, person_id=office.people[0], kind="broken"
        )
    sound = office.post(1)
    office.worker().work_off()
    assert state_of(office, sound) == NoticeState.SENT


def test_a_worker_that_dies_before_sending_loses_nothing(
    office: Office, server: MailServer, later: Later
) -> None:
    notice = office.post()
    with office.store.writing() as session:
        assert outbox.claim(session, ["work waiting"]) is not None
    # It never came back. Until its lease ends nobody else touches the notice.
    assert office.worker().work_off() == 0
    later(outbox.LEASE)
    office.worker().work_off()
    assert state_of(office, notice) == NoticeState.SENT
    assert len(server.box.letters) == 1


def test_a_worker_killed_between_sending_and_writing_it_down_repeats_the_same_message(
    office: Office, server: MailServer, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    notice = office.post()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "finish", die)
        with pytest.raises(Killed):
            office.worker().work_off()
    later(outbox.LEASE)
    office.worker().work_off()
    assert state_of(office, notice) == NoticeState.SENT
    # At least once, never not at all; the same Message-ID lets the receiving server drop one.
    assert len({letter["Message-ID"] for letter in server.box.letters}) == 1


def test_a_worker_whose_lease_ran_out_cannot_write_over_its_successor(
    office: Office, later: Later
) -> None:
    notice = office.post()
    with office.store.writing() as session:
        slow = outbox.claim(session, ["work waiting"])
        assert slow is not None
        assert slow.lease is not None
        lease = slow.lease
    later(outbox.LEASE)
    with office.store.writing() as session:
        outbox.claim(session, ["work waiting"])
    with office.store.writing() as session:
        assert not outbox.finish(session, notice, lease, NoticeState.SENT)
        assert not outbox.retry(session, notice, lease, "late")
        assert not outbox.fail(session, notice, lease, "late")
    assert state_of(office, notice) == NoticeState.RUNNING


def test_an_accepted_letter_is_not_sent_again_for_a_failed_good_bye(
    office: Office, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: smtplib.SMTP) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "quit", broken)
    notice = office.post()
    office.worker().work_off()
    assert state_of(office, notice) == NoticeState.SENT


def test_without_a_mail_server_notices_wait(office: Office) -> None:
    notice = office.post()
    office.worker().work_off()
    other = office.post()
    worker = office.worker()
    worker._mailer = None
    assert worker.work_off() == 0
    assert state_of(office, other) == NoticeState.WAITING
    assert state_of(office, notice) == NoticeState.SENT


def test_two_workers_at_once_send_each_notice_once(office: Office, server: MailServer) -> None:
    for person in (0, 1, 2) * 5:
        office.post(person)
    workers = [Thread(target=office.worker().work_off) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(server.box.letters) == 15


def test_a_worker_told_to_stop_finishes_what_it_began(office: Office, server: MailServer) -> None:
    stop = Event()
    notices = [office.post(0), office.post(1)]

    class StopsWhileSending(SmtpMailer):
        def send(self, letter: Letter, *, notice_id: uuid.UUID) -> None:
            stop.set()
            super().send(letter, notice_id=notice_id)

    office.mailer = StopsWhileSending(
        Server("127.0.0.1", server.port, "no-reply@confer.example", tls=False)
    )
    office.worker().run(stop, pause=0.01)
    assert len(server.box.letters) == 1
    states = sorted(state_of(office, notice) for notice in notices)
    assert states == [NoticeState.SENT, NoticeState.WAITING]


def test_what_was_sent_a_month_ago_is_forgotten_and_what_failed_is_kept(
    office: Office, server: MailServer, later: Later
) -> None:
    server.box.refused["person0@police.example"] = "550 no such person"
    office.post(0)
    office.post(1)
    office.worker().work_off()
    later(timedelta(days=31))
    with office.store.writing() as session:
        outbox.sweep(session)
    with office.store.reading() as session:
        assert outbox.counts(session) == {"failed": 1}


def test_the_oldest_that_waits_can_be_told(office: Office, later: Later) -> None:
    with office.store.reading() as session:
        assert outbox.oldest_due(session) is None
    planned = office.notice(office.post()).due_at
    later(timedelta(minutes=10))
    with office.store.reading() as session:
        assert outbox.oldest_due(session) == planned
