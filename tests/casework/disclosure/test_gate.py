"""The gate opens what the protocol in force says, and nothing before the ledger has it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework.access import Role, Viewer
from casework.agreements.models import Agreement
from casework.agreements.service import sign
from casework.agreements.standing import WITHDRAWN
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.matters import matter
from casework.cases.models import Case, CaseState, SealedAnswer
from casework.cases.taking_part import relate
from casework.clock import moved_to, now
from casework.crypto.keystore import KeyStore
from casework.db import Database, WritingInProgress
from casework.directory.wards import import_wards
from casework.disclosure.audience import HIDDEN, SESSION, audience
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger, who_saw
from casework.disclosure.ledger_models import LedgerEntry
from casework.referrals.reading import representatives
from tests.factories.agreements import STARTER, adopt, gated
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

ADDRESS = "14 Quernstone Passage"


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(
            session,
            {
                "victim.current_address": ADDRESS,
                "victim.surname": "Quernby",
                "victim.date_of_birth": "1988-04-02",
            },
            state=CaseState.LISTED,
        )


@pytest.fixture
def gate(store: Database, keys: KeyStore) -> Gate:
    return Gate(store, keys, Ledger(store))


def seen(store: Database, gate: Gate, world: World, who: str, field: str) -> str | None:
    with store.reading() as session:
        case = session.get_one(Case, world.case.id)
        return gate.reveal([world.viewers[who]], matter(session, case)).value(field)


def test_police_see_the_address_and_a_perpetrator_programme_does_not(
    store: Database, gate: Gate, world: World
) -> None:
    assert seen(store, gate, world, "police", "victim.current_address") == ADDRESS
    with store.reading() as session:
        case = session.get_one(Case, world.case.id)
        revealed = gate.reveal([world.viewers["perpetrator_service"]], matter(session, case))
    # Concealed: not even a row that says there is something.
    assert revealed.by_field("victim.current_address") is None


def test_an_agency_that_says_it_works_with_the_person_causing_harm_loses_the_address(
    store: Database, gate: Gate, world: World
) -> None:
    health = world.viewers["victim_service"]
    assert seen(store, gate, world, "victim_service", "victim.current_address") == ADDRESS
    with store.writing() as session:
        relate(
            session, health, case=session.get_one(Case, world.case.id), agency_id=health.agency_id,
            relationship="works_with_perpetrator",
        )  # fmt: skip
    assert seen(store, gate, world, "victim_service", "victim.current_address") is None


def test_who_works_with_somebody_is_on_the_case_and_who_works_with_nobody_is_not(
    store: Database, gate: Gate, world: World
) -> None:
    service = world.viewers["victim_service"]
    told = []
    with store.writing() as session:
        adopt(
            session,
            world.partnership,
            tuple(world.agencies.values()),
            gated('relationship = "on_case"'),
        )
    for relationship in ("neutral", "works_with_victim"):
        told.append(seen(store, gate, world, "victim_service", "victim.current_address"))
        with store.writing() as session:
            relate(
                session, service, case=session.get_one(Case, world.case.id),
                agency_id=service.agency_id, relationship=relationship,
            )  # fmt: skip
    told.append(seen(store, gate, world, "victim_service", "victim.current_address"))
    assert told == [None, None, ADDRESS]


def test_what_opens_to_whoever_attends_is_told_to_who_writes_it_as_told_at_the_meeting(
    store: Database, gate: Gate, world: World
) -> None:
    there = gated('relationship = "attends_meeting"')
    with store.writing() as session:
        adopt(session, world.partnership, tuple(world.agencies.values()), there)
    with store.reading() as session:
        case = session.get_one(Case, world.case.id)
        asked = matter(session, case, fields=["victim.current_address"])
        found = audience(gate, asked, representatives(session, case))
    told = {name: reads.words for reads in found for name in reads.agencies}
    assert told[world.agencies["victim_service"].name] == SESSION
    assert told[world.agencies["perpetrator_service"].name] == HIDDEN


def test_several_viewers_in_one_room_get_the_minimum(
    store: Database, gate: Gate, world: World
) -> None:
    both = [world.viewers["police"], world.viewers["perpetrator_service"]]
    with store.reading() as session:
        revealed = gate.reveal(both, matter(session, session.get_one(Case, world.case.id)))
    assert revealed.value("victim.current_address") is None


def test_a_withheld_field_looks_the_same_whether_it_is_answered_or_not(
    store: Database, gate: Gate, world: World
) -> None:
    with store.reading() as session:
        case = session.get_one(Case, world.case.id)
        revealed = gate.reveal([world.viewers["housing"]], matter(session, case))
    withheld = [s for s in revealed.shown if s.effect == "withheld"]
    assert {s.answered for s in withheld} == {False}
    assert {s.answer_id for s in withheld} == {None}
    assert {s.value for s in withheld} == {None}


def test_the_ledger_has_the_entry_before_anything_is_returned(
    store: Database, gate: Gate, world: World
) -> None:
    police = world.viewers["police"]
    seen(store, gate, world, "police", "victim.surname")
    with store.reading() as session:
        sights = who_saw(session, police.partnership_id, world.case.id, field="victim.surname")
    assert [(s.person_id, s.effect) for s in sights] == [(police.person_id, "full")]


def test_no_ledger_no_answer(
    store: Database, gate: Gate, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(self: Ledger, entries: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Ledger, "record", full_disk)
    with pytest.raises(OSError, match="no space"):
        seen(store, gate, world, "police", "victim.surname")


def test_opening_inside_a_writing_transaction_is_an_error(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        handed = matter(session, session.get_one(Case, world.case.id))
        with pytest.raises(WritingInProgress):
            gate.reveal([world.viewers["police"]], handed)


def test_without_a_protocol_each_agency_sees_only_its_own_input(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        for row in session.scalars(select(Agreement)):
            row.ended_at = now()
    assert seen(store, gate, world, "police", "victim.surname") == "Quernby"
    assert seen(store, gate, world, "victim_service", "victim.surname") is None


def withdraws(store: Database, who: Viewer) -> None:
    with store.writing() as session:
        row = session.scalars(select(Agreement)).one()
        sign(session, who, agreement_id=row.id, agencies=[who.agency_id], status=WITHDRAWN)


def test_a_party_that_withdraws_sees_nothing_from_that_moment(
    store: Database, gate: Gate, world: World
) -> None:
    idva = world.viewers["victim_service"]
    assert seen(store, gate, world, "victim_service", "victim.surname") == "Quernby"
    withdraws(store, idva)
    assert seen(store, gate, world, "victim_service", "victim.surname") is None


def test_what_a_supplier_gave_closes_when_the_supplier_is_no_party(
    store: Database, gate: Gate, world: World
) -> None:
    police = world.viewers["police"]
    withdraws(store, police)
    assert seen(store, gate, world, "victim_service", "victim.surname") is None
    assert seen(store, gate, world, "police", "victim.surname") == "Quernby"


def test_a_version_that_is_not_in_force_yet_opens_nothing(
    store: Database, gate: Gate, world: World
) -> None:
    with moved_to(now() - timedelta(days=1)):
        assert seen(store, gate, world, "victim_service", "victim.surname") is None


def test_a_value_moved_to_another_row_does_not_open_and_the_rest_of_the_page_does(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        rows = {
            a.field: a
            for a in session.scalars(select(SealedAnswer).where(SealedAnswer.current.is_(True)))
        }
        rows["victim.surname"].envelope = rows["victim.current_address"].envelope
    assert seen(store, gate, world, "police", "victim.surname") is None
    assert seen(store, gate, world, "police", "victim.current_address") == ADDRESS


def test_an_error_while_deciding_withholds(
    store: Database, gate: Gate, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("protocols.engine.DecisionTable.decide", broken)
    assert seen(store, gate, world, "victim_service", "victim.surname") is None


def test_a_text_that_is_not_the_approved_one_is_never_used(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        row = session.scalars(select(Agreement)).one()
        row.text = row.text.replace('level = "withheld"', 'level = "summary"', 1)
    with pytest.raises(Exception, match="not the one that was approved"):
        seen(store, gate, world, "police", "victim.surname")


def test_a_summary_stands_in_place_of_its_section_until_the_section_changes(
    store: Database, gate: Gate, world: World
) -> None:
    police, housing = world.viewers["police"], "housing"
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        victim = world.subjects["victim"]
        write_answers(session, police, case=case, answers=[
            NewAnswer("victim.mental_health", "Zirconmood", subject_id=victim),
        ])  # fmt: skip
    later = now() + timedelta(minutes=1)
    with moved_to(later), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        write_answers(
            session, police, case=case, answers=[NewAnswer("summary.health", "Needs calm.")]
        )
    with moved_to(later + timedelta(seconds=1)):
        assert seen(store, gate, world, housing, "victim.mental_health") == "Needs calm."
    with moved_to(later + timedelta(minutes=1)), store.writing() as session:
        case = session.get_one(Case, world.case.id)
        write_answers(session, police, case=case, answers=[
            NewAnswer("victim.mental_health", "Newmood", subject_id=victim),
        ])  # fmt: skip
    with moved_to(later + timedelta(minutes=2)):
        assert seen(store, gate, world, housing, "victim.mental_health") is None


def test_previewing_decisions_opens_nothing_and_writes_nothing(
    store: Database, gate: Gate, world: World
) -> None:
    with store.reading() as session:
        before = session.scalar(select(func.count()).select_from(LedgerEntry))
        handed = matter(session, session.get_one(Case, world.case.id))
    decisions = gate.decide(world.viewers["police"], handed)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == before
    assert len(decisions) == len(handed.items)


def test_a_role_alone_opens_nothing(store: Database, gate: Gate, world: World) -> None:
    assert Role.COORDINATOR in world.viewers["coordinator"].roles_in(world.case.conference_id)
    assert seen(store, gate, world, "stranger", "victim.surname") is None


DISTRICT_ONLY = """
[[clause]]
number = "9.9"
title = "Where the person causing harm lives"
words = "Probation sees in which area the person causing harm lives."

[[clause.rule]]
kind = "cap"
level = "masked"
mask = "district"
[clause.rule.applies]
category = "location"
subject = "alleged_perpetrator"
agency_type = "probation"
"""


def test_where_there_is_a_list_of_wards_an_area_is_told_as_its_ward(
    store: Database, gate: Gate
) -> None:
    """A list that is replaced counts at once; a ward in which few people live is not told."""
    given = {"alleged_perpetrator.current_address": "9 Mill Lane, RV4 1AB"}
    with store.writing() as session:
        world = make_world(session, given, state=CaseState.LISTED, protocol=STARTER + DISTRICT_ONLY)
        agency = world.agencies["coordinating_body"]
        admin = make_viewer(session, agency, Role.SYSTEM_ADMINISTRATOR)
    asked = (store, gate, world, "probation", "alleged_perpetrator.current_address")
    assert seen(*asked) == "Postcode district RV4"
    for people, shown in ((8200, "Harbour ward"), (310, "Not shown")):
        with store.writing() as session:
            import_wards(session, admin, text=f"postcode,ward,people\nRV41AB,Harbour,{people}\n")
        assert seen(*asked) == shown


POLICE_BASIS = """[protocol]
id = "narrow"
title = "A basis of the police alone"
version = "1"
starts = 2026-01-01
conference_kinds = ["domestic_abuse_marac"]

[[basis]]
id = "police-duty"
title = "A duty of the police"
disclosers = ["DISCLOSER"]

[[clause]]
number = "1"
words = "The police tell what they must, and write it down first."

[[clause.rule]]
kind = "grant"
level = "full"
basis = ["police-duty"]
[clause.rule.applies]
direction = "first_hand"
[[clause.rule.obligations]]
what = "log"
when = "before"
owner = "police"
"""


@pytest.mark.parametrize(("discloser", "shown"), [("police", "Quernby"), ("health", None)])
def test_a_legal_basis_opens_only_what_its_disclosers_provided(
    store: Database, gate: Gate, discloser: str, shown: str | None
) -> None:
    with store.writing() as session:
        world = make_world(
            session, {"victim.surname": "Quernby"}, state=CaseState.LISTED,
            protocol=POLICE_BASIS.replace("DISCLOSER", discloser),
        )  # fmt: skip
    assert seen(store, gate, world, "health", "victim.surname") == shown
