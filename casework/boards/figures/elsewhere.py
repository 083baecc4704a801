"""Figures of other areas beside ours, and why they often cannot be compared (R91, R95)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casework.boards.figures.comparing import SMALL_BASE, words
from casework.boards.figures.periods import Span
from casework.boards.figures.value import Value
from casework.boards.models import FigureComparator, SeriesBreak
from casework.boards.vocabulary import POPULATION_WORDS
from casework.web.dates import day

PER = 1000
ANOTHER_PERIOD = "Not compared: it is about other months"
OTHERWISE = "Not compared: it is counted differently there"
MIXED = "Not compared: ours was counted differently from {} on"
SINCE = (
    "Not compared: we learnt later that ours is counted differently from {} on. Look again whether "
    "both count the same"
)
TOO_SMALL = "Not compared: our number is too small for a rate"
UNKNOWN = "Not compared: we have no number of our own to show"
NO_RATE = "Numbers of areas of different sizes say little: no population was given"


def elsewhere(
    unit: str, ours: Value, span: Span, found: Iterable[FigureComparator],
    breaks: Sequence[SeriesBreak],
) -> tuple[str, ...]:  # fmt: skip
    """A few sentences for each other area that has a figure for some of the same months."""
    return tuple(_told(unit, ours, span, one, breaks) for one in found if _overlaps(one, span))


def months_of(one: FigureComparator) -> Span:
    """The months that the other area's figure is about."""
    return Span(one.starts_on, one.ends_before)


def _overlaps(one: FigureComparator, span: Span) -> bool:
    return one.starts_on < span.end and one.ends_before > span.start


def _told(
    unit: str, ours: Value, span: Span, one: FigureComparator, breaks: Sequence[SeriesBreak]
) -> str:
    theirs = words(unit, Value(one.number, one.base))
    told = f"{one.area}, {months_of(one).words}: {theirs}{_rate(one.number, one.population, one)}"
    beside = _why_not(span, one, breaks) or _ours(unit, ours, one)
    return f"{told}. {beside}. Counted there: {one.definition.rstrip('.')}. Source: {one.source}"


def _why_not(span: Span, one: FigureComparator, breaks: Sequence[SeriesBreak]) -> str:
    if months_of(one) != span:
        return ANOTHER_PERIOD
    if not one.same_definition:
        return OTHERWISE
    for b in breaks:
        if span.start < b.on < span.end:
            return MIXED.format(day(b.on))
        # Written down after the two were called the same: that was said of the earlier way.
        if b.on < span.end and b.at > one.at:
            return SINCE.format(day(b.on))
    return ""


def _ours(unit: str, ours: Value, one: FigureComparator) -> str:
    if not ours.known or ours.number is None:
        return UNKNOWN
    told = f"Ours: {words(unit, ours)}"
    if unit != "count":
        return told
    if not one.own_population:
        return f"{told}. {NO_RATE}"
    if ours.number < SMALL_BASE:
        return f"{told}. {TOO_SMALL}"
    return f"{told}{_rate(ours.number, one.own_population, one)}"


def _rate(number: float, population: int | None, one: FigureComparator) -> str:
    if not population:
        return ""
    rate = f"{PER * number / population:,.2f}"
    return f" ({rate} per {PER:,} {POPULATION_WORDS[one.denominator]})"
