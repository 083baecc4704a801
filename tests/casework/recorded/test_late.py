"""Who is told that something came due late: the same people as by a look at everybody's list."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.access import Role
from casework.cases.facts import record_fact
from casework.cases.models import CaseState
from casework.clock import moved_to
from casework.db import Database
from casework.directory.viewers import viewer_of
from casework.recorded.late import late_since, matter_of, whose_matter
from casework.recorded.owed import owed_by
from tests.casework.cases.histories import BUILT, TEXTS, History
from tests.factories.directory import make_viewer
from tests.factories.world import make_world

some = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
MOST = 10
Told = set[tuple[UUID, UUID]]


def told(history: History, since: datetime) -> Told:
    session = history.session
    late = late_since(session, since)
    people = [viewer_of(session, person) for person in whose_matter(session, late)]
    return {(v.person_id, duty.id) for v in people for duty in matter_of(session, v, late)}


def on_the_lists(history: History, since: datetime) -> Told:
    return {
        (viewer.person_id, duty.id)
        for viewer in history.world.viewers.values()
        for duty, _ in owed_by(history.session, viewer)
        if duty.is_overdue and duty.due is not None and duty.due > since
    }


def check(history: History) -> None:
    begun = history.ran_out()
    history.settle_some(begun)
    for moment in history.moments(begun)[: len(begun)][:MOST]:
        since = moment - timedelta(days=history.rng.choice([1, 14]))
        with moved_to(moment):
            assert told(history, since) == on_the_lists(history, since)


@some
@given(seed=st.integers(0, 2**32))
def test_those_are_told_on_whose_list_it_is_late(store: Database, seed: int) -> None:
    with store.writing() as session:
        with moved_to(BUILT):
            world = make_world(session, {"victim.surname": "A"}, state=CaseState.LISTED)
            officer = Role.INFORMATION_GOVERNANCE_OFFICER
            told_alone = make_viewer(session, world.agencies["police"], officer)
        history = History(session, world, Random(seed))
        # Records nothing, so hears of nothing but what the officer owes.
        world.viewers["officer"] = told_alone
        check(history)
        session.rollback()


def test_an_officer_who_opens_no_case_is_told_of_what_the_officer_owes(store: Database) -> None:
    with moved_to(BUILT), store.writing() as session:
        world = make_world(session, {}, state=CaseState.LISTED, protocol=TEXTS[-1])
        role = Role.INFORMATION_GOVERNANCE_OFFICER
        officer = make_viewer(session, world.agencies["police"], role)
        coordinator, case = world.viewers["coordinator"], world.case
        for name in ("serious_threat", "serious_threat_reason_recorded", "chair_approved"):
            record_fact(session, coordinator, case=case, name=name, value="yes")
    with moved_to(BUILT + timedelta(days=6)), store.reading() as session:
        late = late_since(session, BUILT)
        assert officer.person_id in whose_matter(session, late)
        assert [d.what for d in matter_of(session, officer, late)] == ["tell_originator"]
