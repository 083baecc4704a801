"""Posts that a protocol names: who holds them, and what opens and closes by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.agreements import posts
from casework.cases.models import CaseState
from casework.clock import moved_to
from casework.db import Database
from casework.directory.appointments import end_appointment
from casework.directory.models import AppointmentRow, Conference, ConferenceKind, HeldPost
from casework.directory.past import viewer_at
from casework.directory.people import reinstate, suspend
from casework.directory.viewers import viewer_of
from casework.errors import Invalid, NotFound, Refused
from casework.referrals.reading import representatives
from casework.sharing.findings import everything_about
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.agreements import STARTER, adopt, gated
from tests.factories.directory import make_conference, make_viewer
from tests.factories.world import World, make_world

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
MARKS = {
    "victim.surname": "Markervictim",
    "victim.current_address": "14 Markeraddress Row",
    "victim.mental_health": "Markermood",
}
NAMED = gated(
    'role = ["tenancy_officer", "idva"]', applies='category = "location"',
    words='[vocabulary.role]\ntenancy_officer = "specialist"',
)  # fmt: skip


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with moved_to(NOW - timedelta(days=1)), store.writing() as session:
        made = make_world(session, MARKS, state=CaseState.LISTED)
        adopt(session, made.partnership, tuple(made.agencies.values()), NAMED)
        office = made.agencies["coordinating_body"]
        made.viewers["other_office"] = make_viewer(
            session, office, Role.COORDINATOR, made.conference
        )
        made.viewers["administrator"] = make_viewer(session, office, Role.SYSTEM_ADMINISTRATOR)
    return made


def browser(app: Flask, world: World, who: str) -> PageClient:
    return browser_of(app, world.viewers[who])


def _appointment(session: Session, world: World, who: str) -> UUID:
    query = select(AppointmentRow.id).where(
        AppointmentRow.person_id == world.viewers[who].person_id,
        AppointmentRow.conference_id == world.conference.id,
    )
    return session.scalars(query).one()


def _give(
    session: Session, world: World, who: str, word: str = "idva", by: str = "coordinator"
) -> HeldPost:
    return posts.give_post(
        session, world.viewers[by], conference_id=world.conference.id, word=word,
        appointment_id=_appointment(session, world, who),
    )  # fmt: skip


def _words(viewer: Viewer | None, world: World) -> frozenset[str]:
    assert viewer is not None
    return viewer.known_as(world.conference.id)


def test_the_page_names_each_post_its_clauses_and_that_nobody_holds_it_yet(
    app: Flask, world: World
) -> None:
    page = browser(app, world, "police").page(f"/protocol/posts/{world.conference.id}")
    assert "Tenancy officer" in page.words
    assert "clause 99" in page.words
    assert "clause 99 Nobody" in page.words
    assert "Say who holds a post" not in page.words


def test_what_to_look_at_names_the_posts_that_have_to_be_given() -> None:
    told = [f for f in everything_about(NAMED) if f.kind == "post"]
    assert [(f.clause, f.severity) for f in told] == [("99", "note"), ("99", "note")]
    assert "“tenancy officer”" in told[1].message
    assert not [f for f in everything_about(STARTER) if f.kind == "post"]


def test_a_post_opens_what_the_clause_opens_and_closes_it_again_when_it_ends(
    app: Flask, world: World, store: Database
) -> None:
    office, service = browser(app, world, "coordinator"), browser(app, world, "victim_service")
    case, url = f"/cases/{world.case.id}", f"/protocol/posts/{world.conference.id}"
    assert "Markeraddress" not in service.page(case).words
    with store.reading() as session:
        role = str(_appointment(session, world, "victim_service"))
    said = {"word": "idva", "appointment_id": role}
    assert office.submit(f"{url}/give", said).status_code == 303
    assert "Markeraddress" in service.page(case).words
    assert world.viewers["victim_service"].name in office.page(url).words
    with store.reading() as session:
        held = session.scalars(select(HeldPost)).one()
    assert office.submit(url, {}, action=f"{url}/{held.id}/end").status_code == 303
    service.forbidden_markers = {"Markeraddress"}
    service.page(case)


def test_who_leaves_something_out_is_told_beside_it_and_keeps_the_rest(
    app: Flask, world: World
) -> None:
    office = browser(app, world, "coordinator")
    empty = office.submit(f"/protocol/posts/{world.conference.id}/give", {"word": "idva"})
    assert empty.status_code == 422
    assert "Select who holds it" in empty.text
    assert 'value="idva" checked' in empty.text


def test_person_and_conference_show_the_post_beside_the_role(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        _give(session, world, "housing", "tenancy_officer")
    who = browser(app, world, "police")
    for page in (
        f"/directory/people/{world.viewers['housing'].person_id}",
        f"/directory/conferences/{world.conference.id}",
    ):
        assert "Agency representative (Tenancy officer)" in who.page(page).words


def test_nobody_gives_a_post_to_themselves(store: Database, world: World) -> None:
    with store.writing() as session:
        with pytest.raises(Refused, match="nobody gives one to themselves"):
            _give(session, world, "coordinator")
        assert _give(session, world, "coordinator", by="other_office").word == "idva"


@pytest.mark.parametrize("by", ["police", "chair", "victim_service"])
def test_only_who_looks_after_the_conference_gives_a_post(
    store: Database, world: World, by: str
) -> None:
    with store.writing() as session, pytest.raises(Refused):
        _give(session, world, "housing", by=by)


def test_a_post_is_one_that_a_protocol_names_and_is_held_once(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        for word in ("chair", "manager", "dragon"):
            with pytest.raises(Invalid):
                _give(session, world, "housing", word)
        held = _give(session, world, "housing")
        with pytest.raises(Invalid, match="already"):
            _give(session, world, "housing")
        given = {"conference_id": world.conference.id, "post_id": held.id}
        posts.end_post(session, world.viewers["coordinator"], **given)
        with pytest.raises(NotFound):
            posts.end_post(session, world.viewers["coordinator"], **given)
        assert _give(session, world, "housing").id != held.id


def test_a_post_is_held_at_its_conference_and_no_longer_than_the_role(
    store: Database, world: World
) -> None:
    with moved_to(NOW), store.writing() as session:
        other = make_conference(session, world.partnership, ConferenceKind.CCM)
        _give(session, world, "housing")
        who = viewer_of(session, world.viewers["housing"].person_id)
        assert who.known_as(world.conference.id) == {"representative", "idva"}
        assert who.known_as(other.id) == frozenset()
        end_appointment(
            session, world.viewers["coordinator"],
            appointment_id=_appointment(session, world, "housing"),
        )  # fmt: skip
        assert viewer_of(session, who.person_id).appointments == frozenset()
        here = session.get_one(Conference, world.conference.id)
        assert posts.holders(session, here) == []


def test_looking_back_a_post_is_held_from_its_moment_to_its_end(
    store: Database, world: World
) -> None:
    who = world.viewers["housing"].person_id
    with moved_to(NOW), store.writing() as session:
        held = _give(session, world, "housing")
    with moved_to(NOW + timedelta(hours=2)), store.writing() as session:
        posts.end_post(
            session, world.viewers["coordinator"], conference_id=world.conference.id,
            post_id=held.id,
        )  # fmt: skip
    with moved_to(NOW + timedelta(days=9)), store.reading() as session:
        told = [
            "idva" in _words(viewer_at(session, who, NOW + timedelta(hours=hours)), world)
            for hours in (-1, 0, 1, 2, 3)
        ]
    assert told == [False, True, True, False, False]


def test_whoever_writes_a_referral_is_told_of_the_post_beside_its_agency(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        _give(session, world, "housing", "tenancy_officer")
        seats = [v.agency_name for v in representatives(session, world.case)]
    name = world.agencies["housing"].name
    assert [seat for seat in seats if seat.startswith(name)] == [name, f"{name} (Tenancy officer)"]


def test_a_suspended_person_reads_nothing_by_their_post_and_is_given_none(
    app: Flask, world: World, store: Database
) -> None:
    office, held = world.viewers["administrator"], world.viewers["housing"]
    with store.writing() as session:
        _give(session, world, "housing", "tenancy_officer")
        suspend(session, office, person_id=held.person_id, reason="Away.")
        assert not posts.posts_by_agency(session, world.conference.id).get(held.agency_id)
        with pytest.raises(Invalid, match="Select somebody"):
            _give(session, world, "housing", "idva")
    url = f"/protocol/posts/{world.conference.id}"
    assert (
        "(suspended, so nothing opens by it now)" in browser(app, world, "police").page(url).words
    )
    with store.writing() as session:
        reinstate(session, office, person_id=held.person_id)
        told = posts.posts_by_agency(session, world.conference.id)
        assert told[held.agency_id] == {"tenancy_officer"}


def test_a_conference_whose_protocols_name_no_post_says_so(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        other = make_conference(session, world.partnership, ConferenceKind.BOARD)
    url = f"/protocol/posts/{other.id}"
    page = browser(app, world, "police").page(url)
    assert "No post yet" in page.words
    assert "Say who holds a post" not in page.words
    office = browser(app, world, "administrator")
    assert office.get(f"{url}/give").headers["Location"].endswith(url)
