"""What is wrong with a page as a browser shows it: axe, width, paper, words of the console."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# GOV.UK Frontend says with aria-expanded on a radio or checkbox that it opens something; axe does
# not allow it there. Known and discussed upstream (alphagov/govuk-frontend, issue 979).
CONDITIONAL = "input[aria-expanded][data-aria-controls], input[aria-controls][aria-expanded]"
MEASURE = """() => {
  const main = document.querySelector('main');
  const shown = e => e && e.getClientRects().length > 0;
  return {
    width: document.documentElement.scrollWidth,
    title: document.title,
    headings: [...document.querySelectorAll('h1')]
      .map(e => e.textContent.trim().replace(/\\s+/g, ' ')),
    focus: document.activeElement ? document.activeElement.className : '',
    marking: shown(document.querySelector('.confer-print')),
    printed: (document.querySelector('.confer-print') || {}).innerText || '',
    controls: [...document.querySelectorAll('form, button, input')].filter(shown)
      .map(e => e.outerHTML.slice(0, 90)),
    wide: [...document.querySelectorAll('body *')].filter(e => shown(e) &&
      e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3)
      .map(e => e.outerHTML.slice(0, 120)),
  };
}"""
# Lines of the browser itself: about an answer that we meant to give, and about a form that asks for
# the password of whoever is signed in, where there is no name to ask for.
MEANT = ("status of 4", "Password forms should have", "Clear-Site-Data header on")
NARROW, ORDINARY = ViewportSize(width=320, height=800), ViewportSize(width=1280, height=900)


@dataclass
class Watch:
    """What a page said and asked for while it was open."""

    address: str
    said: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", lambda message: self._said(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _said(self, text: str) -> None:
        if not any(words in text for words in MEANT):
            self.said.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.foreign.append(url)

    def taken(self) -> list[str]:
        """What was noted since the last time."""
        found = [f"console: {t}" for t in self.said] + [f"asks {u}" for u in self.foreign]
        self.said.clear()
        self.foreign.clear()
        return found


def axe(page: Page) -> list[str]:
    """Findings of axe, with the place of the first of each."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [told for violation in found["violations"] for told in _told(page, violation)]


def _told(page: Page, violation: dict[str, Any]) -> list[str]:
    nodes = [n for n in violation["nodes"] if not _is_the_exception(page, violation["id"], n)]
    if not nodes:
        return []
    return [f"axe {violation['id']}: {nodes[0]['target']} {nodes[0]['html'][:140]}"]


def _is_the_exception(page: Page, rule: str, node: dict[str, Any]) -> bool:
    if rule != "aria-allowed-attr":
        return False
    selector = json.dumps(node["target"][0])
    return bool(page.evaluate(f"document.querySelector({selector}).matches({CONDITIONAL!r})"))


def look(page: Page) -> list[str]:
    """Everything but axe: heading, title, narrow screen, paper."""
    wrong = []
    page.set_viewport_size(NARROW)
    narrow = page.evaluate(MEASURE)
    if narrow["width"] > 320:
        wrong.append(f"320 px: {narrow['width']} px wide {narrow['wide'][:2]}")
    page.set_viewport_size(ORDINARY)
    page.emulate_media(media="print")
    paper = page.evaluate(MEASURE)
    page.emulate_media(media="screen")
    if not paper["marking"] or "OFFICIAL-SENSITIVE" not in paper["printed"]:
        wrong.append("paper: no marking")
    if paper["controls"]:
        wrong.append(f"paper: {paper['controls'][:2]}")
    title = paper["title"].removeprefix("Error: ")
    if len(paper["headings"]) != 1 or not title.startswith(paper["headings"][0]):
        wrong.append(f"title '{paper['title']}', headings {paper['headings']}")
    return wrong
