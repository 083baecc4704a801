"""Walk every page that somebody can reach from their first one, by the links that stand on them."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from tests.documents import words_of
from tests.factories.accounts import sign_in

LINK = re.compile(r'href="(/[^"]*)"')
# One page of a kind says as much as forty: how many are opened for each endpoint.
EACH = {
    "casefile.ask": 4,
    "casefile.view_as": 12,
    "sharing": 3,
    "directory": 3,
    "referrals.entry": 12,
}
USUAL, MOST = 12, 400
NOT_PAGES = frozenset({"web.static", "accounts.signed_out"})


@dataclass
class Walk:
    """What one person was sent: address to answer, headers included."""

    pages: dict[str, str] = field(default_factory=dict)
    errors: list[tuple[str, int]] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    endpoints: set[str] = field(default_factory=set)
    # What was found in it, once somebody has looked.
    found: dict[Any, str] | None = None


def walk(app: Flask, person: UUID, start: Collection[str] = ("/", "/cases/")) -> Walk:
    """Every page within reach, a bounded number of each kind."""
    adapter = app.url_map.bind("localhost")
    client = sign_in(FlaskClient(app, app.response_class), person)
    found, waiting, seen = Walk(), deque(start), set(start)
    kinds: Counter[str] = Counter()
    while waiting and len(found.pages) < MOST:
        url = waiting.popleft()
        endpoint = _endpoint(adapter, url)
        if endpoint is None or kinds[endpoint] >= _limit(endpoint):
            continue
        kinds[endpoint] += 1
        with app.app_context():
            answer = client.get(url)
        found.endpoints.add(endpoint)
        text = html.unescape(words_of(answer.get_data()))
        found.pages[url] = f"{url}\n{answer.headers}\n{text}"
        if answer.status_code >= 500:
            found.errors.append((url, answer.status_code))
        where = answer.headers.get("Location")
        if where:
            found.redirects.append(where)
        raw = answer.text if answer.mimetype == "text/html" else ""
        for link in [html.unescape(m) for m in LINK.findall(raw)] + ([where] if where else []):
            plain = urldefrag(link)[0]
            if plain not in seen:
                seen.add(plain)
                waiting.append(plain)
    return found


def _limit(endpoint: str) -> int:
    return EACH.get(endpoint, EACH.get(endpoint.split(".", maxsplit=1)[0], USUAL))


def _endpoint(adapter: object, url: str) -> str | None:
    try:
        name = adapter.match(urlsplit(url).path, method="GET")[0]  # type: ignore[attr-defined]  # its stubs lack the method
    except HTTPException:
        return None
    return None if name in NOT_PAGES else str(name)
