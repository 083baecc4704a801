"""An earlier moment is worked out as it was: what was decided then, is decided again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.advice.reasons import explain
from casework.agreements import service as agreements
from casework.cases import asked
from casework.cases.answers import NewAnswer, release, set_aside, write_answers
from casework.cases.duties import duties_of
from casework.cases.exclusions import exclude, lift_exclusion
from casework.cases.facts import record_fact, withdraw_fact
from casework.cases.matters import matter
from casework.cases.models import (
    AskedToSee,
    Case,
    CaseState,
    Exclusion,
    RecordedFact,
    SealedAnswer,
)
from casework.cases.opening import add_subject, remove_subject
from casework.cases.past import knew_of, matter_at, standing_at
from casework.cases.states import STEPS, enter_session, leave_session, move
from casework.cases.taking_part import end_relation, relate, stand_as
from casework.cases.visibility import load_case
from casework.catalogue.field import Row
from casework.clock import day_of, moved_to, now, today
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.directory.models import AgencyType, AppointmentRow, Conference, Person, PersonStatus
from casework.directory.past import had_seat, viewer_at
from casework.directory.viewers import viewer_of
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from casework.disclosure.matter import ABSENT, ATTENDANCE, ATTENDS, Item, Matter
from casework.errors import ConferError, NotFound
from casework.hindsight.looking import look_back
from casework.recorded import owed
from protocols.clauses import BEFORE
from protocols.decision import Decision
from tests.factories.agreements import STARTER, timed
from tests.factories.directory import appoint, make_agency, make_viewer, seat
from tests.factories.world import World, make_world
from tests.statements import counted

BUILT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WATCHING = ("police", "housing", "health", "probation", "perpetrator_service", "fire", "chair",
            "coordinator", "victim_service", "environmental_health")  # fmt: skip
ANSWERS = {
    "victim.surname": "Quernby",
    "victim.date_of_birth": "1988-04-02",
    "victim.current_address": "14 Quernstone Passage",
    "victim.mental_health": "Low.",
    "alleged_perpetrator.surname": "Stone",
    "risk.narrative": "It gets worse.",
}
FIELDS = ("victim.mental_health", "victim.finances", "risk.narrative", "research.item_health")
FACTS = (
    "fire_risk", "tenant_of_recipient", "own_client", "in_own_remit", "serious_threat",
    "serious_threat_reason_recorded", "chair_approved",
)  # fmt: skip
# Times run out between one act and the next, and some only after several.
CLOCKED = timed(STARTER, "chair_approved", "9 hours", "refused")
CLOCKED = timed(CLOCKED, "tell_originator", "8 hours", "ends")
# What one viewer could see of one answer, and under which clause.
Seen = dict[tuple[UUID | None, str, UUID | None], tuple[int, bool, str | None]]


@dataclass
class Driver:
    """A case to which something happens every few hours, and what was decided in between."""

    store: Database
    gate: Gate
    world: World
    chance: random.Random
    at: datetime = BUILT
    # Moment, viewer, whether the case was known, and every decision.
    noted: list[tuple[datetime, UUID, bool, Seen]] = field(default_factory=list)
    # Whether a decision ever hung on a time that had run out.
    ran_out: bool = False

    def act(self, what: Callable[[Driver, Session, Case], None]) -> None:
        self.at += timedelta(minutes=self.chance.randint(7, 400))
        with moved_to(self.at):
            try:
                with self.store.writing() as session:
                    what(self, session, session.get_one(Case, self.world.case.id))
            except (ConferError, IndexError):
                return

    def look(self) -> None:
        # A second later, so that it is clear which of the two came first.
        self.at += timedelta(seconds=1)
        with moved_to(self.at), self.store.reading() as session:
            for name in WATCHING:
                self._note(session, self.world.viewers[name].person_id)

    def _note(self, session: Session, person_id: UUID) -> None:
        try:
            viewer = viewer_of(session, person_id)
        except NotFound:
            return
        case = session.get_one(Case, self.world.case.id)
        found = self.gate.decide(viewer, matter(session, case))
        self.ran_out = self.ran_out or any(d.run_out for _, d in found)
        seen = decided(found)
        self.noted.append((self.at, person_id, knows(session, viewer, case), seen))

    def who(self, *names: str) -> Viewer:
        return self.world.viewers[self.chance.choice(names or WATCHING)]


def decided(found: tuple[tuple[Item, Decision], ...]) -> Seen:
    return {
        (i.answer_id, i.field, i.subject_id): (int(d.effect), d.concealed, d.clause)
        for i, d in found
    }


def knows(session: Session, viewer: Viewer, case: Case) -> bool:
    try:
        load_case(session, viewer, case.id)
    except NotFound:
        return False
    return True


def somebody_writes(d: Driver, session: Session, case: Case) -> None:
    name = d.chance.choice(FIELDS)
    private = name.startswith("research")
    new = NewAnswer(
        name, d.chance.choice(["One thing.", "Another.", ""]),
        subject_id=d.world.subjects["victim"] if name.startswith("victim") else None,
        released=not private, do_not_confirm=private and d.chance.random() < 0.3,
        originator_consent=d.chance.random() < 0.3,
    )  # fmt: skip
    write_answers(session, d.who(), case=case, answers=[new])


def somebody_lets_go_or_sets_aside(d: Driver, session: Session, case: Case) -> None:
    rows = session.query(SealedAnswer).filter_by(case_id=case.id, current=True)
    answer = d.chance.choice(rows.order_by(SealedAnswer.given_at, SealedAnswer.field).all())
    viewer = next(v for v in d.world.viewers.values() if v.agency_id == answer.origin_agency_id)
    if answer.released:
        set_aside(session, viewer, answer_id=answer.id)
        return
    agency = d.chance.choice([None, d.who().agency_id])
    release(session, viewer, answer_id=answer.id, agency_id=agency, verbal=d.chance.random() < 0.3)


def a_fact_is_recorded(d: Driver, session: Session, case: Case) -> None:
    name = d.chance.choice(FACTS)
    about = (
        {"agency_id": d.who().agency_id} if name.endswith(("recipient", "client", "remit")) else {}
    )
    ends = d.at + timedelta(hours=d.chance.randint(1, 60)) if d.chance.random() < 0.4 else None
    value = d.chance.choice(["yes", "yes", "no", "unknown"])
    record_fact(
        session, d.who(), case=case, name=name, value=value, ends_at=ends, **about,
        while_risk="high" if d.chance.random() < 0.3 else None,
    )  # fmt: skip


def a_fact_is_ended(d: Driver, session: Session, case: Case) -> None:
    held = session.query(RecordedFact).filter_by(case_id=case.id, withdrawn_at=None)
    fact = d.chance.choice(held.order_by(RecordedFact.recorded_at, RecordedFact.name).all())
    withdraw_fact(session, d.who(), case=case, fact_id=fact.id)


def the_case_moves(d: Driver, session: Session, case: Case) -> None:
    if d.chance.random() < 0.3:
        enter_session(session, case)
    elif case.stage == "meeting":
        leave_session(session, case)
    else:
        steps = sorted(STEPS[CaseState(case.state)] - {CaseState.NOT_TAKEN})
        move(session, d.who("coordinator"), case, d.chance.choice(steps))


def the_risk_changes(d: Driver, _session: Session, case: Case) -> None:
    case.risk_level = d.chance.choice(["standard", "high", "very_high", "unknown"])


def somebody_takes_sides(d: Driver, session: Session, case: Case) -> None:
    agency, side = (
        d.who().agency_id,
        d.chance.choice(["works_with_perpetrator", "works_with_victim"]),
    )
    if d.chance.random() < 0.4:
        end_relation(session, case=case, agency_id=agency, relationship=side)
        there = ABSENT
    else:
        relate(session, d.who(), case=case, agency_id=agency, relationship=side)
        there = ATTENDS
    stand_as(
        session, d.world.viewers["police"], case=case, wanted={agency: there}, among=ATTENDANCE
    )


def somebody_is_shut_out(d: Driver, session: Session, case: Case) -> None:
    held = session.query(Exclusion).filter_by(case_id=case.id, lifted_at=None)
    oldest = held.order_by(Exclusion.recorded_at).first()
    if oldest and d.chance.random() < 0.6:
        lift_exclusion(session, d.who(), case=case, exclusion_id=oldest.id)
    else:
        exclude(session, d.who(), case=case, agency_id=d.who().agency_id)


def a_person_is_added_or_removed(d: Driver, session: Session, case: Case) -> None:
    if "other" in d.world.subjects and d.chance.random() < 0.6:
        remove_subject(session, case=case, subject_id=d.world.subjects.pop("other"))
    else:
        d.world.subjects["other"] = add_subject(session, d.who(), case=case, kind=Row.VICTIM).id


def somebody_asks_to_see_more(d: Driver, session: Session, case: Case) -> None:
    waiting = session.query(AskedToSee).filter_by(case_id=case.id, decision="waiting")
    row = waiting.order_by(AskedToSee.asked_at).first()
    if row is None:
        asked.ask(
            session, d.who("housing", "health", "fire"), case=case, section="health", field=None,
            subject_id=None, supplier_id=d.world.agencies["police"].id, purpose="safety_planning",
            necessity="Because.",
        )  # fmt: skip
        return
    asked.decide(
        session, d.who("police"), asked_id=row.id, version=row.version,
        grant=d.chance.random() < 0.8, reason="Because.",
        until=today() + timedelta(days=d.chance.randint(0, 4)),
    )  # fmt: skip


def somebody_comes_or_goes(d: Driver, session: Session, case: Case) -> None:
    person = session.get_one(Person, d.who("housing", "fire", "probation").person_id)
    turn = d.chance.randint(0, 3)
    if turn == 0:
        suspended = person.status == PersonStatus.SUSPENDED
        person.status = PersonStatus.ACTIVE if suspended else PersonStatus.SUSPENDED
    elif turn == 1:
        agency = d.world.agencies[d.chance.choice(["housing", "fire"])]
        agency.agency_type = d.chance.choice(
            [AgencyType.HOUSING, AgencyType.FIRE, AgencyType.POLICE]
        )
    elif turn == 2:
        rows = session.query(AppointmentRow).filter_by(person_id=person.id)
        # The two databases sort an end that is not set to different ends of a list.
        row = min(rows, key=lambda row: (row.starts_on, row.ends_on or date.max))
        row.ends_on = None if row.ends_on else today() - timedelta(days=1)
    else:
        appoint(session, person, Role.REPRESENTATIVE, d.world.conference, starts_on=today())


def a_threat_is_agreed(d: Driver, session: Session, case: Case) -> None:
    # What it opens ends when its duty is missed: soon after, unless somebody settles it.
    for name in ("serious_threat", "serious_threat_reason_recorded", "chair_approved"):
        record_fact(session, d.who(), case=case, name=name, value="yes")


def a_duty_is_settled(d: Driver, session: Session, case: Case) -> None:
    waiting = [duty for duty in duties_of(session, [case])[case.id] if duty.when != BEFORE]
    duty = d.chance.choice(waiting)
    owed.settle(
        session, d.who("coordinator"), case_id=case.id, duty_id=duty.id,
        done_on=day_of(duty.since) if d.chance.random() < 0.5 else None, reason="Because.",
    )  # fmt: skip


def the_protocol_changes(d: Driver, session: Session, case: Case) -> None:
    number = d.chance.randint(2, 900)
    text = CLOCKED.replace('"1.0"', f'"1.{number}"', 1)
    if d.chance.random() < 0.5:
        text = text.replace('category = ["health"]', 'category = ["health", "finance"]')
    author, approver = (make_viewer(session, d.world.agencies["police"]) for _ in range(2))
    row = agreements.draft(session, author, text=text)
    agreements.propose(session, author, agreement_id=row.id, version=row.version)
    agreements.put_in_force(
        session, approver, agreement_id=row.id, version=row.version, gains_confirmed=0
    )


ACTS = (
    somebody_writes, somebody_writes, somebody_lets_go_or_sets_aside, a_fact_is_recorded,
    a_fact_is_recorded, a_fact_is_ended, the_case_moves, the_risk_changes, somebody_takes_sides,
    somebody_is_shut_out, a_person_is_added_or_removed, somebody_asks_to_see_more,
    somebody_asks_to_see_more, somebody_comes_or_goes, a_threat_is_agreed, a_threat_is_agreed,
    a_duty_is_settled, the_protocol_changes,
)  # fmt: skip
STEPS_EACH = 30


@pytest.mark.parametrize("number", [1, 2])
def test_what_was_decided_then_is_decided_again(
    store: Database, keys: KeyStore, number: int
) -> None:
    driver = driven(store, keys, number)
    changed = {tuple(sorted(map(str, seen.items()))) for _, _, _, seen in driver.noted}
    assert driver.ran_out, "no time ran out while it mattered"
    assert len(changed) > 25, "the history is too quiet to prove anything"
    assert {known for _, _, known, _ in driver.noted} == {True, False}
    # Long after: everything that is asked now stands in the past.
    with moved_to(driver.at + timedelta(days=400)), store.reading() as session:
        case = session.get_one(Case, driver.world.case.id)
        matters: dict[datetime, Matter] = {}
        for moment, person_id, known, seen in driver.noted:
            viewer = viewer_at(session, person_id, moment)
            assert viewer is not None
            if moment not in matters:
                matters[moment] = matter_at(session, case, moment)
            found = decided(driver.gate.decide(viewer, matters[moment], moment=moment))
            assert found == seen, (number, moment, viewer.agency_name)
            assert knew_of(viewer, standing_at(session, case, moment)) == known, (number, moment)


def test_the_present_worked_out_as_a_past_is_the_present(store: Database, keys: KeyStore) -> None:
    driver = driven(store, keys, 11)
    with moved_to(driver.at), store.reading() as session:
        case = session.get_one(Case, driver.world.case.id)
        there, here = matter_at(session, case, driver.at), matter(session, case)
        for name in WATCHING:
            person_id = driver.world.viewers[name].person_id
            viewer = viewer_at(session, person_id, driver.at)
            if viewer is None:
                with pytest.raises(NotFound):
                    viewer_of(session, person_id)
                continue
            assert viewer == viewer_of(session, person_id)
            now_seen = decided(driver.gate.decide(viewer, here))
            assert decided(driver.gate.decide(viewer, there, moment=driver.at)) == now_seen


def driven(store: Database, keys: KeyStore, number: int) -> Driver:
    with moved_to(BUILT), store.writing() as session:
        world = make_world(session, ANSWERS, state=CaseState.LISTED, protocol=CLOCKED)
    chance = random.Random(number)  # chance in a test
    driver = Driver(store, Gate(store, keys, Ledger(store)), world, chance)
    for _ in range(STEPS_EACH):
        driver.act(driver.chance.choice(ACTS))
        driver.look()
    return driver


def a_colleague(session: Session, world: World) -> None:
    make_viewer(session, world.agencies["housing"], Role.REPRESENTATIVE, world.conference)


@pytest.mark.parametrize("page", ["look back", "why"])
def test_as_many_questions_for_twelve_colleagues_as_for_two(
    store: Database, keys: KeyStore, page: str
) -> None:
    gate = Gate(store, keys, Ledger(store))
    with store.writing() as session:
        world = make_world(session, ANSWERS, state=CaseState.LISTED)
        a_colleague(session, world)

    def asked() -> int:
        with counted(store) as told, store.reading() as session:
            case, chair = session.get_one(Case, world.case.id), world.viewers["chair"]
            agency_id = world.agencies["housing"].id
            if page == "why":
                explain(
                    session, gate, chair, case=case, agency_id=agency_id, field="victim.surname"
                )
            else:
                then = look_back(
                    session, gate, chair, case=case, agency_id=agency_id, moment=now(),
                    everything=True,
                )  # fmt: skip
                assert len(then.people) == people
        return len(told)

    people = 2
    few = asked()
    with store.writing() as session:
        for _ in range(10):
            a_colleague(session, world)
    people = 12
    assert asked() == few


def test_a_seat_that_came_later_was_not_there_before(store: Database) -> None:
    with moved_to(BUILT), store.writing() as session:
        world = make_world(session, ANSWERS)
        late = make_agency(session, world.partnership, AgencyType.HEALTH)
    with moved_to(BUILT + timedelta(days=2)), store.writing() as session:
        seat(session, session.get_one(Conference, world.conference.id), late)
    with store.reading() as session:
        there = [
            had_seat(session, world.conference.id, late.id, BUILT + timedelta(days=day))
            for day in (1, 3)
        ]
    assert there == [False, True]
