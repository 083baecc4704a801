"""Two views of one thing by one agency, each a part of it, that may add up to the whole.

At one stage, or for one purpose, an agency is shown one part of an answer, at another another part,
or a summary. That a limit forbids the whole is then worth little. Found by asking for both views
at once, with who asks and what about the same on either side.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from protocols.compiling import CompiledRule, Program
from protocols.exact.alphabet import Alphabet
from protocols.exact.asker import Asker, to_the_point
from protocols.exact.asking import given, question
from protocols.exact.goal import Goal
from protocols.exact.hunt import Hunt
from protocols.exact.missing import Missing
from protocols.exact.search import Unsettled
from protocols.exact.side import View, score
from protocols.exact.variables import variables
from protocols.finding import Finding, found, shown
from protocols.findings import of_clauses
from protocols.question import Question
from protocols.vocabulary import Effect, RuleKind

# Who asks, and what about: everything else may be another at the second look.
SAME = frozenset({
    "agency", "agency_type", "originator", "originator_type", "item_relationship", "subject",
    "category", "field", "marking", "sensitivity", "handling",
})  # fmt: skip
PARTS = frozenset({Effect.MASKED, Effect.SUMMARY})


def leaks_by_sum(asker: Asker) -> Iterator[Finding]:
    """Every two clauses of which each shows one agency another part of one thing."""
    parts = [rule for rule in of_clauses(asker.program) if _shows_a_part(rule)]
    if not any(rule.level is Effect.MASKED for rule in parts):
        return
    looks, told = TwoLooks(asker), set[str]()
    for first, second in combinations(parts, 2):
        if first.clause is second.clause or _what(first) == _what(second):
            continue
        message = _message(first, second)
        asked = None if message in told else looks.at(first, second)
        if asked is not None:
            told.add(message)
            finding = shown(found("note", "leak by sum", second, message), asked[0], first.number)
            yield replace(finding, and_then=given(asked[1]))


class TwoLooks:
    """One document looked at twice, by one agency and at one thing."""

    def __init__(self, asker: Asker) -> None:
        self._missing, self._side = Missing(asker), asker.side
        alphabet = Alphabet([asker.program, asker.program])
        apart = frozenset(_dimensions(asker.program)) - SAME
        self._hunt = Hunt(variables(alphabet, [self._side, self._side], apart))

    def at(self, first: CompiledRule, second: CompiledRule) -> tuple[Question, Question] | None:
        """Both looks, where each rule decides one of them; none also where the search gave up."""
        width, side = self._side.width, self._side

        def both(alive: int) -> bool:
            views = side.view(alive & side.all), side.view(alive >> width & side.all)
            return views == (_view(first), _view(second))

        try:
            for one in self._missing.deciding(first):
                for other in self._missing.deciding(second):
                    told = self._hunt.find(_joined(one, other, width), both)
                    if told is not None:
                        short = to_the_point(told)
                        return question(short, 0), question(short, 1)
        except Unsettled:
            pass
        return None


def _message(first: CompiledRule, second: CompiledRule) -> str:
    return (
        f"clause {first.number} shows one agency {_what(first)} and clause {second.number} "
        f"{_what(second)} of the same thing: together they may tell what neither shows"
    )


def _shows_a_part(rule: CompiledRule) -> bool:
    return rule.level in PARTS and rule.rule.kind is not RuleKind.EXCEPTION


def _what(rule: CompiledRule) -> str:
    return f"'{rule.rule.mask}'" if rule.level is Effect.MASKED else "a summary"


def _view(rule: CompiledRule) -> View:
    return score(rule), rule.rule.mask if rule.level is Effect.MASKED else None


def _dimensions(program: Program) -> set[str]:
    return {axis.partition(":")[0] for bit in program.bits for axis in bit.box}


def _joined(one: Goal, other: Goal, width: int) -> Goal:
    """Both goals, the second in the bits of the second side."""
    unless = {bits << width: savers << width for bits, savers in other.unless.items()}
    some = tuple(bits << width for bits in other.some)
    return Goal(
        one.keep | other.keep << width, one.dead | other.dead << width, {**one.unless, **unless},
        (*one.some, *some),
    )  # fmt: skip
