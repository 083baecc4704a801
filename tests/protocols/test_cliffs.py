"""What one fact opens: found if and only if recording it shows more, as asking everything says."""

from dataclasses import replace
from random import Random

from protocols import engine
from protocols.cliffs import cliffs
from protocols.compare import view
from protocols.exact.pair import gain
from protocols.loader import load
from protocols.plainer import plainer
from tests.protocols import random_protocols as made
from tests.protocols.every_question import every_question
from tests.protocols.test_starter_ccm import TEXT


def test_a_fact_opens_something_if_and_only_if_some_question_shows_more_once_it_is_recorded() -> (
    None
):
    compared = 0
    for seed in range(90):
        protocol = made.protocol(Random(seed))
        table = engine.compile(protocol)
        asked = every_question(protocol) if not protocol.purposes else None
        used = {name for name, is_fact, _ in table.dimensions_in_use() if is_fact}
        if asked is None or "victim_agrees" not in used:
            continue
        opened = {one.word for one in cliffs(table) if one.fact.name == "victim_agrees"}
        met = set()
        for question in asked:
            if "victim_agrees" in question.facts or not question.values.get("agency_type"):
                continue
            if question.values["agency_type"] in ("unknown", "not_applicable"):
                continue
            silent = view(table.decide(question))
            for word in ("yes", "no"):
                told = replace(question, facts={**question.facts, "victim_agrees": word})
                if gain(silent, view(table.decide(told))):
                    met.add(word)
        assert opened <= {"yes", "no"}
        assert bool(opened) == bool(met), seed
        assert opened <= met, seed
        compared += 1
    assert compared > 2


def test_the_example_of_a_cliff_shows_more_once_the_fact_is_recorded() -> None:
    table = engine.compile(load(TEXT))
    found = cliffs(table)
    assert "the threshold for serious threat" in found[0].fact.says or len(found) > 5
    for one in found:
        for block in one.opens:
            before, after = (table.decide(point(block.first.example)) for point in one.points)
            assert gain(view(before), view(after))


def test_an_example_is_left_with_what_it_needs() -> None:
    table = engine.compile(load(TEXT))
    one = cliffs(table)[-1]
    asked = one.opens[0].first.example

    def shows(question: object) -> bool:
        before, after = (table.decide(point(question)) for point in one.points)  # type: ignore[arg-type]  # a question
        return after.effect > before.effect

    short = plainer(asked, shows)
    assert shows(short)
    assert len(short.values) + len(short.facts) < len(asked.values) + len(asked.facts)
