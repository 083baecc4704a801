"""Routines run in their rhythm, once per turn whoever works, and come back after a failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.db import Database
from casework.errors import ConfigurationError
from casework.notices import routines
from casework.notices.routines import Rhythm, Rhythms
from tests.casework.notices.conftest import Office

Later = Callable[[timedelta], None]
HOUR = timedelta(hours=1)


class Counted:
    def __init__(self) -> None:
        self.times = 0
        self.broken = False

    def __call__(self, _: Database) -> None:
        self.times += 1
        if self.broken:
            raise RuntimeError("it does not work")


def test_a_routine_runs_once_in_its_rhythm_whoever_works(office: Office, later: Later) -> None:
    done = Counted()
    rhythms = Rhythms([Rhythm("remind", HOUR, done)])
    office.worker(rhythms).work_off()
    office.worker(rhythms).work_off()
    assert done.times == 1
    later(HOUR)
    office.worker(rhythms).work_off()
    assert done.times == 2


def test_a_failed_routine_comes_back_soon_and_stops_no_other(office: Office, later: Later) -> None:
    broken, sound = Counted(), Counted()
    broken.broken = True
    rhythms = Rhythms([Rhythm("broken", HOUR, broken), Rhythm("sound", HOUR, sound)])
    office.worker(rhythms).work_off()
    assert (broken.times, sound.times) == (1, 1)
    later(routines.AGAIN)
    office.worker(rhythms).work_off()
    assert (broken.times, sound.times) == (2, 1)


def test_a_turn_whose_worker_died_comes_back(office: Office, later: Later) -> None:
    done = Counted()
    rhythms = Rhythms([Rhythm("remind", HOUR, done)])
    with office.store.writing() as session:
        rhythms.settle(session)
        session.flush()
        assert rhythms.claim(session) is not None
    office.worker(rhythms).work_off()
    assert done.times == 0
    later(routines.LEASE)
    office.worker(rhythms).work_off()
    assert done.times == 1


def test_a_late_worker_does_not_move_a_turn_that_another_took(office: Office, later: Later) -> None:
    rhythms = Rhythms([Rhythm("remind", HOUR, Counted())])
    with office.store.writing() as session:
        rhythms.settle(session)
        session.flush()
        late = rhythms.claim(session)
    later(routines.LEASE)
    with office.store.writing() as session:
        assert rhythms.claim(session) is not None
    assert late is not None
    with office.store.writing() as session:
        rhythms.finish(session, late, None)
        row = session.get_one(routines.Routine, "remind")
        assert row.lease not in (None, late.lease)


def test_a_name_declared_twice_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="twice"):
        Rhythms([Rhythm("a", HOUR, Counted()), Rhythm("a", HOUR, Counted())])
