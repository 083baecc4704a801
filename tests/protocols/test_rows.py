"""A page decided at once says of every item what the table says of it alone."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from protocols import engine
from protocols.question import Question
from protocols.rows import Row
from protocols.runs import of_decision
from protocols.vocabulary import Effect
from tests.protocols import random_protocols as made

OF_ITEM = ("category", "discloser_type", "item_relationship", "victim_agrees", "relationship")


def parts(whole: Question) -> tuple[Question, Question]:
    """A question as what its context tells and what its item tells."""
    item = Question(
        {n: v for n, v in whole.values.items() if n in OF_ITEM},
        {n: v for n, v in whole.many.items() if n in OF_ITEM},
        {n: v for n, v in whole.facts.items() if n in OF_ITEM},
    )
    context = Question(
        {n: v for n, v in whole.values.items() if n not in OF_ITEM},
        {n: v for n, v in whole.many.items() if n not in OF_ITEM},
        {n: v for n, v in whole.facts.items() if n not in OF_ITEM},
        whole.moment,
    )
    return context, item


def together(context: Question, item: Question) -> Question:
    return Question(
        {**context.values, **item.values},
        {**context.many, **item.many},
        {**context.facts, **item.facts},
        context.moment,
    )


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_row_agrees_with_each_of_its_items(seed: int) -> None:
    rng = Random(seed)
    rules = [made.rule(rng) for _ in range(rng.randint(1, 60))]
    table = engine.compile(made.protocol_of(rules, rng))
    asked = [parts(made.question(made.world(rng, 0.2))) for _ in range(12)]
    items = [item for _, item in asked]
    row = Row(table, items)
    for context, _ in asked:
        expected = [of_decision(table.decide(together(context, item))) for item in items]
        assert list(row.decide(context)) == expected
        assert list(row.decide(context)) == expected, "and again from memory"
    row.forget()
    assert list(row.decide(asked[0][0])) == [
        of_decision(table.decide(together(asked[0][0], item))) for item in items
    ]


def test_a_row_knows_its_own_agencys_input() -> None:
    table = engine.compile(made.protocol_of([]))
    items = [Question({"originator": who}) for who in ("A", "B")]
    context = Question({"purpose": "safety_planning", "conference_kind": "ccm"})
    assert [v.effect for v in Row(table, items, agency="A").decide(context)] == [
        Effect.FULL, Effect.WITHHELD,
    ]  # fmt: skip


def test_an_empty_page_is_empty_and_one_item_is_a_page() -> None:
    table = engine.compile(made.protocol_of([]))
    assert Row(table, []).decide(Question()) == ()
    assert len(Row(table, [Question()]).decide(Question())) == 1


def test_a_row_whose_dimensions_follow_from_both_sides_agrees_too() -> None:
    rule = made.rule(Random(1))
    direction = made.Condition("direction", made.Op.IS, ("first_hand",))
    grant = replace(rule, kind=made.RuleKind.GRANT, level=Effect.FULL, mask=None, name=None,
                    concealed=False, absolute=False, lifts=(), applies=(direction,), requires=(),
                    until=None, obligations=())  # fmt: skip
    table = engine.compile(made.protocol_of([grant]))
    row = Row(table, [Question({"originator": "A"})], agency="B")
    context = Question({"discloser": "A", "purpose": "safety_planning", "conference_kind": "ccm"})
    assert row.decide(context)[0].effect is Effect.FULL
    passed_on = replace(context, values={**context.values, "discloser": "C"})
    assert row.decide(passed_on)[0].effect is Effect.WITHHELD
