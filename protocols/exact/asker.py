"""Questions to one document that show something: found, or proved not to exist, with any rule."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from protocols.boxes import Box
from protocols.compiling import CompiledRule, Program, Segment
from protocols.exact.alphabet import Alphabet
from protocols.exact.asking import question
from protocols.exact.domains import ALWAYS
from protocols.exact.goal import Goal, each_bit
from protocols.exact.hunt import NOTHING_SAID, Check, Hunt, Said
from protocols.exact.parts import Part, in_values, parts
from protocols.exact.search import Told, Unsettled
from protocols.exact.side import Side
from protocols.exact.variables import variables
from protocols.question import Question


class Asker:
    """The bits of one document and the hunt among them; `probes` are boxes to ask about besides."""

    def __init__(self, program: Program, probes: Sequence[Box] = ()) -> None:
        self.program = program
        alphabet = Alphabet([program])
        own = parts(alphabet, 0)
        # A part of no bearing kind only says whether a question lies in its box.
        asked = [Part(Segment.BASED, 0, in_values(alphabet, 0, Segment.BASED, b)) for b in probes]
        self.side = Side(program, [*own, *asked])
        self.probes = [1 << (len(own) + 1 + place) for place in range(len(probes))]
        self.hunt = Hunt(variables(alphabet, [self.side]))

    @cached_property
    def _bits(self) -> dict[tuple[int, Segment], int]:
        found: dict[tuple[int, Segment], int] = defaultdict(int)
        for number, part in enumerate(self.side.parts):
            found[part.rule, part.segment] |= 1 << (number + 1)
        return found

    def bits(self, rule: CompiledRule, segment: Segment) -> int:
        """The bits of a rule in one mode."""
        return self._bits[rule.place, segment]

    def rules(self, bits: int) -> Iterator[CompiledRule]:
        """The rules that some of these bits belong to, in the order of the text."""
        places = {self.side.parts[bit.bit_length() - 2].rule for bit in each_bit(bits)}
        return (self.program.rules[place] for place in sorted(places))

    def before(self, rule: CompiledRule) -> int:
        """The bits of the rules that stand before this one in the text."""
        own = self.side.of_rule[rule.place]
        return (own & -own) - 1

    def find(
        self, goal: Goal, check: Check = lambda _: True, said: Said = NOTHING_SAID
    ) -> Question | None:
        """A question that meets the goal and gives such values; raises Unsettled."""
        told = self.hunt.find(goal, check, said)
        return None if told is None else question(to_the_point(told))

    def example(self, goal: Goal, said: Said = NOTHING_SAID) -> Question | None:
        """The same for an example: none is better than a long search."""
        try:
            return self.find(goal, said=said)
        except Unsettled:
            return None


def to_the_point(told: Told) -> Told:
    """The same question without what makes no difference to it."""
    after, suffix = [-1], -1
    for _, choice in reversed(told):
        suffix &= choice.mask
        after.append(suffix)
    kept, alive = [], -1
    for (variable, choice), rest in zip(told, reversed(after[:-1]), strict=True):
        if variable.dimension in ALWAYS or alive & rest & variable.touch:
            kept.append((variable, choice))
            alive &= choice.mask
    return tuple(kept)
