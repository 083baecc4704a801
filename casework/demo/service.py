"""Load the demonstration partnership once, and say who can sign in to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.accounts.passwords import Passwords
from casework.agreements.models import Agreement
from casework.clock import moved_to, now
from casework.db import Database
from casework.demo import (
    agreeing,
    asking_first,
    boarding,
    content,
    death_review,
    knowing,
    learning,
    looking_up,
    owing,
    referring,
    signing,
    sitting,
    workshops,
)
from casework.demo.calendar import Calendar
from casework.demo.cast import found, went_away
from casework.demo.composing import whole
from casework.demo.script import Script, Stage
from casework.demo.timeline import Timeline
from casework.directory.models import (
    Agency,
    AppointmentRow,
    Conference,
    Partnership,
    Person,
    PersonStatus,
)
from casework.directory.wards import import_wards
from casework.errors import ConfigurationError

BEGAN, DRAFTED, NOTICE_GIVEN = 730, 12, 4
REAL = (
    "This installation holds a real partnership. Invented cases never stand beside real ones: use "
    "another instance folder (CONFER_INSTANCE) and another database for the demonstration."
)
NONE = "There is no demonstration here. Load it with: flask --app wsgi demo load"


@dataclass(frozen=True, slots=True)
class Account:
    """One role that can be tried, and how to sign in for it."""

    agency: str
    role: str
    email: str
    password: str
    conference: str | None
    name: str

    def as_dict(self) -> dict[str, str | None]:
        """For JSON."""
        return asdict(self)


def is_loaded(session: Session) -> bool:
    """Whether the demonstration is here; refused beside a real partnership."""
    if session.scalar(select(exists().where(Partnership.demonstration.is_(False)))):
        raise ConfigurationError(REAL)
    return bool(session.scalar(select(exists().where(Partnership.demonstration.is_(True)))))


def holds_anything(store: Database) -> bool:
    """Whether there is a partnership here, real or invented."""
    with store.reading() as session:
        return session.scalar(select(Partnership.id).limit(1)) is not None


def load(store: Database, passwords: Passwords) -> bool:
    """Everything in one transaction: never half a demonstration. False where it is here."""
    with store.reading() as session:
        if is_loaded(session):
            return False
    password_hash = passwords.hash(content.partnership()["password"])
    with store.writing() as session:
        if is_loaded(session):
            return False
        _tell(session, Calendar(now()), password_hash)
    return True


def accounts(session: Session) -> list[Account]:
    """Who can sign in, one line for each role they hold now."""
    if not is_loaded(session):
        raise ConfigurationError(NONE)
    told = content.partnership()
    rows = session.execute(
        select(Agency.name, AppointmentRow.role, Person.email, Conference.name, Person.name)
        .select_from(AppointmentRow)
        .join(Person, Person.id == AppointmentRow.person_id)
        .join(Agency, Agency.id == Person.agency_id)
        .outerjoin(Conference, Conference.id == AppointmentRow.conference_id)
        .where(Person.status == PersonStatus.ACTIVE, AppointmentRow.ends_on.is_(None))
    )
    made = (Account(a, role, mail, told["password"], c, n) for a, role, mail, c, n in rows)
    order = {role.value: place for place, role in enumerate(Role)}
    return sorted(made, key=lambda a: (a.conference or "", order[a.role], a.agency, a.name))


def _tell(session: Session, calendar: Calendar, password_hash: str) -> None:
    told = content.partnership()
    with moved_to(calendar.at(BEGAN, 8)):
        cast = found(session, told, password_hash)
        import_wards(session, cast.viewer(next(iter(cast.people))), text=content.wards())
        first = agreeing.put_first_in_force(cast, calendar)
    stage = Stage(session, cast, calendar, Timeline())
    _plan_protocol(stage, first)
    _plan_cases(stage)
    _plan_people(stage, told)
    workshops.plan(*learning.plan(stage))
    death_review.plan(stage)
    boarding.plan(stage)
    stage.timeline.play()


def _plan_protocol(stage: Stage, first: Agreement) -> None:
    """The next version goes round, is commented on and answered; one agency gives notice."""
    cast, calendar, made = stage.cast, stage.calendar, list[Agreement]()
    steps = (
        (DRAFTED, lambda: made.append(agreeing.draft_next(cast, first))),
        (DRAFTED - 2, lambda: signing.send_round(cast, made[0])),
        (DRAFTED - 5, lambda: signing.readers_reply(cast, made[0])),
        (DRAFTED - 7, lambda: signing.first_answers(cast, made[0])),
        (NOTICE_GIVEN, lambda: signing.one_gives_notice(cast, first, calendar)),
    )
    for ago, step in steps:
        stage.timeline.add(calendar.at(ago), step)


def _plan_cases(stage: Stage) -> None:
    stories = content.full_stories()
    stories += [whole(story, turn) for turn, story in enumerate(content.short_stories())]
    stage.scripts = {story["key"]: Script(story, stage) for story in stories}
    for turn, script in enumerate(stage.scripts.values()):
        referring.plan(script, turn)
    for one in sitting.sittings(stage):
        sitting.plan(one)
        for script in one.scripts:
            looking_up.plan(script, one.made)
    for script in stage.scripts.values():
        knowing.plan(script)
        owing.plan(script)
    for told in content.variants()["asked"]:
        knowing.plan_asked(stage, told)
    for told in content.variants()["outside"]:
        asking_first.plan(stage, told)
    sitting.plan_dates(stage)


def _plan_people(stage: Stage, told: Mapping[str, Any]) -> None:
    for entry in told["people"]:
        if gone := entry.get("left_days_ago"):
            moment = stage.calendar.at(gone, 17) + timedelta(minutes=1)
            stage.timeline.add(moment, partial(went_away, stage.cast, entry, "tarn"))
