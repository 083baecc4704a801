"""Deciding once for each combination of facts finds what deciding case by case finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.recounting import recount
from casework.cases.visibility import visible_cases
from casework.clock import moved_to
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.directory.models import Agency
from casework.sharing.named import name_cases
from casework.sharing.preview import Between, look_at, side
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.vocabulary import Effect, RuleKind
from protocols.writer import write
from tests.casework.cases.house import ACTS_EACH, House
from tests.casework.sharing.walk import Walked, walk
from tests.factories.agreements import STARTER

ROUNDS = 2
WORDS = {
    "agency_type": ["police", "health", "housing", "fire", "perpetrator_service"],
    "stage": ["agenda", "meeting", "after_meeting"],
    "role": ["chair", "coordinator", "representative"],
    "relationship": ["works_with_perpetrator", "works_with_victim", "referrer"],
    "risk_level": ["standard", "high", "very_high"],
    "category": ["identity", "health", "risk", "finance"],
    "subject": ["victim", "alleged_perpetrator"],
    "field": ["victim.surname", "risk.narrative", "victim.mental_health"],
    "handling": ["originator_consent", "verbal_only"],
    "item_relationship": ["released_to", "author"],
    "consent": ["given", "refused", "not_asked"],
    "party_status": ["signed"],
    "fire_risk": ["yes", "no"],
    "own_client": ["yes", "no"],
    "chair_approved": ["yes", "no"],
    "released": ["yes", "no"],
    "released_verbally": ["yes"],
    "granted_request": ["yes", "no"],
    "under_18": ["yes", "no"],
}
# With these in use, parts of a question follow from others and nothing may be left out of it.
FOLLOWING = {"originator_type": ["police", "health"], "direction": ["passed_on", "first_hand"]}


def a_document(rng: Random, *, following: bool) -> str:
    words = WORDS | (FOLLOWING if following else {})
    rules = [_rule(rng, words) for _ in range(rng.randint(3, 14))]
    clauses = tuple(Clause(str(n), "Words.", rules=(r,)) for n, r in enumerate(rules, start=1))
    return write(
        SharingProtocol(
            id="random", title="Random", version="1", starts=date(2020, 1, 1), clauses=clauses,
            purposes=("safety_planning",), conference_kinds=("domestic_abuse_marac",),
        )
    )  # fmt: skip


def _rule(rng: Random, words: dict[str, list[str]]) -> Rule:
    asked = rng.sample(sorted(words), rng.randint(1, 3))
    if following := [name for name in FOLLOWING if name in words and rng.random() < 0.3]:
        asked += [name for name in following if name not in asked]
    conditions = tuple(_condition(rng, name, words[name]) for name in sorted(asked))
    if rng.random() < 0.7:
        level = rng.choice([Effect.FULL, Effect.SUMMARY, Effect.EXISTENCE, Effect.MASKED])
        mask = rng.choice(["initials", "remove_identity"]) if level is Effect.MASKED else None
        return Rule(RuleKind.GRANT, level, mask=mask, applies=conditions)
    level = rng.choice([Effect.WITHHELD, Effect.EXISTENCE, Effect.SUMMARY])
    concealed = level is Effect.WITHHELD and rng.random() < 0.5
    return Rule(RuleKind.CAP, level, applies=conditions, concealed=concealed)


def _condition(rng: Random, name: str, words: list[str]) -> Condition:
    chosen = tuple(sorted(rng.sample(words, rng.randint(1, min(2, len(words))))))
    return Condition(name, Op.IS if rng.random() < 0.8 else Op.NOT, chosen)


@pytest.fixture(params=range(2))
def house(request: pytest.FixtureRequest, store: Database, keys: KeyStore) -> House:
    return House(store, keys, request.param)


def documents(house: House, session: Session) -> Iterator[Between]:
    everybody = select(Agency.id).where(Agency.partnership_id == house.world.partnership.id)
    ids = sorted(session.scalars(everybody))
    signed = dict.fromkeys(ids, "signed") | {ids[0]: "invited"}
    for number in range(4):
        texts = [a_document(house.chance, following=number == 3) for _ in range(2)]
        if number == 0:
            texts[0] = STARTER
        before = side(texts[0]) if number != 1 else None
        yield Between(before, side(texts[1]), signed)


def found(session: Session, house: House, between: Between) -> Walked:
    """What the preview finds, with the cases it names to somebody who knows them all."""
    look = look_at(session, house.world.partnership.id, between)
    shifts = look.shifts()
    # The coordinator knows every live case.
    coordinator = house.world.viewers["coordinator"]
    named = name_cases(
        session, visible_cases(coordinator), look.counted, lambda: look.touched(shifts)
    )
    assert {s.key: s.cases for s in shifts} == {key: len(refs) for key, refs in named.items()}
    return {s.key: (set(named[s.key]), s.labels) for s in shifts}


def is_the_same(house: House) -> int:
    """Compare both ways on several pairs of documents; how many changes there were in all."""
    changes = 0
    with moved_to(house.now), house.store.reading() as session:
        for between in documents(house, session):
            walked = walk(session, house.world.partnership.id, between)
            assert found(session, house, between) == walked
            changes += len(walked)
    return changes


def test_every_live_case_is_found_as_if_each_were_decided_by_itself(house: House) -> None:
    changes = is_the_same(house)
    for _ in range(ROUNDS):
        house.happen(ACTS_EACH)
        # Nothing worked out yet; then all of it; then some of it no longer so.
        changes += is_the_same(house)
        with moved_to(house.now):
            recount(house.store)
        changes += is_the_same(house)
        house.happen(3)
        changes += is_the_same(house)
    assert changes > 100


def test_what_ends_by_itself_is_not_counted_a_moment_longer(house: House) -> None:
    house.happen(ACTS_EACH)
    with moved_to(house.now):
        recount(house.store)
    for driver in house.drivers:
        driver.at += timedelta(days=6)
    assert is_the_same(house) > 0
