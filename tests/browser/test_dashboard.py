"""The chair's screen on a projector: what is overdue, whose it is, what proof is missing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Where each of these ends, and whether anything has to be moved sideways.
MEASURE = """() => {
  const end = one => one.getBoundingClientRect().bottom;
  const figures = [...document.querySelectorAll(".board-figure")];
  const first = document.querySelector(".board-block");
  return {
    figures: Math.max(...figures.map(end)),
    overdue: end(first.querySelector("tbody tr:last-child")),
    rows: first.querySelectorAll("tbody tr").length,
    wider: document.documentElement.scrollWidth - innerWidth,
  };
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768), (1920, 1080)])
@pytest.mark.parametrize("who", ["chair", "review_chair"])
def test_what_is_overdue_whose_it_is_and_its_proof_stand_on_the_first_screen(
    site: Site, browser: Browser, who: str, width: int, height: int
) -> None:
    email = site.account(who).email
    size = {"width": width, "height": height}
    with visiting(browser, site, email, viewport=size) as context:
        page = context.new_page()
        page.goto(f"{site.address}/boards/dashboard")
        seen = page.evaluate(MEASURE)
    assert seen["rows"] >= 4, "the demonstration has something overdue"
    assert seen["figures"] < height / 2, seen
    assert seen["overdue"] <= height, seen
    assert seen["wider"] <= 0, seen
