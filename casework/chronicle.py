"""What a column said before: changes that a later question about the past needs.

The rows of the house hold what is so now. Where an answer of the gate hangs on a column that
changes in place (stage, risk level, released …), each change is kept here, in the transaction of
the change itself, so that 'what could they see on 3 March?' has an exact answer.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Connection, Index, Integer, String, event, insert, select
from sqlalchemy import inspect as inspected
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column

from casework.clock import now
from casework.db import Base

Model = TypeVar("Model", bound=type[Base])
# Stands for 'there was no such row yet'.
MADE = "made"


class PastValue(Base):
    """One change of one column: from what, to what, since when. Never case data."""

    __tablename__ = "past_value"
    __table_args__ = (Index("ix_past_value_about", "about_id", "since"),)

    # In the order of the changes, also where a moved clock stands still.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    about_id: Mapped[uuid.UUID]
    column: Mapped[str] = mapped_column(String(40))
    before: Mapped[str | None] = mapped_column(String(64))
    after: Mapped[str | None] = mapped_column(String(64))
    since: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Past:
    """The columns of some rows as they stood at one moment."""

    moment: datetime
    changes: Mapping[tuple[uuid.UUID, str], tuple[PastValue, ...]]

    def at(self, row: Any, column: str) -> Any:
        """What the column of that row said at the moment."""
        found = self.changes.get((row.id, column), ())
        if not found:
            return getattr(row, column)
        earlier = [change for change in found if change.since <= self.moment]
        text = earlier[-1].after if earlier else found[0].before
        return _value(row, column, text)

    def existed(self, row: Any) -> bool:
        """Whether the row was there; one that is older than this record counts as there."""
        made = self.changes.get((row.id, MADE), ())
        return not made or made[0].since <= self.moment


def keep(*columns: str, made: bool = False) -> Any:
    """Keep the changes of these columns of a model; `made` keeps when the row came about."""

    def decorate(model: Model) -> Model:
        def changed(_: Mapper[Any], connection: Connection, row: Any) -> None:
            _note(connection, row, columns)

        def arrived(_: Mapper[Any], connection: Connection, row: Any) -> None:
            _write(connection, [_line(row, MADE, None, None)])

        for column in columns:
            # The earlier value is fetched before it is lost, also where nobody has read it.
            event.listen(getattr(model, column), "set", _nothing, active_history=True)
        event.listen(model, "after_update", changed)
        if made:
            event.listen(model, "after_insert", arrived)
        return model

    return decorate


def past_of(session: Session, rows: Iterable[Any], moment: datetime) -> Past:
    """The past of these rows, in one question to the database."""
    ids = [row.id for row in rows]
    found: dict[tuple[uuid.UUID, str], list[PastValue]] = defaultdict(list)
    for start in range(0, len(ids), _MOST_IDS):
        part = ids[start : start + _MOST_IDS]
        changes = select(PastValue).where(PastValue.about_id.in_(part)).order_by(PastValue.id)
        for change in session.scalars(changes):
            found[change.about_id, change.column].append(change)
    return Past(moment, {key: tuple(changes) for key, changes in found.items()})


# SQLite takes a bounded number of values in one statement.
_MOST_IDS = 500


def _nothing(*_: Any) -> None:
    """Only there to have the earlier value loaded."""


def _note(connection: Connection, row: Any, columns: tuple[str, ...]) -> None:
    state = inspected(row)
    lines = []
    for column in columns:
        history = state.attrs[column].history
        before, after = (next(iter(h), None) for h in (history.deleted, history.added))
        if history.has_changes() and before != after:
            lines.append(_line(row, column, before, after))
    _write(connection, lines)


def _write(connection: Connection, lines: list[dict[str, object]]) -> None:
    if lines:
        connection.execute(insert(PastValue), lines)


def _line(row: Any, column: str, before: Any, after: Any) -> dict[str, object]:
    return {"about_id": row.id, "column": column, "before": _text(before), "after": _text(after),
            "since": now()}  # fmt: skip


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _value(row: Any, column: str, text: str | None) -> Any:
    kind = type(row).__table__.c[column].type.python_type
    if text is None:
        return None
    if kind is bool:
        return text == "True"
    if kind in (date, datetime):
        return kind.fromisoformat(text)
    return kind(text)
