"""Every question that two small documents can tell apart, one by one: slow, and sure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations, product
from random import Random
from typing import Any

from protocols.clauses import Rule, SharingProtocol
from protocols.compare import answer
from protocols.decision import Decision
from protocols.engine import DecisionTable
from protocols.question import Question
from tests.protocols import random_protocols as made

LISTS = {
    "relationship": ("lead", "neutral"), "role": ("chair",), "item_relationship": ("originator",),
}  # fmt: skip
SINGLE: dict[str, list[Any]] = {
    "agency": ["a", "b", "c", "another", "not_applicable", "unknown"],
    "originator": ["a", "b", "another", "unknown"],
    "agency_type": ["police", "health", "gp", "fire", "clinic", "not_applicable", "unknown"],
    "victim_agrees": ["yes", "no", "not_applicable", "unknown", None],
    "age": [5, 10, 15, 18, 20, "not_applicable", "unknown"],
    "date": [date(2019, 12, 31), date(2026, 5, 14), date(2026, 5, 20), made.DAY,
             date(2026, 7, 1), None],
    "log": ["yes", "no", "not_applicable", "unknown", None],
    "purpose": ["safety_planning", "personal", "unknown"],
    "granted_request": ["yes", "no", "unknown"],
    "discloser_type": ["police", "gp", "clinic", "not_applicable", "unknown"],
    "category": ["risk", "health"],
    "agencies_approval": ["none", "some", "3_of_3 verbal", "2_of_3 written", "3_of_3 written",
                          "2_of_3", "2_of_3 verbal;2_of_3 written", "3_of_3 verbal;2_of_3 written",
                          "3_of_3", "2_of_2 written", "some written", "unknown"],
}  # fmt: skip
MOST = 20_000


def a_pair(rng: Random) -> tuple[SharingProtocol, SharingProtocol]:
    """Two documents: one rule, the words or the meaning of silence changed, or all of it."""
    old = made.protocol(rng)
    rules = [rule for clause in old.clauses for rule in clause.rules]
    new, way = old, rng.randrange(5)
    if way == 0:
        new = made.protocol(rng)
    elif way in (1, 2):
        place = rng.randrange(len(rules))
        instead = [] if rng.random() < 0.3 else [made.rule(rng)]
        new = with_rules(old, [*rules[:place], *instead, *rules[place + 1 :]])
    if way == 3:
        new = replace(old, absence={"victim_agrees": rng.choice(["no", "yes"]), "log": "no"})
    if way == 4 or rng.random() < 0.2:
        new = replace(new, local_words={"agency_type": {"clinic": rng.choice(["health", None])}})
    return (old, new) if rng.random() < 0.5 else (new, old)


def with_rules(protocol: SharingProtocol, rules: list[Rule]) -> SharingProtocol:
    return replace(protocol, clauses=made.protocol_of(rules).clauses)


def mentioned(*protocols: SharingProtocol) -> set[str]:
    rules = [r for p in protocols for c in p.clauses for r in c.rules]
    asked = [c for r in rules for c in (*r.applies, *r.requires, *r.ends_when)]
    found = {c.dimension for c in asked} | {"item_relationship"}
    if any(r.basis for r in rules):
        found |= {"discloser_type", "category", "purpose"}
    found |= {"granted_request"} if any(r.per_request for r in rules) else set()
    found |= {"date"} if any(r.until for r in rules) else set()
    found |= {o.what for r in rules for o in r.obligations if o.when == "before"}
    found |= {n for p in protocols for n, d in p.vocabulary.dimensions.items() if d.is_run_out}
    found |= {"purpose"} if any(p.purposes for p in protocols) else set()
    return found | ({"date"} if any(p.starts.year == 2026 for p in protocols) else set())


def every_question(*protocols: SharingProtocol) -> Iterator[Question] | None:
    """All of them, or None where they are too many for a test."""
    named = {"agency"} if any(p.parties for p in protocols) else set[str]()
    names = sorted(mentioned(*protocols) | {"agency_type"} | named)
    choices = [_choices(name) for name in names]
    if not any(p.local_words for p in protocols):
        # A word that neither document has cannot be asked about.
        choices = [[w for w in words if w != "clinic"] for words in choices]
    count = 1
    for each in choices:
        count *= len(each)
    if count > MOST:
        return None
    return (_question(dict(zip(names, told, strict=True))) for told in product(*choices))


def _choices(name: str) -> list[Any]:
    if name.startswith("missed/"):
        return ["yes", None]
    if name not in LISTS:
        return SINGLE[name]
    words = LISTS[name]
    sets = chain.from_iterable(combinations(words, n) for n in range(len(words) + 1))
    known = [frozenset(s) for s in sets]
    return [*known, *(s | {"unknown"} for s in known)]


def _question(told: dict[str, Any]) -> Question:
    single = {"agency", "originator", "agency_type", "purpose", "category", "discloser_type"}
    given = {n: v for n, v in told.items() if v is not None}
    return Question(
        {"purpose": "safety_planning"} | {n: given[n] for n in single & given.keys()},
        {n: frozenset[str]() for n in LISTS} | {n: given[n] for n in LISTS if n in given},
        {n: v for n, v in given.items() if n not in single | {"date"} | LISTS.keys()},
        told.get("date"),
    )


def view(decision: Decision) -> tuple[int, str | None]:
    hidden = decision.concealed and decision.effect == 0
    return (0 if hidden else int(decision.effect) + 1), decision.mask


def seen(table: DecisionTable, asked: Question) -> tuple[int, str | None]:
    return view(answer(table, asked))
