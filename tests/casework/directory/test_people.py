"""People come, are suspended, leave, and hand over: never alone, never with something open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.db import Database
from casework.directory import departures, handover, service
from casework.directory.history import events_about
from casework.directory.holdings import OwnerKind
from casework.directory.models import AppointmentRow, Person, PersonStatus
from casework.directory.registry import Registry
from casework.errors import (
    ConfigurationError,
    Conflict,
    Invalid,
    NotFound,
    Refused,
    StaleEdit,
    WrongState,
)
from tests.casework.directory.conftest import Place, held


def test_a_new_person_is_invited_and_cannot_act_yet(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        made = service.add_person(
            session, admin, agency_id=place.police, name="Eve Tan", email=" Eve.TAN@Example.org "
        )
        assert (made.status, made.email) == (PersonStatus.INVITED, "eve.tan@example.org")
        with pytest.raises(NotFound):
            service.viewer_of(session, made.id)


@pytest.mark.parametrize(
    "email", ["", "eve", "eve@", "@example.org", "eve@example", "e ve@example.org", "a@b.c\n@d.e"]
)
def test_an_address_that_cannot_be_one_is_refused(
    store: Database, admin: Viewer, place: Place, email: str
) -> None:
    with store.writing() as session, pytest.raises(Invalid) as refused:
        service.add_person(session, admin, agency_id=place.police, name="Eve", email=email)
    assert set(refused.value.errors) == {"email"}


def test_an_address_signs_in_one_person_in_the_whole_installation(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        taken = session.get_one(Person, place.elsewhere).email
        with pytest.raises(Invalid, match="already"):
            service.add_person(
                session, admin, agency_id=place.police, name="Eve", email=taken.upper()
            )


def test_the_second_of_two_who_change_a_person_is_told(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        person = session.get_one(Person, place.officer)
        given: dict[str, Any] = {
            "person_id": person.id,
            "version": person.version,
            "email": person.email,
        }
        service.change_person(session, admin, name="Ada Marlow", **given)
        with pytest.raises(StaleEdit):
            service.change_person(session, admin, name="Ada Marlowe-Hill", **given)


def test_only_administrators_change_people(
    store: Database, coordinator: Viewer, place: Place
) -> None:
    with store.writing() as session:
        for act in (service.suspend, service.reinstate, service.leave, service.welcome_back):
            with pytest.raises(Refused):
                act(session, coordinator, person_id=place.officer)


def test_nobody_suspends_or_ends_themselves(store: Database, admin: Viewer, place: Place) -> None:
    with store.writing() as session:
        for act in (service.suspend, service.leave):
            with pytest.raises(Refused):
                act(session, admin, person_id=place.first)


def test_suspending_closes_the_door_and_keeps_the_roles(
    store: Database, admin: Viewer, place: Place
) -> None:
    gone: list[UUID] = []
    departures.register("sessions", lambda _, person_id: gone.append(person_id))
    with store.writing() as session:
        service.suspend(session, admin, person_id=place.officer, reason="Telephone stolen")
        assert gone == [place.officer]
        with pytest.raises(NotFound):
            service.viewer_of(session, place.officer)
        service.reinstate(session, admin, person_id=place.officer)
        assert Role.REPRESENTATIVE in service.viewer_of(session, place.officer).roles_in(
            place.table
        )
        words = [event.what for event in events_about(session, admin, place.officer)]
        assert "Suspended: Telephone stolen" in words


def test_the_last_two_administrators_are_not_suspended(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session, pytest.raises(Conflict, match="always be two"):
        service.suspend(session, admin, person_id=place.second)


def test_nobody_leaves_while_something_open_is_theirs(
    store: Database, admin: Viewer, place: Place
) -> None:
    with held(1, "recommendation", OwnerKind.PERSON, place.officer) as left:
        with store.writing() as session, pytest.raises(Conflict, match="1 recommendation"):
            service.leave(session, admin, person_id=place.officer)
        left.clear()
        with store.writing() as session:
            service.leave(session, admin, person_id=place.officer)
            assert service.standing(session, place.officer) == []
            assert session.get_one(Person, place.officer).status == PersonStatus.LEFT


def test_who_comes_back_is_invited_again_without_old_roles(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        service.leave(session, admin, person_id=place.officer)
        service.welcome_back(session, admin, person_id=place.officer)
        assert session.get_one(Person, place.officer).status == PersonStatus.INVITED
        assert service.standing(session, place.officer) == []
        with pytest.raises(WrongState):
            service.welcome_back(session, admin, person_id=place.officer)


def test_a_successor_gets_roles_deputies_and_open_work(
    store: Database, admin: Viewer, place: Place
) -> None:
    with held(3, "open actions", OwnerKind.PERSON, place.officer) as left:
        handover.register("actions", lambda *_: _moved(left))
        with store.writing() as session:
            (old,) = service.standing(session, place.officer)
            deputy = _deputy(session, admin, place, old)
            seen = service.preview(session, admin, person_id=place.officer)
            assert [str(h) for h in seen.held] == ["3 open actions"]
            assert len(seen.roles) == 1
            done = service.replace(
                session, admin, person_id=place.officer, successor_id=place.colleague
            )
            (new,) = service.standing(session, place.colleague)
            session.refresh(deputy)
            assert deputy.deputises_for == new.id
    assert (done.roles, dict(done.moved)) == (1, {"actions": 3})
    with store.reading() as session:
        assert session.get_one(Person, place.officer).status == PersonStatus.LEFT
        assert service.standing(session, place.officer) == []
        assert new.role == Role.REPRESENTATIVE


def _moved(left: list[int]) -> int:
    count = sum(left)
    left.clear()
    return count


def _deputy(
    session: Session, admin: Viewer, place: Place, principal: AppointmentRow
) -> AppointmentRow:
    third = service.add_person(
        session, admin, agency_id=place.police, name="Fay Ito", email="fay@example.org"
    )
    return service.appoint(
        session, admin, person_id=third.id, role=Role.DEPUTY, conference_id=place.table,
        deputises_for=principal.id,
    )  # fmt: skip


def test_a_deputy_who_takes_over_is_no_longer_the_deputy_of_somebody_gone(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        (old,) = service.standing(session, place.officer)
        deputy = _deputy(session, admin, place, old)
        service.replace(session, admin, person_id=place.officer, successor_id=deputy.person_id)
        roles = {row.role for row in service.standing(session, deputy.person_id)}
    assert Role.REPRESENTATIVE in roles


def test_work_does_not_pass_to_another_agency(store: Database, admin: Viewer, place: Place) -> None:
    with store.writing() as session, pytest.raises(Invalid, match="same agency"):
        service.replace(session, admin, person_id=place.officer, successor_id=place.tenancy)


def test_what_nobody_hands_over_stops_the_replacement_whole(
    store: Database, admin: Viewer, place: Place
) -> None:
    with (
        held(1, "review", OwnerKind.PERSON, place.officer),
        pytest.raises(Conflict),
        store.writing() as session,
    ):
        service.replace(session, admin, person_id=place.officer, successor_id=place.colleague)
    with store.reading() as session:
        assert len(service.standing(session, place.officer)) == 1
        assert service.standing(session, place.colleague) == []


def test_an_administrator_can_be_replaced_because_the_successor_comes_first(
    store: Database, admin: Viewer, place: Place
) -> None:
    with store.writing() as session:
        office = session.get_one(Person, place.second).agency_id
        third = service.add_person(
            session, admin, agency_id=office, name="Gus", email="gus@example.org"
        )
        service.replace(session, admin, person_id=place.second, successor_id=third.id)
        assert len(service.standing(session, third.id)) == 2


def test_a_name_in_a_registry_means_one_function() -> None:
    registry: Registry[object] = Registry("thing")  # type: ignore[type-var]  # anything may be registered
    registry.register("one", print)
    registry.register("one", print)
    with pytest.raises(ConfigurationError, match="declared twice"):
        registry.register("one", repr)
    assert [name for name, _ in registry] == ["one"]
