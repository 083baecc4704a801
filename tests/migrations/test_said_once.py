"""What two presses said twice is one row after the step that lets it be said once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from casework import schema
from casework.cases.models import CaseRole, CaseState
from casework.cases.taking_part import relate
from casework.db import Database
from tests.databases import Urls
from tests.factories.world import World, make_world


def _twin(role: CaseRole, minutes: int) -> CaseRole:
    columns = ("partnership_id", "case_id", "agency_id", "person_id", "relationship", "recorded_by")
    same = {name: getattr(role, name) for name in columns}
    return CaseRole(**same, recorded_at=role.recorded_at + timedelta(minutes=minutes))


def _said(store: Database, world: World) -> list[CaseRole]:
    """The landlord as a whole twice, one worker of it twice, and another word once."""
    who, agency = world.viewers["coordinator"], world.agencies["housing"].id
    person = world.viewers["housing"].person_id
    with store.writing() as session:
        first = [
            relate(session, who, case=world.case, agency_id=agency, relationship=word, person_id=p)
            for word, p in (("landlord", None), ("landlord", person), ("lead", None))
        ]
        session.add_all([_twin(first[0], 1), _twin(first[0], 2), _twin(first[1], 1)])
    return first


def test_of_equal_rows_the_oldest_stands_and_the_others_ended_as_they_began(
    store: Database, urls: Urls
) -> None:
    with store.writing() as session:
        world = make_world(session, state=CaseState.LISTED)
    with schema.migrating(urls.cases) as connection:
        schema.downgrade(schema.CASES, connection, "0035")
    first = _said(store, world)
    with schema.migrating(urls.cases) as connection:
        schema.upgrade(schema.CASES, connection)
    with store.reading() as session:
        rows = session.scalars(
            select(CaseRole).where(CaseRole.relationship.in_(("landlord", "lead")))
        ).all()
    assert {r.id for r in rows if r.ended_at is None} == {r.id for r in first}
    over = [r for r in rows if r.ended_at is not None]
    assert [r.ended_at for r in over] == [r.recorded_at for r in over]
    assert len(over) == 3
