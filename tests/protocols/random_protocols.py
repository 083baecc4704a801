"""Random small protocols, and questions about them with and without things unknown."""

from datetime import date
from random import Random
from typing import Any

from protocols.clauses import Basis, Clause, Obligation, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.question import Question
from protocols.vocabulary import Dimension, DimensionKind, Effect, RuleKind

DAY = date(2026, 6, 1)
AGE = Dimension("age", DimensionKind.NUMBER, "the age", is_fact=True)
CHOICES: dict[str, list[Any]] = {
    "agency_type": ["police", "health", "gp", "fire", "not_applicable"],
    "relationship": [frozenset(s) for s in ((), ("lead",), ("neutral",), ("lead", "neutral"))],
    "role": [frozenset(), frozenset({"chair"})],
    "victim_agrees": ["yes", "no", "not_applicable"],
    "age": [5, 10, 15, 18, 20, "not_applicable"],
    "agencies_approval": ["0_of_3", "3_of_3 verbal", "2_of_3 written", "3_of_3 written"],
    "date": [date(2026, 5, 1), DAY, date(2026, 7, 1), "not_applicable"],
}
OUTSIDE: dict[str, list[Any]] = {
    "log": ["yes", "no", "not_applicable"],
    "item_relationship": [frozenset(), frozenset({"originator"})],
    "purpose": ["safety_planning", "personal"],
    "conference_kind": ["ccm", "not_applicable"],
    "discloser_type": ["police", "gp", "not_applicable"],
    "category": ["risk", "health", "not_applicable"],
    "granted_request": ["yes", "no", "not_applicable"],
}
# A clause for each rule, numbered from one: whether the time of its duty has run out.
RUN_OUT: dict[str, list[Any]] = {f"missed/random/{n}/tell": ["yes", "no"] for n in range(1, 12)}
ALL_CHOICES = CHOICES | OUTSIDE
CONDITIONS = [
    Condition("agency_type", Op.IS, ("police",)),
    Condition("agency_type", Op.IS, ("health",)),
    Condition("agency_type", Op.IS, ("gp", "police")),
    Condition("agency_type", Op.EXACTLY, ("health",)),
    Condition("agency_type", Op.UNDER, ("health",)),
    Condition("agency_type", Op.NOT, ("health",)),
    Condition("agency_type", Op.NOT, ("police",)),
    Condition("relationship", Op.IS, ("lead",)),
    Condition("relationship", Op.IS, ("lead", "neutral")),
    Condition("relationship", Op.NOT, ("neutral",)),
    Condition("relationship", Op.NOT, ("lead", "neutral")),
    Condition("relationship", Op.ALL_OF, ("lead", "neutral")),
    Condition("role", Op.IS, ("chair",)),
    Condition("role", Op.NOT, ("chair",)),
    Condition("victim_agrees", Op.IS, ("yes",)),
    Condition("victim_agrees", Op.IS, ("no",)),
    Condition("victim_agrees", Op.NOT, ("no",)),
    Condition("age", Op.AT_LEAST, (18,)),
    Condition("age", Op.LESS_THAN, (18,)),
    Condition("age", Op.MORE_THAN, (10,)),
    Condition("age", Op.AT_MOST, (10,)),
    Condition("agencies_approval", Op.IS, ("all",)),
    Condition("agencies_approval", Op.IS, ("at_least_2_written",)),
    Condition("agencies_approval", Op.NOT, ("all",)),
    Condition("date", Op.FROM, (DAY,)),
    Condition("date", Op.BEFORE, (DAY,)),
]
KINDS = [RuleKind.GATE, RuleKind.GRANT, RuleKind.GRANT, RuleKind.CAP, RuleKind.EXCEPTION]
NAMES = ["first", "second"]
BASES = (
    Basis("wide", "Reaches everything"),
    Basis("narrow", "A", ("police",), ("police", "health"), ("safety_planning",), ("health",)),
    Basis("health", "B", recipients=("health",), barred=("risk",)),
)


SINGLE = ("agency_type", "purpose", "conference_kind", "discloser_type", "category")
FACTS = ("victim_agrees", "age", "log", "agencies_approval", "granted_request")


def conditions(rng: Random, most: int) -> tuple[Condition, ...]:
    found = rng.sample(CONDITIONS, rng.randint(0, most))
    once = {(c.dimension, c.op): c for c in found}
    return tuple(sorted(once.values(), key=lambda c: (c.dimension, c.op)))


def rule(rng: Random) -> Rule:
    """One rule of any kind.

    The order of the throws is part of what a seed means: another order, other documents.
    """
    kind = rng.choice(KINDS)
    until = DAY if rng.random() < 0.15 else None
    if rng.random() < 0.06:
        return owed(rng, until)
    return MAKERS[kind](rng, kind, until)


def lifting(rng: Random, kind: RuleKind, until: date | None) -> Rule:
    """What lifts a cap or two, or every limit there is."""
    names, applies = rng.sample(NAMES, rng.randint(1, 2)), conditions(rng, 1)
    first = duties(rng)
    every = names == [*reversed(NAMES)] and not first
    return Rule(
        kind, lifts=() if every else tuple(sorted(names)), lifts_all=every, applies=applies,
        obligations=first, until=until, **limits(rng),
    )  # fmt: skip


def opening(rng: Random, kind: RuleKind, until: date | None) -> Rule:
    """What shows something, now and then for a duty."""
    level = rng.choice(list(Effect)) or Effect.FULL
    duty = duties(rng) if rng.random() < 0.3 else ()
    return Rule(
        kind, level, mask=mask(rng, level), applies=conditions(rng, 2), obligations=duty,
        until=until, **limits(rng),
    )  # fmt: skip


def capping(rng: Random, kind: RuleKind, until: date | None) -> Rule:
    """A ceiling with or without conditions of its own, or a gate, which always has one."""
    level = rng.choice(list(Effect))
    requires = required(rng, kind)
    absolute = rng.random() < 0.25
    return Rule(
        kind, level, name="fixed" if absolute else rng.choice([None, *NAMES]),
        mask=mask(rng, level), concealed=level is Effect.WITHHELD and rng.random() < 0.4,
        absolute=absolute, applies=conditions(rng, 2), requires=requires, until=until,
        obligations=(ENDING,) if rng.random() < 0.2 else (),
    )  # fmt: skip


def required(rng: Random, kind: RuleKind) -> tuple[Condition, ...]:
    if kind is RuleKind.CAP:
        return conditions(rng, 2)
    return conditions(rng, 1) or (rng.choice(CONDITIONS),)


MAKERS = {
    RuleKind.GATE: capping,
    RuleKind.GRANT: opening,
    RuleKind.CAP: capping,
    RuleKind.EXCEPTION: lifting,
}


def owed(rng: Random, until: date | None = None) -> Rule:
    """What has to be done along with an answer."""
    what = Obligation(rng.choice(["keep", "write"]), "after")
    return Rule(
        RuleKind.DUTY, applies=conditions(rng, 2), requires=conditions(rng, 1), until=until,
        obligations=(what,), goes_with=rng.choice(["shown", "refused", "any"]),
    )  # fmt: skip


def limits(rng: Random) -> dict[str, Any]:
    """What may end or narrow an opening, now and then."""
    bases = rng.sample(["wide", "narrow", "health"], 2)[: rng.choice([0, 0, 1, 2])]
    return {
        "ends_when": conditions(rng, 2) if rng.random() < 0.2 else (),
        "per_request": rng.random() < 0.1,
        "basis": tuple(bases),
    }


def mask(rng: Random, level: Effect) -> str | None:
    return rng.choice(["year", "initials"]) if level is Effect.MASKED else None


ENDING = Obligation("tell", "after", "chair", "2 days", missed="ends")


def duties(rng: Random) -> tuple[Obligation, ...]:
    return rng.choice(
        [
            (),
            (),
            (Obligation("log", "before", "chair"),),
            (Obligation("tell", "after"),),
            (ENDING,),
            (Obligation("agencies_approval", "before", "chair", "2 days", "all_written", "ends"),),
        ]
    )


def protocol_of(rules: list[Rule], rng: Random | None = None) -> SharingProtocol:
    scoped = rng is not None and rng.random() < 0.2
    return SharingProtocol(
        id="random",
        title="Random",
        version="1",
        starts=date(2026, 5, 15) if scoped else date(2020, 1, 1),
        purposes=("safety_planning",) if scoped else (),
        facts=(AGE,),
        bases=BASES,
        clauses=tuple(
            Clause(str(i), f"Words of {i}.", rules=(rule,)) for i, rule in enumerate(rules, 1)
        ),
    )


def protocol(rng: Random) -> SharingProtocol:
    return protocol_of([rule(rng) for _ in range(rng.randint(1, 7))], rng)


def world(
    rng: Random, unknown: float = 0.0, choices: dict[str, list[Any]] | None = None
) -> dict[str, Any]:
    found = {name: rng.choice(values) for name, values in (choices or ALL_CHOICES).items()}
    return {
        n: "unknown" if n != "conference_kind" and rng.random() < unknown else v
        for n, v in found.items()
    }


def question(world: dict[str, Any]) -> Question:
    many = {n: world[n] for n in ("relationship", "role", "item_relationship")}
    return Question(
        {n: world[n] for n in SINGLE},
        {n: frozenset({"unknown"}) if v == "unknown" else v for n, v in many.items()},
        {n: world[n] for n in (*FACTS, *RUN_OUT) if n in world},
        world["date"],
    )
