"""What an administrator waits for, with growth in rules: every analysis that has a page.

One fact is the one that takes longest: of a large document each fact has a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib.resources import files
from itertools import cycle
from random import Random

from benchmarks.deciding import a_protocol as with_exceptions
from benchmarks.decisions import a_protocol
from benchmarks.measure import Line, once
from protocols.analysis import examine
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.cliffs import cliffs_of, facts_of
from protocols.compare import blocks
from protocols.conditions import Condition, Op
from protocols.engine import compile as compile_protocol
from protocols.expiring import calendar
from protocols.loader import load
from protocols.vocabulary import CORE

AIM_MS = 2_000
AIM = "2 s"
# Random rules of these sizes; the shipped protocols are the small and real ones.
SIZES = (50, 200, 1000)
SHIPPED = ("home_office_model", "safelives_marac", "starter_ccm")


def measured() -> Iterator[Line]:
    """Each analysis of each shipped protocol, then growth over random ones."""
    for name in SHIPPED:
        protocol = shipped(name)
        yield _line(f"findings, {name}", once(partial(examine, protocol)))
        other = without_a_clause(protocol)
        yield _line(f"comparison, {name} less a clause", once(partial(blocks, protocol, other)))
        table = compile_protocol(protocol)
        yield _line(f"calendar, {name}", once(partial(calendar, protocol, table)))
    real = shipped("starter_ccm")
    for size in SIZES:
        yield from _all_of(f"starter_ccm as {size:,} rules", grown(real, size))
        yield from _all_of(f"{size:,} random rules", a_protocol(Random(size), size))
        lifted = with_exceptions(Random(size), size)
        yield from _all_of(f"{size:,} rules with exceptions", lifted)


def _all_of(name: str, protocol: SharingProtocol) -> Iterator[Line]:
    table = compile_protocol(protocol)
    yield _line(f"findings, {name}", once(partial(examine, protocol)))
    less = without_a_clause(protocol)
    yield _line(f"comparison less a clause, {name}", once(partial(blocks, protocol, less)))
    yield _line(f"calendar, {name}", once(partial(calendar, protocol, table)))
    each = (once(lambda fact=fact: list(cliffs_of(table, fact))) for fact in facts_of(table))
    yield _line(f"one fact, {name}", max(each, default=0.0))


def grown(protocol: SharingProtocol, size: int) -> SharingProtocol:
    """The rules of a real protocol over and over, each time for another kind of agency."""
    clauses: list[Clause] = []
    for kind in cycle(CORE["agency_type"].words):
        for clause in (c for c in protocol.clauses if c.rules):
            rules = tuple(_for_kind(rule, kind) for rule in clause.rules)
            clauses.append(replace(clause, number=f"{clause.number}-{len(clauses)}", rules=rules))
        if sum(len(clause.rules) for clause in clauses) >= size:
            return replace(protocol, clauses=tuple(clauses))
    raise AssertionError("a cycle does not end")


def _for_kind(rule: Rule, kind: str) -> Rule:
    if any(condition.dimension == "agency_type" for condition in rule.applies):
        return rule
    mine = Condition("agency_type", Op.IS, (kind,))
    applies = sorted((*rule.applies, mine), key=lambda condition: condition.dimension)
    return replace(rule, applies=tuple(applies))


def shipped(name: str) -> SharingProtocol:
    text = files("protocols").joinpath(f"library/{name}.toml").read_text(encoding="utf-8")
    return load(text)


def without_a_clause(protocol: SharingProtocol) -> SharingProtocol:
    """The same without the clause in the middle of those that have rules."""
    ruled = [clause for clause in protocol.clauses if clause.rules]
    gone = ruled[len(ruled) // 2]
    return replace(protocol, clauses=tuple(c for c in protocol.clauses if c is not gone))


def _line(work: str, took: float) -> Line:
    return Line(work, None, took, aim=AIM, met=took < AIM_MS)
