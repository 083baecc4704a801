"""The days on which answers change by themselves, and what each opens and closes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from protocols.clauses import SharingProtocol
from protocols.compare import Block, blocks_of
from protocols.compiling import Program
from protocols.conditions import plain
from protocols.engine import DecisionTable
from protocols.exact.joint import Joint, twice
from protocols.question import Question


@dataclass(frozen=True)
class Day:
    """A day on which answers change by themselves: what ends or begins, and what it does."""

    day: date
    why: tuple[str, ...]
    clauses: tuple[str, ...]
    opens: tuple[Block, ...]
    closes: tuple[Block, ...]
    # The document itself begins or ends: everything that it shows opens, or closes.
    whole: bool = False


def calendar(protocol: SharingProtocol, table: DecisionTable) -> list[Day]:
    """Every day from which on some question is answered otherwise than on the day before.

    The days are those that rules name, the ends of rules and the document's own; the review date
    is listed too, though by itself it changes no answer.
    """
    both, found = twice(table.program, frozenset({"date"})), []
    for day in _days(protocol, table.program):
        whole = day - timedelta(days=1) == protocol.ends or day == protocol.starts
        opens, closes = ([], []) if whole else _changed(table, both, day)
        why, clauses = _reasons(protocol, day)
        if whole or opens or closes or day == protocol.review_by:
            found.append(Day(day, why, clauses, tuple(opens), tuple(closes), whole))
    return found


def _days(protocol: SharingProtocol, program: Program) -> list[date]:
    near = {day for cut in _cuts(program) for day in (cut, cut + timedelta(days=1))}
    return sorted(near | ({protocol.review_by} if protocol.review_by else set()))


def _cuts(program: Program) -> tuple[date, ...]:
    cuts: tuple[Any, ...] = program.space.cuts.get("date", ())
    return cuts


def _changed(table: DecisionTable, both: Joint, day: date) -> tuple[list[Block], list[Block]]:
    """What opens and what closes when the day before has passed."""
    days = (day - timedelta(days=1), day)
    alive, rest = both.pair.all, [v for v in both.variables if v.dimension != "date"]
    cuts = _cuts(table.program)
    for variable in both.variables:
        if variable.dimension == "date":
            wanted = days[variable.point or 0]
            alive &= next(
                c.mask for c in variable.choices if isinstance(c.value, date)
                and _interval(c.value, cuts) == _interval(wanted, cuts)
            )  # fmt: skip
    points = tuple(partial(_on, day=day) for day in days)
    found = blocks_of((table, table), Joint(both.pair, rest), alive, (points[0], points[1]))
    return [b for b in found if b.first.gains], [b for b in found if not b.first.gains]


def _on(asked: Question, day: date) -> Question:
    return replace(asked, moment=day)


def _interval(day: date, cuts: tuple[date, ...]) -> tuple[int, bool]:
    return sum(cut < day for cut in cuts), day in cuts


def _reasons(protocol: SharingProtocol, day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why a day matters, in words, and the clauses that name it."""
    before = day - timedelta(days=1)
    why, clauses = [], []
    if day == protocol.starts:
        why.append("the protocol begins")
    if before == protocol.ends:
        why.append("the protocol has ended")
    if day == protocol.review_by:
        why.append("the protocol is to be reviewed")
    for clause in protocol.clauses:
        for rule in clause.rules:
            if rule.until == before:
                why.append(f"a rule of clause {clause.number} has ended")
                clauses.append(clause.number)
            named = {w for c in (*rule.applies, *rule.requires) for w in c.words}
            if {day, before} & named:
                why.append(f"clause {clause.number} names {plain(day if day in named else before)}")
                clauses.append(clause.number)
    return tuple(dict.fromkeys(why)), tuple(dict.fromkeys(clauses))
