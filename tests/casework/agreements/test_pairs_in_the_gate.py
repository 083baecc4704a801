"""The gate asks for the version that is in force for this pair at this moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.agreements import service
from casework.agreements.models import Agreement, AgreementState, Party
from casework.cases.matters import matter
from casework.cases.models import Case, CaseState
from casework.clock import moved_to, now
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Ledger
from casework.sharing.suspending import lift, suspend
from tests.clocks import in_days
from tests.factories.agreements import STARTER, adopt
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

SURNAME = "victim.surname"
# A second tier beside the first: it opens everything to everybody, or keeps one thing closed.
OPEN_TO_ALL = STARTER.replace('id = "starter-ccm"', 'id = "other-tier"')
CLOSED = (
    OPEN_TO_ALL
    + """
[[clause]]
number = "9.9"
words = "No names."

[[clause.rule]]
kind = "cap"
level = "withheld"
name = "no_names"
absolute = true
[clause.rule.applies]
category = "identity"
item_relationship = { not = "originator" }
"""
)
WITHOUT_SIGNATURES = """
[protocol]
id = "open"
title = "Says nothing of signatures"
version = "1"
starts = 2026-01-01
conference_kinds = ["domestic_abuse_marac"]
purposes = ["safety_planning"]

[[clause]]
number = "1"
words = "Everything is shared."

[[clause.rule]]
kind = "grant"
level = "full"
"""


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, {SURNAME: "Quernby"}, state=CaseState.LISTED)


@pytest.fixture
def gate(store: Database, keys: KeyStore) -> Gate:
    return Gate(store, keys, Ledger(store))


def sees(store: Database, gate: Gate, world: World, who: str) -> bool:
    with store.reading() as session:
        case = session.get_one(Case, world.case.id)
        revealed = gate.reveal([world.viewers[who]], matter(session, case))
    return revealed.value(SURNAME) == "Quernby"


def administrator(store: Database, world: World) -> Viewer:
    with store.writing() as session:
        return make_viewer(session, world.agencies["police"], Role.PROTOCOL_ADMINISTRATOR)


def version(store: Database) -> Agreement:
    with store.reading() as session:
        return session.scalars(select(Agreement)).one()


def test_who_has_not_signed_is_shown_nothing_whatever_the_rules_say(
    store: Database, keys: KeyStore, gate: Gate
) -> None:
    with store.writing() as session:
        world = make_world(
            session, {SURNAME: "Quernby"}, state=CaseState.LISTED, protocol=WITHOUT_SIGNATURES
        )
        party = session.scalars(
            select(Party).where(Party.agency_id == world.agencies["fire"].id)
        ).one()
        party.status, party.signed_at = "invited", None
    assert sees(store, gate, world, "housing")
    assert not sees(store, gate, world, "fire")
    assert sees(store, gate, world, "police"), "one's own, whatever is signed"


def test_one_agency_suspended_towards_one_other_closes_for_that_pair_alone(
    store: Database, gate: Gate, world: World
) -> None:
    who, row = administrator(store, world), version(store)
    police, advocate = (world.agencies[a].id for a in ("police", "victim_service"))
    with store.writing() as session:
        made = suspend(
            session, who, agreement_id=row.id, by_agency_id=police, towards_agency_id=advocate,
            reason="A breach is being looked into.", until=date(2100, 1, 1),
        )  # fmt: skip
    assert not sees(store, gate, world, "victim_service")
    assert sees(store, gate, world, "childrens_social_care")
    with store.writing() as session:
        lift(session, who, agreement_id=row.id, suspension_id=made[0].id)
    assert sees(store, gate, world, "victim_service")


def test_a_stricter_protocol_beside_it_closes_only_what_is_between_its_own_parties(
    store: Database, gate: Gate, world: World
) -> None:
    pair = tuple(world.agencies[a] for a in ("police", "victim_service"))
    with store.writing() as session:
        adopt(session, world.partnership, pair, CLOSED)
    assert not sees(store, gate, world, "victim_service"), "the lower of both"
    assert sees(store, gate, world, "childrens_social_care"), "no party of the second"


@pytest.mark.parametrize("end", ["state", "signature"])
def test_ending_the_stricter_of_two_opens_nothing(
    store: Database, gate: Gate, world: World, end: str
) -> None:
    pair = tuple(world.agencies[a] for a in ("police", "victim_service"))
    with store.writing() as session:
        row = adopt(session, world.partnership, pair, CLOSED)
    with store.writing() as session:
        row = session.get_one(Agreement, row.id)
        if end == "state":
            row.state, row.ended_at = AgreementState.WITHDRAWN, now()
        else:
            who = make_viewer(session, pair[0], Role.PROTOCOL_ADMINISTRATOR)
            service.sign(
                session, who, agreement_id=row.id, agencies=[pair[1].id], status="withdrawn"
            )
    assert not sees(store, gate, world, "victim_service")
    assert sees(store, gate, world, "childrens_social_care")


def test_a_version_approved_for_a_later_day_leaves_the_one_before_in_force_until_then(
    store: Database, gate: Gate, world: World
) -> None:
    begins = now() + timedelta(days=10)
    who = administrator(store, world)
    with store.writing() as session:
        row = service.draft(session, who, text=STARTER.replace('"1.0"', '"1.1"', 1))
        service.propose(session, who, agreement_id=row.id, version=row.version)
        service.sign(
            session, who, agreement_id=row.id,
            agencies=[world.agencies[a].id for a in ("police", "victim_service")],
        )  # fmt: skip
        second = make_viewer(session, world.agencies["health"], Role.PROTOCOL_ADMINISTRATOR)
        service.put_in_force(
            session, second, agreement_id=row.id, version=row.version, gains_confirmed=0,
            starts_at=begins,
        )  # fmt: skip
    assert sees(store, gate, world, "childrens_social_care")
    with moved_to(begins - timedelta(microseconds=1)):
        assert sees(store, gate, world, "childrens_social_care")
    with moved_to(begins):
        assert sees(store, gate, world, "victim_service")
        assert not sees(store, gate, world, "childrens_social_care"), "has not signed 1.1"


def test_what_was_signed_before_a_withdrawal_is_still_known_of_that_time(
    store: Database, gate: Gate, world: World
) -> None:
    who, row = administrator(store, world), version(store)
    advocate = world.agencies["victim_service"].id
    signed = now() + timedelta(days=1)
    for days, status in ((2, "withdrawn"), (4, "signed")):
        with moved_to(in_days(days)), store.writing() as session:
            service.sign(session, who, agreement_id=row.id, agencies=[advocate], status=status)
    for moment, expected in ((signed, True), (now() + timedelta(days=3), False),
                             (now() + timedelta(days=5), True)):  # fmt: skip
        with moved_to(moment):
            assert sees(store, gate, world, "victim_service") is expected
