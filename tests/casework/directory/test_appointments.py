"""Roles: where they may be held, by whom given, and how they end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from casework.access import Role, Viewer
from casework.clock import today
from casework.db import Database
from casework.directory import service
from casework.directory.holdings import OwnerKind
from casework.directory.models import AppointmentRow, Person, PersonStatus
from casework.errors import Conflict, Invalid, NotFound, Refused
from tests.casework.directory.conftest import Place, held

DAY = timedelta(days=1)


def give(store: Database, viewer: Viewer, person: UUID, role: Role, **more: object) -> UUID:
    with store.writing() as session:
        return service.appoint(session, viewer, person_id=person, role=role, **more).id  # type: ignore[arg-type]  # the test names the keywords


def test_an_administrator_gives_a_role_with_dates(
    store: Database, admin: Viewer, place: Place
) -> None:
    made = give(
        store, admin, place.colleague, Role.CHAIR, conference_id=place.table,
        ends_on=today() + 30 * DAY,
    )  # fmt: skip
    with store.reading() as session:
        assert Role.CHAIR in service.viewer_of(session, place.colleague).roles_in(place.table)
        assert [row.id for row in service.ending_soon(session, admin)] == [made]
        assert service.ending_soon(session, admin, days=29) == []


@pytest.mark.parametrize(
    ("role", "where", "field"),
    [
        (Role.CHAIR, None, "role"),
        (Role.AUDITOR, "table", "role"),
        (Role.CHAIR, "board", "role"),
        (Role.REPRESENTATIVE, "board", "role"),
        (Role.LAY_MEMBER, "table", "role"),
        (Role.LAY_MEMBER, None, "role"),
    ],
)
def test_a_role_is_held_only_where_it_belongs(
    store: Database, admin: Viewer, place: Place, role: Role, where: str | None, field: str
) -> None:
    conference = getattr(place, where) if where else None
    with pytest.raises(Invalid) as refused:
        give(store, admin, place.colleague, role, conference_id=conference)
    assert set(refused.value.errors) == {field}


def test_an_agency_without_a_seat_has_no_representative(
    store: Database, admin: Viewer, place: Place
) -> None:
    with pytest.raises(Invalid, match="no seat"):
        give(store, admin, place.tenancy, Role.REPRESENTATIVE, conference_id=place.table)


def test_nobody_appoints_themselves(store: Database, admin: Viewer, place: Place) -> None:
    with pytest.raises(Refused):
        give(store, admin, place.first, Role.REPRESENTATIVE, conference_id=place.table)


def test_a_lay_member_gets_no_role_that_opens_cases_nor_the_other_way_round(
    store: Database, admin: Viewer, place: Place
) -> None:
    give(store, admin, place.tenancy, Role.LAY_MEMBER, conference_id=place.board)
    with pytest.raises(Invalid, match="lay member"):
        give(store, admin, place.tenancy, Role.OBSERVER, conference_id=place.table)
    with pytest.raises(Invalid, match="lay member"):
        give(store, admin, place.officer, Role.LAY_MEMBER, conference_id=place.board)


def test_a_lay_member_may_open_cases_after_that_role_has_ended(
    store: Database, admin: Viewer, place: Place
) -> None:
    give(
        store, admin, place.tenancy, Role.LAY_MEMBER, conference_id=place.board,
        ends_on=today() + DAY,
    )  # fmt: skip
    later = today() + 2 * DAY
    give(store, admin, place.tenancy, Role.OBSERVER, conference_id=place.table, starts_on=later)


def test_the_same_role_is_not_given_twice_in_one_time(
    store: Database, admin: Viewer, place: Place
) -> None:
    with pytest.raises(Invalid, match="already holds"):
        give(store, admin, place.officer, Role.REPRESENTATIVE, conference_id=place.table)


def test_the_last_day_is_not_before_the_first(store: Database, admin: Viewer, place: Place) -> None:
    with pytest.raises(Invalid) as refused:
        give(store, admin, place.colleague, Role.AUDITOR, ends_on=today() - DAY)
    assert set(refused.value.errors) == {"ends_on"}


def test_a_deputy_names_a_representative_of_the_same_agency_and_table(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.reading() as session:
        (principal,) = service.standing(session, place.officer)
    with pytest.raises(Invalid) as refused:
        give(store, admin, place.colleague, Role.DEPUTY, conference_id=place.table)
    assert set(refused.value.errors) == {"deputises_for"}
    give(
        store, admin, place.colleague, Role.DEPUTY, conference_id=place.table,
        deputises_for=principal.id,
    )  # fmt: skip
    with store.writing() as session:
        service.give_seat(session, admin, conference_id=place.table, agency_id=place.housing)
    with pytest.raises(Invalid, match="same agency"):
        give(
            store, admin, place.tenancy, Role.DEPUTY, conference_id=place.table,
            deputises_for=principal.id,
        )  # fmt: skip


def test_a_coordinator_appoints_around_the_own_table_and_nothing_more(
    store: Database, coordinator: Viewer, place: Place
) -> None:
    give(store, coordinator, place.colleague, Role.OBSERVER, conference_id=place.table)
    for role, where in ((Role.CHAIR, place.table), (Role.OBSERVER, place.board)):
        with pytest.raises(Refused):
            give(store, coordinator, place.colleague, role, conference_id=where)
    with pytest.raises(Refused):
        give(store, coordinator, place.colleague, Role.AUDITOR)


def test_another_partnerships_people_and_tables_are_not_there(
    store: Database, admin: Viewer, place: Place
) -> None:
    with pytest.raises(NotFound):
        give(store, admin, place.elsewhere, Role.AUDITOR)
    with pytest.raises(NotFound):
        give(store, admin, place.colleague, Role.OBSERVER, conference_id=place.partnership)


def test_a_suspended_person_gets_no_role(store: Database, admin: Viewer, place: Place) -> None:
    with store.writing() as session:
        session.get_one(Person, place.colleague).status = PersonStatus.SUSPENDED
    with pytest.raises(Invalid):
        give(store, admin, place.colleague, Role.AUDITOR)


def test_a_role_ends_at_once_or_after_its_last_day(
    store: Database, admin: Viewer, place: Place
) -> None:
    made = give(store, admin, place.colleague, Role.AUDITOR)
    with store.writing() as session:
        service.end_appointment(session, admin, appointment_id=made, last_day=today() + DAY)
        assert service.viewer_of(session, place.colleague).appointments
        service.end_appointment(session, admin, appointment_id=made, reason="Moved")
        assert not service.viewer_of(session, place.colleague).appointments
        with pytest.raises(Conflict):
            service.end_appointment(session, admin, appointment_id=made)
        assert session.get_one(AppointmentRow, made).ended_reason == "Moved"


def test_the_last_role_stays_while_something_open_is_theirs(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session, held(2, "open actions", OwnerKind.PERSON, place.officer):
        (row,) = service.standing(session, place.officer)
        with pytest.raises(Conflict, match="2 open actions"):
            service.end_appointment(session, admin, appointment_id=row.id)


def test_the_last_two_administrators_stay(store: Database, admin: Viewer, place: Place) -> None:
    with store.writing() as session:
        rows = service.standing(session, place.second)
        for row in rows:
            with pytest.raises(Conflict, match="always be two"):
                service.end_appointment(session, admin, appointment_id=row.id)
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.PROTOCOL_ADMINISTRATOR):
        give(store, admin, place.colleague, role)
    with store.writing() as session:
        for row in rows:
            service.end_appointment(session, admin, appointment_id=row.id)


def test_an_administrator_for_a_while_is_not_one_of_the_two(
    store: Database, admin: Viewer, place: Place
) -> None:
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.PROTOCOL_ADMINISTRATOR):
        give(store, admin, place.colleague, role, ends_on=today() + DAY)
    with store.writing() as session, pytest.raises(Conflict, match="always be two"):
        service.suspend(session, admin, person_id=place.second)
