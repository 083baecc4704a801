"""Every role at every endpoint: its own thing, somebody else's, and one that is not there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access import TABLE, WIDE, Role, Viewer
from casework.db import Base, Database
from tests.access.addresses import (
    ABROAD,
    ELSEWHERE,
    HALF_MISSING,
    MISSING,
    MIXED,
    OWN,
    Addresses,
    Endpoint,
    endpoints,
)
from tests.access.expected import ALLOWED, CASE_ACTIONS, NO_CASE, allowed
from tests.access.people import LAY_AND_ALL, NOBODY, Browser, browser, make_people, plain
from tests.access.site import Site, live_in, make_site

GUARD_SAYS = "Your role does not include this. Ask your coordinator if it should."
ROLES = [*(r.value for r in Role), NOBODY]
# What changes with every request and belongs to nobody's case.
RESTLESS = ("ledger", "sign_in", "known_device", "checkpoint")
PUBLIC, NOT_FOUND = "public", 404
# Where an address names several things of one's own: how many ways of naming them are tried.
SEVERAL = 4
Ask = Callable[[str, str], tuple[int, str]]


@dataclass
class World:
    """Three sites, everybody, and what was answered so far."""

    app: Flask
    sites: dict[str, Site]
    addresses: Addresses
    endpoints: list[Endpoint]
    browsers: dict[str, Browser]
    opened: set[tuple[str, str]] = field(default_factory=set)
    asked: int = 0

    def store(self) -> Database:
        found: Database = self.app.extensions["confer_database"]
        return found

    def get(self, role: str, url: str) -> tuple[int, str]:
        self.asked += 1
        answer = self.browsers[role].get(url)
        return answer.status_code, plain(answer)

    def post(self, role: str, url: str) -> tuple[int, str]:
        self.asked += 1
        answer = self.browsers[role].post(url)
        return answer.status_code, plain(answer)


@pytest.fixture(scope="module")
def world(house: Flask) -> Iterator[World]:
    store: Database = house.extensions["confer_database"]
    with store.writing() as session:
        own = make_site(session)
        elsewhere = make_site(session, own.world.partnership, own.agencies)
        abroad = make_site(session)
    sites = {OWN: own, ELSEWHERE: elsewhere, ABROAD: abroad}
    people = make_people(store, own)
    browsers = {role: browser(house, person) for role, person in people.items()}
    for site in sites.values():
        live_in(house, site)
    return World(house, sites, Addresses(house, sites), endpoints(house), browsers)


def test_the_table_of_roles_is_the_one_written_down_here() -> None:
    written = {role: allowed(role) for role in ALLOWED}
    assert {r.value: frozenset(a.value for a in actions) for r, actions in TABLE.items()} == written


def test_every_endpoint_declares_an_action_that_somebody_has(world: World) -> None:
    known = frozenset().union(*(allowed(role) for role in ALLOWED)) | {PUBLIC}
    assert [e.name for e in world.endpoints if e.action not in known] == []


def test_every_thing_in_an_address_has_an_example(world: World) -> None:
    for endpoint in world.endpoints:
        assert world.addresses.of(endpoint, OWN)


@pytest.mark.parametrize("role", ROLES)
def test_pages(world: World, role: str) -> None:
    """A role opens what its actions name, no more; the foreign and the missing look alike."""
    wrong: list[object] = []
    for endpoint in _asked_of(world, "GET"):
        if endpoint.action in allowed(role):
            wrong += _open_pages(world, role, endpoint)
        else:
            wrong += _refused(world, role, endpoint, world.get)
    assert not wrong, _listed(wrong)


def test_every_page_opens_for_somebody(world: World) -> None:
    """A page that nobody can open is one that this suite has not tried."""
    shut = [e for e in _asked_of(world, "GET") if e.name not in {name for name, _ in world.opened}]
    # Some open only to those who did the work: who signed the statement, who made the draft.
    own = world.sites[OWN]
    those = [browser(world.app, v.person_id) for v in (*_workers(own.world), *_workers(own.board))]
    still = [e.name for e in shut if not _opens(world, e, those)]
    assert not still, _listed(still)


@pytest.mark.parametrize("role", ROLES)
def test_acts_that_must_change_nothing(world: World, role: str) -> None:
    """With a valid token: refused without the action, 'not found' on what is not one's own."""
    before = _rows(world)
    wrong: list[object] = []
    for endpoint in _asked_of(world, "POST"):
        if endpoint.action in allowed(role):
            wrong += _foreign(world, role, endpoint, world.post)
        else:
            wrong += _refused(world, role, endpoint, world.post)
    assert not wrong, _listed(wrong)
    assert [t for t, rows in _rows(world).items() if rows != before[t]] == []


def test_without_signing_in_every_address_leads_to_the_door(world: World) -> None:
    nobody = browser(world.app, None)
    wrong = []
    for endpoint in world.endpoints:
        if endpoint.action == PUBLIC:
            continue
        for method in sorted(endpoint.methods):
            for address in world.addresses.of(endpoint, OWN)[:1]:
                answer = nobody.get(address.url) if method == "GET" else nobody.post(address.url)
                where = answer.headers.get("Location", "")
                if answer.status_code not in (302, 303) or not where.startswith("/account/sign-in"):
                    wrong.append((method, address.url, answer.status_code, where))
    assert not wrong, _listed(wrong)


def test_an_act_without_a_token_is_refused(world: World) -> None:
    wrong = []
    for endpoint in _asked_of(world, "POST"):
        role = next(r for r in ALLOWED if endpoint.action in allowed(r))
        url = world.addresses.of(endpoint, OWN)[0].url
        client = world.browsers[role].client
        with world.app.app_context():
            answer = client.post(url, data={})
        if answer.status_code != 400:
            wrong.append((endpoint.name, answer.status_code))
    assert not wrong, _listed(wrong)


@pytest.mark.parametrize("role", [*NO_CASE, LAY_AND_ALL, NOBODY])
def test_no_case_is_read_without_casework(world: World, role: str) -> None:
    """Administrators, boards and lay members read no case, also where their agency referred it."""
    opened = [
        (address.url, status)
        for endpoint in world.endpoints
        if endpoint.action.startswith(CASE_ACTIONS) and "GET" in endpoint.methods
        for address in world.addresses.of(endpoint, OWN)
        for status, _ in [world.get(role, address.url)]
        if status not in (403, NOT_FOUND)
    ]
    assert not opened, _listed(opened)


@pytest.mark.parametrize("role", ROLES)
def test_acts_on_ones_own_end_without_an_error(world: World, role: str) -> None:
    """Last, because they change things: an empty form is answered, never with a 500."""
    wrong = []
    for endpoint in _asked_of(world, "POST"):
        if endpoint.action not in allowed(role):
            continue
        for address in world.addresses.of(endpoint, OWN)[:SEVERAL]:
            status, body = world.post(role, address.url)
            if status >= 500 or GUARD_SAYS in body:
                wrong.append((endpoint.name, status))
        if endpoint.room == "accounts":
            world.browsers[role].again()
    assert not wrong, _listed(wrong)


def _workers(place: object) -> list[Viewer]:
    return [v for v in vars(place).values() if isinstance(v, Viewer)]


def _opens(world: World, endpoint: Endpoint, browsers: list[Browser]) -> bool:
    return any(
        # One page only leads on to the case that is being heard.
        one.get(address.url).status_code in (200, 302)
        for address in world.addresses.of(endpoint, OWN)
        for one in browsers
    )


def _listed(wrong: Sequence[object]) -> str:
    return "\n".join(["", *map(str, wrong)])


def _asked_of(world: World, method: str) -> list[Endpoint]:
    return [e for e in world.endpoints if method in e.methods and e.action != PUBLIC]


def _open_pages(world: World, role: str, endpoint: Endpoint) -> list[object]:
    wrong: list[object] = []
    for address in world.addresses.of(endpoint, OWN)[:SEVERAL]:
        status, body = world.get(role, address.url)
        if status == 200:
            world.opened.add((endpoint.name, role))
        if status >= 500 or GUARD_SAYS in body:
            wrong.append((endpoint.name, OWN, status))
    return wrong + _foreign(world, role, endpoint, world.get)


def _foreign(world: World, role: str, endpoint: Endpoint, ask: Ask) -> list[object]:
    """Another partnership's, another conference's and a missing one: one status, one page."""
    wrong: list[object] = []
    for missing, foreign in _pairs(role):
        for nobodys in world.addresses.of(endpoint, missing):
            expected = ask(role, nobodys.url)
            if missing == MISSING and expected[0] not in (403, NOT_FOUND):
                wrong.append((endpoint.name, MISSING, expected[0]))
            wrong += [
                (endpoint.name, address.nearness, answer[0], "instead of", expected[0])
                for nearness in foreign
                for address in world.addresses.of(endpoint, nearness)
                for answer in [ask(role, address.url)]
                if answer != expected
            ]
    return wrong


def _pairs(role: str) -> list[tuple[str, tuple[str, ...]]]:
    """What a foreign thing must look like."""
    # A role for the whole partnership is at home in all its conferences.
    wide = role in {r.value for r in WIDE}
    return [(MISSING, (ABROAD,) if wide else (ABROAD, ELSEWHERE)), (HALF_MISSING, (MIXED,))]


def _refused(world: World, role: str, endpoint: Endpoint, ask: Ask) -> list[object]:
    wrong = []
    for nearness in (OWN, MISSING):
        for address in world.addresses.of(endpoint, nearness)[:1]:
            status, body = ask(role, address.url)
            if status != 403 or GUARD_SAYS not in body:
                wrong.append((endpoint.name, nearness, status, "instead of 403"))
    return wrong


def _rows(world: World) -> dict[str, str]:
    """A sum over every row of every table that holds something of somebody's."""
    found = {}
    with world.store().reading() as session:
        for table in Base.metadata.sorted_tables:
            if not table.name.startswith(RESTLESS):
                rows = sorted(repr(tuple(row)) for row in session.execute(select(table)))
                found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found
