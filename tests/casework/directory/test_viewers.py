"""Who a person is today: what holds, what has ended, and what a lay member never gets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.access import Action, Appointment, Role
from casework.clock import today
from casework.db import Database
from casework.directory.models import AgencyType, Conference, ConferenceKind, Person, PersonStatus
from casework.directory.roles import BOARD_ROLES, opens_cases
from casework.directory.service import viewer_by_email, viewer_of
from casework.errors import NotFound
from tests.casework.directory.conftest import Place
from tests.factories.directory import appoint, make_agency, make_conference, make_partnership
from tests.factories.directory import make_person as person_at

DAY = timedelta(days=1)


def test_an_appointment_holds_from_its_first_day_to_its_last(store: Database, place: Place) -> None:
    with store.writing() as session:
        person = session.get_one(Person, place.colleague)
        table = session.get_one(Conference, place.table)
        appoint(session, person, Role.OBSERVER, table, starts_on=today(), ends_on=today())
        appoint(session, person, Role.CHAIR, table, starts_on=today() + DAY)
        appoint(session, person, Role.REFERRER, table, ends_on=today() - DAY)
        held = viewer_of(session, person.id).appointments
    assert held == {Appointment(Role.OBSERVER, place.table)}


@pytest.mark.parametrize(
    "status", [PersonStatus.INVITED, PersonStatus.SUSPENDED, PersonStatus.LEFT]
)
def test_nobody_but_an_active_person_is_a_viewer(
    store: Database, place: Place, status: PersonStatus
) -> None:
    with store.writing() as session:
        session.get_one(Person, place.officer).status = status
        session.flush()
        with pytest.raises(NotFound):
            viewer_of(session, place.officer)


def test_people_of_a_closed_agency_are_no_viewers(store: Database) -> None:
    with store.writing() as session:
        agency = make_agency(session, make_partnership(session))
        person = person_at(session, agency)
        agency.active = False
        session.flush()
        with pytest.raises(NotFound):
            viewer_of(session, person.id)


def test_a_role_on_a_closed_conference_no_longer_holds(store: Database, place: Place) -> None:
    with store.writing() as session:
        session.get_one(Conference, place.table).active = False
        session.flush()
        assert not viewer_of(session, place.officer).appointments


def test_a_lay_member_keeps_no_role_that_comes_near_a_case(store: Database) -> None:
    with store.writing() as session:
        partnership = make_partnership(session)
        agency = make_agency(session, partnership, AgencyType.PRIVATE)
        table = make_conference(session, partnership, agencies=(agency,))
        board = make_conference(session, partnership, ConferenceKind.BOARD)
        person = person_at(session, agency, Role.LAY_MEMBER, board)
        for role in (
            Role.REPRESENTATIVE,
            Role.CHAIR,
            Role.COORDINATOR,
            Role.OBSERVER,
            Role.VERIFIER,
        ):
            appoint(session, person, role, table)
        appoint(session, person, Role.RECOMMENDATION_OWNER, board)
        viewer = viewer_of(session, person.id)
    assert viewer.roles_in(board.id) == {Role.LAY_MEMBER, Role.RECOMMENDATION_OWNER}
    assert viewer.roles_in(table.id) == frozenset()
    near = {"case", "referral", "research", "action"}
    assert not [a for a in Action if a.value.split(":")[0] in near and viewer.may(a)]


def test_no_role_counts_on_a_board_that_opens_cases(store: Database) -> None:
    with store.writing() as session:
        partnership = make_partnership(session)
        board = make_conference(session, partnership, ConferenceKind.BOARD)
        person = person_at(session, make_agency(session, partnership), Role.CHAIR, board)
        assert not viewer_of(session, person.id).appointments


def test_the_roles_of_a_board_are_those_without_any_case_action() -> None:
    assert {
        Role.LAY_MEMBER, Role.REVIEW_CHAIR, Role.RECOMMENDATION_OWNER, Role.VERIFIER,
    } == BOARD_ROLES  # fmt: skip
    assert opens_cases(Role.OBSERVER)
    assert not opens_cases(Role.SYSTEM_ADMINISTRATOR)


def test_a_viewer_is_found_by_e_mail_however_it_is_written(store: Database, place: Place) -> None:
    with store.reading() as session:
        email = session.get_one(Person, place.officer).email
        assert viewer_by_email(session, f" {email.upper()} ").person_id == place.officer
        with pytest.raises(NotFound):
            viewer_by_email(session, "nobody@example.org")
