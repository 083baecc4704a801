"""What one change of one fact opens: for each fact, from nothing recorded to each word of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from protocols.compare import Block, Point, blocks_of
from protocols.engine import DecisionTable
from protocols.exact.joint import Joint, twice
from protocols.exact.variables import Choice, Variable
from protocols.question import Question
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Dimension

# Who asks and the kinds of information, told apart at whatever stage.
AXES = ("agency", "agency_type", "category")
# Bits of a document beyond which its facts are told one at a time: all together take seconds.
MOST_BITS = 1_500


@dataclass(frozen=True)
class Cliff:
    """One fact, the word that is recorded of it, and everything that this opens."""

    fact: Dimension
    word: str
    opens: tuple[Block, ...]
    # A question before and after the change.
    points: tuple[Point, Point]

    @property
    def cells(self) -> int:
        """Agencies or kinds of agency times kinds of information."""
        return sum(
            len(block.agencies) * len(block.agency_types) * len(block.categories)
            for block in self.opens
        )


def can_be_told_together(table: DecisionTable) -> bool:
    """Whether a document is small enough for every change of every fact at once."""
    return len(table.program.bits) <= MOST_BITS


def cliffs(table: DecisionTable) -> list[Cliff]:
    """Every change of one fact that opens something, what opens most first."""
    found = [cliff for fact in facts_of(table) for cliff in cliffs_of(table, fact)]
    return sorted(found, key=lambda cliff: -cliff.cells)


def facts_of(table: DecisionTable) -> Iterator[Dimension]:
    """The facts that a document asks about, each recorded by choosing a word."""
    for name, is_fact, _ in table.dimensions_in_use():
        fact = table.protocol.vocabulary[name]
        # A number or a date is not recorded so.
        if is_fact and not fact.compares:
            yield fact


def cliffs_of(table: DecisionTable, fact: Dimension) -> Iterator[Cliff]:
    """Every word of one fact that opens something."""
    both = twice(table.program, frozenset({fact.name}))
    told = [v for v in both.variables if v.dimension == fact.name]
    rest = Joint(both.pair, [v for v in both.variables if v.dimension != fact.name])
    before, after = (next(v for v in told if v.point == point) for point in (0, 1))
    silent = _choice(before, fact.absent)
    for choice in _worth_telling(after, silent.mask, both.pair.first.width):
        alive = both.pair.all & silent.mask & choice.mask
        points = (partial(_with, fact=fact.name, word=None),
                  partial(_with, fact=fact.name, word=str(choice.value)))  # fmt: skip
        opens = blocks_of((table, table), rest, alive, points, AXES, ways=(True,))
        if opens:
            yield Cliff(fact, str(choice.value), tuple(opens), points)


def _choice(variable: Variable, word: str) -> Choice:
    return next(choice for choice in variable.choices if choice.value == word)


def _worth_telling(variable: Variable, silent: int, width: int) -> list[Choice]:
    """Every word that leaves other bits than saying nothing; of alike ones the first."""
    alike: dict[int, Choice] = {}
    for choice in variable.choices:
        if choice.value not in (UNKNOWN, NOT_APPLICABLE):
            alike.setdefault(choice.mask >> width, choice)
    own = (1 << width) - 1
    return [choice for bits, choice in alike.items() if bits != silent & own]


def _with(asked: Question, fact: str, word: str | None) -> Question:
    """A question with a word recorded of a fact, or with nothing recorded of it."""
    facts = {name: value for name, value in asked.facts.items() if name != fact}
    return replace(asked, facts=facts if word is None else {**facts, fact: word})
