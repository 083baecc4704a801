"""From the rules of the application to addresses that can be asked for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from casework.web.guard import MARK
from tests.access.site import Site

# The same name means different things in different rooms: room and name -> what the site calls it.
MEANT: Mapping[tuple[str, str], str] = {
    ("research", "item_id"): "research_item_id",
    ("conferences", "item_id"): "agenda_item_id",
    ("reviews", "action_id"): "review_action_id",
    ("reviews", "conference_id"): "board_id",
    ("reviews", "report_id"): "review_report_id",
    ("reviews", "comment_id"): "review_comment_id",
    ("actions", "action_id"): "case_action_id",
    ("boards", "meeting_id"): "board_meeting_id",
    ("boards", "conference_id"): "board_id",
    ("boards", "agency_id"): "silent_agency_id",
    ("boards", "report_id"): "owed_report_id",
    ("boards", "reference_id"): "board_reference_id",
}
# Words in an address, not things that somebody owns.
WORDS = frozenset(
    {
        "kind",
        "section",
        "name",
        "number",
        "place",
        "part",
        "field",
        "step",
        "fact",
        "what",
    }
)
# Known to a whole partnership, so another conference's are not foreign.
SHARED = frozenset(
    {
        "agreement_id",
        "example_id",
        "report_id",
        "suspension_id",
        "circulation_id",
        "comment_id",
        "reader_id",
        "leaving_id",
        "reminding_id",
        "left_id",
        "signature_id",
        "person_id",
        "successor_id",
        "agency_id",
        "appointment_id",
        "session_id",
        "token",
        "lesson_id",
        "training_id",
        "training_version_id",
        "delivery_id",
    }
)
# A body in the directory is an entry of the address book; its meetings are another room.
OPEN_ROOMS = frozenset({"directory"})
# Who holds which post there stands in the same book.
OPEN_PAGES = frozenset({"sharing.posts", "sharing.give_post", "sharing.end_post"})
OWN, MISSING, ELSEWHERE, ABROAD = "own", "missing", "elsewhere", "abroad"
# One's own outer thing with somebody else's inner one, or with one that is not there.
MIXED, HALF_MISSING = "mixed", "half missing"
# Files that carry nothing of anybody's.
FILES = frozenset({"web.static"})
NOBODYS = uuid.UUID("00000000-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class Endpoint:
    """One rule of the application, and what it declares."""

    name: str
    rule: Rule
    action: str

    @property
    def room(self) -> str:
        return self.name.split(".")[0]

    @property
    def methods(self) -> frozenset[str]:
        return frozenset(self.rule.methods or ()) & {"GET", "POST"}

    @property
    def things(self) -> list[str]:
        """Parameters that name something which belongs to somebody."""
        return [n for n in sorted(self.rule.arguments) if n not in WORDS]


@dataclass(frozen=True)
class Address:
    """An address, and how near the thing it names is to whoever asks."""

    endpoint: Endpoint
    nearness: str
    url: str


def endpoints(app: Flask) -> list[Endpoint]:
    """Every endpoint with its action; an undeclared one has the empty action."""
    return [
        Endpoint(r.endpoint, r, str(getattr(app.view_functions[r.endpoint], MARK, "")))
        for r in sorted(app.url_map.iter_rules(), key=lambda r: (r.endpoint, r.rule))
        if r.endpoint not in FILES
    ]


class Addresses:
    """Builds addresses from one's own site, another conference's and another partnership's."""

    def __init__(self, app: Flask, sites: Mapping[str, Site]) -> None:
        self._adapter = app.url_map.bind("localhost")
        self._sites = sites

    def of(self, endpoint: Endpoint, nearness: str) -> list[Address]:
        """Addresses of one nearness; several where a name has several things of one's own."""
        return list(self._of(endpoint, nearness))

    def _of(self, endpoint: Endpoint, nearness: str) -> Iterator[Address]:
        if nearness != OWN and not self._has(endpoint, nearness):
            return
        names = sorted(endpoint.rule.arguments)
        choices = [self._values(endpoint, n, nearness) for n in names]
        for values in product(*choices):
            url = self._adapter.build(endpoint.name, dict(zip(names, values, strict=True)))
            yield Address(endpoint, nearness, url)

    def _has(self, endpoint: Endpoint, nearness: str) -> bool:
        if nearness in (MIXED, HALF_MISSING):
            return len(endpoint.things) > 1
        if nearness == ELSEWHERE:
            bound = set(endpoint.things) - SHARED
            is_open = endpoint.room in OPEN_ROOMS or endpoint.name in OPEN_PAGES
            return bool(bound) and not is_open
        return bool(endpoint.things)

    def _values(self, endpoint: Endpoint, name: str, nearness: str) -> list[object]:
        meant = MEANT.get((endpoint.room, name), name)
        if meant in WORDS:
            return self._known(endpoint, meant, OWN)
        if nearness in (MIXED, HALF_MISSING):
            outer = name != _inner(endpoint)
            nearness = OWN if outer else {MIXED: ABROAD}.get(nearness, MISSING)
            return self._values(endpoint, name, nearness)[:1]
        if nearness == MISSING:
            return ["nobodys" if name == "token" else NOBODYS]
        if nearness == OWN:
            return self._known(endpoint, meant, OWN)
        return self._known(endpoint, meant, nearness)[:1]

    def _known(self, endpoint: Endpoint, meant: str, nearness: str) -> list[object]:
        found: Iterable[UUID | str | int] = self._sites[nearness].things.get(meant, ())
        values: list[object] = list(found)
        assert values, (
            f"{endpoint.name} takes '{meant}', and tests/access/site.py does not say what that is: "
            "give it something of this kind, or name it in MEANT or WORDS of addresses.py"
        )
        return values


def _inner(endpoint: Endpoint) -> str:
    """The last thing in the rule."""
    return max(endpoint.things, key=lambda n: endpoint.rule.rule.rfind(f":{n}>"))
