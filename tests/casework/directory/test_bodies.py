"""Partnerships, agencies, conferences: made, changed, closed."""

from __future__ import annotations

from typing import Any

import pytest

from casework.access import Role, Viewer
from casework.db import Database
from casework.directory import service
from casework.directory.agencies import code_from
from casework.directory.holdings import OwnerKind
from casework.directory.models import Agency, AgencyType, Conference, ConferenceKind, PersonStatus
from casework.directory.service import NewAdministrator
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit
from tests.casework.directory.conftest import Place, held

TWO = (NewAdministrator("Ann", "ann@example.org"), NewAdministrator("Bo", "bo@example.org"))


def test_a_partnership_begins_with_two_invited_administrators_and_its_conferences(
    store: Database,
) -> None:
    with store.writing() as session:
        made = service.create_partnership(
            session, name="Harbour", administrators=TWO,
            conferences=[("Harbour CCM", ConferenceKind.CCM)],
        )  # fmt: skip
        roles = [{r.role for r in service.standing(session, p.id)} for p in made.administrators]
    assert not made.partnership.demonstration
    assert {p.status for p in made.administrators} == {PersonStatus.INVITED}
    assert roles == [{Role.SYSTEM_ADMINISTRATOR, Role.PROTOCOL_ADMINISTRATOR}] * 2
    assert [c.kind for c in made.conferences] == [ConferenceKind.CCM]


@pytest.mark.parametrize(
    ("name", "administrators", "conferences", "field"),
    [
        (" ", TWO, [], "name"),
        ("Harbour", TWO[:1], [], "administrators"),
        ("Harbour", (TWO[0], NewAdministrator("B", " ANN@example.org")), [], "administrators"),
        ("Harbour", TWO, [("A", ConferenceKind.CCM)] * 2, "conferences"),
        ("Harbour", (TWO[0], NewAdministrator("B", "bo")), [], "email"),
    ],
)
def test_a_partnership_that_could_not_work_is_not_made(
    store: Database,
    name: str,
    administrators: tuple[NewAdministrator, ...],
    conferences: list[tuple[str, ConferenceKind]],
    field: str,
) -> None:
    with store.writing() as session, pytest.raises(Invalid) as refused:
        service.create_partnership(
            session, name=name, administrators=administrators, conferences=conferences
        )
    assert set(refused.value.errors) == {field}


def test_an_agency_gets_a_word_for_protocols_once(store: Database, admin: Viewer) -> None:
    with store.writing() as session:
        first = service.add_agency(session, admin, name="St. Anne’s!", agency_type=AgencyType.NGO)
        second = service.add_agency(session, admin, name="St Anne s", agency_type=AgencyType.NGO)
        own = service.add_agency(
            session, admin, name="Fire", agency_type=AgencyType.FIRE, code="fire_brigade"
        )
    assert (first.code, second.code, own.code) == ("st_anne_s", "st_anne_s_2", "fire_brigade")
    assert code_from("999 Line") == "agency_999_line"


@pytest.mark.parametrize("code", ["Fire", "fire brigade", "1fire", "fire!", "f" * 49])
def test_a_word_for_protocols_has_a_form(store: Database, admin: Viewer, code: str) -> None:
    with store.writing() as session, pytest.raises(Invalid) as refused:
        service.add_agency(session, admin, name="F", agency_type=AgencyType.FIRE, code=code)
    assert set(refused.value.errors) == {"code"}


def test_two_agencies_do_not_share_a_name(store: Database, admin: Viewer) -> None:
    with store.writing() as session, pytest.raises(Invalid) as refused:
        service.add_agency(session, admin, name="harbour police", agency_type=AgencyType.POLICE)
    assert set(refused.value.errors) == {"name"}


def test_an_agency_closes_only_when_nobody_and_nothing_is_left(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        with pytest.raises(Conflict, match="1 person still works"):
            service.close_agency(session, admin, agency_id=place.housing)
        service.leave(session, admin, person_id=place.tenancy)
        with held(1, "open action", OwnerKind.AGENCY, place.housing) as left:
            with pytest.raises(Conflict, match="1 open action"):
                service.close_agency(session, admin, agency_id=place.housing)
            left.clear()
        service.close_agency(session, admin, agency_id=place.housing)
        assert not session.get_one(Agency, place.housing).active
        with pytest.raises(Invalid):
            service.add_person(
                session, admin, agency_id=place.housing, name="X", email="x@example.org"
            )
        service.reopen_agency(session, admin, agency_id=place.housing)
        assert session.get_one(Agency, place.housing).active


def test_a_coordinator_changes_the_own_conference_only(
    store: Database, coordinator: Viewer, place: Place
) -> None:
    with store.writing() as session:
        service.change_conference(
            session, coordinator, conference_id=place.table, version=1, name="Harbour CCM"
        )
        with pytest.raises(StaleEdit):
            service.change_conference(
                session, coordinator, conference_id=place.table, version=1, name="Other"
            )
        with pytest.raises(Refused):
            service.change_conference(
                session, coordinator, conference_id=place.board, version=1, name="Mine"
            )
        with pytest.raises(Refused):
            service.add_conference(session, coordinator, name="New", kind=ConferenceKind.CCM)
        with pytest.raises(Refused):
            service.close_conference(session, coordinator, conference_id=place.table)


def test_a_conference_closes_only_when_nothing_open_is_its_own(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        with held(4, "recommendations", OwnerKind.CONFERENCE, place.board) as left:
            with pytest.raises(Conflict, match="4 recommendations"):
                service.close_conference(session, admin, conference_id=place.board)
            left.clear()
        service.close_conference(session, admin, conference_id=place.board)
        assert not session.get_one(Conference, place.board).active


def test_an_agency_keeps_its_seat_while_somebody_speaks_for_it(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        with pytest.raises(Conflict, match="End their appointments first"):
            service.take_seat(session, admin, conference_id=place.table, agency_id=place.police)
        (row,) = service.standing(session, place.officer)
        service.end_appointment(session, admin, appointment_id=row.id)
        service.take_seat(session, admin, conference_id=place.table, agency_id=place.police)
        with pytest.raises(NotFound):
            service.take_seat(session, admin, conference_id=place.table, agency_id=place.police)


def test_a_seat_given_twice_is_one_seat(store: Database, admin: Viewer, place: Place) -> None:
    with store.writing() as session:
        given: dict[str, Any] = {"conference_id": place.table, "agency_id": place.housing}
        first = service.give_seat(session, admin, **given)
        again = service.give_seat(session, admin, core=False, **given)
        assert (first.id, again.core) == (again.id, False)


def test_two_conferences_do_not_share_a_name(store: Database, admin: Viewer, place: Place) -> None:
    with store.writing() as session:
        name = session.get_one(Conference, place.table).name
        with pytest.raises(Invalid) as refused:
            service.add_conference(session, admin, name=name, kind=ConferenceKind.CCM)
    assert set(refused.value.errors) == {"name"}
