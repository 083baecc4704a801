"""The pages in a browser: axe, 320 pixels, focus, no JavaScript, nothing from elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.casework.web.gallery import gallery

pytestmark = pytest.mark.browser
AXE = (Path("tests") / "browser" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = ["/form", "/list?page=2", "/case?flash=1"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, gallery(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def findings(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [f"{v['id']}: {v['nodes'][0]['target']}" for v in found["violations"]]


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("path", PATHS)
def test_page_is_accessible_and_fits(page: Page, address: str, path: str, width: int) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not complaints
    assert all(url.startswith(address) for url in asked)
    assert not findings(page)


def test_error_summary_takes_focus_and_leads_to_the_part(page: Page, address: str) -> None:
    page.goto(address + "/form")
    page.fill("#born-day", "31")
    page.fill("#born-month", "March")
    page.click("text=Save and continue")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.click("text=Date of birth must include a year >> nth=0")
    assert page.evaluate("document.activeElement.id") == "born-year"
    assert page.input_value("#born-month") == "March"
    assert not findings(page)


def test_form_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/form")
    page.fill("#name", "kept")
    page.click("text=Save and continue")
    assert page.locator(".govuk-error-summary").count() == 1
    assert page.input_value("#name") == "kept"
    context.close()


def test_paper_carries_the_marking_and_nothing_to_press(page: Page, address: str) -> None:
    page.goto(address + "/case")
    page.emulate_media(media="print")
    assert page.locator(".confer-print").is_visible()
    assert "Printed by Sam Okafor, Harbour Housing" in page.locator(".confer-print").inner_text()
    for hidden in (".confer-header", ".govuk-service-navigation", ".confer-footer", ".confer-ask"):
        assert not page.locator(hidden).first.is_visible()


def test_matrix_cell_takes_the_tint_of_its_word(page: Page, address: str) -> None:
    page.goto(address + "/case")
    page.select_option("#c1", "full")
    cell = page.locator("td:has(#c1)")
    assert cell.get_attribute("class") == "confer-cell--full"
