"""From the first page of somebody's day to every screen they can reach by links.

The walk itself asks the application directly, which is fast; a page goes to the browser where its
template shows something that it has not shown before.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Error, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse

from tests.browser.looking import Watch, axe, look

# Pages that differ with what they show: more examples of each.
EXAMPLES: Mapping[str, int] = {
    "casefile.show": 6,
    "research.show": 5,
    "actions.show": 4,
    "conferences.meeting": 6,
    "conferences.minutes": 3,
    "reviews.recommendation": 8,
    "sharing.show": 4,
}
FEW = 2
# Answers to an empty form that are no fault: not for you, gone, changed meanwhile.
MEANT = frozenset({403, 404, 409})
FILES = frozenset({"web.static", "sharing.text"})


def is_file(answer: TestResponse) -> bool:
    """Whether it is handed out to be kept, and not to be looked at."""
    return answer.headers.get("Content-Disposition", "").startswith("attachment")


class Parts(HTMLParser):
    """The links of a page, and what it is built of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.built_of: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.append(given["href"])
        kind = f"{tag}:{given.get('type', '')}{given.get('role', '')}"
        # Without modifiers: another colour of a thing is the same thing.
        names = (given.get("class") or "-").split()
        self.built_of |= {f"{kind}.{name.partition('--')[0]}" for name in names}


@dataclass
class Seen:
    """All that was visited, by everybody."""

    pages: Counter[str] = field(default_factory=Counter)
    in_browser: Counter[str] = field(default_factory=Counter)
    built_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wrong: list[str] = field(default_factory=list)
    # Screens with a form, and who may use it.
    forms: dict[str, tuple[str, str]] = field(default_factory=dict)


class Crawl:
    """One person's walk over every screen."""

    def __init__(
        self, app: Flask, address: str, who: tuple[str, str], client: FlaskClient, seen: Seen
    ) -> None:
        self._app, self._client, self._address, self._seen = app, client, address, seen
        self._role, self._email = who
        self._adapter: MapAdapter = app.url_map.bind(urlsplit(address).netloc)
        self._mine: Counter[str] = Counter()
        self._known: set[str] = set()

    def walk(self, page: Page) -> int:
        """Visit everything; findings go to the shared list."""
        watch = Watch(self._address)
        watch.on(page)
        waiting = deque(["/"])
        while waiting:
            path = waiting.popleft()
            key = self._key(path)
            if key is None or path in self._known or self._mine[key] >= EXAMPLES.get(key, FEW):
                continue
            self._known.add(path)
            self._mine[key] += 1
            waiting.extend(self._visit(page, watch, path, key))
        return self._mine.total()

    def _visit(self, page: Page, watch: Watch, path: str, key: str) -> list[str]:
        with self._app.app_context():
            answer = self._client.get(path)
        self._seen.pages[key] += 1
        if answer.status_code in (301, 302, 303):
            return [urljoin(path, answer.headers["Location"])]
        if is_file(answer):
            return []
        if answer.status_code != 200 or answer.mimetype != "text/html":
            self._note(path, key, [f"answered {answer.status_code} {answer.mimetype}"])
            return []
        parts = Parts(answer.text)
        template = self._seen.built_of[key.split(maxsplit=1)[0]]
        if not parts.built_of <= template:
            template |= parts.built_of
            self._note(path, key, self._in_browser(page, watch, path, key))
        return [urljoin(path, link) for link in parts.links]

    def _in_browser(self, page: Page, watch: Watch, path: str, key: str) -> list[str]:
        self._seen.in_browser[key] += 1
        page.goto(self._address + path, wait_until="load")
        if page.locator("main form[method=post]:has(.govuk-form-group)").count():
            self._seen.forms.setdefault(key.split(maxsplit=1)[0], (self._email, path))
        return [*axe(page), *look(page), *watch.taken()]

    def _note(self, path: str, key: str, wrong: list[str]) -> None:
        self._seen.wrong += [f"{self._role} {path} ({key}): {text}" for text in wrong]

    def _key(self, path: str) -> str | None:
        try:
            endpoint, values = self._adapter.match(urlsplit(path).path, method="GET")
        except HTTPException:
            return None
        if endpoint in FILES:
            return None
        name = values.get("name") if endpoint == "referrals.page" else None
        return f"{endpoint} {name}" if name else str(endpoint)


def sent_empty(page: Page, url: str) -> list[str]:
    """Send a form with nothing in it; what must be said about the page that comes back."""
    page.goto(url)
    form = page.locator("main form[method=post]:has(.govuk-form-group)").first
    form.evaluate(
        """form => { for (const e of form.elements) {
          if (e.type === 'checkbox' || e.type === 'radio') e.checked = false;
          else if (e.type !== 'hidden' && e.tagName !== 'BUTTON') e.value = ''; } }"""
    )
    try:
        with page.expect_navigation() as navigated:
            # The browser's own words about a missing answer must not stand in the way of ours.
            form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    except Error as error:
        return [f"did not send: {error.message.splitlines()[0]}"]
    status = navigated.value.status
    if status != 422:
        return [f"answered {status}"] if status >= 400 and status not in MEANT else []
    wrong = axe(page)
    if not page.title().startswith("Error: "):
        wrong.append(f"title '{page.title()}'")
    return wrong
