"""Everything a question can say, as variables: one choice is one value with the bits it leaves.

Several documents, or one document at two points, share the variables on which the questions agree.
A choice may open further variables: whether a list of roles is complete decides what a word that is
not on it means, two agencies' names decide whose information it is, and the name of one that a
document knows decides of which kind it is. So the paths through the variables are exactly the
questions that can be put, and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, count
from operator import or_
from typing import Any, Final, NamedTuple

from protocols.boxes import axis_of
from protocols.engine import many_cells, understood
from protocols.errors import QuestionError
from protocols.exact.alphabet import ANOTHER, SILENT, Alphabet
from protocols.exact.side import KNOWN, Side
from protocols.exact.told_approvals import approval_states
from protocols.kinds import KIND_OF, kinds_of
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, DimensionKind

COMPLETE: Final = "(that is all)"
INCOMPLETE: Final = "(and perhaps others)"
UNNAMED = frozenset({NOT_APPLICABLE, UNKNOWN, SILENT})
MOST_IN_A_FAMILY = 12
_numbers = count()


class Choice(NamedTuple):
    """One value a question can give, the bits of every side that survive it, and what it opens."""

    value: Any
    mask: int
    then: tuple["Variable", ...] = ()


@dataclass(frozen=True, eq=False)
class Variable:
    """One thing a question can say; `point` is the side it is told to where that matters."""

    dimension: str
    choices: tuple[Choice, ...]
    touch: int
    point: int | None
    id: int


def variables(
    alphabet: Alphabet, sides: Sequence[Side], apart: frozenset[str] = frozenset()
) -> list[Variable]:
    """The variables of questions put to all sides at once; `apart` are told to each side anew.

    The bits of the sides follow one another: those of the second begin where the first's end.
    """
    tables = Tables(alphabet, sides)
    makers = {
        (name, point): _Maker(name, tables, point)
        for name in alphabet.names
        for point in (range(len(sides)) if name in apart else (None,))
    }
    _tie_kinds(makers, alphabet)
    named = [makers.get((name, None)) for name in ("agency", "originator", "item_relationship")]
    if any(maker is None for maker in named):
        first = []
    else:
        for name in ("agency", "originator", "item_relationship"):
            del makers[name, None]
        first = [_by_name(*named)]  # type: ignore[arg-type]  # none of them is None
    return first + [made for maker in makers.values() for made in maker.made()]


class Tables:
    """For every axis in use and each of its values, the bits that do not survive it."""

    def __init__(self, alphabet: Alphabet, sides: Sequence[Side]) -> None:
        self.alphabet, self.sides = alphabet, sides
        self.starts = [sum(side.width for side in sides[:place]) for place in range(len(sides))]
        each = zip(sides, self.starts, strict=True)
        self.all = reduce(or_, (side.all << start for side, start in each))
        self.killed = [self._killed(place) for place in range(len(sides))]

    def _killed(self, place: int) -> dict[str, dict[Any, int]]:
        found: dict[str, dict[Any, int]] = {}
        for number, part in enumerate(self.sides[place].parts):
            bit = 1 << (self.starts[place] + 1 + number)
            for axis, values in part.box.items():
                whole = self.alphabet.whole(axis)
                axes = found.setdefault(axis, dict.fromkeys(whole, 0))
                for value in whole - values:
                    axes[value] |= bit
        return found

    def after(self, place: int, axis: str, value: Any) -> int:
        """The bits of a side that a value kills."""
        axes = self.killed[place].get(axis)
        return 0 if axes is None else axes[value]

    def unknown_word(self, place: int) -> int:
        """What a word kills that a side does not know."""
        return KNOWN << self.starts[place]


def _by_name(agency: "_Maker", originator: "_Maker", relation: "_Maker") -> Variable:
    """Who asks, then who provided it, then how the two stand: names decide that."""
    stands = {same: tuple(relation.many(same)) for same in (True, False, None)}
    origins = {
        value: originator.variable(
            (other, mask, (*stands[_same(value, other)], *originator.kind_of(other)))
            for other, mask in originator.single()
        )
        for value, _ in agency.single()
    }
    return agency.variable(
        (value, mask, (origins[value], *agency.kind_of(value))) for value, mask in agency.single()
    )


def _same(agency: Any, originator: Any) -> bool | None:
    if {agency, originator} & UNNAMED or agency == originator == ANOTHER:
        return None
    return bool(agency == originator)


def _tie_kinds(makers: "dict[tuple[str, int | None], _Maker]", alphabet: Alphabet) -> None:
    """Where a document says of which kind an agency is, its name opens its kind."""
    known = [kinds_of(program.protocol) for program in alphabet.programs]
    for name, point in list(makers):
        kind = makers.get((KIND_OF.get(name, ""), point))
        if kind and any(kinds.keys() & {*alphabet.values(name)} for kinds in known):
            makers[name, point].kinds = _Kinds(kind, known)
            del makers[kind.name, point]


class _Kinds:
    """The kind of an agency as its name leaves it: one variable for all that are left alike."""

    def __init__(self, kind: "_Maker", known: Sequence[Mapping[str, str]]) -> None:
        self._kind, self._known = kind, known
        self._made: dict[tuple[str | None, ...], Variable] = {}

    def of(self, agency: Any) -> Variable:
        """What a question can say of its kind; where one document says it, that and no other."""
        known = [kinds.get(agency) for kinds in self._known]
        last = next((kind for kind in reversed(known) if kind), None)
        said = tuple(kind or last for kind in known)
        if said not in self._made:
            self._made[said] = self._kind.pinned(said)
        return self._made[said]


class _Maker:
    """The variables of one dimension for the sides that it is told to."""

    def __init__(self, name: str, tables: Tables, point: int | None) -> None:
        self.name, self.tables, self.point = name, tables, point
        self.alphabet, self.all = tables.alphabet, tables.all
        self.asked = [
            place
            for place in range(len(tables.sides))
            if point in (None, place) and self.alphabet.uses(place, name)
        ]
        self.dimensions = [self.alphabet.dimension(place, name) for place in self.asked]
        self.kinds: _Kinds | None = None

    def made(self) -> Iterator[Variable]:
        """The variables that a question starts with."""
        if self.kinds is not None:
            yield self.variable((value, mask, self.kind_of(value)) for value, mask in self.single())
        elif not self.asked:
            return
        elif self.dimensions[0].kind is DimensionKind.MANY:
            yield from self.many(None)
        elif self.dimensions[0].kind is DimensionKind.APPROVAL:
            yield self.approval()
        else:
            yield self.variable((value, mask, ()) for value, mask in self.single())

    def kind_of(self, agency: Any) -> tuple[Variable, ...]:
        """What the name of an agency leaves open of its kind, where that hangs on it."""
        return () if self.kinds is None else (self.kinds.of(agency),)

    def pinned(self, said: Sequence[str | None]) -> Variable:
        """A single-valued dimension of which each side knows its own value, or none does."""
        told = self.alphabet.values(self.name) if said[-1] is None else said[-1:]
        return self.variable((value, self._after(value, said), ()) for value in told)

    def variable(self, choices: Iterable[tuple[Any, int, tuple[Variable, ...]]]) -> Variable:
        """A variable of these choices, what they open counted among what it touches."""
        kept = tuple(Choice(*choice) for choice in choices)
        touch = reduce(or_, (self.all & ~c.mask for c in kept), 0)
        touch |= reduce(or_, (v.touch for c in kept for v in c.then), 0)
        return Variable(self.name, kept, touch, self.point, next(_numbers))

    def single(self) -> list[tuple[Any, int]]:
        """Every value of a single-valued dimension, with the bits that survive it."""
        return [(value, self._after(value)) for value in self.alphabet.values(self.name)]

    def _after(self, told: Any, said: Sequence[str | None] = ()) -> int:
        mask = self.all
        for place in self.asked:
            value = said[place] or told if said else told
            # A side that does not know the word cannot answer: nothing is shared.
            if self.alphabet.cells(place, self.name)[value] is None:
                mask &= ~self.tables.unknown_word(place)
            else:
                mask &= ~self.tables.after(place, self.name, value)
        return mask

    def many(self, own: bool | None) -> Iterator[Variable]:
        """Whether the list is complete, which opens one variable for each family of words.

        `own` fixes whether the asker is the originator, where the names say so.
        """
        families = list(self._families())
        choices: list[tuple[Any, int, tuple[Variable, ...]]] = [
            (mode, self.all, tuple(self._family(words, mode, own) for words in families))
            for mode in (COMPLETE, INCOMPLETE)
        ]
        if len({d.absent == UNKNOWN for d in self.dimensions}) > 1 and own is None:
            choices.append((SILENT, self._with(None, self._axes(families)), ()))
        yield self.variable(choices)

    def approval(self) -> Variable:
        """Every state of an approval that a rule can tell from the others."""
        killed = (self.tables.killed[place] for place in self.asked)
        words = tuple(
            {a.partition(":")[2] for k in killed for a in k if a.startswith(f"{self.name}:")}
        )
        states = [NOT_APPLICABLE, UNKNOWN, *approval_states(self.name, words)]
        silence = [SILENT] if len({d.absent for d in self.dimensions}) > 1 else []
        return self.variable(
            (told, self._with(None if told == SILENT else told, words), ())
            for told in [*states, *silence]
        )

    def _axes(self, families: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(word for words in families for word in words)

    def _families(self) -> Iterator[tuple[str, ...]]:
        """Words that stand under one another, less those that nothing asks about."""
        groups: list[set[str]] = []
        declared = self.alphabet.declared(self.name)
        for word, chain in ((w, d.above(w)) for d in declared for w in d.words):
            joined = {word, *chain}
            for group in [g for g in groups if g & joined]:
                joined |= group
                groups.remove(group)
            groups.append(joined)
        for group in groups:
            if self._matters(group):
                yield tuple(sorted(group))

    def _matters(self, group: set[str]) -> bool:
        killed = (self.tables.killed[place] for place in self.asked)
        used = any(axis_of(self.name, word) in axes for axes in killed for word in group)
        return used or any(word not in d.parents for d in self.dimensions for word in group)

    def _family(self, words: tuple[str, ...], mode: str, own: bool | None) -> Variable:
        """Every set of these words that a list can have; equal ones once."""
        sets = _subsets(words, own if "originator" in words else None)
        rest = frozenset({UNKNOWN}) if mode == INCOMPLETE else frozenset[str]()
        seen: dict[int, frozenset[str]] = {}
        for had in sets:
            seen.setdefault(self._with(had | rest, words), had)
        return self.variable((had, mask, ()) for mask, had in seen.items())

    def _with(self, told: frozenset[str] | str | None, words: tuple[str, ...]) -> int:
        mask = self.all
        for place, dimension in zip(self.asked, self.dimensions, strict=True):
            try:
                found = many_cells(dimension, understood(dimension, told))
            except QuestionError:
                mask &= ~self.tables.unknown_word(place)
                continue
            for word in (w for w in words if w in found):
                mask &= ~self.tables.after(place, axis_of(self.name, word), found[word])
        return mask


def _subsets(words: tuple[str, ...], own: bool | None) -> Iterator[frozenset[str]]:
    if len(words) > MOST_IN_A_FAMILY:
        raise ValueError("too many words stand under one another")
    for size in range(len(words) + 1):
        for had in combinations(words, size):
            if own is None or ("originator" in had) is own:
                yield frozenset(had)
