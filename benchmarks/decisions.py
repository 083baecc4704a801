"""120 decisions of one viewer about one case, at 50, 200 and 1,000 rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from random import Random

from benchmarks.measure import Line, once, warm
from casework.catalogue.sections import FIELDS
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.engine import DecisionTable
from protocols.engine import compile as compile_protocol
from protocols.question import FactValue, Question
from protocols.vocabulary import CORE, CORE_FACTS, Effect, RuleKind

SIZES = (50, 200, 1000)
DECISIONS = 120
MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
DIMENSIONS = ("agency_type", "category", "stage", "subject", "role", "relationship", "risk_level")


def measured() -> Iterator[Line]:
    """One line a size, beside one look into a dictionary per field."""
    asked = questions()
    known = {(q.values["agency_type"], q.values["field"]): Effect.FULL for q in asked}
    keys = list(known)
    peer = warm(lambda: [known[key] for key in keys], repeats=200)
    for size in SIZES:
        protocol = a_protocol(Random(size), size)
        compiled = once(partial(compile_protocol, protocol))
        yield Line(f"compile {size} rules", None, compiled)
        table = compile_protocol(protocol)
        cold = once(partial(decide_all, table, asked))
        yield Line(
            f"{DECISIONS} decisions, {size} rules", cold,
            warm(partial(decide_all, table, asked), repeats=100),
            "dictionary", peer,
        )  # fmt: skip


def decide_all(table: DecisionTable, asked: list[Question]) -> None:
    for question in asked:
        table.decide(question)


def questions() -> list[Question]:
    """A representative of housing in front of 120 fields of one case."""
    many = {
        "role": frozenset({"representative"}),
        "relationship": frozenset({"works_with_victim"}),
        "handling": frozenset[str](),
        "item_relationship": frozenset[str](),
    }
    facts = dict.fromkeys(list(CORE_FACTS)[:12], FactValue.YES)
    fields = islice((f for f in FIELDS.values() if not f.is_summary), DECISIONS)
    return [
        Question(
            {
                "agency": "housing", "agency_type": "housing", "party_status": "signed",
                "stage": "agenda", "purpose": "safety_planning", "channel": "screen",
                "risk_level": "high", "conference_kind": "ccm", "subject": f.subject.value,
                "category": f.category, "field": f.name, "sensitivity": f.sensitivity,
                "originator": "police", "discloser": "police", "consent": "not_asked",
            },
            many, facts, MOMENT,
        )
        for f in fields
    ]  # fmt: skip


def a_protocol(rng: Random, size: int) -> SharingProtocol:
    """Rules as partnerships write them: who, what kind of information, at which stage."""
    clauses = tuple(
        Clause(str(n), f"Words of {n}.", rules=(_rule(rng),)) for n in range(1, size + 1)
    )
    return SharingProtocol(
        id="bench", title="Bench", version="1", starts=date(2020, 1, 1), clauses=clauses
    )


def _rule(rng: Random) -> Rule:
    applies = (_condition(rng, "category"), *_conditions(rng))
    if rng.random() < 0.6:
        return Rule(RuleKind.GRANT, rng.choice([Effect.FULL, Effect.SUMMARY]), applies=applies)
    fact = rng.choice(list(CORE_FACTS)[:12])
    requires = (Condition(fact, Op.IS, ("yes",)),)
    return Rule(
        RuleKind.CAP, rng.choice([Effect.WITHHELD, Effect.EXISTENCE]), applies=applies,
        requires=requires,
    )  # fmt: skip


def _conditions(rng: Random) -> tuple[Condition, ...]:
    names = rng.sample([d for d in DIMENSIONS if d != "category"], rng.randint(1, 2))
    return tuple(_condition(rng, name) for name in sorted(names))


def _condition(rng: Random, name: str) -> Condition:
    words = tuple(sorted(rng.sample(CORE[name].words, rng.randint(1, 3))))
    return Condition(name, Op.IS if rng.random() < 0.8 else Op.NOT, words)
