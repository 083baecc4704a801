"""Somebody writes down a published figure of another area; the last word about it stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.figures.periods import this_month
from casework.boards.figures.writing import UNITS, may_write
from casework.boards.models import FigureComparator
from casework.boards.vocabulary import Population
from casework.clock import now
from casework.directory.finding import add_once
from casework.errors import Invalid, NotFound

AT_ONCE = "Somebody else has just written this down: reload the page and compare"


@dataclass(frozen=True, slots=True)
class Theirs:
    """The number there, of how many for a share, and the people of both areas for a rate."""

    number: int
    base: int | None = None
    denominator: Population = Population.NONE
    population: int | None = None
    own_population: int | None = None


def set_comparator(
    session: Session, viewer: Viewer, *, measure: str, area: str, first: date, last: date,
    theirs: Theirs, definition: str, same: bool, source: str,
) -> FigureComparator:  # fmt: skip
    """A figure for the months from `first` to `last`; the same area and months replace it."""
    may_write(viewer)
    if measure not in UNITS:
        raise NotFound("measure")
    ends_before = last + timedelta(days=1)
    unit = UNITS[measure]
    errors = _of_months(first, ends_before) | _of_base(unit, theirs) | _of_people(unit, theirs)
    if errors:
        raise Invalid(errors)
    found = session.scalar(
        select(FigureComparator).where(
            FigureComparator.partnership_id == viewer.partnership_id,
            FigureComparator.measure == measure, FigureComparator.area == area,
            FigureComparator.starts_on == first, FigureComparator.ends_before == ends_before,
        )
    )  # fmt: skip
    row = found or FigureComparator(
        partnership_id=viewer.partnership_id, measure=measure, area=area, starts_on=first,
        ends_before=ends_before,
    )  # fmt: skip
    for name, value in asdict(theirs).items():
        setattr(row, name, value)
    row.definition, row.same_definition, row.source = definition, same, source
    row.author_id, row.at = viewer.person_id, now()
    if found is None:
        add_once(session, row, field="area", message=AT_ONCE)
    session.flush()
    return row


def _of_months(first: date, ends_before: date) -> dict[str, str]:
    errors = {}
    if first.day != 1:
        errors["starts_on"] = "Enter the first day of a month"
    if ends_before.day != 1 or ends_before <= first or ends_before > this_month():
        errors["ends_on"] = "Enter the last day of a month that is over, after the first day"
    return errors


def _of_base(unit: str, theirs: Theirs) -> dict[str, str]:
    if unit == "share" and (theirs.base is None or theirs.base < theirs.number):
        return {"base": "Enter of how many: at least the number itself"}
    if unit != "share" and theirs.base is not None:
        return {"base": "Leave this empty: this measure is a plain count"}
    return {}


def _of_people(unit: str, theirs: Theirs) -> dict[str, str]:
    if theirs.denominator is Population.NONE:
        return {}
    if unit != "count":
        return {"denominator": "Choose ‘Not at all’: this measure is no count"}
    wanted = {"population": "in that area", "own_population": "here"}
    return {
        name: f"Enter how many such people there are {where}"
        for name, where in wanted.items()
        if not getattr(theirs, name)
    }
