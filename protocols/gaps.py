"""What nobody has spoken of: kinds of agency and of information, and stages, that no grant opens.

An example of a gap is a question in which nothing holds back and still nothing opens.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_

from protocols.boxes import Box
from protocols.compiling import CompiledRule
from protocols.exact.asker import Asker
from protocols.exact.goal import Goal
from protocols.exact.missing import Missing
from protocols.finding import Finding, shown
from protocols.findings import of_clauses
from protocols.vocabulary import Effect, RuleKind


def gaps(asker: Asker) -> Iterator[Finding]:
    """Kinds of agency and of information that no grant speaks of, at any stage or at some."""
    rules = of_clauses(asker.program)
    grants = [r for r in rules if r.rule.kind is RuleKind.GRANT and r.level > Effect.WITHHELD]
    for kind, missing, sees in _unseen(asker, grants):
        what = ", ".join(missing) if sees else "anything"
        said = {"agency_type": kind} | ({"category": missing[0]} if sees else {})
        yield from _gap(asker, f"'{kind}' never sees {what}: intended?", said)
    for stage in _words(asker, "stage"):
        if not any(stage in box.get("stage", {stage}) for g in grants for box in g.reach):
            message = f"nothing is shared at stage '{stage}': intended?"
            yield from _gap(asker, message, {"stage": stage})


def _gap(asker: Asker, message: str, said: Mapping[str, str]) -> Iterator[Finding]:
    """Where a gate or cap always has something to say, that is no gap."""
    side = asker.side
    opening = side.opens | reduce(or_, (g.firm | g.rivalled for g in side.grants), side.own)
    asked = asker.example(Missing(asker).nothing_holds(Goal(0, opening)), said)
    if asked is not None:
        whole = replace(asked, values={**asked.values, **said})
        yield shown(Finding("note", "gap", None, 1, message), whole)


def _unseen(asker: Asker, grants: list[CompiledRule]) -> Iterator[tuple[str, list[str], bool]]:
    """For every kind of agency what it never sees, and whether it sees anything."""
    categories = _words(asker, "category")
    boxes = [box for grant in grants for box in grant.reach if _is_ordinary(box)]
    for kind in _words(asker, "agency_type"):
        mine = [box for box in boxes if kind in box.get("agency_type", {kind})]
        missing = [c for c in categories if not any(c in box.get("category", {c}) for box in mine)]
        if missing:
            yield kind, missing, bool(mine)


def _words(asker: Asker, axis: str) -> list[str]:
    return sorted(asker.program.space.universe(axis) - {"not_applicable"})


def _is_ordinary(box: Box) -> bool:
    """A grant to a role, or to whoever asked for more, does not close a gap."""
    by_role = any(axis.startswith("role:") and "no" not in cells for axis, cells in box.items())
    return not by_role and bool(
        {"agency_type", "category", "subject", "field", "stage"} & box.keys()
    )
