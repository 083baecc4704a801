"""The values that questions to some documents can give, and what each document makes of them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from protocols.compiling import Program
from protocols.errors import QuestionError
from protocols.facts import cell_of
from protocols.kinds import KIND_OF, kinds_of
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Dimension, DimensionKind

SILENT: Final = "(nothing said)"
ANOTHER: Final = "another"
TOLD_OF_LISTS: Final = frozenset({"yes", "no", UNKNOWN})


class Alphabet:
    """One list of values for every dimension that any of the documents asks about."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = programs
        self._used = [
            frozenset(axis.partition(":")[0] for bit in p.bits for axis in bit.box)
            for p in programs
        ]
        self._values: dict[str, tuple[Any, ...]] = {}
        self._cells: dict[tuple[int, str], dict[Any, str | None]] = {}

    @cached_property
    def names(self) -> list[str]:
        """The dimensions in use, in order."""
        used = frozenset[str]().union(*self._used)
        # The documents do not agree of which kind an agency is: then it matters which one it is.
        named = {agency for agency, kind in KIND_OF.items() if kind in used and self._moved}
        return sorted(used | named)

    @cached_property
    def _moved(self) -> frozenset[str]:
        """The agencies that are of one kind in one document and of another in another."""
        known = [kinds_of(program.protocol) for program in self.programs]
        ids = {p.id for program in self.programs for p in program.protocol.parties}
        return frozenset(id for id in ids if len({k[id] for k in known if id in k}) > 1)

    def uses(self, place: int, name: str) -> bool:
        """Whether a document reads a dimension of a question at all."""
        return name in self._used[place]

    def dimension(self, place: int, name: str) -> Dimension:
        """A dimension as one document declares it."""
        return self.programs[place].protocol.vocabulary[name]

    def dimensions(self, name: str) -> list[Dimension]:
        """A dimension as each document that uses it declares it."""
        return [self.dimension(i, name) for i in range(len(self.programs)) if self.uses(i, name)]

    def declared(self, name: str) -> list[Dimension]:
        """A dimension as each document declares it: a word of the one may be put to the other."""
        known = (p.protocol.vocabulary for p in self.programs)
        return [vocabulary[name] for vocabulary in known if name in vocabulary]

    def values(self, name: str) -> tuple[Any, ...]:
        """Every value of a single-valued dimension that some document tells from the others."""
        if name not in self._values:
            self._values[name] = tuple(self._all(name))
        return self._values[name]

    def cells(self, place: int, name: str) -> dict[Any, str | None]:
        """The cell of each value in one document; None where it does not know the word."""
        key = (place, name)
        if key not in self._cells:
            self._cells[key] = {v: self._cell(place, name, v) for v in self.values(name)}
        return self._cells[key]

    def whole(self, axis: str) -> frozenset[Any]:
        """Everything that can be told on an axis."""
        return TOLD_OF_LISTS if ":" in axis else frozenset(self.values(axis))

    def _cell(self, place: int, name: str, value: Any) -> str | None:
        told = None if value == SILENT else value
        cuts = self.programs[place].space.cuts.get(name, ())
        try:
            return cell_of(self.dimension(place, name), told, cuts)
        except QuestionError:
            return None

    def _all(self, name: str) -> Iterable[Any]:
        dimensions = self.dimensions(name)
        said = [value for d in self.declared(name) for value in self._said(name, d)]
        # Silence is a value of its own only where the documents read it differently.
        silence = [SILENT] if len({d.absent for d in dimensions}) > 1 else []
        return [NOT_APPLICABLE, *dict.fromkeys(said), UNKNOWN, *silence]

    def _said(self, name: str, dimension: Dimension) -> list[Any]:
        if not dimension.compares and dimension.kind is not DimensionKind.OPEN:
            return list(dimension.words)
        cuts = {
            cut
            for place, program in enumerate(self.programs)
            if self.uses(place, name) and self.dimension(place, name).kind is dimension.kind
            for cut in program.space.cuts.get(name, ())
        }
        if dimension.compares:
            return self._points(name, cuts, dimension.kind)
        units = {w for cut in cuts for w in dimension.covered.get(cut, frozenset({cut}))}
        moved = self._moved if name in KIND_OF else frozenset[str]()
        return [*sorted(units | moved), ANOTHER]

    def _points(self, name: str, cuts: set[Any], kind: DimensionKind) -> list[Any]:
        """A number below nothing is put only to documents of which one knows what it means."""
        past = [d.past for d in self.dimensions(name)]
        found = points(cuts | {0} if any(past) and not all(past) else cuts, kind)
        return [value for value in found if value >= 0] if past and all(past) else found


def points(cuts: set[Any], kind: DimensionKind) -> list[Any]:
    """One value in every interval that the constants of a number or a date make."""
    step: Any = timedelta(days=1) if kind is DimensionKind.DATE else 1
    if not cuts:
        return [date(2000, 1, 1) if kind is DimensionKind.DATE else 0]
    near = {value for cut in cuts for value in (cut - step, cut, cut + step)}
    first = min(cuts)
    # Between two constants one value stands for all.
    return sorted(v for v in near if v in cuts or v < first or v - step in cuts)
