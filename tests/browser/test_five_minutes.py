"""The five minutes of the README can be walked as they are written."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.filling import press
from tests.browser.site import Site, visiting
from tests.databases import ROOT

pytestmark = pytest.mark.browser
README = (ROOT / "README.md").read_text()
NADIA, SIMONE = "nadia.corrin@safety.example.org", "simone.garrickson@housing.example.org"
HARRIET = "harriet.winslowe@council.example.org"


def test_everybody_it_names_can_sign_in_with_the_password_it_names(site: Site) -> None:
    named = set(re.findall(r"`([a-z.-]+@[a-z.]+)`", README))
    assert len(named) > 5
    assert named <= {account.email for account in site.accounts}
    assert f"`{site.accounts[0].password}`" in README


def test_from_the_coordinators_decision_to_the_landlords_answer(
    site: Site, browser: Browser
) -> None:
    with visiting(browser, site, NADIA) as office:
        page = office.new_page()
        page.goto(f"{site.address}/referrals/")
        page.locator('main a[href$="/triage"]').first.click()
        reference = re.findall(r"C-\w{4}-\w{4}", page.locator("h1").inner_text())[0]
        page.get_by_role("link", name="Accept it").click()
        page.locator("main form[method=post] button").first.click()
        page.goto(f"{site.address}/conferences/")
        page.locator('main a[href*="/conferences/meetings/"]').first.click()
        page.get_by_role("link", name="Cases and their order").click()
        page.get_by_role("button", name=f"Put on the agenda {reference}").click()
        page.get_by_role("link", name="The meeting").first.click()
        press(page, "Ask all agencies for research")
    with visiting(browser, site, SIMONE) as landlord:
        page = landlord.new_page()
        page.goto(f"{site.address}/research/")
        page.get_by_role("link", name=reference).first.click()
        press(page, "Not known to us")
        assert "Sent: not known to your agency" in page.locator("main").inner_text()


def test_what_was_opened_a_minute_ago_is_in_the_record(site: Site, browser: Browser) -> None:
    with visiting(browser, site, SIMONE) as landlord:
        page = landlord.new_page()
        page.goto(f"{site.address}/cases/")
        link = page.locator("main tbody th a").first
        reference = link.inner_text()
        link.click()
    with visiting(browser, site, HARRIET) as officer:
        page = officer.new_page()
        page.goto(f"{site.address}/cases/ledger?reference={reference}")
        page.get_by_role("link", name=reference).click()
        assert "Simone Garrickson" in page.locator("main").inner_text()
