"""What people write beside figures: breaks, events, targets, earlier months, commentary."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.figures.measures import FIXED, LABELS
from casework.boards.figures.periods import period_of
from casework.boards.models import (
    Commentary,
    EarlierFigure,
    FigureEvent,
    FigureTarget,
    SeriesBreak,
)
from casework.clock import now, today
from casework.directory.finding import add_once
from casework.errors import Invalid, NotFound, Refused, StaleEdit

UNITS = {m.key: m.unit for m in FIXED}
AT_ONCE = "Somebody else has just explained this figure: reload the page and compare"
# What can have a month from before: everything that adds up.
ADDS_UP = frozenset(m.key for m in FIXED if m.unit != "days" and m.key != "recommendations_open")


def add_break(
    session: Session, viewer: Viewer, *, measure: str, on: date, reason: str
) -> SeriesBreak:
    """From this day a measure (or, when empty, everything) is counted differently (R87)."""
    may_write(viewer)
    _known(measure, everything=True)
    if on > today():
        raise Invalid({"on": "The day must be today or in the past"})
    made = SeriesBreak(
        partnership_id=viewer.partnership_id, measure=measure, on=on, reason=reason,
        author_id=viewer.person_id, at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def add_event(
    session: Session, viewer: Viewer, *, measure: str, starts_on: date, ends_on: date, words: str
) -> FigureEvent:
    """Something that happened once and shows in the numbers (R90)."""
    may_write(viewer)
    _known(measure, everything=True)
    if ends_on < starts_on:
        raise Invalid({"ends_on": "The last day must be on or after the first"})
    made = FigureEvent(
        partnership_id=viewer.partnership_id, measure=measure, starts_on=starts_on,
        ends_on=ends_on, words=words, author_id=viewer.person_id, at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def set_target(
    session: Session, viewer: Viewer, *, measure: str, starts_on: date, at_least: bool, value: int
) -> FigureTarget:
    """What a measure should reach from a day on; an earlier target stays for its own time."""
    may_write(viewer)
    _known(measure)
    if UNITS.get(measure) == "share" and not 0 <= value <= 100:
        raise Invalid({"value": "Enter a percentage from 0 to 100"})
    made = FigureTarget(
        partnership_id=viewer.partnership_id, measure=measure, starts_on=starts_on,
        at_least=at_least, value=value, author_id=viewer.person_id, at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def add_earlier(
    session: Session, viewer: Viewer, *, measure: str, month: date, source: str,
    number: int | None = None, base: int | None = None,
) -> EarlierFigure:  # fmt: skip
    """A month before this system was used; without a number, `source` says why there is none."""
    may_write(viewer)
    if measure not in ADDS_UP:
        raise NotFound("measure")
    if month.day != 1 or month > today():
        raise Invalid({"month": "Enter the first day of a month in the past"})
    _check_share(measure, number, base)
    made = EarlierFigure(
        partnership_id=viewer.partnership_id, measure=measure, month=month, number=number,
        base=base, source=source, author_id=viewer.person_id, at=now(),
    )  # fmt: skip
    add_once(session, made, field="month", message="There is a number for that month already")
    return made


def comment(
    session: Session, viewer: Viewer, *, measure: str, period: str, words: str,
    version: int | None = None,
) -> Commentary:  # fmt: skip
    """Plain words about a figure of one period; the last words stand."""
    may_write(viewer)
    _known(measure)
    key = period_of(period).key
    found = comment_of(session, viewer, measure, key)
    if version is not None and version != (found.version if found else 0):
        raise StaleEdit("comment")
    if found is None:
        made = Commentary(
            partnership_id=viewer.partnership_id, measure=measure, period=key, words=words,
            author_id=viewer.person_id, at=now(),
        )  # fmt: skip
        add_once(session, made, field="words", message=AT_ONCE)
        return made
    found.words, found.author_id, found.at = words, viewer.person_id, now()
    session.flush()
    return found


def comment_of(session: Session, viewer: Viewer, measure: str, period: str) -> Commentary | None:
    """What was written about a figure of one period."""
    return session.scalar(
        select(Commentary).where(
            Commentary.partnership_id == viewer.partnership_id,
            Commentary.measure == measure, Commentary.period == period,
        )
    )  # fmt: skip


def may_write(viewer: Viewer) -> None:
    """Refused to whoever runs no board and no conference."""
    if not viewer.may(Action.BOARD_MANAGE):
        raise Refused("Only coordinators and those who chair write beside the figures.")


def _known(measure: str, *, everything: bool = False) -> None:
    if measure not in LABELS and not (everything and measure == ""):
        raise NotFound("measure")


def _check_share(measure: str, number: int | None, base: int | None) -> None:
    if number is None:
        return
    if UNITS[measure] == "share" and (base is None or base < number):
        raise Invalid({"base": "Enter of how many: at least the number itself"})
    if UNITS[measure] != "share" and base is not None:
        raise Invalid({"base": "Leave this empty: this measure is a plain count"})
    if number < 0:
        raise Invalid({"number": "Enter a number that is 0 or more"})
