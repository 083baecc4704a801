"""The pages of people and agencies, as an administrator, a coordinator and a reader use them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from casework.access import Role
from casework.clock import today
from casework.db import Database
from casework.directory.models import Agency, Conference, Person
from tests.casework.directory.conftest import Place
from tests.client import PageClient
from tests.factories.accounts import sign_in
from tests.factories.directory import appoint


@pytest.fixture
def office(client: PageClient, place: Place) -> PageClient:
    return sign_in(client, place.first)


@pytest.fixture
def reader(app: Flask, place: Place) -> PageClient:
    made = app.test_client()
    assert isinstance(made, PageClient)
    return sign_in(made, place.officer)


@pytest.fixture
def table_keeper(app: Flask, place: Place) -> PageClient:
    made = app.test_client()
    assert isinstance(made, PageClient)
    return sign_in(made, place.coordinator)


def pages_of(place: Place) -> list[str]:
    return [
        "/directory/", "/directory/?past=yes", "/directory/agencies", "/directory/conferences",
        f"/directory/agencies/{place.police}", f"/directory/people/{place.officer}",
        f"/directory/conferences/{place.table}", f"/directory/conferences/{place.board}",
    ]  # fmt: skip


def changes_of(place: Place) -> list[str]:
    person, agency = f"/directory/people/{place.colleague}", f"/directory/agencies/{place.police}"
    table = f"/directory/conferences/{place.table}"
    return [
        "/directory/people/new", "/directory/agencies/new", "/directory/conferences/new",
        *(f"{person}/{act}" for act in ("edit", "appoint", "suspend", "leave", "replace")),
        f"{person}/reinstate", f"{person}/welcome-back", f"{person}/replace/{place.officer}",
        f"{agency}/edit", f"{agency}/close", f"{table}/edit", f"{table}/close",
        f"{table}/agencies", f"{table}/appoint", f"{table}/agencies/{place.police}/remove",
    ]  # fmt: skip


def test_everybody_reads_the_directory_and_sees_no_way_to_change_it(
    reader: PageClient, place: Place
) -> None:
    for url in pages_of(place):
        page = reader.page(url)
        assert "Change details" not in page.words
        assert "Add a" not in page.words
    assert "Ada Marlowe" in reader.page("/directory/").words


def test_a_reader_changes_nothing(reader: PageClient, place: Place) -> None:
    for url in changes_of(place):
        assert reader.get(url).status_code == 403, url


def test_every_page_of_the_administrator_opens(office: PageClient, place: Place) -> None:
    for url in [*pages_of(place), *changes_of(place)]:
        assert office.get(url).status_code == 200, url


def test_somebody_who_is_not_signed_in_is_asked_to(client: PageClient, place: Place) -> None:
    for url in [*pages_of(place), *changes_of(place)]:
        answer = client.get(url)
        assert answer.status_code == 303
        assert answer.location.startswith("/account/sign-in?next=")


def test_another_partnerships_things_are_not_found(office: PageClient, place: Place) -> None:
    for url in (
        f"/directory/people/{place.elsewhere}",
        f"/directory/people/{place.elsewhere}/suspend",
        f"/directory/agencies/{place.elsewhere}",
        f"/directory/conferences/{place.elsewhere}",
        f"/directory/appointments/{place.elsewhere}/end",
        f"/directory/people/{place.officer}/replace/{place.elsewhere}",
    ):
        assert office.get(url).status_code == 404, url


def test_an_agency_is_added_and_changed(office: PageClient, store: Database, place: Place) -> None:
    answer = office.submit(
        "/directory/agencies/new", {"name": "Quay Refuge", "agency_type": "victim_service"}
    )
    assert answer.status_code == 303
    answer = office.submit(f"{answer.location}/edit", {"sponsor": "Kim Vale"})
    assert answer.status_code == 303
    with store.reading() as session:
        made = session.query(Agency).filter_by(name="Quay Refuge").one()
        assert (made.code, made.sponsor) == ("quay_refuge", "Kim Vale")


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    office: PageClient, place: Place
) -> None:
    for url, data, message in (
        ("agencies/new", {"name": "Harbour Police", "agency_type": "police"}, "has this name"),
        ("agencies/new", {"name": "Quay"}, "Select the type of agency"),
        ("people/new", {"name": "Eve", "email": "eve", "agency_id": str(place.police)}, "e-mail"),
        ("people/new", {"name": "Eve", "email": "e@x.org", "agency_id": "not-one"}, "Select"),
        ("conferences/new", {"name": "Quay", "kind": "ccm", "research_due_days": "99"}, "0 to 30"),
    ):
        answer = office.submit(f"/directory/{url}", data)
        assert answer.status_code == 422, (url, data)
        assert message in answer.text
        assert f'value="{data["name"]}"' in answer.text


def test_two_who_change_one_agency_at_once_lose_nothing(
    office: PageClient, store: Database, place: Place
) -> None:
    url = f"/directory/agencies/{place.police}/edit"
    form = office.page(url).form()
    with store.writing() as session:
        session.get_one(Agency, place.police).sponsor = "Saved first"
    answer = office.post(url, data=form.filled({"sponsor": "Typed second"}))
    assert answer.status_code == 422
    assert "Somebody else changed this" in answer.text
    assert "Typed second" in answer.text


def test_a_coordinator_seats_an_agency_and_gives_a_role_there(
    table_keeper: PageClient, store: Database, place: Place
) -> None:
    table = f"/directory/conferences/{place.table}"
    answer = table_keeper.submit(
        f"{table}/agencies", {"agency_id": str(place.housing), "core": "yes"}
    )
    assert answer.status_code == 303
    answer = table_keeper.submit(
        f"{table}/appoint", {"person_id": str(place.tenancy), "role": "representative"}
    )
    assert answer.status_code == 303
    assert "Cy Lind" in table_keeper.page(table).words
    with store.reading() as session:
        name = session.get_one(Conference, place.table).name
    assert f"Agency representative, {name}" in table_keeper.page("/directory/").words


def test_a_coordinator_has_no_say_at_another_table(table_keeper: PageClient, place: Place) -> None:
    board = f"/directory/conferences/{place.board}"
    for url in (f"{board}/edit", f"{board}/agencies", f"{board}/appoint", f"{board}/close"):
        assert table_keeper.get(url).status_code == 403, url
    assert "Change details" not in table_keeper.page(board).words


def test_a_role_is_given_and_ended_from_the_persons_page(office: PageClient, place: Place) -> None:
    person = f"/directory/people/{place.colleague}"
    answer = office.submit(
        f"{person}/appoint", {"role": "observer", "conference_id": str(place.table)}
    )
    assert answer.status_code == 303
    (link,) = _end_links(office.get(person).text)
    answer = office.submit(link, {"when": "later"})
    assert answer.status_code == 422
    assert "Enter the last day" in answer.text
    assert office.submit(link, {"when": "now", "reason": "Moved"}).status_code == 303
    assert "Ended: Moved" in office.page(person).words


def _end_links(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('href="')[1:] if "/end" in part[:80]]


def test_a_refusal_of_the_rules_stands_on_the_form(office: PageClient, place: Place) -> None:
    answer = office.submit(
        f"/directory/people/{place.tenancy}/appoint",
        {"role": "representative", "conference_id": str(place.table)},
    )
    assert answer.status_code == 422
    assert "has no seat" in answer.text
    answer = office.submit(f"/directory/people/{place.second}/suspend")
    assert answer.status_code == 422
    assert "always be two" in answer.text


def test_a_suspended_person_is_signed_out_at_the_next_request(
    app: Flask, office: PageClient, reader: PageClient, place: Place
) -> None:
    assert reader.get("/directory/").status_code == 200
    assert office.submit(f"/directory/people/{place.officer}/suspend").status_code == 303
    assert reader.get("/directory/").status_code == 303
    assert office.submit(f"/directory/people/{place.officer}/reinstate").status_code == 303


def test_work_is_handed_over_after_a_look_at_what(
    office: PageClient, store: Database, place: Place
) -> None:
    person = f"/directory/people/{place.officer}"
    answer = office.submit(f"{person}/replace", {"successor": str(place.colleague)})
    assert answer.status_code == 303
    page = office.page(answer.location)
    assert "the role Agency representative" in page.words
    assert _status(store, place.officer) == "active"
    assert office.submit(answer.location, {"reason": "New job"}).status_code == 303
    assert _status(store, place.officer) == "left"
    assert "Agency representative" in office.page(f"/directory/people/{place.colleague}").words


def _status(store: Database, person_id: UUID) -> str:
    with store.reading() as session:
        return session.get_one(Person, person_id).status


def test_names_with_signs_of_html_stay_names(
    office: PageClient, store: Database, place: Place
) -> None:
    with store.writing() as session:
        session.get_one(Person, place.officer).name = "<b>Ada</b> & {{ 1 }}"
    answer = office.get("/directory/conferences")
    assert answer.status_code == 200
    text = office.get(f"/directory/agencies/{place.police}/").status_code
    assert text in (308, 404)
    assert "<b>Ada</b>" not in office.get("/directory/agencies").text


def test_somebody_without_a_role_has_an_account_and_reads_the_directory(
    client: PageClient, place: Place
) -> None:
    sign_in(client, place.colleague)
    for url in ("/directory/", "/account/", f"/directory/people/{place.officer}"):
        assert client.get(url).status_code == 200
    assert client.get("/cases").status_code == 403


def test_an_administrator_sees_which_roles_end_soon(
    office: PageClient, reader: PageClient, store: Database, place: Place
) -> None:
    assert "end within 30 days" not in office.page("/directory/").words
    with store.writing() as session:
        table = session.get_one(Conference, place.table)
        person = session.get_one(Person, place.colleague)
        appoint(session, person, Role.OBSERVER, table, ends_on=today() + timedelta(days=9))
    assert "Ben Okoro : Observer" in office.page("/directory/").words
    assert "end within 30 days" not in reader.page("/directory/").words
