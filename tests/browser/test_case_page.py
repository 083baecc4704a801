"""The long page of a case: what a link leads to is not under the line that stays in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site, visiting

pytestmark = pytest.mark.browser
COVERED = """id => {
  const place = document.getElementById(id).getBoundingClientRect();
  const header = document.querySelector('.confer-case').getBoundingClientRect();
  return place.top < header.bottom || place.bottom > innerHeight;
}"""


@pytest.mark.parametrize("width", [1280, 320])
def test_a_link_within_the_page_leads_to_where_it_can_be_read(
    site: Site, browser: Browser, width: int
) -> None:
    email = site.account("coordinator", "Domestic").email
    with visiting(browser, site, email, viewport={"width": width, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{site.address}/cases/")
        page.locator("main tbody th a").first.click()
        link = page.locator('main nav a[href^="#section-"]').nth(3)
        target = str(link.get_attribute("href")).removeprefix("#")
        link.click()
        page.wait_for_timeout(300)
        assert not page.evaluate(COVERED, target)
