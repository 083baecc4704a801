"""A default denial matches no rule, so it names the grants that came nearest."""

from dataclasses import replace

from protocols.boxes import Box
from protocols.compiling import CompiledRule, Program, scope_clause
from protocols.conditions import together
from protocols.decision import Decision, NearMiss, Outcome, TrailEntry
from protocols.vocabulary import CORE, UNKNOWN, RuleKind

MOST_NAMED = 5
# Of this information: another entry of the same kind is nearer than another kind.
_ITEM = {"field": 1, "category": 2, "subject": 2}
# What a grant may want, nearest first: something to be recorded, then how and what for, then when,
# then who.
_DISTANCES = {
    **dict.fromkeys(("stage", "date"), 2),
    **dict.fromkeys(("role", "relationship", "agency", "agency_type"), 3),
}


def explain_denial(program: Program, found: Decision, cells: dict[str, str]) -> Decision:
    """The denial with its nearest grants and the scope clause to cite."""
    misses = near_misses(program, cells)
    scope = next(
        (c for failed, _, _ in misses for d in failed if (c := scope_clause(program.protocol, d))),
        None,
    )
    # Of a grant that wants nothing, the clock or what waits says why it stays shut.
    told = tuple(_near_miss(program, rule, failed) for failed, rule, _ in misses if failed)
    entries = [_entry(rule) for _, rule, _ in misses]
    if scope:
        entries.insert(
            0, TrailEntry(scope.number, None, RuleKind.GATE, Outcome.FAILED, scope.words)
        )
    clause = entries[0].clause if entries else None
    return replace(found, clause=clause, trail=(*entries, *found.trail), near_misses=told)


def near_misses(
    program: Program, cells: dict[str, str]
) -> list[tuple[tuple[str, ...], CompiledRule, int]]:
    """The grants that failed on the fewest dimensions, with those dimensions."""
    scored = [
        min(
            ((failed(box, cells), rule, rule.place) for box in rule.reach),
            key=lambda miss: len(miss[0]),
        )
        for rule in program.rules
        if rule.rule.kind is RuleKind.GRANT and rule.reach
    ]
    least = min((len(miss[0]) for miss in scored), default=0)
    near = [miss for miss in scored if len(miss[0]) == least]
    near.sort(key=_nearness)
    return near[:MOST_NAMED]


def _nearness(miss: tuple[tuple[str, ...], CompiledRule, int]) -> tuple[int, bool, int, int]:
    """Grants of this very information first, and of those the one whose want is easiest met."""
    wanting, rule, place = miss
    farthest = max(map(_distance, wanting), default=0)
    other = max((_ITEM.get(name, 0) for name in wanting), default=0)
    return other, not rule.about_item, farthest, place


def _distance(dimension: str) -> int:
    told = CORE.get(dimension)
    return 0 if told is None else _DISTANCES.get(dimension, 1)


def failed(box: Box, cells: dict[str, str]) -> tuple[str, ...]:
    """The dimensions on which a box does not certainly accept the question."""
    axes = (axis for axis, accepted in box.items() if cells.get(axis, UNKNOWN) not in accepted)
    return tuple(dict.fromkeys(axis.partition(":")[0] for axis in axes))


def _near_miss(program: Program, rule: CompiledRule, missing: tuple[str, ...]) -> NearMiss:
    wanted = tuple(c for c in (*rule.rule.applies, *rule.rule.requires) if c.dimension in missing)
    needs = together(wanted, program.protocol.vocabulary)
    return NearMiss(rule.number or "", rule.rule.name, ", ".join(missing), needs, rule.level)


def _entry(rule: CompiledRule) -> TrailEntry:
    words = rule.clause.words if rule.clause else ""
    return TrailEntry(
        rule.number, rule.rule.name, RuleKind.GRANT, Outcome.NEAREST, words, level=rule.level
    )
