"""What holds for every protocol, whatever its content."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from protocols import engine
from protocols.clauses import Obligation, Rule, SharingProtocol
from protocols.conditions import Condition, Op
from protocols.decision import Decision, Outcome
from protocols.engine import decide_tiers
from protocols.question import Question
from protocols.vocabulary import Effect, RuleKind
from tests.protocols import oracle
from tests.protocols import random_protocols as made
from tests.protocols.random_protocols import protocol_of, question, world

seeds = st.integers(0, 2**32)
some = settings(max_examples=30)


def rules_of(protocol: SharingProtocol) -> list[Rule]:
    return [rule for clause in protocol.clauses for rule in clause.rules]


def setting(seed: int, unknown: float = 0.15) -> tuple[Random, SharingProtocol, list[Question]]:
    rng = Random(seed)
    return rng, made.protocol(rng), [question(world(rng, unknown)) for _ in range(20)]


def answers(protocol: SharingProtocol, asked: list[Question]) -> list[Decision]:
    table = engine.compile(protocol)
    return [table.decide(q) for q in asked]


def with_rule(protocol: SharingProtocol, rule: Rule) -> SharingProtocol:
    added = protocol_of([*rules_of(protocol), rule])
    return replace(protocol, clauses=added.clauses)


@some
@given(seeds)
def test_adding_a_cap_never_raises_anyone(seed: int) -> None:
    rng, protocol, asked = setting(seed)
    cap = Rule(RuleKind.CAP, Effect.SUMMARY, applies=made.conditions(rng, 2))
    for before, after in zip(
        answers(protocol, asked), answers(with_rule(protocol, cap), asked), strict=True
    ):
        assert after.openness <= before.openness


@some
@given(seeds)
def test_adding_a_lift_never_lowers_anyone(seed: int) -> None:
    rng, protocol, asked = setting(seed)
    lift = Rule(RuleKind.EXCEPTION, lifts=("first",), applies=made.conditions(rng, 1))
    for before, after in zip(
        answers(protocol, asked), answers(with_rule(protocol, lift), asked), strict=True
    ):
        assert after.openness >= before.openness


@some
@given(seeds)
def test_a_grant_changes_only_what_it_covers_and_to_no_more_than_its_level(seed: int) -> None:
    rng, protocol, asked = setting(seed)
    grant = Rule(RuleKind.GRANT, Effect.SUMMARY, applies=made.conditions(rng, 2))
    alone = engine.compile(protocol_of([grant]))
    for q, before, after in zip(
        asked, answers(protocol, asked), answers(with_rule(protocol, grant), asked), strict=True
    ):
        if after.openness > before.openness:
            assert (
                after.effect <= max(Effect.SUMMARY, before.effect)
                or alone.decide(q).effect is Effect.SUMMARY
            )
            assert alone.decide(q).effect >= Effect.SUMMARY


@some
@given(seeds)
def test_an_absolute_cap_is_never_exceeded(seed: int) -> None:
    rng, protocol, asked = setting(seed)
    scope = made.conditions(rng, 1)
    cap = Rule(RuleKind.CAP, Effect.EXISTENCE, name="fixed", absolute=True, applies=scope)
    attack = Rule(RuleKind.EXCEPTION, lifts=("first", "fixed"))
    narrow = Rule(
        RuleKind.GRANT,
        Effect.FULL,
        applies=(*scope, Condition("purpose", Op.IS, ("safety_planning",))),
    )
    hit = engine.compile(
        protocol_of([replace(cap, level=Effect.WITHHELD), Rule(RuleKind.GRANT, Effect.FULL)])
    )
    attacked = with_rule(with_rule(with_rule(protocol, cap), attack), narrow)
    for q, decision in zip(asked, answers(attacked, asked), strict=True):
        if hit.decide(q).effect is Effect.WITHHELD:
            assert decision.effect <= Effect.EXISTENCE


@some
@given(seeds)
def test_an_unmet_duty_never_shows_more(seed: int) -> None:
    _, protocol, asked = setting(seed)
    duty = (Obligation("chair_approved", "before", "chair", "2 hours"),)
    bound = [
        replace(r, obligations=r.obligations + duty)
        if r.kind in (RuleKind.GRANT, RuleKind.EXCEPTION)
        else r
        for r in rules_of(protocol)
    ]
    free = answers(protocol, asked)
    held = answers(replace(protocol, clauses=protocol_of(bound).clauses), asked)
    for before, after in zip(free, held, strict=True):
        assert after.openness <= before.openness
        assert all(
            (p.owner, p.within) == ("chair", "2 hours")
            for p in after.pending
            if p.what == "chair_approved"
        )


@some
@given(seeds)
def test_the_unknown_never_shows_more_than_any_value(seed: int) -> None:
    rng, protocol, _ = setting(seed)
    table, known = engine.compile(protocol), world(rng)
    for name, choices in made.ALL_CHOICES.items():
        if name == "conference_kind":
            continue
        unknown = table.decide(question({**known, name: "unknown"}))
        assert all(
            unknown.openness <= table.decide(question({**known, name: v})).openness for v in choices
        )


@some
@given(seeds)
def test_order_and_repetition_of_rules_do_not_matter(seed: int) -> None:
    rng, protocol, asked = setting(seed)
    rules = [*rules_of(protocol), *rules_of(protocol)]
    rng.shuffle(rules)
    again = answers(replace(protocol, clauses=protocol_of(rules).clauses), asked)
    for before, after in zip(answers(protocol, asked), again, strict=True):
        assert (before.effect, before.concealed, before.mask) == (
            after.effect,
            after.concealed,
            after.mask,
        )


@some
@given(seeds)
def test_nothing_is_shown_without_a_rule_that_opens(seed: int) -> None:
    _, protocol, asked = setting(seed)
    bars = [r for r in rules_of(protocol) if r.kind is not RuleKind.GRANT]
    for q, decision in zip(asked, answers(protocol_of(bars), asked), strict=True):
        own = "originator" in (q.item_relationships() or ())
        assert own or decision.effect is Effect.WITHHELD


def by_value(bar: Rule) -> list[Rule]:
    listed = next((c for c in bar.applies if c.op is Op.IS), None)
    if listed is None:
        return [bar]
    rest = tuple(c for c in bar.applies if c is not listed)
    return [replace(bar, applies=(*rest, replace(listed, words=(word,)))) for word in listed.words]


@some
@given(seeds)
def test_splitting_a_rule_by_value_is_no_difference(seed: int) -> None:
    _, protocol, asked = setting(seed)
    bars = [r for r in rules_of(protocol) if r.kind in (RuleKind.CAP, RuleKind.GATE)]
    others = [r for r in rules_of(protocol) if r not in bars]
    split = [part for bar in bars for part in by_value(bar)]
    again = answers(replace(protocol, clauses=protocol_of([*split, *others]).clauses), asked)
    for before, after in zip(answers(protocol, asked), again, strict=True):
        assert (before.effect, before.concealed) == (after.effect, after.concealed)


@some
@given(seeds)
def test_tiers_show_no_more_than_either(seed: int) -> None:
    rng, first, asked = setting(seed)
    tables = [engine.compile(first), engine.compile(made.protocol(rng))]
    for q in asked:
        both = decide_tiers(tables, q)
        assert all(both.effect <= table.decide(q).effect for table in tables)
        assert both.openness <= min(table.decide(q).openness for table in tables)


@some
@given(seeds)
def test_the_deciding_clause_stands_first(seed: int) -> None:
    _, protocol, asked = setting(seed)
    for decision in answers(protocol, asked):
        if decision.trail and decision.clause is not None:
            assert decision.trail[0].clause == decision.clause
        if decision.trail and decision.trail[0].outcome is Outcome.NEAREST:
            assert decision.effect is Effect.WITHHELD
            # A grant that wants nothing waits for somebody, or has ended.
            assert decision.near_misses or decision.pending or decision.run_out
        assert all(miss.needs for miss in decision.near_misses)


def test_no_protocol_leaves_only_ones_own() -> None:
    own = Question({"agency": "Police", "originator": "Police"})
    other = Question({"agency": "Police", "originator": "Health"})
    assert decide_tiers([], own).effect is Effect.FULL
    assert decide_tiers([], other).effect is Effect.WITHHELD
    assert "No protocol" in decide_tiers([], other).trail[0].words


def test_a_claimed_origin_is_not_believed_against_the_names() -> None:
    claim = Question(
        {"agency": "A", "originator": "B"}, {"item_relationship": frozenset({"originator"})}
    )
    assert decide_tiers([], claim).effect is Effect.WITHHELD


@some
@given(seeds)
def test_a_duty_changes_no_answer_and_is_told_where_all_it_asks_for_is_so(seed: int) -> None:
    rng, protocol, _ = setting(seed)
    owed = replace(made.owed(rng), obligations=(Obligation("only_here", "after"),))
    worlds = [world(rng, 0.1) for _ in range(10)]
    asked = [question(one) for one in worlds]
    before, after = answers(protocol, asked), answers(with_rule(protocol, owed), asked)
    for one, free, bound in zip(worlds, before, after, strict=True):
        assert (free.effect, free.concealed, free.mask) == (
            bound.effect,
            bound.concealed,
            bound.mask,
        )
        certain = all(
            oracle.Answer(protocol, known).matches(owed)
            for known in oracle.worlds(with_rule(protocol, owed), one, made.ALL_CHOICES)
        )
        sort = "shown" if bound.effect else "refused"
        told = any(duty.what == "only_here" for duty in bound.obligations)
        assert told is (certain and owed.goes_with in (sort, "any"))
