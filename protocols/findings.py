"""Findings that rest on the exact search: rules that change nothing or hide, days that open.

Each says what it says of every question that can be put, and comes with one that shows it, in the
form that `protocol decide` takes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from protocols.clauses import SharingProtocol
from protocols.compare import Block, blocks, blocks_of
from protocols.compiling import CompiledRule, Program
from protocols.conditions import plain
from protocols.engine import DecisionTable
from protocols.exact.asker import Asker
from protocols.exact.goal import Goal
from protocols.exact.joint import Joint, twice
from protocols.exact.missing import Missing
from protocols.exact.pair import gain
from protocols.exact.search import Unsettled
from protocols.question import Question
from protocols.vocabulary import Effect, RuleKind


@dataclass(frozen=True)
class Missed:
    """What a rule is good for: a question that shows more without it, and one that shows less."""

    rule: CompiledRule
    shows_more: Question | None
    shows_less: Question | None
    # False where the search gave up: then nothing is claimed.
    settled: bool = True

    @property
    def is_idle(self) -> bool:
        """Whether taking the rule out changes no answer at all."""
        return self.settled and self.shows_more is None and self.shows_less is None


def missed(asker: Asker) -> Iterator[Missed]:
    """For every rule of a clause, what would change without it; exact for every question."""
    missing = Missing(asker)
    for rule in of_clauses(asker.program):
        if rule.place not in asker.side.of_rule:
            continue
        try:
            more = _asked(asker, rule, missing.shows_more(rule), more=True)
            less = _asked(asker, rule, missing.shows_less(rule), more=False)
        except Unsettled:
            yield Missed(rule, None, None, settled=False)
        else:
            yield Missed(rule, more, less)


def _asked(
    asker: Asker, rule: CompiledRule, goals: Iterable[Goal], *, more: bool
) -> Question | None:
    """A question that shows more, or less, without a rule."""
    side = asker.side
    kept = side.all & ~side.of_rule[rule.place]

    def differs(alive: int) -> bool:
        views = side.view(alive), side.view(alive & kept)
        return gain(*(views if more else views[::-1])) > 0

    found = (asker.find(goal, differs) for goal in goals)
    return next((asked for asked in found if asked is not None), None)


def of_clauses(program: Program) -> list[CompiledRule]:
    """The rules of the text; the head of the document has some of its own after them."""
    return program.rules[: sum(len(clause.rules) for clause in program.protocol.clauses)]


@dataclass(frozen=True)
class Day:
    """A day on which answers change by themselves: what ends or begins, and what it does."""

    day: date
    why: tuple[str, ...]
    clauses: tuple[str, ...]
    opens: tuple[Block, ...]
    closes: tuple[Block, ...]


def calendar(protocol: SharingProtocol, table: DecisionTable) -> list[Day]:
    """Every day from which on some question is answered otherwise than on the day before.

    The days are those that rules name, the ends of rules and the document's own; the review date
    is listed too, though by itself it changes no answer.
    """
    both, found = twice(table.program, frozenset({"date"})), []
    for day in _days(protocol, table.program):
        opens, closes = _changed(table, both, day)
        why, clauses = _reasons(protocol, day)
        if opens or closes or day == protocol.review_by:
            found.append(Day(day, why, clauses, tuple(opens), tuple(closes)))
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
    found = blocks_of((table, table), Joint(both.pair, rest), alive, days)
    return [b for b in found if b.first.gains], [b for b in found if not b.first.gains]


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


def tier_clashes(upper: SharingProtocol, lower: SharingProtocol) -> list[Block]:
    """What the lower tier opens and the upper does not: it stays closed all the same."""
    return [block for block in blocks(upper, lower) if block.first.gains]


def narrows(one: Missed) -> bool:
    """Whether a grant hides something that is shown without it: it must never end unnoticed."""
    return one.rule.rule.kind is RuleKind.GRANT and one.shows_more is not None


def adds_duties(rule: CompiledRule) -> bool:
    """Whether a rule that changes no answer still has something to say: who has to do what."""
    return bool(rule.rule.obligations) or (rule.level is Effect.FULL and bool(rule.rule.basis))
