"""Sign in step by step. What a wrong try says and costs is the same for every reason.

Each step is three pieces: count the try, check it without holding the database, write what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from casework.accounts import second_factor, sessions, throttle
from casework.accounts.current import Accounts
from casework.accounts.devices import known_device, remember
from casework.accounts.models import SessionEnd, SessionStage, SignInSession
from casework.accounts.people import Known, keep_password, known_by_email, needs_factor
from casework.accounts.sessions import Visit
from casework.accounts.throttle import Counter
from casework.clock import now
from casework.db import Database
from casework.directory.models import Person
from casework.errors import Invalid

T = TypeVar("T")
WRONG = "Your e-mail address or password is not right. Check both, then try again"
WRONG_CODE = "That code is not right, or it was used before. Wait for the next one, then try again"
WRONG_PASSWORD = "That is not your password"  # noqa: S105  # a message
# Wrong codes in one sign-in; then the password is asked for again.
CODES_PER_SIGN_IN = 5


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was begun, and what the browser is to keep of it."""

    stage: SessionStage
    token: str = field(repr=False)
    # Empty until the person is signed in.
    device: str = field(default="", repr=False)


def give_password(
    store: Database, room: Accounts, *, email: str, password: str, visit: Visit
) -> Opened:
    """First step. Raises TooMany while it is too early, Invalid for every kind of wrong."""
    with store.writing() as session:
        known = known_by_email(session, email)
        counters = _counters(session, room, known, room.counters.account(email), visit)
        throttle.count_try(session, counters)
    stored = known.password_hash if known else None
    if not room.passwords.matches(stored, password) or known is None:
        raise Invalid({"": WRONG})
    fresh = room.passwords.hash(password) if room.passwords.outdated(stored or "") else ""
    with store.writing() as session:
        throttle.forgive(session, counters)
        person = session.get_one(Person, known.person.id)
        if fresh:
            keep_password(session, person, fresh)
        return enter(session, room, person, visit)


def enter(
    session: Session,
    room: Accounts,
    person: Person,
    visit: Visit,
    replaces: SignInSession | None = None,
) -> Opened:
    """What follows a right password: a code, the setting up of an app, or an open session."""
    if second_factor.confirmed_factor(session, person.id) is not None:
        stage = SessionStage.CODE
    elif needs_factor(session, person):
        second_factor.begin_enrolment(session, room.secrets, person)
        stage = SessionStage.ENROLMENT
    else:
        return open_session(session, room, person, visit, replaces=replaces)
    token = sessions.begin(
        session, person, stage=stage, limits=room.limits, visit=visit, replaces=replaces
    )
    return Opened(stage, token)


def open_session(
    session: Session,
    room: Accounts,
    person: Person,
    visit: Visit,
    *,
    replaces: SignInSession | None = None,
) -> Opened:
    """Everything was proved: a new token, and a browser that is known again."""
    token = sessions.begin(
        session, person, stage=SessionStage.OPEN, limits=room.limits, visit=visit,
        replaces=replaces,
    )  # fmt: skip
    return Opened(SessionStage.OPEN, token, remember(session, person, visit.device))


def give_code(
    store: Database, room: Accounts, *, half_way: SignInSession, code: str, visit: Visit
) -> Opened:
    """Second step: a code from the app, or a recovery code. Each works once."""
    return prove_code(
        store, room, row=half_way, code=code, visit=visit, at="code",
        then=lambda session, person: open_session(session, room, person, visit, replaces=half_way),
    )  # fmt: skip


def prove_code(
    store: Database,
    room: Accounts,
    *,
    row: SignInSession,
    code: str,
    visit: Visit,
    at: str,
    then: Callable[[Session, Person], T],
) -> T:
    """Take a code, counted like a sign-in, and do what follows with it; `at` names the field."""
    person_id = row.person_id
    with store.writing() as session:
        person = session.get_one(Person, person_id)
        counters = _counters(
            session, room, Known(person, None), room.counters.code(person_id), visit
        )
        throttle.count_try(session, counters)
        factor = second_factor.confirmed_factor(session, person_id)
    step = second_factor.step_of(room.secrets, factor, code) if factor else None
    with store.writing() as session:
        if factor and _code_is_good(session, person_id, factor.id, step, code):
            throttle.forgive(session, counters)
            return then(session, person)
        _count_wrong_code(session, row)
    raise Invalid({at: WRONG_CODE})


def _code_is_good(
    session: Session, person_id: UUID, factor_id: UUID, step: int | None, code: str
) -> bool:
    if step is not None:
        return second_factor.take_step(session, factor_id, step)
    return second_factor.take_recovery_code(session, person_id, code)


def _count_wrong_code(session: Session, row: SignInSession) -> None:
    held = session.get_one(SignInSession, row.id, with_for_update=True)
    held.wrong_codes += 1
    if held.wrong_codes >= CODES_PER_SIGN_IN:
        sessions.end(session, held.id, SessionEnd.TOO_MANY_TRIES)


def give_first_code(
    store: Database, room: Accounts, *, row: SignInSession, code: str, visit: Visit
) -> tuple[Opened, list[str]]:
    """The first code of a new app: it is asked for from now on. Returns the recovery codes too."""
    with store.reading() as session:
        factor = second_factor.waiting_factor(session, row.person_id)
    if factor is None:
        raise Invalid({"code": "This app is already set up. Go back and sign in with it"})
    step = second_factor.step_of(room.secrets, factor, code)
    if step is None:
        raise Invalid({"code": "That code is not right. Check that your phone shows the right "
                               "time, then enter the next code"})  # fmt: skip
    with store.writing() as session:
        person = session.get_one(Person, row.person_id)
        second_factor.take_step(session, factor.id, step)
        second_factor.confirm(session, factor)
        codes = second_factor.new_recovery_codes(session, person)
        return open_session(session, room, person, visit, replaces=row), codes


def prove_password(
    store: Database, room: Accounts, *, person_id: UUID, password: str, visit: Visit, at: str
) -> None:
    """Ask a person for the password again, counted like a sign-in; `at` names the field."""
    with store.writing() as session:
        person = session.get_one(Person, person_id)
        known = known_by_email(session, person.email)
        counters = _counters(session, room, known, room.counters.account(person.email), visit)
        throttle.count_try(session, counters)
    if not room.passwords.matches(known.password_hash if known else None, password):
        raise Invalid({at: WRONG_PASSWORD})
    with store.writing() as session:
        throttle.forgive(session, counters)


def unlock(
    store: Database, room: Accounts, *, row: SignInSession, password: str, visit: Visit
) -> Opened:
    """Open a locked screen with the password; under a new token, within the old limits."""
    prove_password(
        store, room, person_id=row.person_id, password=password, visit=visit, at="password"
    )
    with store.writing() as session:
        person = session.get_one(Person, row.person_id)
        opened = open_session(session, room, person, visit, replaces=row)
        # The password alone proves everything only where there is nothing else to prove.
        has_app = second_factor.confirmed_factor(session, person.id) is not None
        proved_at = row.proved_at if has_app else now()
        sessions.keep_limit(session, opened.token, row.ends_at, proved_at)
        return opened


def _counters(
    session: Session, room: Accounts, known: Known | None, account: Counter, visit: Visit
) -> tuple[Counter, ...]:
    device = known_device(session, known.person if known else None, visit.device)
    if device is not None:
        return (room.counters.device(device.id),)
    return (account, room.counters.address(visit.address))
