"""The main jobs with JavaScript off, from the sign-in page on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from casework.catalogue.sections import sections
from tests.browser.crawl import Parts
from tests.browser.filling import fill_section, press, put
from tests.browser.site import Site
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.browser
HERE = "domestic_abuse_marac"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def enter(page: Page, site: Site, email: str) -> None:
    """Sign in by the front door."""
    page.goto(site.address)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(site.accounts[0].password)
    press(page, "Continue")
    assert page.locator("h1").inner_text() == "Your work"


def test_a_wrong_password_is_told_and_the_address_is_kept(page: Page, site: Site) -> None:
    page.goto(site.address)
    page.get_by_label("E-mail address").fill("somebody@example.org")
    page.get_by_label("Password", exact=True).fill("wrong horse battery")
    press(page, "Continue")
    assert page.title().startswith("Error: ")
    assert page.get_by_label("E-mail address").input_value() == "somebody@example.org"


def test_a_referral_from_the_first_question_to_its_submission(page: Page, site: Site) -> None:
    enter(page, site, site.account("referrer", "Domestic").email)
    page.get_by_role("link", name="Referrals").first.click()
    page.get_by_role("button", name="Start a referral").click()
    page.get_by_label("Domestic Abuse MARAC").check()
    page.locator('main [name="kind"][value="person"]').check()
    press(page, "Continue")
    put(page, "route", "professional_judgement")
    press(page, "Save and continue")
    tasks = page.url.partition("/pages/")[0].removesuffix("/why")
    written = [_write(page, f"{tasks}/pages/", n) for n in range(len(sections(HERE, "person")))]
    assert any(written)
    page.goto(tasks)
    page.get_by_role("link", name="Check your answers and submit").click()
    press(page, "Submit this referral")
    assert page.locator("h1").inner_text() == "Referral submitted"


def _write(page: Page, pages: str, number: int) -> bool:
    section = sections(HERE, "person")[number]
    page.goto(pages + section.name)
    if not section.repeats:
        fill_section(page, section)
        press(page, "Save and continue")
        return True
    first = next(s for s in sections(HERE, "person") if s.row is section.row)
    if first.name == section.name:
        page.locator(f'form[action$="/{section.name}/add"] button').first.click()
    else:
        page.locator(f'main a[href*="/pages/{section.name}/"]').first.click()
    fill_section(page, section)
    page.locator("main form[method=post] button").first.click()
    return True


def found(site: Site, role: str, start: str, beginning: str, words: str) -> tuple[str, str]:
    """Somebody with that role and a page of theirs that has these words on it."""
    for account in (a for a in site.accounts if a.role == role):
        client = sign_in(
            FlaskClient(site.app, site.app.response_class), site.person_id(account.email)
        )
        with site.app.app_context():
            links = Parts(client.get(start).text).links
            for link in (one for one in links if one.startswith(beginning)):
                if words in client.get(link).text:
                    return account.email, link
    raise AssertionError(f"no {role} has a page that says '{words}'")


def test_not_known_to_us_in_one_press(page: Page, site: Site) -> None:
    email, link = found(site, "representative", "/research/", "/research/", "Not known to us</b")
    enter(page, site, email)
    page.goto(site.address + link)
    press(page, "Not known to us")
    assert (
        "Nothing known" in page.locator("main").inner_text()
        or page.locator(".govuk-notification-banner").count()
    )


def test_asking_to_see_what_is_not_shared(page: Page, site: Site) -> None:
    email, link = found(site, "representative", "/cases/", "/cases/", "Ask to see this")
    enter(page, site, email)
    page.goto(site.address + link)
    page.get_by_role("link", name="Ask to see this").first.click()
    press(page, "Send the request")
    assert page.locator(".govuk-error-summary").count() == 1
    put(page, "purpose", "safety_planning")
    put(page, "necessity", "We house the family and have to know whether to move them.")
    press(page, "Send the request")
    assert not page.title().startswith("Error: ")
    assert "request" in page.locator("main").inner_text().lower()
