"""A risk instrument as versioned data, and what a set of answers to it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.catalogue.field import Choice


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what it is about, where its answer is kept, and what each answer counts."""

    number: int
    label: str
    field: str
    category: str
    sensitivity: int
    choices: tuple[Choice, ...]
    points: Mapping[str, int]
    hint: str = ""

    @property
    def most(self) -> int:
        """The highest number of points the item can give."""
        return max(self.points.values())


@dataclass(frozen=True, slots=True)
class Band:
    """From this total on, the result is called this (a word of the protocol's risk levels)."""

    lowest: int
    level: str
    label: str


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A cluster that matters whatever the total is: of every group one item at least is a yes."""

    label: str
    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A tool of one version; a partnership may put its own licensed wording in its place."""

    name: str
    version: str
    title: str
    licence_note: str
    conferences: frozenset[str]
    items: tuple[Item, ...]
    # From the highest to the lowest.
    bands: tuple[Band, ...]
    # The total from which it is high risk for the purpose of a referral.
    threshold: int
    red_flags: tuple[RedFlag, ...] = ()
    # Items that call for a conference whatever the total is, once they give any points.
    auto_escalate: frozenset[int] = frozenset()

    @property
    def most(self) -> int:
        """The highest total there can be."""
        return sum(item.most for item in self.items)

    @property
    def label(self) -> str:
        """The name with its version, for the screen."""
        return f"{self.title}, version {self.version}"

    def band(self, total: int) -> Band:
        """The band a total falls in."""
        return next(b for b in self.bands if total >= b.lowest)


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers come to. It never stands alone: judgement may put the risk higher."""

    total: int
    band: str
    band_label: str
    visible_high_risk: bool
    red_flags: tuple[str, ...]
    escalates: tuple[str, ...]
    # Numbers of items without any answer; 'not known' is an answer.
    unanswered: tuple[int, ...]
    not_known: tuple[int, ...]

    def __repr__(self) -> str:
        return "Score(…)"


def score(instrument: Instrument, answers: Mapping[str, str]) -> Score:
    """Count answers given by field name; an answer that the item does not have counts as none."""
    valid = {
        i.number: answers[i.field]
        for i in instrument.items
        if answers.get(i.field) in dict(i.choices)
    }
    points = {i.number: i.points.get(valid.get(i.number, ""), 0) for i in instrument.items}
    total = sum(points.values())
    band = instrument.band(total)
    return Score(
        total=total,
        band=band.level,
        band_label=band.label,
        visible_high_risk=total >= instrument.threshold,
        red_flags=tuple(f.label for f in instrument.red_flags if _raised(f, points)),
        escalates=tuple(
            i.label
            for i in instrument.items
            if i.number in instrument.auto_escalate and points[i.number]
        ),
        unanswered=tuple(i.number for i in instrument.items if i.number not in valid),
        not_known=tuple(number for number, value in valid.items() if value == "unknown"),
    )


def _raised(flag: RedFlag, points: Mapping[int, int]) -> bool:
    return all(any(points.get(number, 0) for number in group) for group in flag.groups)
