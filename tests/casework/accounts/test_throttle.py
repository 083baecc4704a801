"""Guessing gets slower, the person with the right password does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from casework.accounts import throttle
from casework.accounts.models import SignInAttempt
from casework.accounts.throttle import FREE_PER_ADDRESS, Counters
from casework.clock import moved_to
from casework.db import Database
from casework.errors import TooMany

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
NAMES = Counters("secret of the installation")
ACCOUNT = (NAMES.account("ada@example.org"),)


def attempt(store: Database, at: datetime, counters: tuple[throttle.Counter, ...] = ACCOUNT) -> int:
    """Seconds to wait; 0 when the try was let through."""
    try:
        with moved_to(at), store.writing() as session:
            throttle.count_try(session, counters)
    except TooMany as error:
        return error.wait_seconds
    return 0


def test_five_failures_are_free_then_the_wait_doubles_to_fifteen_minutes(store: Database) -> None:
    moment, waits = START, []
    for _ in range(18):
        assert attempt(store, moment) == 0
        with store.reading() as session:
            until = session.get_one(SignInAttempt, ACCOUNT[0].key).wait_until
        assert until is not None
        waits.append((until - moment).total_seconds())
        moment = until
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]


def test_a_thousand_guesses_in_an_hour_are_fewer_than_thirty(store: Database) -> None:
    tried = [attempt(store, START + timedelta(seconds=3.6 * n)) for n in range(1000)]
    assert 5 < tried.count(0) < 30


def test_a_patient_guesser_gets_no_fresh_five_by_waiting_fifteen_minutes(store: Database) -> None:
    for second in range(60):
        attempt(store, START + timedelta(seconds=second))
    later = START + timedelta(minutes=20)
    let_through = [attempt(store, later + timedelta(seconds=n)) for n in range(20)].count(0)
    assert let_through == 1


def test_a_quiet_time_forgets(store: Database) -> None:
    for _ in range(4):
        attempt(store, START)
    with store.reading() as session:
        assert session.get_one(SignInAttempt, ACCOUNT[0].key).failures == 4
    attempt(store, START + timedelta(minutes=16))
    with store.reading() as session:
        assert session.get_one(SignInAttempt, ACCOUNT[0].key).failures == 1


def test_a_right_try_takes_the_failures_of_the_account_back(store: Database) -> None:
    for _ in range(5):
        attempt(store, START)
    assert attempt(store, START) > 0
    with moved_to(START + timedelta(seconds=2)), store.writing() as session:
        throttle.forgive(session, ACCOUNT)
    assert attempt(store, START + timedelta(seconds=2)) == 0


def test_a_room_that_shares_one_address_is_not_shut_out(store: Database) -> None:
    shared = (NAMES.address("192.0.2.1"),)
    for _ in range(FREE_PER_ADDRESS - 1):
        assert attempt(store, START, shared) == 0
    assert attempt(store, START, shared) == 0
    assert attempt(store, START, shared) > 0


def test_one_right_password_does_not_clear_the_address_for_guessing_others(
    store: Database,
) -> None:
    shared = (NAMES.address("192.0.2.1"),)
    for _ in range(FREE_PER_ADDRESS + 3):
        attempt(store, START, shared)
    with moved_to(START), store.writing() as session:
        row = session.get_one(SignInAttempt, shared[0].key)
        row.failures += 3
        throttle.forgive(session, shared)
    assert attempt(store, START, shared) > 0


def test_while_one_counter_waits_no_other_is_charged(store: Database) -> None:
    for _ in range(6):
        attempt(store, START)
    both = (*ACCOUNT, NAMES.address("192.0.2.1"))
    assert attempt(store, START, both) > 0
    with store.reading() as session:
        assert session.get(SignInAttempt, both[1].key) is None


def test_what_is_stored_names_nobody(store: Database) -> None:
    attempt(store, START, (NAMES.account("ada@example.org"), NAMES.address("192.0.2.1")))
    with store.reading() as session:
        stored = " ".join(row.key for row in session.query(SignInAttempt))
    assert "ada" not in stored
    assert "192" not in stored
    assert Counters("another").account("ada@example.org") != ACCOUNT[0]
    assert NAMES.account(" ADA@example.org ") == ACCOUNT[0]


def test_old_counters_are_removed(store: Database) -> None:
    attempt(store, START)
    with moved_to(START + timedelta(days=2)), store.writing() as session:
        throttle.forget_old(session)
        assert session.query(SignInAttempt).count() == 0
