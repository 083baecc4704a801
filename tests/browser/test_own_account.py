"""The screens at the door: signing in and out, the lock, a link, an authenticator app."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.filling import press
from tests.browser.looking import Watch, axe, look
from tests.browser.site import Site, visiting

pytestmark = pytest.mark.browser


def looked(page: Page, watch: Watch) -> list[str]:
    return [f"{page.url} {text}" for text in (*axe(page), *look(page), *watch.taken())]


def enter(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/account/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(site.accounts[0].password)
    press(page, "Continue")


def set_up_app(page: Page, site: Site) -> None:
    """Up to the page that asks for the first code."""
    page.goto(f"{site.address}/account/app/new")
    page.get_by_label("Your password", exact=True).fill(site.accounts[0].password)
    press(page, "Continue")


def confirm_app(page: Page) -> None:
    """Type the code of the key that the page shows."""
    key = re.sub(r"\s", "", page.locator("main strong").first.inner_text())
    page.locator("main input[type=text]").first.fill(pyotp.TOTP(key).now())
    press(page, "Confirm")


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(site: Site, browser: Browser) -> None:
    email, context = site.account("auditor").email, browser.new_context()
    page, watch = context.new_page(), Watch(site.address)
    watch.on(page)
    page.goto(f"{site.address}/account/sign-in")
    wrong = looked(page, watch)
    enter(page, site, email)
    set_up_app(page, site)
    wrong += looked(page, watch)
    confirm_app(page)
    assert heading(page) == "Keep these recovery codes"
    wrong += looked(page, watch)
    page.goto(f"{site.address}/account/")
    press(page, "Lock the screen")
    page.goto(f"{site.address}/")
    assert heading(page) == "Your screen is locked"
    wrong += looked(page, watch)
    press(page, "Sign out instead")
    wrong += looked(page, watch)
    enter(page, site, email)
    assert heading(page) == "Enter your code"
    wrong += looked(page, watch)
    context.close()
    assert wrong == []


def test_somebody_new_opens_their_link(site: Site, browser: Browser) -> None:
    with visiting(browser, site, site.account("system_administrator").email) as context:
        page, watch = context.new_page(), Watch(site.address)
        watch.on(page)
        page.goto(f"{site.address}/directory/people/new")
        page.locator('main [name="name"]').fill("Robin Newcomer")
        page.locator('main [name="email"]').fill("robin.newcomer@example.org")
        page.locator('main select[name="agency_id"]').select_option(index=1)
        page.locator("main form[method=post] button").first.click()
        page.locator('main a[href$="/link"]').first.click()
        wrong = looked(page, watch)
        page.locator("main form[method=post] button").first.click()
        link = re.search(r"/account/invitation/[\w-]+", page.locator("main").inner_html())
        assert link, page.locator("main").inner_text()
        wrong += looked(page, watch)
        guest = browser.new_context()
        first = guest.new_page()
        first.goto(site.address + link[0])
        assert first.locator("h1").inner_text().startswith("Welcome")
        wrong += looked(first, watch)
        guest.close()
    assert wrong == []
