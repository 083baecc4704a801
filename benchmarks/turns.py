"""A turn of the worker for what the clocks of a protocol carry out, over a year of cases.

Rows are written straight into the tables that the turn reads. In each case a serious threat was
recorded; in two of three the chair agreed within a day, and the originator was never told. So
every case has something that ran out, all of which is written down, and much is late for good.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, cast

from sqlalchemy import Table, insert, select

from benchmarks import installation
from benchmarks.measure import Line, each_warm, once
from casework.access import Role
from casework.cases.carrying_out import carry_out, carry_out_lately
from casework.cases.models import Case, CaseState, RecordedFact
from casework.clock import moved_to, now
from casework.db import Database, new_id
from casework.directory.models import Person
from casework.directory.viewers import viewer_of
from casework.recorded.owed import owed_by
from casework.startup.house import build_house
from casework.startup.overdue import tell_of_overdue
from tests.factories.agreements import STARTER, timed
from tests.factories.directory import make_person
from tests.factories.world import World, make_world

CASES, PEOPLE = 10_000, 100
YEAR = timedelta(days=365)
AT_ONCE = 5_000
ROUNDS = 5
# So much less than a look at everything a turn has to cost.
LESS = 5
Json = dict[str, Any]
Turn = Callable[[Database], None]
PROTOCOL = timed(STARTER, "chair_approved", "1 working day", "refused")
PROTOCOL = timed(PROTOCOL, "tell_originator", "2 working days", "ends")
Json = dict[str, Any]


def measured() -> Iterator[Line]:
    """Both turns, beside the look at every case and at everybody's list that they stand for."""
    folder = Path(mkdtemp(prefix="confer-bench-turns-"))
    try:
        house = build_house(installation.found(folder).settings)
        world = seed(house.store, CASES)
        carry_out(house.store)
        for name, turn, peer, whole in (
            ("what ran out is written down", carry_out_lately, "every case", carry_out),
            ("who is late is told", tell_of_overdue, "everybody's list", partial(_lists, world)),
        ):
            first, (warm, own) = once(partial(turn, house.store)), _warm(turn, house.store)
            beside, _ = _warm(whole, house.store)
            yield Line(
                f"{name}, {CASES:,} cases", first, warm, peer, beside,
                f"1/{LESS}", warm * LESS <= beside, own=own,
            )  # fmt: skip
        house.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _warm(turn: Turn, store: Database) -> tuple[float, float]:
    return each_warm([partial(turn, store)] * ROUNDS, warming=1)


def _lists(world: World, store: Database) -> None:
    with store.reading() as session:
        query = select(Person.id).where(Person.partnership_id == world.partnership.id)
        for person_id in session.scalars(query).all():
            owed_by(session, viewer_of(session, person_id))


def seed(store: Database, cases: int) -> World:
    """A partnership with people and so many cases, the facts of which go back a year."""
    with moved_to(now() - YEAR), store.writing() as session:
        world = make_world(session, {}, state=CaseState.LISTED, protocol=PROTOCOL)
        agencies = list(world.agencies.values())
        for number in range(PEOPLE):
            agency = agencies[number % len(agencies)]
            make_person(session, agency, Role.REPRESENTATIVE, world.conference)
    for start in range(0, cases, AT_ONCE):
        records, facts = [], []
        for number in range(start, min(start + AT_ONCE, cases)):
            record = _record(world, number, now() - YEAR * (number + 1) / cases)
            records.append(record)
            facts += _facts(world, record, number)
        with store.writing() as session:
            session.execute(insert(cast(Table, Case.__table__)), records)
            session.execute(insert(cast(Table, RecordedFact.__table__)), facts)
    return world


def _record(world: World, number: int, opened: datetime) -> Json:
    return {
        "id": new_id(), "partnership_id": world.partnership.id,
        "conference_id": world.conference.id,
        "origin_agency_id": world.agencies["police"].id, "reference": f"C-{number:07d}",
        "kind": "person", "state": CaseState.LISTED, "stage": "listed",
        "risk_level": "high", "opened_at": opened, "changed_at": opened, "version": 1,
    }  # fmt: skip


def _facts(world: World, record: Json, number: int) -> Iterator[Json]:
    told = [("police", "serious_threat", 0), ("police", "serious_threat_reason_recorded", 0)]
    told += [("chair", "chair_approved", 20)] if number % 3 else []
    for who, name, hours in told:
        yield {
            "id": new_id(), "partnership_id": record["partnership_id"], "case_id": record["id"],
            "name": name, "value": "yes", "recorded_by": world.viewers[who].person_id,
            "recorded_at": record["opened_at"] + timedelta(hours=hours),
        }  # fmt: skip


if __name__ == "__main__":
    for line in measured():
        print(" | ".join(line.cells()), flush=True)
