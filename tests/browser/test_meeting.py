"""The live conference in the browser: started, signed, heard, and every screen of it looked at."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.filling import press
from tests.browser.looking import Watch, axe, look
from tests.browser.site import Site, visiting

pytestmark = pytest.mark.browser


def looked(page: Page, watch: Watch) -> list[str]:
    return [f"{page.url} {text}" for text in (*axe(page), *look(page), *watch.taken())]


def begun(page: Page, site: Site) -> str:
    """The address of the next meeting, started by its coordinator."""
    page.goto(f"{site.address}/conferences/")
    page.locator('main a[href*="/conferences/meetings/"]').first.click()
    for words in ("Open the agenda", "Start the meeting"):
        if page.get_by_role("button", name=words, exact=True).count():
            press(page, words)
    return page.url


def sign(page: Page, meeting: str) -> None:
    """Sign the statement of the meeting, with nothing to declare."""
    page.goto(f"{meeting}/sign")
    page.locator("main input[type=radio]").first.check(force=True)
    page.locator("main input[type=checkbox]").check(force=True)
    press(page, "Sign and take part")


def hear_first(page: Page, meeting: str) -> None:
    """Call the first case of the agenda."""
    page.goto(f"{meeting}/now")
    page.locator('main a[href*="/cases/"]').first.click()
    press(page, "Hear this case now")


PARTS = ("tools", "outcome")
AROUND = ("room", "attendance", "agenda", "minutes")


def test_the_screens_of_a_meeting_that_is_being_held(site: Site, browser: Browser) -> None:
    with visiting(browser, site, site.account("coordinator", "Domestic").email) as office:
        page, watch = office.new_page(), Watch(site.address)
        watch.on(page)
        meeting = begun(page, site)
        wrong = looked(page, watch)
        sign(page, meeting)
        hear_first(page, meeting)
        # Two turns of the part that asks for news by itself.
        page.wait_for_timeout(6_000)
        wrong += looked(page, watch)
        case = page.url
        for url in [f"{case}/{part}" for part in PARTS] + [f"{meeting}/{part}" for part in AROUND]:
            page.goto(url)
            wrong += looked(page, watch)
    with visiting(browser, site, site.account("chair", "Domestic").email) as chairing:
        page = chairing.new_page()
        watch.on(page)
        sign(page, meeting)
        page.goto(case)
        assert page.locator("h1").inner_text().startswith("Case ")
        wrong += looked(page, watch)
    assert wrong == []
