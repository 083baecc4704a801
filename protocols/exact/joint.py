"""Two documents side by side: what they have in common lies at the same bits of both."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from protocols.clauses import Reasons, Rule
from protocols.compiling import CompiledRule, Program, Segment
from protocols.exact.alphabet import Alphabet
from protocols.exact.pair import Pair
from protocols.exact.parts import Part, Values, less, meet, parts
from protocols.exact.side import Side
from protocols.exact.variables import Variable, variables

# Two versions of a rule that fall into more pieces than this are told apart as a whole.
MOST_PIECES = 64
Key = tuple[int, Segment]


@dataclass(frozen=True)
class Joint:
    """Two documents as the sides of one question, and the variables of the question."""

    pair: Pair
    variables: list[Variable]


def joint(old: Program, new: Program) -> Joint:
    """Both documents on common variables; what they have in common comes first on either side."""
    alphabet = Alphabet([old, new])
    common, rest = _in_common(alphabet, _matched(old, new))
    first = Side(old, [*(part for part, _ in common), *rest[0]])
    second = Side(new, [*(replace(part, rule=twin) for part, twin in common), *rest[1]])
    told = variables(alphabet, [first, second])
    # The first bit says that every word is known.
    shared = (1 << (len(common) + 1)) - 1
    uneven: dict[int, int] = {}
    for variable in told:
        _note_uneven(variable, shared, first.width, uneven)
    return Joint(Pair(first, second, common=shared, uneven=uneven), told)


def twice(program: Program, apart: frozenset[str]) -> Joint:
    """One document at two points, that differ in these dimensions and agree in all others."""
    alphabet = Alphabet([program, program])
    first, second = (Side(program, parts(alphabet, place)) for place in (0, 1))
    told = variables(alphabet, [first, second], apart)
    uneven = {v.id: v.touch | v.touch >> first.width for v in told if v.point is not None}
    common = first.all
    kept = {id: bits & common for id, bits in uneven.items()}
    return Joint(Pair(first, second, common=common, uneven=kept), told)


def working_part(rule: Rule) -> Rule:
    """A rule without what changes no answer: its reasons, its basis, its duties afterwards."""
    before = tuple(duty for duty in rule.obligations if duty.when == "before")
    return replace(rule, reasons=Reasons(), basis=(), obligations=before)


def _note_uneven(variable: Variable, common: int, shift: int, found: dict[int, int]) -> int:
    """Bits that some value of a variable treats otherwise in the one than in the other."""
    if variable.id in found:
        return found[variable.id]
    here = 0
    for choice in variable.choices:
        here |= (choice.mask ^ choice.mask >> shift) & common
        for further in choice.then:
            here |= _note_uneven(further, common, shift, found)
    found[variable.id] = here
    return here


def _matched(old: Program, new: Program) -> dict[int, int]:
    """Rules that do the same in both where both apply, by their places."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for rule in new.rules:
        waiting[_doing(rule)].append(rule.place)
    found: dict[int, int] = {}
    for exact in (True, False):
        for rule in old.rules:
            likely = waiting[_doing(rule)] if rule.place not in found else []
            place = _likeness(rule, likely, new, exact=exact)
            if place is not None:
                found[rule.place] = place
                likely.remove(place)
    return {a: b for a, b in found.items() if _same_order(a, found, old, new)}


def _doing(rule: CompiledRule) -> Hashable:
    """What a rule does wherever it applies."""
    said = rule.rule
    return (
        said.kind, rule.level, said.mask, said.concealed, said.absolute, said.name, said.lifts,
        said.lifts_all, rule.clause is None,
    )  # fmt: skip


def _likeness(
    rule: CompiledRule, waiting: Sequence[int], new: Program, *, exact: bool
) -> int | None:
    """The waiting rule that says the same, or else the one of the same clause."""
    mine = working_part(rule.rule)
    for place in waiting:
        other = new.rules[place]
        if (other.number == rule.number and not exact) or working_part(other.rule) == mine:
            return place
    return None


def _same_order(place: int, found: Mapping[int, int], old: Program, new: Program) -> bool:
    """Whether a rule is narrower than the same common rules in both."""
    here = {found[wider] for wider in old.narrower[place] if wider in found}
    return here == new.narrower[found[place]] & set(found.values())


def _in_common(
    alphabet: Alphabet, matched: Mapping[int, int]
) -> tuple[list[tuple[Part, int]], tuple[list[Part], list[Part]]]:
    """The parts that the new document has too, each with its new rule; and the rest of both."""
    mine, theirs = (_by_rule(alphabet, place) for place in (0, 1))
    common: list[tuple[Part, int]] = []
    rest: tuple[list[Part], list[Part]] = ([], [])
    for key in list(mine):
        place, segment = key
        twin = 0 if segment is Segment.OWN else matched.get(place)
        if twin is None:
            continue
        shared, here, there = _cut(alphabet, mine.pop(key), theirs.pop((twin, segment), []))
        common += [(Part(segment, place, box), twin) for box in shared]
        rest[0].extend(Part(segment, place, box) for box in here)
        rest[1].extend(Part(segment, twin, box) for box in there)
    for side, left in zip(rest, (mine, theirs), strict=True):
        side.extend(Part(key[1], key[0], box) for key, boxes in left.items() for box in boxes)
    return common, rest


def _by_rule(alphabet: Alphabet, place: int) -> dict[Key, list[Values]]:
    found: dict[Key, list[Values]] = defaultdict(list)
    for part in parts(alphabet, place):
        # Whose information it is belongs to no rule.
        rule = 0 if part.segment is Segment.OWN else part.rule
        found[rule, part.segment].append(part.box)
    return found


Boxes = list[Values]


def _cut(alphabet: Alphabet, mine: Boxes, theirs: Boxes) -> tuple[Boxes, Boxes, Boxes]:
    """What two unions of boxes have in common, and what either has beyond it."""
    shared = [box for box in mine if box in theirs]
    here, there = ([b for b in boxes if b not in shared] for boxes in (mine, theirs))
    whole = (shared, here, there)
    waiting, here = list(here), []
    while waiting:
        box = waiting.pop()
        other = next((o for o in there if meet(box, o) is not None), None)
        if other is None:
            here.append(box)
            continue
        both = meet(box, other) or {}
        shared = [*shared, both]
        waiting += less(box, both, alphabet)
        there = [o for o in there if o is not other] + list(less(other, both, alphabet))
        if len(shared) + len(waiting) + len(there) > MOST_PIECES:
            return whole
    return shared, here, there
