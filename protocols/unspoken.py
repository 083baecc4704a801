"""Which places of the table of who sees what no box covers, put together where they are alike."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from protocols.boxes import Box

Words = tuple[str, ...]
# The edges of the table of who sees what.
EDGES: Final = ("agency_type", "category", "stage")


class Gap(NamedTuple):
    """Kinds of agency that do not see these kinds of information at these stages; None: any."""

    kinds: Words | None
    categories: Words | None
    stages: Words | None

    @property
    def said(self) -> Mapping[str, Words]:
        """What a question in it says."""
        edges = zip(EDGES, self, strict=True)
        return {edge: words for edge, words in edges if words is not None}


class Unspoken:
    """The places that none of these boxes covers: a number for each kind, a bit for each place.

    The bit of a category and a stage is `category * stages + stage`, by their places in the lists.
    """

    def __init__(
        self, kinds: Sequence[str], categories: Sequence[str], stages: Sequence[str],
        boxes: Sequence[Box],
    ) -> None:  # fmt: skip
        self.kinds, self.categories, self.stages = tuple(kinds), tuple(categories), tuple(stages)
        self._row = (1 << len(stages)) - 1
        self._silent = self._left(boxes)

    def _left(self, boxes: Sequence[Box]) -> Mapping[str, int]:
        left = dict.fromkeys(self.kinds, (1 << len(self.categories) * len(self.stages)) - 1)
        for box in boxes:
            covered = self._covered(box)
            for kind in box.get("agency_type", self.kinds):
                if kind in left:
                    left[kind] &= ~covered
        return left

    def _covered(self, box: Box) -> int:
        stages = box.get("stage")
        row = sum(1 << i for i, s in enumerate(self.stages) if stages is None or s in stages)
        categories = box.get("category")
        places = (i for i, c in enumerate(self.categories) if categories is None or c in categories)
        return sum(row << i * len(self.stages) for i in places)

    @cached_property
    def _everywhere(self) -> int:
        """The stages, as bits of a row, at which nobody sees anything."""
        found = self._row
        for silent in self._silent.values():
            for row in self._rows(silent):
                found &= row
        return found

    def _rows(self, silent: int) -> Iterator[int]:
        for place in range(len(self.categories)):
            yield silent >> place * len(self.stages) & self._row

    def silent_stages(self) -> list[Gap]:
        """The stages at which nobody sees anything, if there are any and not all."""
        if not self._everywhere or self._everywhere == self._row:
            return []
        return [Gap(None, None, self._words(self._everywhere))]

    def _words(self, row: int) -> Words:
        return tuple(s for i, s in enumerate(self.stages) if row >> i & 1)

    def grouped(self) -> list[Gap]:
        """Every other gap, alike ones together: what is never seen first."""
        gaps: dict[tuple[Words | None, Words | None], list[str]] = defaultdict(list)
        for kind in self.kinds:
            for categories, stages in self._of(self._silent[kind]):
                gaps[categories, stages].append(kind)
        found = [Gap(tuple(kinds), *what) for what, kinds in gaps.items()]
        return sorted(found, key=lambda gap: (gap.stages is not None, gap.categories is not None))

    def _of(self, silent: int) -> Iterator[tuple[Words | None, Words | None]]:
        """What one kind of agency does not see."""
        by_stages: dict[int, list[str]] = defaultdict(list)
        for category, row in zip(self.categories, self._rows(silent), strict=True):
            # Said of everybody already.
            rest = row & ~self._everywhere
            by_stages[self._row if row == self._row else rest].append(category)
        for row, categories in by_stages.items():
            everything = len(categories) == len(self.categories)
            if row:
                yield (
                    None if everything else tuple(categories),
                    None if row == self._row else self._words(row),
                )
