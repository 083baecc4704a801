"""Two parts of one thing: told if and only if one agency can be shown both."""

from collections import defaultdict
from dataclasses import replace
from random import Random

from protocols import engine
from protocols.analysis import examine
from protocols.clauses import Rule, SharingProtocol
from protocols.compare import view
from protocols.conditions import Condition, Op
from protocols.engine import DecisionTable, decide_given
from protocols.exact.side import score
from protocols.question import Question
from protocols.situation import Situation
from protocols.vocabulary import Effect, RuleKind
from tests.protocols import random_protocols as made
from tests.protocols.every_question import every_question

YEAR = Rule(
    RuleKind.GRANT, Effect.MASKED, mask="year",
    applies=(Condition("category", Op.IS, ("identity",)), Condition("stage", Op.IS, ("agenda",))),
)  # fmt: skip
INITIALS = Rule(
    RuleKind.GRANT, Effect.MASKED, mask="initials",
    applies=(Condition("category", Op.IS, ("identity",)), Condition("stage", Op.IS, ("meeting",))),
)  # fmt: skip


def sums(protocol: SharingProtocol) -> dict[tuple[str | None, str], tuple[Question, Question]]:
    return {
        (one.clauses[0], str(one.clause)): (
            Question.from_given(one.question or {}), Question.from_given(one.and_then or {}),
        )
        for one in examine(protocol) if one.kind == "leak by sum"
    }  # fmt: skip


def test_two_parts_of_one_thing_at_two_stages_are_told() -> None:
    protocol = made.protocol_of([YEAR, INITIALS])
    found = sums(protocol)
    assert found.keys() == {("1", "2")}
    table = engine.compile(protocol)
    first, second = found["1", "2"]
    assert [table.decide(asked).mask for asked in (first, second)] == ["year", "initials"]
    assert first.values["category"] == second.values["category"]
    assert first.values["stage"] != second.values["stage"]


def test_parts_of_different_things_or_for_different_agencies_are_not() -> None:
    for name, words in (("category", ("health",)), ("agency_type", ("fire",))):
        mine = Condition("agency_type", Op.IS, ("police",))
        kept = tuple(c for c in INITIALS.applies if c.dimension != name)
        other = replace(INITIALS, applies=(Condition(name, Op.IS, words), *kept))
        first = replace(YEAR, applies=(mine, *YEAR.applies))
        assert sums(made.protocol_of([first, other])) == {}


def test_what_is_told_is_what_asking_everything_twice_shows() -> None:
    compared = 0
    for seed in range(40):
        protocol = in_parts(Random(seed))
        asked = every_question(protocol)
        if asked is None:
            continue
        table = engine.compile(protocol)
        looks = defaultdict(set)
        for question in asked:
            about = (
                question.values["agency_type"], question.values.get("category"),
                question.many["item_relationship"],
            )  # fmt: skip
            for place in at_work(table, question):
                looks[place].add(about)
        rules = table.program.rules
        parts = [p for p in looks if rules[p].level in (Effect.MASKED, Effect.SUMMARY)]
        met = {
            (rules[a].number, rules[b].number) for a in parts for b in parts
            if a < b and what(table, a) != what(table, b) and looks[a] & looks[b]
        }  # fmt: skip
        assert sums(protocol).keys() == met, seed
        compared += bool(met)
    assert compared > 5


def in_parts(rng: Random) -> SharingProtocol:
    """Two or three grants of a part or a summary, and a rule of any kind."""
    parts = [(Effect.MASKED, "year"), (Effect.MASKED, "initials"), (Effect.SUMMARY, None)]
    chosen = (rng.choice(parts) for _ in range(rng.randint(2, 3)))
    grants = [
        Rule(RuleKind.GRANT, level, mask=mask, applies=made.conditions(rng, 2))
        for level, mask in chosen
    ]
    return made.protocol_of([*grants, made.rule(rng)])


def what(table: DecisionTable, place: int) -> tuple[int, str | None]:
    rule = table.program.rules[place]
    return score(rule), rule.rule.mask if rule.level is Effect.MASKED else None


def at_work(table: DecisionTable, question: Question) -> list[int]:
    """The rules of which one decides what is shown, as far as its level goes."""
    mask = (1 << len(table.program.bits)) - 1
    for part in table.masks(question):
        mask &= part
    case = Situation(table.program, mask)
    shown = view(table.decide(question))
    grants = [rule for rule in case.standing if rule in case.certain]
    rules = [] if case.own else [*grants, *case.bars]
    return [r.place for r in rules if r.number and what(table, r.place) == shown]


def test_the_second_question_is_one_that_can_be_put() -> None:
    protocol = made.protocol_of([YEAR, INITIALS])
    one = next(f for f in examine(protocol) if f.kind == "leak by sum")
    answer = decide_given(engine.compile(protocol), one.and_then or {})
    assert (answer.clause, answer.mask) == ("2", "initials")
