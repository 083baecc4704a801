"""A page of 120 decisions beside Cedar, Casbin and a dictionary: cold, warm, in one run.

The protocols have grants at every level, caps, named lifts and facts that are not known. Each
figure is the median of batches of twelve pages: twelve viewers, none of whose answers is
remembered ('cold'), or all ('warm'). Cedar gets its cheapest use: every rule a permit on anything,
what hangs on the item left out, one request a page, parsed beforehand; joining its answer with 120
items, lifts and levels would come on top and is not in its time. Casbin is asked for three items
and counted for 120: it knows neither levels nor lifts, so it answers less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from random import Random
from statistics import median
from time import perf_counter

import casbin
import cedarpy

from benchmarks.cedar import Translator, context_of
from benchmarks.measure import Line
from casework.catalogue.sections import FIELDS
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.engine import compile as compile_protocol
from protocols.question import FactValue, Question
from protocols.rows import Row
from protocols.vocabulary import CORE, CORE_FACTS, UNKNOWN, Effect, RuleKind

SIZES = (50, 200, 1000)
ITEMS, VIEWERS = 120, 12
MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
FACTS = tuple(islice(CORE_FACTS, 7))
OF_ITEM = ("category", "subject", "field", "sensitivity")
# The words that a partnership really uses of each dimension.
WORDS: Mapping[str, tuple[str, ...]] = {
    "agency_type": CORE["agency_type"].words[:15],
    "stage": CORE["stage"].words[:6],
    "purpose": CORE["purpose"].words[:5],
    "role": CORE["role"].words[:5],
    "relationship": CORE["relationship"].words[:6],
    "risk_level": CORE["risk_level"].words,
    "subject": CORE["subject"].words[:6],
}
ABOUT_VIEWER = ("agency_type", "stage", "role", "relationship", "risk_level", "purpose")
NAMES = ("consent", "relevance", "safety", "release", "marking", "age")
CASBIN = """
[request_definition]
r = c, i
[policy_definition]
p = rule, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = eval(p.rule)
"""
COLD_AIM, WARM_AIM, CEDAR_AIM = 8.0, 1.0, 20.0


def measured() -> Iterator[Line]:
    """For each size: beside a dictionary, beside Cedar, beside Casbin."""
    items, contexts = _items(), [_context(Random(seed)) for seed in range(VIEWERS)]
    looked_up = {(n, item.values["field"]): Effect.FULL for n in range(VIEWERS) for item in items}
    keys = list(looked_up)
    for size in SIZES:
        protocol = a_protocol(Random(size), size)
        row = Row(compile_protocol(protocol), items)
        acts = {
            "dictionary": lambda: [looked_up[key] for key in keys],
            "cold": partial(_everybody, row, contexts),
            "warm": partial(_everybody, row, contexts),
            "cedar": _cedar(protocol, contexts),
        }
        times = _interleaved(acts, row.forget)
        times["casbin"] = _casbin(protocol, contexts[0], items)
        yield from _lines(size, times)


def _everybody(row: Row, contexts: Sequence[Question]) -> list[object]:
    return [row.decide(context) for context in contexts]


def _lines(size: int, times: Mapping[str, float]) -> Iterator[Line]:
    cold, warm, floor = times["cold"], times["warm"], times["dictionary"]
    what = f"page of {ITEMS} decisions, {size:,} rules"
    yield Line(
        f"{what}, cold", None, cold, f"{ITEMS} dictionary look-ups", floor,
        f"{COLD_AIM:.0f} times", cold <= COLD_AIM * floor,
    )  # fmt: skip
    yield Line(
        f"{what}, warm", None, warm, f"{ITEMS} dictionary look-ups", floor,
        f"{WARM_AIM:.0f} time", warm <= WARM_AIM * floor,
    )  # fmt: skip
    yield Line(
        f"{what}, cold", None, cold, "Cedar, its cheapest use", times["cedar"],
        f"1/{CEDAR_AIM:.0f}", cold * CEDAR_AIM <= times["cedar"],
    )  # fmt: skip
    yield Line(f"{what}, cold", None, cold, "Casbin", times["casbin"])


def _interleaved(
    acts: Mapping[str, Callable[[], object]], forget: Callable[[], None]
) -> dict[str, float]:
    """Milliseconds a page: medians of batches taken in turn, so that all meet the same machine."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(40):
        for name, act in acts.items():
            if name == "cedar" and turn % 4:
                continue
            if name == "cold":
                forget()
            begun = perf_counter()
            act()
            taken[name].append((perf_counter() - begun) * 1000 / VIEWERS)
    return {name: median(times[2:]) for name, times in taken.items()}


def _cedar(protocol: SharingProtocol, contexts: list[Question]) -> Callable[[], object]:
    policies = cedarpy.PolicySet.from_str(Translator(protocol).conditions_alone(OF_ITEM))
    requests = [
        {
            "principal": 'User::"viewer"', "action": 'Action::"see"', "resource": 'Page::"one"',
            "context": context_of(protocol, _world(context)),
        }
        for context in contexts
    ]  # fmt: skip
    entities = cedarpy.Entities.from_json_str("[]")
    return lambda: [cedarpy.is_authorized(request, policies, entities) for request in requests]


def _world(context: Question) -> dict[str, object]:
    return {**context.values, **context.many, **context.facts}


def _casbin(protocol: SharingProtocol, context: Question, items: list[Question]) -> float:
    """Milliseconds a page, from three items."""
    model = casbin.Model()
    model.load_model_from_text(CASBIN)
    enforcer = casbin.Enforcer(model)
    for clause in protocol.clauses:
        rule = clause.rules[0]
        if rule.kind not in (RuleKind.EXCEPTION, RuleKind.DUTY):
            effect = "allow" if rule.kind is RuleKind.GRANT else "deny"
            enforcer.add_policy(_spoken(rule), effect)
    about = _Told(_world(context))
    begun = perf_counter()
    for item in items[:3]:
        enforcer.enforce(about, _Told(dict(item.values)))
    return (perf_counter() - begun) * 1000 * ITEMS / 3


class _Told:
    """Attributes as Casbin's matcher reads them; sets as the word they hold."""

    def __init__(self, told: Mapping[str, object]) -> None:
        for name, value in told.items():
            setattr(self, name, next(iter(value), "") if isinstance(value, frozenset) else value)


def _spoken(rule: Rule) -> str:
    tests = []
    for condition in (*rule.applies, *rule.requires):
        side = "i" if condition.dimension in OF_ITEM else "c"
        sign = "not in" if condition.op is Op.NOT else "in"
        words = ", ".join(f"'{word}'" for word in condition.words)
        tests.append(f"r.{side}.{condition.dimension} {sign} ({words},)")
    return " and ".join(tests)


def _items() -> list[Question]:
    fields = islice((f for f in FIELDS.values() if not f.is_summary), ITEMS)
    return [
        Question({
            "field": f.name, "category": f.category, "subject": f.subject.value,
            "sensitivity": f.sensitivity,
        })
        for f in fields
    ]  # fmt: skip


def _context(rng: Random) -> Question:
    """One viewer; a third of the facts is not known."""
    values = {n: rng.choice(WORDS[n]) for n in ("agency_type", "stage", "risk_level", "purpose")}
    many = {n: frozenset({rng.choice(WORDS[n])}) for n in ("role", "relationship")}
    facts = {n: rng.choice([FactValue.YES, FactValue.NO, FactValue.UNKNOWN]) for n in FACTS}
    return Question(values, many, facts, MOMENT)


def a_protocol(rng: Random, size: int) -> SharingProtocol:
    """Rules as partnerships write them: half open, a third holds back, one in ten lifts."""
    clauses = tuple(Clause(str(n), "Words.", rules=(_rule(rng),)) for n in range(1, size + 1))
    return SharingProtocol(
        id="bench", title="Bench", version="1", starts=date(2020, 1, 1), clauses=clauses
    )


def _rule(rng: Random) -> Rule:
    kind = rng.choices((RuleKind.GRANT, RuleKind.CAP, RuleKind.EXCEPTION), (55, 33, 12))[0]
    fact = Condition(rng.choice(FACTS), Op.IS, (rng.choice(["yes", "no"]),))
    if kind is RuleKind.EXCEPTION:
        applies = (_condition(rng, rng.choice(ABOUT_VIEWER)), fact)
        return Rule(kind, lifts=(rng.choice(NAMES),), applies=applies)
    applies = (_item_condition(rng), *_viewer_conditions(rng))
    if kind is RuleKind.GRANT:
        rule = Rule(kind, rng.choice([Effect.FULL, Effect.FULL, Effect.SUMMARY]), applies=applies)
        return replace(rule, requires=(fact,)) if rng.random() < 0.3 else rule
    level = rng.choice([Effect.WITHHELD, Effect.EXISTENCE, Effect.SUMMARY])
    name = rng.choice([None, *NAMES])
    return Rule(kind, level, name=name, applies=applies, requires=(fact,))


def _item_condition(rng: Random) -> Condition:
    if rng.random() < 0.2:
        return _condition(rng, "subject")
    words = sorted({f.category for f in FIELDS.values()})
    return Condition("category", Op.IS, tuple(sorted(rng.sample(words, rng.randint(1, 3)))))


def _viewer_conditions(rng: Random) -> tuple[Condition, ...]:
    names = rng.sample(ABOUT_VIEWER, rng.randint(1, 2))
    return tuple(_condition(rng, name) for name in sorted(names))


def _condition(rng: Random, name: str) -> Condition:
    words = tuple(sorted(rng.sample(WORDS[name], rng.randint(1, 3))))
    return Condition(name, Op.IS if rng.random() < 0.85 else Op.NOT, words)


assert UNKNOWN == FactValue.UNKNOWN, "Cedar is told what is not known by the same word"
