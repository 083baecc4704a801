"""From a story to the answers of a referral: by row of the case, dates and ages worked out."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from casework.catalogue.field import Row
from casework.demo.composing import checklist_answers
from casework.demo.content import Story
from casework.directory.models import Person

Answers = dict[str, str]
# Where a story keeps each sort of row, and how its fields begin.
ROWS: Mapping[Row, tuple[str, str]] = {
    Row.ALLEGED_PERPETRATOR: ("perp", "alleged_perpetrator"),
    Row.CHILD: ("children", "child"),
    Row.PLACE: ("place", "place"),
    Row.HOUSEHOLD: ("household", "household"),
    Row.COMPLAINANT: ("complainants", "complainant"),
    Row.INCIDENT: ("incidents", "incident"),
}
ABOUT_CASE = ("reason", "incident_now", "risk", "awareness", "wishes", "support", "previous",
              "safety")  # fmt: skip
BABY = "months"


def rows_of(story: Story) -> dict[Row, list[Answers]]:
    """The answers of every person, place and entry."""
    victims = story.get("victims") or [story.get("victim", {})]
    found = {Row.VICTIM: [_prefixed("victim", v) for v in victims if v]}
    for row, (name, start) in ROWS.items():
        told = story.get(name) or []
        entries = [told] if isinstance(told, Mapping) else told
        found[row] = [_prefixed(start, entry) for entry in entries if entry]
    return found


def about_case(story: Story, author: Person, opened: date) -> Answers:
    """The answers that hang on the case itself."""
    found = {
        "referrer.name": author.name,
        "referrer.job_title": author.job_title,
        "referrer.phone": author.phone,
        "referrer.email": author.email,
        "referrer.date": opened.isoformat(),
        "referrer.representative_briefed": "yes",
    }
    for start in ABOUT_CASE:
        found |= _prefixed(start, story.get(start, {}))
    found |= checklist_answers(story["checklist"]) if "checklist" in story else {}
    return found | _prefixed("matrix", story.get("matrix", {}))


def dated(answers: Mapping[str, str], dates: Iterable[str], opened: date) -> Answers:
    """The same answers with days and ages as dates."""
    wanted = set(dates)
    return {n: _date(t, opened, n) if n in wanted else t for n, t in answers.items()}


def _prefixed(start: str, told: Mapping[str, Any]) -> Answers:
    return {f"{start}.{name}": str(value) for name, value in told.items()}


def _date(text: str, opened: date, name: str) -> str:
    if text.startswith("age "):
        return _born(text.split()[1:], opened, name).isoformat()
    if text[:1] in "+-":
        return (opened + timedelta(days=int(text))).isoformat()
    return text


def _born(parts: Sequence[str], opened: date, name: str) -> date:
    # The same day on every load, and never so near a birthday that the age would be another.
    spread = zlib.crc32(f"{name}{parts}".encode()) % 200 + 60
    if BABY in parts:
        return opened - timedelta(days=int(parts[0]) * 30)
    return opened - timedelta(days=int(int(parts[0]) * 365.25) + spread)
