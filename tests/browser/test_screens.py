"""Every screen as each kind of user: axe, console, hosts, 320 pixels, paper, title."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from casework.access import Viewer
from casework.app import create_app
from casework.startup.house import HOUSE
from tests.access.addresses import OWN, Addresses, Endpoint, endpoints
from tests.access.people import make_people
from tests.access.site import Site as One
from tests.access.site import live_in, make_site
from tests.browser.crawl import FILES, Crawl, Seen, is_file, sent_empty
from tests.browser.looking import Watch, axe, look
from tests.browser.site import Site, cookie_of, running, settings_in, visiting
from tests.databases import Templates
from tests.factories.accounts import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Each kind of user, where they work.
PEOPLE = (
    ("coordinator", "Domestic"),
    ("referrer", "Domestic"),
    ("representative", "Domestic"),
    ("chair", "Domestic"),
    ("chair", "City"),
    ("protocol_administrator", None),
    ("information_governance_officer", None),
    ("auditor", None),
    ("system_administrator", None),
    ("review_chair", None),
    ("recommendation_owner", None),
    ("verifier", None),
    ("lay_member", None),
    ("observer", "Domestic"),
)
# Screens that no link of the demonstration leads to, and where they are looked at instead.
ELSEWHERE = {
    "accounts.code": "test_own_account",
    "accounts.enrol": "test_own_account",
    "accounts.invitation": "test_own_account",
    "accounts.recovery_codes": "test_own_account",
    "accounts.sign_in": "test_own_account",
    "accounts.signed_out": "test_own_account",
    "accounts.unlock": "test_own_account",
    "conferences.changes": "test_meeting",  # a part of the live screen
    "conferences.now": "test_meeting",
    "conferences.room": "test_meeting",
    "conferences.timer": "test_meeting",  # a part of the live screen
    "conferences.tools": "test_meeting",
    "health.healthz": "for machines",
    "hindsight.export": "a file about the moment that was asked for",
    "hindsight.paper": "a file about the moment that was asked for",
    "health.readyz": "for machines",
}


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


@pytest.mark.parametrize(
    ("role", "conference"), PEOPLE, ids=[f"{role} {at or ''}".strip() for role, at in PEOPLE]
)
def test_every_screen_of(
    site: Site, browser: Browser, seen: Seen, role: str, conference: str | None
) -> None:
    account = site.account(role, conference)
    before = len(seen.wrong)
    client = sign_in(FlaskClient(site.app, site.app.response_class), site.person_id(account.email))
    with visiting(browser, site, account.email) as context:
        crawl = Crawl(site.app, site.address, (role, account.email), client, seen)
        visited = crawl.walk(context.new_page())
    assert visited > 3
    assert seen.wrong[before:] == [], "\n".join(seen.wrong[before:])


def test_a_form_sent_empty_says_what_to_do_and_takes_the_reader_there(
    site: Site, browser: Browser, seen: Seen
) -> None:
    wrong = []
    by_person: dict[str, list[str]] = defaultdict(list)
    for email, path in seen.forms.values():
        by_person[email].append(path)
    for email, paths in by_person.items():
        with visiting(browser, site, email) as context:
            page = context.new_page()
            wrong += [f"{p}: {t}" for p in paths for t in sent_empty(page, site.address + p)]
    assert len(seen.forms) > 40
    assert wrong == []


def test_the_screens_that_no_story_of_the_demonstration_reaches(
    templates: Templates, tmp_path: Path, browser: Browser, seen: Seen
) -> None:
    """They are opened on the site of `tests/access`, which has one of everything."""
    with templates.copy() as urls:
        app = create_app(settings_in(tmp_path, urls))
        left = [e for e in endpoints(app) if _is_left(e, seen)]
        with app.extensions[HOUSE].store.writing() as session:
            whole = make_site(session)
        live_in(app, whole)
        people = _people(app, whole)
        addresses = Addresses(app, {OWN: whole})
        with running(app) as address:
            wrong = [t for e in left for t in _shown(browser, address, app, people, addresses, e)]
    assert wrong == []


def _is_left(endpoint: Endpoint, seen: Seen) -> bool:
    visited = {key.split()[0] for key in seen.pages} | FILES | set(ELSEWHERE)
    return "GET" in endpoint.methods and endpoint.name not in visited


def _people(app: Flask, whole: One) -> list[UUID]:
    """Whoever did the work, and one of every role."""
    made = make_people(app.extensions[HOUSE].store, whole)
    places = (whole.world, whole.board)
    workers = [v for p in places for v in vars(p).values() if isinstance(v, Viewer)]
    return [*made.values(), *(v.person_id for v in workers)]


def _shown(
    browser: Browser,
    address: str,
    app: Flask,
    people: list[UUID],
    addresses: Addresses,
    e: Endpoint,
) -> list[str]:
    for person_id in people:
        client = sign_in(FlaskClient(app, app.response_class), person_id)
        for one in addresses.of(e, OWN):
            with app.app_context():
                answer = client.get(one.url)
            if answer.status_code != 200:
                continue
            if is_file(answer):
                return []
            return _looked_at(browser, address, cookie_of(app, address, person_id), one.url)
    return [f"{e.name} opens to nobody"]


def _looked_at(browser: Browser, address: str, cookie: dict[str, str], url: str) -> list[str]:
    context = browser.new_context()
    context.add_cookies([cookie])  # type: ignore[list-item]  # Playwright's own shape
    page, watch = context.new_page(), Watch(address)
    watch.on(page)
    page.goto(address + url)
    wrong = [*axe(page), *look(page), *watch.taken()]
    context.close()
    return [f"{url}: {text}" for text in wrong]
