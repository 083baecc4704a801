"""Who can ask, for the table of who sees what: kinds of agency; parties, where rules name some.

A rule that names an agency says nothing of the others of its kind: there each party has its own
place in the table. What all parties of a kind have in common is told of the kind.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from protocols.boxes import Box
from protocols.clauses import Party
from protocols.compiling import Program
from protocols.exact.alphabet import ANOTHER
from protocols.facts import ELSE

Said = Mapping[str, Sequence[str]]


class Seats:
    """Everybody who has a place in the table, by a word: a kind of agency, or the id of a party."""

    def __init__(self, program: Program, kinds: Sequence[str]) -> None:
        protocol, used = program.protocol, _used(program)
        self._parties = _parties(program)
        self._cells = program.space.universe("agency") if self._parties else frozenset[str]()
        named = {party.agency_type for party in self._parties.values()}
        known = {party.agency_type for party in protocol.parties if party.agency_type}
        wanted = known | used if known else {*kinds}
        self.words = [kind for kind in kinds if kind in wanted - named] + [*self._parties]

    @property
    def by_name(self) -> bool:
        """Whether parties have places of their own."""
        return bool(self._parties)

    def boxes(self, boxes: Iterable[Box]) -> list[Box]:
        """The same boxes, with these words where they say who asks."""
        if not self._parties:
            return list(boxes)
        return [{**b, "agency_type": frozenset(w for w in self.words if self._is_in(w, b))}
                for b in boxes]  # fmt: skip

    def _is_in(self, word: str, box: Box) -> bool:
        cells = zip(("agency_type", "agency"), self._place(word), strict=True)
        return all(axis not in box or cell in box[axis] for axis, cell in cells)

    def _place(self, word: str) -> tuple[str, str]:
        """The kind of who has a place, and the cell of the agency."""
        party = self._parties.get(word)
        if party is None:
            return word, ELSE
        called = (name for name in (party.id, party.name) if name in self._cells)
        return party.agency_type or word, next(called, ELSE)

    def said(self, words: Sequence[str]) -> Iterator[Said]:
        """What questions of these say of who asks, of one after the other."""
        if not self._parties:
            yield {"agency_type": words}
            return
        for word in words:
            kind, cell = self._place(word)
            yield {"agency": (ANOTHER if cell == ELSE else cell,), "agency_type": (kind,)}

    def told(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """Kinds of agency, where all parties of a kind are among these; and the parties left."""
        of_kind: dict[str, list[str]] = {}
        for word, party in self._parties.items():
            of_kind.setdefault(str(party.agency_type), []).append(word)
        whole = {kind for kind, all_of_it in of_kind.items() if {*all_of_it} <= {*words}}
        kinds = [word for word in words if word not in self._parties]
        left = [self._parties[word] for word in words if word in self._parties]
        names = [party.name for party in left if party.agency_type not in whole]
        return sorted({*kinds, *whole}), names


def _parties(program: Program) -> dict[str, Party]:
    """The parties with their kinds, if a rule of the document names one."""
    named = any(condition.dimension == "agency" for condition in program.space.conditions)
    parties = program.protocol.parties if named else ()
    return {party.id: party for party in parties if party.agency_type}


def _used(program: Program) -> set[str]:
    """The kinds that rules name."""
    named = (c for c in program.space.conditions if c.dimension == "agency_type")
    return {str(word) for condition in named for word in condition.words}
