"""A default denial matches no rule, so it names the grants that came nearest."""

from collections.abc import Iterator
from dataclasses import replace

from protocols.boxes import GRANTED, Box
from protocols.clauses import Rule
from protocols.compiling import CompiledRule, Program, scope_clause
from protocols.conditions import plain, sentence
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
    told = tuple(
        _near_miss(program, rule, failed or ("basis",))
        for failed, rule, _ in misses
        # Of a grant that wants nothing, the clock or what waits says why it stays shut.
        if failed or not _is_based(program, rule, cells)
    )
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


def _is_based(program: Program, rule: CompiledRule, cells: dict[str, str]) -> bool:
    """Whether a legal basis that a grant cites certainly reaches this sharing."""
    return any(not failed(box, cells) for box in program.space.based(rule.rule))


def _near_miss(program: Program, rule: CompiledRule, missing: tuple[str, ...]) -> NearMiss:
    needs = ", and ".join(_needs(program, rule.rule, missing))
    return NearMiss(rule.number or "", rule.rule.name, ", ".join(missing), needs, rule.level)


def _needs(program: Program, rule: Rule, missing: tuple[str, ...]) -> Iterator[str]:
    """What a grant wants beyond what a question tells, each by itself."""
    vocabulary = program.protocol.vocabulary
    for condition in (*rule.applies, *rule.requires):
        if condition.dimension in missing:
            yield sentence(condition, vocabulary)
    for condition in rule.ends_when:
        if condition.dimension in missing:
            yield f"it is certain not to be so that {sentence(condition, vocabulary)}"
    if rule.per_request and GRANTED in missing:
        yield vocabulary[GRANTED].says
    if rule.until and "date" in missing:
        yield f"the day is told, and is not after {plain(rule.until)}"
    if "basis" in missing:
        yield "a legal basis that it cites reaches this sharing"


def _entry(rule: CompiledRule) -> TrailEntry:
    words = rule.clause.words if rule.clause else ""
    return TrailEntry(
        rule.number, rule.rule.name, RuleKind.GRANT, Outcome.NEAREST, words, level=rule.level
    )
