"""Seen is allowed, and what is due is seen: every page, against a table written by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from flask import Flask

from casework.catalogue.sections import sections
from casework.disclosure import gate as gate_module
from casework.disclosure.current import GATE
from casework.disclosure.gate import Gate
from protocols.decision import Decision
from protocols.vocabulary import Effect
from tests.leaks.crawl import Walk, walk
from tests.leaks.expected import (
    CELLS,
    COLUMNS,
    FIELDS_OF,
    KNOWN_TO,
    NEVER,
    REFERRER,
    ROW_OF,
    cell,
)
from tests.leaks.markers import Finder, Marker, marked_fields
from tests.leaks.world import CASES, World, make_world, section_of

# Written by others than the agency that referred the case.
LATER = {"action.text", "minute.passage"}
EVERYBODY = (REFERRER, *COLUMNS, *NEVER)


@dataclass
class House:
    """The application, the world in it, and what everybody was sent."""

    app: Flask
    world: World
    finder: Finder
    walks: dict[str, Walk] = field(default_factory=dict)

    def walk(self, who: str) -> Walk:
        if who not in self.walks:
            self.walks[who] = walk(self.app, self.world.people[who])
        return self.walks[who]

    def seen(self, pages: Walk) -> dict[Marker, str]:
        """Every marker somebody was sent, with the first address it stood on."""
        if pages.found is None:
            pages.found = {}
            for url, text in pages.pages.items():
                for marker in self.finder(text):
                    pages.found.setdefault(marker, url)
        return pages.found


@pytest.fixture(scope="module")
def marked(house: Flask) -> Iterator[House]:
    with house.extensions["confer_database"].writing() as session:
        world = make_world(session)
    known = world.written | world.summaries | set(world.private)
    return House(house, world, Finder(known))


def allowed_and_due(world: World, who: str) -> tuple[set[Marker], set[Marker]]:
    """What this column may read at all, and what of it a page must show."""
    allowed: set[Marker] = {m for m, readers in world.private.items() if who in readers}
    due: set[Marker] = set(allowed)
    summed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for marker in world.written:
        if who not in KNOWN_TO[CASES[marker.case][2]]:
            continue
        says = cell(
            row_of(marker), who, later=marker.field in LATER or marker.field.endswith(".all")
        )
        summed[marker.case, section_of_row(marker)].add(says)
        if says == "F" or is_owner(marker, who):
            allowed.add(marker)
            due.add(marker)
    for marker in world.summaries:
        says = summed[marker.case, marker.field.removeprefix("summary.")]
        if who == REFERRER or says & {"F", "S"}:
            allowed.add(marker)
        if who != REFERRER and "S" in says:
            due.add(marker)
    return allowed, due


def row_of(marker: Marker) -> str:
    """The row of the table; research carries its way of release behind its name."""
    return ROW_OF[".".join(marker.field.split(".")[:2])]


def section_of_row(marker: Marker) -> str:
    return section_of(Marker(marker.case, ".".join(marker.field.split(".")[:2])))


def is_owner(marker: Marker, who: str) -> bool:
    """The fire service was given the action, so it reads what it has to do."""
    return marker.field == "action.text" and who == "fire"


def leaks(house: House, who: str, pages: Walk) -> list[str]:
    """Everything this person was sent and may not read, and where."""
    allowed, _ = allowed_and_due(house.world, who)
    seen = house.seen(pages)
    return sorted(f"{m.case} {m.field} at {seen[m]}" for m in set(seen) - allowed)


def missing(house: House, who: str, pages: Walk) -> list[str]:
    """Everything this person has to be shown and was not."""
    _, due = allowed_and_due(house.world, who)
    return sorted(f"{m.case} {m.field}" for m in due - set(house.seen(pages)))


def _told(found: Sequence[str]) -> str:
    return "\n".join([f"{len(found)}:", *found[:60]])


def test_every_text_of_every_kind_of_case_stands_in_one_row_of_the_table() -> None:
    asked = {
        f.name
        for body, kind in {(body, kind) for kind, body, _ in CASES.values()}
        for section in sections(body, kind)
        for f in section.fields
        if f.name in marked_fields()
    }
    named = [name for names in FIELDS_OF.values() for name in names.split()]
    assert sorted(named) == sorted(set(named)), "a field stands in two rows"
    assert sorted(asked - set(named)) == []
    assert sorted(set(named) - asked - LATER - {"research.item"}) == []
    assert all(len(cells.split()) == len(COLUMNS) for cells in CELLS.values())


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_is_sent_what_the_protocol_does_not_let_them_read(marked: House, who: str) -> None:
    pages = marked.walk(who)
    assert pages.errors == []
    found = leaks(marked, who, pages)
    assert not found, _told(found)


@pytest.mark.parametrize("who", [REFERRER, *COLUMNS])
def test_everybody_is_shown_what_they_need(marked: House, who: str) -> None:
    found = missing(marked, who, marked.walk(who))
    assert not found, _told(found)


@pytest.mark.parametrize("who", NEVER)
def test_without_casework_not_even_a_reference_is_there(marked: House, who: str) -> None:
    if who == "governance":
        return  # asks who has seen which reference, and reads nothing of the case
    sent = "\n".join(marked.walk(who).pages.values())
    assert [c.reference for c in marked.world.cases.values() if c.reference in sent] == []
    assert [str(c.id) for c in marked.world.cases.values() if str(c.id) in sent] == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_marker_stands_in_an_address_or_a_header(marked: House, who: str) -> None:
    pages = marked.walk(who)
    heads = [text.split("\n\n")[0].split("<!")[0] for text in pages.pages.values()]
    assert set().union(*(marked.finder(h) for h in [*heads, *pages.redirects])) == set()


def _always(effect: Effect) -> object:
    def decide(self: object, item: object) -> Decision:
        return Decision(effect)

    return decide


def test_a_gate_that_shows_everything_is_caught(
    marked: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.disclosure.gate._Side.decide", _always(Effect.FULL))
    for who in ("fire", "perpetrator_service", "housing"):
        pages = walk(marked.app, marked.world.people[who])
        assert len(leaks(marked, who, pages)) > 100


def test_a_gate_that_shows_nothing_is_caught(
    marked: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.disclosure.gate._Side.decide", _always(Effect.WITHHELD))
    for who in ("police", "victim_service", "chair"):
        pages = walk(marked.app, marked.world.people[who])
        assert leaks(marked, who, pages) == []
        assert len(missing(marked, who, pages)) > 100


def test_a_gate_that_swaps_two_agencies_is_caught(
    marked: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is not only about how much: police in place of fire is as wrong as everything."""
    gate: Gate = marked.app.extensions[GATE]
    kept = gate_module._rule
    with gate._database.reading() as session:
        police = marked.world.viewer(session, "police")

    def swapped(viewers: object, *rest: object, **more: object) -> object:
        return kept([police], *rest, **more)  # type: ignore[arg-type]  # the arguments are the gate's

    monkeypatch.setattr(gate_module, "_rule", swapped)
    assert leaks(marked, "fire", walk(marked.app, marked.world.people["fire"])) != []
