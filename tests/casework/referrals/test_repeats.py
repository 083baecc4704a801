"""The same people again: told as far as the protocol lets each person know, and no further."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.cases.exclusions import exclude
from casework.cases.models import Case, CaseLink, CaseState, LinkKind
from casework.cases.states import move
from casework.cases.taking_part import relate
from casework.db import Database
from casework.directory.models import Agency, AgencyType
from casework.disclosure.current import GATE
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.people_index import PEOPLE
from casework.errors import NotFound, Refused
from casework.referrals import repeats
from casework.referrals.models import MatchNote, ReferralState
from tests.factories.directory import make_agency, make_viewer, seat
from tests.factories.referrals import World, make_referral

S = ReferralState
OTHERS = {
    "victim.given_name": "Ottoline", "victim.surname": "Bramblewick",
    "victim.date_of_birth": "1971-09-09", "alleged_perpetrator.given_name": "Casimir",
    "alleged_perpetrator.surname": "Underhay", "alleged_perpetrator.date_of_birth": "1969-01-31",
    "victim.aliases": "", "alleged_perpetrator.aliases": "",
    "victim.other_dates_of_birth": "", "alleged_perpetrator.other_dates_of_birth": "",
}  # fmt: skip
SPELT = {**OTHERS, "victim.given_name": "Marygold", "victim.surname": "Quilfeather",
         "victim.date_of_birth": "1986-03-27"}  # fmt: skip
CROSSED = {**OTHERS, "alleged_perpetrator.given_name": "Marigold",
           "alleged_perpetrator.surname": "Quillfeather",
           "alleged_perpetrator.date_of_birth": "1986-03-27"}  # fmt: skip
PLAIN = {
    f"{side}.{part}": ""
    for side in ("victim", "alleged_perpetrator")
    for part in ("aliases", "other_dates_of_birth")
}


@pytest.fixture
def gate(app: Flask) -> Gate:
    found: Gate = app.extensions[GATE]
    return found


def _two(site: Database, world: World, given: dict[str, str], *, listed: bool) -> tuple[Case, Case]:
    """A first case from the police, and a second from housing in which somebody comes back."""
    with site.writing() as session:
        _, first = make_referral(session, world, S.ACCEPTED, given=PLAIN)
        if listed:
            move(session, world.coordinator, first, CaseState.LISTED)
        _, second = make_referral(session, world, author=world.other_writer, given=given)
        return first, second


def _hints(site: Database, gate: Gate, viewer: Viewer, case: Case) -> list[repeats.Hint]:
    with site.reading() as session:
        return repeats.hints(session, viewer, gate, session.get_one(Case, case.id))


def test_a_misspelt_name_with_the_same_birthday_is_found_for_the_coordinator(
    site: Database, world: World, gate: Gate
) -> None:
    first, second = _two(site, world, SPELT, listed=False)
    (hint,) = _hints(site, gate, world.coordinator, second)
    assert hint.case is not None
    assert hint.case.id == first.id
    assert not hint.crossed


def test_somebody_who_stood_on_the_other_side_is_said_to_have_done_so(
    site: Database, world: World, gate: Gate
) -> None:
    _, second = _two(site, world, CROSSED, listed=False)
    assert [h.crossed for h in _hints(site, gate, world.coordinator, second)] == [True]


def test_other_people_are_not_found(site: Database, world: World, gate: Gate) -> None:
    _, second = _two(site, world, OTHERS, listed=False)
    assert _hints(site, gate, world.coordinator, second) == []


def test_before_listing_the_other_agency_is_told_nothing(
    site: Database, world: World, gate: Gate
) -> None:
    _, second = _two(site, world, SPELT, listed=False)
    assert _hints(site, gate, world.other_writer, second) == []


def test_once_listed_a_representative_gets_the_link_and_a_referrer_only_the_word(
    site: Database, world: World, gate: Gate
) -> None:
    first, second = _two(site, world, SPELT, listed=True)
    (told,) = _hints(site, gate, world.other_writer, second)
    assert told.case is None
    (shown,) = _hints(site, gate, world.representative, second)
    assert shown.case is not None
    assert shown.case.id == first.id


def test_a_case_hidden_from_a_person_leaves_no_trace(
    site: Database, world: World, gate: Gate
) -> None:
    first, second = _two(site, world, SPELT, listed=True)
    with site.writing() as session:
        case = session.get_one(Case, first.id)
        exclude(session, world.chair, case=case, person_id=world.representative.person_id)
        relate(session, world.chair, case=case, agency_id=world.housing.id,
               relationship="conflicted", person_id=world.other_writer.person_id)  # fmt: skip
    assert _hints(site, gate, world.representative, second) == []
    assert _hints(site, gate, world.other_writer, second) == []


def test_a_service_for_people_who_harm_learns_nothing_from_asking(
    site: Database, world: World, gate: Gate
) -> None:
    first, second = _two(site, world, SPELT, listed=True)
    with site.writing() as session:
        agency = _perpetrator_service(session, world)
        viewer = make_viewer(session, agency, Role.REFERRER, world.conference)
    hints = _hints(site, gate, viewer, second)
    assert all(h.case is None for h in hints)
    assert first.id not in {h.case.id for h in hints if h.case}


def _perpetrator_service(session: Session, world: World) -> Agency:
    agency = make_agency(session, world.partnership, AgencyType.PERPETRATOR_SERVICE)
    seat(session, world.conference, agency)
    return agency


def test_linking_needs_both_cases_and_never_merges(site: Database, world: World) -> None:
    first, second = _two(site, world, SPELT, listed=False)
    with site.writing() as session:
        case = session.get_one(Case, second.id)
        with pytest.raises(Refused):
            repeats.link(session, world.other_writer, case=case, other_case_id=first.id,
                         kind=LinkKind.REPEAT)  # fmt: skip
        repeats.link(session, world.coordinator, case=case, other_case_id=first.id,
                     kind=LinkKind.REPEAT)  # fmt: skip
        assert case.repeat
        assert session.scalar(select(func.count()).select_from(CaseLink)) == 1
        assert session.scalars(select(MatchNote.outcome)).all() == ["linked"]
        exclude(session, world.chair, case=session.get_one(Case, first.id),
                person_id=world.coordinator.person_id)  # fmt: skip
        with pytest.raises(NotFound):
            repeats.link(session, world.coordinator, case=case, other_case_id=first.id,
                         kind=LinkKind.DUPLICATE)  # fmt: skip


def test_building_and_asking_stand_in_the_ledger_and_an_undone_act_is_forgotten(
    site: Database, world: World
) -> None:
    _two(site, world, SPELT, listed=False)
    with site.reading() as session:
        kinds = set(session.scalars(select(LedgerEntry.kind)))
        assert {Kind.MATCHING_BUILT.value, Kind.MATCHING_ASKED.value} <= kinds
    assert PEOPLE._held
    with pytest.raises(ZeroDivisionError), site.writing() as session:
        assert make_referral(session, world, given=SPELT)[0].times_returned / 0
    assert not PEOPLE._held


def test_a_name_written_by_another_process_is_found_through_the_ledger(
    site: Database, world: World, gate: Gate
) -> None:
    with site.writing() as session:
        make_referral(session, world, S.ACCEPTED, given=OTHERS)
    remembered = dict(PEOPLE._held)
    with site.writing() as session:
        make_referral(session, world, S.ACCEPTED, given=PLAIN)
    # As if that had been somebody else's process: this one still knows only the first case.
    PEOPLE._held.clear()
    PEOPLE._held.update(remembered)
    with site.writing() as session:
        _, second = make_referral(session, world, author=world.other_writer, given=SPELT)
    # The perpetrator of the first case, whom this process knew, and the victim of the other's.
    assert sorted(h.sure for h in _hints(site, gate, world.coordinator, second)) == [False, True]
