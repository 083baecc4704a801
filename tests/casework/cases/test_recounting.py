"""Kept counts are what the cases say, whatever happened to them; what does not hold is known."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.cases.duties import duties_of
from casework.cases.facts import record_fact
from casework.cases.models import Case, CaseCombination, CombinationCount, FactCombination
from casework.cases.recounting import mark_all, rebuild, recount
from casework.cases.tally import Tally, count_cases, tally
from casework.cases.verifying import verify
from casework.clock import moved_to, today
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.recorded import owed
from tests.casework.cases.house import ACTS_EACH, House
from tests.casework.hindsight.test_past import ANSWERS

ROUNDS = 3


@pytest.fixture
def house(store: Database, keys: KeyStore) -> House:
    return House(store, keys, 7)


def counted(house: House) -> Tally:
    with house.store.reading() as session:
        return tally(session, house.world.partnership.id)


def from_nothing(house: House) -> Tally:
    """The same with nothing kept at all."""
    with house.store.writing() as session:
        for model in (CombinationCount, FactCombination, CaseCombination):
            session.query(model).delete()
    return counted(house)


def wrong(house: House) -> list[str]:
    with house.store.reading() as session:
        return verify(session)


def in_all_its_lines(session: Session, house: House, found: Tally) -> int:
    """The cases in which anything that was counted happens."""
    lines = {(c, part): ["here"] for c, parts in found.cases.items() for part in parts}
    return count_cases(session, house.world.partnership.id, found, lines)["here"]


def test_whatever_happens_the_counts_are_those_worked_out_from_nothing(house: House) -> None:
    for _ in range(ROUNDS):
        house.happen(ACTS_EACH)
        with moved_to(house.now):
            recount(house.store)
            assert wrong(house) == []
            kept = counted(house)
            assert kept.changed == {}
        house.happen(5)
        with moved_to(house.now):
            partly = counted(house)
            afresh = from_nothing(house)
            assert partly.cases == afresh.cases
            assert {key: partly.facts[key] for key in afresh.facts} == afresh.facts


def test_a_change_marks_its_case_alone_and_counts_at_once(house: House) -> None:
    with moved_to(house.now):
        recount(house.store)
        before = counted(house)
        with house.store.writing() as session:
            case = session.get_one(Case, house.drivers[1].world.case.id)
            record_fact(
                session, house.world.viewers["police"], case=case, name="fire_risk", value="yes"
            )
        after = counted(house)
    assert set(after.changed) == {house.drivers[1].world.case.id}
    assert after.cases != before.cases
    totals = [sum(sum(parts.values()) for parts in t.cases.values()) for t in (before, after)]
    assert totals[0] == totals[1]


def test_a_change_that_is_rolled_back_marks_nothing(house: House) -> None:
    with moved_to(house.now):
        recount(house.store)
        with house.store.writing() as session:
            session.get_one(Case, house.world.case.id).risk_level = "very_high"
            session.flush()
            session.rollback()
        assert counted(house).changed == {}


def test_what_ends_by_itself_is_worked_out_again_from_that_moment(house: House) -> None:
    with moved_to(house.now), house.store.writing() as session:
        case = session.get_one(Case, house.world.case.id)
        record_fact(
            session, house.world.viewers["police"], case=case, name="fire_risk", value="yes",
            ends_at=house.now + timedelta(hours=2),
        )  # fmt: skip
    with moved_to(house.now):
        recount(house.store)
    with moved_to(house.now + timedelta(hours=2)):
        assert set(counted(house).changed) == {house.world.case.id}
        recount(house.store)
        assert counted(house).changed == {}
        assert wrong(house) == []


@pytest.mark.parametrize("done", [False, True])
def test_what_a_missed_duty_ends_is_worked_out_again_from_that_moment(
    house: House, *, done: bool
) -> None:
    key, who = house.world.case.id, house.world.viewers["coordinator"]
    with moved_to(house.now), house.store.writing() as session:
        case = session.get_one(Case, key)
        for name in ("serious_threat", "serious_threat_reason_recorded", "chair_approved"):
            record_fact(session, who, case=case, name=name, value="yes")
        (duty,) = duties_of(session, [case])[key]
    with moved_to(house.now):
        recount(house.store)
        before = counted(house)
        if done:
            with house.store.writing() as session:
                owed.settle(
                    session, who, case_id=key, duty_id=duty.id, done_on=today(), reason=""
                )  # fmt: skip
            assert set(counted(house).changed) == {key}, "its time runs out no more"
            recount(house.store)
    assert duty.due is not None
    with moved_to(duty.due):
        assert set(counted(house).changed) == (set() if done else {key})
        assert (counted(house).cases == before.cases) is done
        recount(house.store)
        assert wrong(house) == []


def test_a_live_case_without_a_row_is_counted_all_the_same(house: House) -> None:
    with moved_to(house.now):
        recount(house.store)
        before = counted(house)
        with house.store.writing() as session:
            row = session.get_one(CaseCombination, house.world.case.id)
            for part in range(0, len(row.parts), 32):
                key = f"{row.context}{row.parts[part : part + 32]}"
                session.get_one(CombinationCount, key).cases -= 1
            session.delete(row)
        assert counted(house).cases == before.cases
        assert f"The live case {house.world.case.id} is not kept." in wrong(house)


def test_verifying_finds_a_wrong_count_and_rebuilding_mends_it(house: House) -> None:
    with moved_to(house.now):
        recount(house.store)
        with house.store.writing() as session:
            key = session.scalars(select(CombinationCount.id).order_by(CombinationCount.id)).first()
            session.execute(
                update(CombinationCount).where(CombinationCount.id == key).values(cases=99)
            )
            session.get_one(CaseCombination, house.drivers[1].world.case.id).context = "0" * 32
        said = " ".join(wrong(house))
        assert "is counted 99" in said
        assert "under facts that are not its own" in said
        rebuild(house.store)
        assert wrong(house) == []


def test_what_no_case_has_any_more_is_forgotten(house: House) -> None:
    with moved_to(house.now):
        recount(house.store)
        with house.store.writing() as session:
            session.get_one(Case, house.world.case.id).risk_level = "very_high"
        recount(house.store)
        with house.store.writing() as session:
            session.get_one(Case, house.world.case.id).risk_level = "standard"
        recount(house.store)
        with house.store.reading() as session:
            facts = session.scalars(select(FactCombination.facts)).all()
    assert facts
    assert [text for text in facts if "very_high" in text] == []


def test_no_word_of_a_case_is_in_what_is_kept(house: House) -> None:
    house.happen(ACTS_EACH)
    with moved_to(house.now):
        recount(house.store)
    with house.store.reading() as session:
        kept = " ".join(session.scalars(select(FactCombination.facts)))
    assert "victim.surname" in kept
    assert [word for word in ANSWERS.values() if word in kept] == []
    assert house.world.case.reference not in kept
    assert house.world.case.id.hex not in kept


def test_a_new_program_counts_everything_again(house: House) -> None:
    with moved_to(house.now):
        recount(house.store)
        mark_all(house.store)
        assert len(counted(house).changed) == len(house.drivers)


def test_a_case_worked_out_while_somebody_counts_is_counted_once(house: House) -> None:
    """Its mark was seen, and before its row is read the routine has put it right."""
    with moved_to(house.now):
        recount(house.store)
        mark_all(house.store)
        with house.store.reading() as session:
            found = tally(session, house.world.partnership.id)
            recount(house.store)
            assert in_all_its_lines(session, house, found) == len(house.drivers)


def test_what_ends_between_two_questions_of_one_count_is_still_in_it(house: House) -> None:
    with moved_to(house.now), house.store.writing() as session:
        case = session.get_one(Case, house.world.case.id)
        record_fact(
            session, house.world.viewers["police"], case=case, name="fire_risk", value="yes",
            ends_at=house.now + timedelta(hours=2),
        )  # fmt: skip
    with moved_to(house.now):
        recount(house.store)
        found = counted(house)
    with moved_to(house.now + timedelta(hours=3)), house.store.reading() as session:
        assert in_all_its_lines(session, house, found) == len(house.drivers)


@pytest.mark.postgresql
def test_a_change_during_the_work_is_not_lost(house: House) -> None:
    with moved_to(house.now):
        recount(house.store)
        mark_all(house.store)
        with house.store.writing() as session:
            session.get_one(Case, house.world.case.id).risk_level = "very_high"
            session.flush()
            # The routine leaves out what this transaction has marked, and waits for nothing.
            routine = Thread(target=_recount, args=(house,))
            routine.start()
            routine.join(timeout=300)
            assert not routine.is_alive()
        assert set(counted(house).changed) == {house.world.case.id}
        recount(house.store)
        assert counted(house).changed == {}
        assert wrong(house) == []


def _recount(house: House) -> None:
    with moved_to(house.now):
        recount(house.store)
