"""A changed address waits for a second pair of eyes, and until then the old one holds."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from casework.access import Viewer
from casework.cases.guarding import guard_texts
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.states import CaseState, move
from casework.catalogue.field import Row
from casework.db import Database
from casework.disclosure.current import GATE
from casework.disclosure.gate import Gate
from casework.disclosure.guards import AddressFound
from casework.errors import Conflict, Invalid, NotFound, Refused, WrongState
from casework.referrals import addresses
from casework.referrals.models import AddressChange, ReferralState
from casework.referrals.pages import rows
from casework.referrals.work import work_for
from tests.casework.referrals.conftest import Browser
from tests.factories.referrals import World, make_draft, make_referral

FIELD, NEW, OLD = (
    "victim.current_address",
    "5 Nightjar Walk\nN1 9GU",
    "17 Zephyr Crescent\nEC2A 4NE",
)


@pytest.fixture
def gate(app: Flask) -> Gate:
    found: Gate = app.extensions[GATE]
    return found


@pytest.fixture
def change(site: Database, world: World) -> AddressChange:
    """A new address of an accepted case, entered by its author."""
    with site.writing() as session:
        referral, case = make_referral(session, world, ReferralState.ACCEPTED)
        return addresses.propose(
            session, world.writer, referral=referral, case=case, field=FIELD, text=NEW,
            subject_id=rows(session, case)[Row.VICTIM][0],
        )  # fmt: skip


def _seen(site: Database, gate: Gate, viewer: Viewer, change: AddressChange) -> list[str | None]:
    with site.reading() as session:
        case = session.get_one(Case, change.case_id)
        shown = gate.reveal([viewer], matter(session, case, fields=[FIELD])).shown
        return [s.value for s in shown if s.value]


def test_until_confirmed_only_its_own_agency_and_the_coordinator_know_the_new_one(
    site: Database, world: World, gate: Gate, change: AddressChange
) -> None:
    assert _seen(site, gate, world.chair, change) in ([OLD], [OLD, NEW])
    with site.writing() as session:
        move(session, world.coordinator, session.get_one(Case, change.case_id), CaseState.LISTED)
    assert NEW not in _seen(site, gate, world.representative, change)
    assert sorted(map(str, _seen(site, gate, world.colleague, change))) == sorted([OLD, NEW])


@pytest.mark.parametrize(("confirm", "after"), [(True, NEW), (False, OLD)])
def test_somebody_else_confirms_or_drops_it(
    site: Database, world: World, gate: Gate, change: AddressChange, confirm: bool, after: str
) -> None:
    with site.writing() as session:
        addresses.decide(session, world.colleague, change_id=change.id, version=1, confirm=confirm)
    assert _seen(site, gate, world.coordinator, change) == [after]
    assert _seen(site, gate, world.writer, change) == [after]
    with site.writing() as session, pytest.raises(WrongState):
        addresses.decide(session, world.chair, change_id=change.id, version=2, confirm=True)


def test_a_new_address_that_stands_in_the_words_already_is_pointed_out_to_whoever_confirms_it(
    site: Database, world: World, browser: Browser
) -> None:
    """Those words were searched for the old one; others go on reading the new one there."""
    given = {"risk.narrative": "It gets worse.\nShe may go to her sister at 5 Nightjar Walk."}
    with site.writing() as session:
        referral, case = make_referral(session, world, ReferralState.ACCEPTED, given=given)
        change = addresses.propose(
            session, world.writer, referral=referral, case=case, field=FIELD, text=NEW,
            subject_id=rows(session, case)[Row.VICTIM][0],
        )  # fmt: skip
        assert addresses.elsewhere(session, world.coordinator, change_id=change.id) == ()
    office = browser(world.coordinator)
    office.submit(f"/referrals/changes/{change.id}", {"decision": "yes"})
    said = office.page("/referrals/").words
    assert "also stands in the words of the referral" in said
    assert "line 2" in said
    assert "Nightjar" not in said
    assert "also stands" in office.page(f"/cases/{case.id}/timeline").words
    assert "also stands" not in browser(world.chair).page(f"/cases/{case.id}").words


def test_a_new_address_that_stands_nowhere_else_is_simply_recorded(
    site: Database, world: World, browser: Browser, change: AddressChange
) -> None:
    office = browser(world.coordinator)
    office.submit(f"/referrals/changes/{change.id}", {"decision": "yes"})
    assert "also stands" not in office.page("/referrals/").words


def test_nobody_confirms_their_own_and_others_do_not_know_of_it(
    site: Database, world: World, change: AddressChange
) -> None:
    with site.writing() as session:
        with pytest.raises(Refused):
            addresses.decide(session, world.writer, change_id=change.id, version=1, confirm=True)
        for stranger in (world.other_writer, world.representative):
            with pytest.raises(NotFound):
                addresses.decide(session, stranger, change_id=change.id, version=1, confirm=True)


def test_both_addresses_are_guarded_while_it_waits(
    site: Database, world: World, change: AddressChange
) -> None:
    with site.writing() as session:
        case = session.get_one(Case, change.case_id)
        for text in ("at 5 Nightjar Walk", "at 17 Zephyr Crescent"):
            with pytest.raises(AddressFound):
                guard_texts(session, world.coordinator, case=case, texts={"triage.reason": text})


def test_it_is_work_for_everybody_who_may_confirm_it_and_for_nobody_else(
    site: Database, world: World, change: AddressChange
) -> None:
    with site.reading() as session:
        waiting = {
            name: [w for w in work_for(session, getattr(world, name)) if w.kind == "address_change"]
            for name in ("writer", "colleague", "coordinator", "representative")
        }
    assert {name: len(found) for name, found in waiting.items()} == {
        "writer": 0, "colleague": 1, "coordinator": 1, "representative": 0,
    }  # fmt: skip


def test_what_cannot_be_changed_in_this_way_is_refused(
    site: Database, world: World, change: AddressChange
) -> None:
    with site.writing() as session:
        referral, case = make_referral(session, world, ReferralState.ACCEPTED)
        victim = rows(session, case)[Row.VICTIM][0]
        common: Any = {"referral": referral, "case": case, "subject_id": victim}
        with pytest.raises(Refused):
            addresses.propose(session, world.coordinator, field=FIELD, text=NEW, **common)
        with pytest.raises(NotFound):
            addresses.propose(session, world.writer, field="victim.surname", text="X", **common)
        with pytest.raises(Invalid):
            addresses.propose(session, world.writer, field="victim.postcode", text="??", **common)
        addresses.propose(session, world.writer, field=FIELD, text=NEW, **common)
        with pytest.raises(Conflict):
            addresses.propose(session, world.writer, field=FIELD, text=NEW, **common)
        draft, draft_case = make_draft(session, world)
        with pytest.raises(WrongState):
            addresses.propose(
                session, world.writer, referral=draft, case=draft_case, field=FIELD, text=NEW,
                subject_id=rows(session, draft_case)[Row.VICTIM][0],
            )  # fmt: skip


def test_the_pages_lead_from_the_case_to_the_second_look(
    site: Database, world: World, browser: Browser
) -> None:
    with site.writing() as session:
        referral, case = make_referral(session, world, ReferralState.ACCEPTED)
        victim = rows(session, case)[Row.VICTIM][0]
    writer, office = browser(world.writer), browser(world.coordinator)
    base = f"/referrals/{referral.id}/addresses"
    writer.page(base)
    where = f"{base}/{victim}/{FIELD}"
    assert writer.submit(where, {"text": ""}).status_code == 422
    assert writer.submit(where, {"text": NEW}).status_code == 302
    assert "Waiting for a second look" in writer.page(base).words
    with site.reading() as session:
        change = session.query(AddressChange).one()
    look = f"/referrals/changes/{change.id}"
    assert writer.get(look).status_code == 403
    assert "Nightjar" in office.page(look).words
    assert office.submit(look).status_code == 422
    assert office.submit(look, {"decision": "yes"}).status_code == 302
    assert office.get(look).status_code == 404
