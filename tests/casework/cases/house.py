"""Several cases to which random things happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from casework.cases.models import CaseKind, CaseState
from casework.cases.opening import start_case
from casework.clock import moved_to
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from tests.casework.hindsight.test_past import (
    ACTS,
    ANSWERS,
    BUILT,
    CLOCKED,
    Driver,
    somebody_is_shut_out,
    the_protocol_changes,
)
from tests.factories.world import World, answer, bring_to, make_world

CASES, ACTS_EACH = 3, 30
# The protocol in force stays, what is compared are documents; and somebody knows every case.
LEFT_OUT = {the_protocol_changes, somebody_is_shut_out}
HAPPENS = tuple(act for act in ACTS if act not in LEFT_OUT)


class House:
    """Several cases to which things happen, the clock standing where the last of them was."""

    def __init__(self, store: Database, keys: KeyStore, seed: int) -> None:
        self.store, self.chance = store, Random(seed)
        with moved_to(BUILT), store.writing() as session:
            first = make_world(session, ANSWERS, state=CaseState.LISTED, protocol=CLOCKED)
            worlds = [first, *(_another(session, first) for _ in range(CASES - 1))]
        self.world = first
        gate = Gate(store, keys, Ledger(store))
        self.drivers = [Driver(store, gate, world, self.chance) for world in worlds]

    def happen(self, acts: int) -> None:
        for _ in range(acts):
            driver = self.chance.choice(self.drivers)
            driver.at = max(d.at for d in self.drivers)
            driver.act(self.chance.choice(HAPPENS))

    @property
    def now(self) -> datetime:
        return max(d.at for d in self.drivers) + timedelta(seconds=1)


def _another(session: Session, first: World) -> World:
    police = first.viewers["police"]
    case = start_case(
        session, police, conference_id=first.conference.id, kind=CaseKind.PERSON
    )  # fmt: skip
    made = replace(first, case=case, subjects={})
    answer(session, made, ANSWERS)
    bring_to(session, made, CaseState.LISTED)
    return made
