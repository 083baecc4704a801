"""Every screen as each kind of user: axe, console, hosts, 320 pixels, paper, title."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from tests.browser.crawl import FILES, Crawl, Seen, sent_empty
from tests.browser.site import Site, visiting
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
    assert seen.wrong[before:] == []


def test_no_screen_was_left_out(site: Site, seen: Seen) -> None:
    screens = {
        rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    visited = {key.split()[0] for key in seen.pages}
    assert sorted(screens - visited - FILES - set(ELSEWHERE)) == []


def test_a_form_sent_empty_says_what_to_do_and_takes_the_reader_there(
    site: Site, browser: Browser, seen: Seen
) -> None:
    wrong = []
    for key, (email, path) in sorted(seen.forms.items()):
        with visiting(browser, site, email) as context:
            told = sent_empty(context.new_page(), site.address + path)
        wrong += [f"{key} {path}: {text}" for text in told]
    assert len(seen.forms) > 40
    assert wrong == []
