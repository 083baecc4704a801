"""One person's work: gathered from every room, grouped by when it is due, counted by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.work import WorkItem
from casework.clock import today
from casework.insight.sources import SOURCES, Source

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Group:
    """Items that are due at about the same time."""

    name: str
    title: str
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of work with its number."""

    name: str
    label: str
    count: int


Work = Mapping[str, Sequence[WorkItem]]


def work_of(session: Session, viewer: Viewer, sources: Sequence[Source] = SOURCES) -> Work:
    """Everything that waits for a person, by tab."""
    found: dict[str, list[WorkItem]] = {}
    for source in sources:
        found.setdefault(source.tab, []).extend(source.work_for(session, viewer))
    return found


def count_of(session: Session, viewer: Viewer) -> int:
    """How many things wait: all that a mail may say."""
    return sum(map(len, work_of(session, viewer).values()))


def tabs(work: Work, sources: Sequence[Source] = SOURCES) -> list[Tab]:
    """The kinds of work that this person has, in the order of the rooms."""
    labels = {source.tab: source.label for source in sources}
    counts = Counter({name: len(items) for name, items in work.items()})
    shown = [Tab(name, label, counts[name]) for name, label in labels.items() if counts[name]]
    return [Tab("", "All", counts.total()), *shown] if shown else []


def groups(items: Iterable[WorkItem]) -> list[Group]:
    """Overdue, today and this week, later or without a date; empty ones are left out."""
    held = sorted(items, key=_soonest_first)
    return [
        Group(name, title, found)
        for name, title, belongs in _GROUPS
        if (found := tuple(item for item in held if belongs(item.due)))
    ]


def _soonest_first(item: WorkItem) -> tuple[bool, date, datetime, str]:
    return item.due is None, item.due or date.max, item.since or LONG_AGO, item.words


def _overdue(due: date | None) -> bool:
    return due is not None and due < today()


def _this_week(due: date | None) -> bool:
    return due is not None and today() <= due <= _end_of_week()


def _later(due: date | None) -> bool:
    return due is None or due > _end_of_week()


def _end_of_week() -> date:
    # Sunday of this week: on a Friday, Monday's work is later.
    return today() + timedelta(days=6 - today().weekday())


_GROUPS: tuple[tuple[str, str, Callable[[date | None], bool]], ...] = (
    ("overdue", "Overdue", _overdue),
    ("this-week", "Today and this week", _this_week),
    ("later", "Later, or without a date", _later),
)
