"""Two periods side by side, in the words that every screen, file and sheet uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.boards.figures.value import Value
from casework.boards.models import FigureTarget, SeriesBreak
from casework.web.dates import day

# Below this a percentage says more than it knows (R86).
SMALL_BASE = 20
NO_BASE, COUNTS_ONLY = "n/a", "counts only: small numbers"
KEPT, NOT_AVAILABLE = "not compared: numbers kept back", "not available"


@dataclass(frozen=True, slots=True)
class Shown:
    """The two values, small ones already kept back."""

    now: Value
    then: Value


@dataclass(frozen=True, slots=True)
class Compared:
    """Every cell of a line in words, with the plain numbers for a spreadsheet."""

    now: str
    then: str
    difference: str
    change: str
    number: float | None
    before: float | None
    breaks: tuple[str, ...]
    target: str

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Now, a year before, difference, change."""
        return self.now, self.then, self.difference, self.change


def compare(
    unit: str, shown: Shown, across: Sequence[SeriesBreak], target: FigureTarget | None
) -> Compared:
    """A line of the table."""
    breaks = tuple(f"From {day(b.on)} counted differently: {b.reason}" for b in across)
    difference, change = _not_compared(shown, broken=bool(breaks)) or _difference(unit, shown)
    return Compared(
        words(unit, shown.now), words(unit, shown.then), difference, change,
        shown.now.number if shown.now.known else None,
        shown.then.number if shown.then.known else None, breaks, _target(unit, shown.now, target),
    )  # fmt: skip


def words(unit: str, value: Value) -> str:
    """'14', '14 of 20 (70%)', 'fewer than 5', 'not available: no meeting was held'."""
    if value.kept:
        return value.kept
    if value.number is None:
        return f"{NOT_AVAILABLE}: {value.reason}"
    if unit != "share" or value.base is None:
        return f"{value.number:,g}"
    counts = f"{value.number:,g} of {value.base:,}"
    return f"{counts} ({_percent(value):.0f}%)" if value.base >= SMALL_BASE else counts


def _not_compared(shown: Shown, *, broken: bool) -> tuple[str, str] | None:
    if broken:
        return ("not compared", "counted differently")
    if shown.now.kept or shown.then.kept:
        return (KEPT, KEPT)
    if shown.now.number is None or shown.then.number is None:
        return (NOT_AVAILABLE, NOT_AVAILABLE)
    return None


def _difference(unit: str, shown: Shown) -> tuple[str, str]:
    now, then = shown.now, shown.then
    if unit == "share":
        if min(now.base or 0, then.base or 0) < SMALL_BASE:
            return (COUNTS_ONLY, COUNTS_ONLY)
        points = round(_percent(now)) - round(_percent(then))
        return (f"{points:+d} percentage points" if points else "no difference", "see difference")
    gap = (now.number or 0) - (then.number or 0)
    difference = f"{gap:+,g}" if gap else "no difference"
    if not then.number:
        return (difference, NO_BASE)
    if then.number < SMALL_BASE:
        return (difference, COUNTS_ONLY)
    return (difference, f"{100 * gap / then.number:+.0f}%")


def _percent(value: Value) -> float:
    return 100 * (value.number or 0) / value.base if value.base else 0.0


def _target(unit: str, value: Value, target: FigureTarget | None) -> str:
    if target is None:
        return ""
    sign = "%" if unit == "share" else ""
    wanted = f"{'at least' if target.at_least else 'at most'} {target.value}{sign}"
    if not value.known:
        return f"{wanted}: cannot be said"
    reached = _percent(value) if unit == "share" else (value.number or 0)
    met = reached >= target.value if target.at_least else reached <= target.value
    return f"{wanted}: {'met' if met else 'not met'}"
