"""Guessing gets slower, and nobody can lock somebody else out for good. Counted in the database."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.accounts.models import SignInAttempt
from casework.clock import now
from casework.errors import TooMany

WINDOW = timedelta(minutes=15)
FREE_PER_ACCOUNT = 5
# A whole conference room shares one address: fifteen people with a slip or two each are normal.
FREE_PER_ADDRESS = 60
LONGEST_SECONDS = 900


def account_key(email: str) -> str:
    """The account as attempts are counted by: never the address itself."""
    return hashlib.sha256(b"confer:attempt\0" + email.strip().lower().encode()).hexdigest()


def check_pace(session: Session, *, account: str, address: str) -> None:
    """Raise TooMany while the account or the network address has to wait."""
    moment = now()
    wait = max(
        _wait(_failures(session, SignInAttempt.account == account, moment), FREE_PER_ACCOUNT, moment),
        _wait(_failures(session, SignInAttempt.address == address, moment), FREE_PER_ADDRESS, moment),
    )
    if wait > 0:
        raise TooMany(f"Too many tries. Wait {_words(wait)} and try again.", wait)


def record_try(session: Session, *, account: str, address: str, good: bool) -> None:
    """Write one try down; a right one clears the account's failures."""
    if good:
        session.execute(
            delete(SignInAttempt).where(
                SignInAttempt.account == account, SignInAttempt.good.is_(False)
            )
        )
    session.add(SignInAttempt(account=account, address=address[:64], at=now(), good=good))
    session.flush()


def forget_old(session: Session) -> None:
    """Tries older than a day count for nothing."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now() - timedelta(days=1)))


def _failures(session: Session, whose: object, moment: datetime) -> list[datetime]:
    query = select(SignInAttempt.at).where(
        whose,  # type: ignore[arg-type]  # a column comparison
        SignInAttempt.good.is_(False),
        SignInAttempt.at > moment - WINDOW,
    )
    return list(session.scalars(query.order_by(SignInAttempt.at)))


def _wait(failures: list[datetime], free: int, moment: datetime) -> int:
    over = len(failures) - free
    if over < 0:
        return 0
    pause = min(LONGEST_SECONDS, 2**over)
    passed = (moment - failures[-1]).total_seconds()
    return max(0, round(pause - passed + 0.5))


def _words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    minutes = -(-seconds // 60)
    return f"{minutes} minute{'s' if minutes != 1 else ''}"
