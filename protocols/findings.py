"""Findings that rest on the exact search: rules that change nothing or hide, days that open.

Each says what it says of every question that can be put, and comes with one that shows it, in the
form that `protocol decide` takes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocols.clauses import SharingProtocol
from protocols.compare import Block, blocks
from protocols.compiling import CompiledRule, Program
from protocols.exact.asker import Asker
from protocols.exact.goal import Goal
from protocols.exact.missing import Missing
from protocols.exact.pair import gain
from protocols.exact.search import Unsettled
from protocols.question import Question
from protocols.vocabulary import Effect, RuleKind


@dataclass(frozen=True)
class Missed:
    """What a rule is good for: a question that shows more without it, and one that shows less."""

    rule: CompiledRule
    shows_more: Question | None
    shows_less: Question | None
    # False where the search gave up: then nothing is claimed.
    settled: bool = True

    @property
    def is_idle(self) -> bool:
        """Whether taking the rule out changes no answer at all."""
        return self.settled and self.shows_more is None and self.shows_less is None


def missed(asker: Asker) -> Iterator[Missed]:
    """For every rule of a clause, what would change without it; exact for every question."""
    missing = Missing(asker)
    for rule in of_clauses(asker.program):
        if rule.place not in asker.side.of_rule:
            continue
        try:
            more = _asked(asker, rule, missing.shows_more(rule), more=True)
            less = _asked(asker, rule, missing.shows_less(rule), more=False)
        except Unsettled:
            yield Missed(rule, None, None, settled=False)
        else:
            yield Missed(rule, more, less)


def _asked(
    asker: Asker, rule: CompiledRule, goals: Iterable[Goal], *, more: bool
) -> Question | None:
    """A question that shows more, or less, without a rule."""
    side = asker.side
    kept = side.all & ~side.of_rule[rule.place]

    def differs(alive: int) -> bool:
        views = side.view(alive), side.view(alive & kept)
        return gain(*(views if more else views[::-1])) > 0

    found = (asker.find(goal, differs) for goal in goals)
    return next((asked for asked in found if asked is not None), None)


def of_clauses(program: Program) -> list[CompiledRule]:
    """The rules of the text; the head of the document has some of its own after them."""
    return program.rules[: sum(len(clause.rules) for clause in program.protocol.clauses)]


def tier_clashes(upper: SharingProtocol, lower: SharingProtocol) -> list[Block]:
    """What the lower tier opens and the upper does not: it stays closed all the same."""
    return [block for block in blocks(upper, lower) if block.first.gains]


def narrows(one: Missed) -> bool:
    """Whether a grant hides something that is shown without it: it must never end unnoticed."""
    return one.rule.rule.kind is RuleKind.GRANT and one.shows_more is not None


def adds_duties(rule: CompiledRule) -> bool:
    """Whether a rule that changes no answer still has something to say: who has to do what."""
    return bool(rule.rule.obligations) or (rule.level is Effect.FULL and bool(rule.rule.basis))
