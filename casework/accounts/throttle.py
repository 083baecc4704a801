"""Guessing gets slower, and nobody can lock somebody else out. Counted in the database.

A try is counted before it is checked, so that a hundred at once are not a hundred free ones; a
right one is taken back. After five failures the wait doubles from a second to 15 minutes.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.accounts.models import SignInAttempt
from casework.clock import now
from casework.errors import TooMany

WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=15)
# After the waiting begins, only a quiet hour forgets: else five are free every 15 minutes.
QUIET = timedelta(hours=1)
KEPT = timedelta(days=1)
FREE = 5
# A whole conference room shares one address: fifteen people with a slip or two each are normal.
FREE_PER_ADDRESS = 100
DOUBLINGS = 10


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted together, and how many failures are free."""

    key: str
    free: int = FREE
    # Used by many people: one success says nothing about the others' failures.
    shared: bool = False


class Counters:
    """Names of counters. Keyed, because people type passwords into the e-mail field."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"confer:throttle\0" + secret.encode()).digest()

    def account(self, email: str) -> Counter:
        """Wrong passwords for one account, whether or not it exists."""
        return Counter(self._named("account", email.strip().lower()))

    def code(self, person_id: object) -> Counter:
        """Wrong second-factor codes of one person."""
        return Counter(self._named("code", str(person_id)))

    def device(self, device_id: object) -> Counter:
        """Anything wrong from one known browser."""
        return Counter(self._named("device", str(device_id)))

    def address(self, address: str) -> Counter:
        """Anything wrong from one network address."""
        return Counter(self._named("address", address), FREE_PER_ADDRESS, shared=True)

    def _named(self, kind: str, what: str) -> str:
        digest = hmac.new(self._key, what.encode("utf-8", "replace"), "sha256").hexdigest()
        return f"{kind}:{digest}"


def count_try(session: Session, counters: tuple[Counter, ...]) -> None:
    """Count one try against each counter, or raise TooMany while one of them has to wait."""
    moment = now()
    # One order for everybody, or two tries could wait for each other.
    ordered = sorted(counters, key=lambda counter: counter.key)
    rows = [(counter, _row(session, counter.key, moment)) for counter in ordered]
    waits = [row.wait_until - moment for _, row in rows if row.wait_until]
    longest = max(waits, default=timedelta())
    if longest > timedelta():
        seconds = int(longest.total_seconds()) + 1
        raise TooMany(f"Too many tries. Wait {_words(seconds)}, then try again.", seconds)
    for counter, row in rows:
        row.failures += 1
        row.last_at = moment
        row.wait_until = moment + _wait(row.failures - counter.free)
    session.flush()


def forgive(session: Session, counters: tuple[Counter, ...]) -> None:
    """The try was right: its own counters begin anew; an address only takes the try back."""
    for counter in sorted(counters, key=lambda counter: counter.key):
        row = session.get(SignInAttempt, counter.key, with_for_update=True)
        if row is None:
            continue
        row.failures = max(0, row.failures - 1) if counter.shared else 0
        # Whoever owns one account must not clear the way from here to the others.
        over = row.failures - counter.free
        row.wait_until = row.last_at + _wait(over) if over > 0 else None
    session.flush()


def forget_old(session: Session) -> None:
    """Counters that nobody touched for a day are removed; for the worker."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.last_at < now() - KEPT))


def _row(session: Session, key: str, moment: datetime) -> SignInAttempt:
    row = _locked(session, key) or _new(session, key, moment)
    if _is_over(row, moment):
        row.failures, row.first_at, row.wait_until = 0, moment, None
    return row


def _locked(session: Session, key: str) -> SignInAttempt | None:
    asked = select(SignInAttempt).where(SignInAttempt.key == key)
    return session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def _new(session: Session, key: str, moment: datetime) -> SignInAttempt:
    row = SignInAttempt(key=key, failures=0, first_at=moment, last_at=moment)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another try made it in the same instant
        return session.get_one(SignInAttempt, key, with_for_update=True)
    return row


def _is_over(row: SignInAttempt, moment: datetime) -> bool:
    if row.wait_until is not None and row.wait_until > row.last_at:
        return moment - row.wait_until > QUIET
    return moment - row.first_at > WINDOW


def _wait(over: int) -> timedelta:
    if over < 0:
        return timedelta()
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(over, DOUBLINGS)))


def _words(seconds: int) -> str:
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
