"""A page of answers decided at once: what depends on the item alone is settled beforehand.

A row is made for one agency and a list of items (the fields of a form, say); it then decides all of
them for one context after the other: who looks, at which stage, what for, under which facts of the
case. Only the rules that can meet an item are kept with it, in one short run of bits; all runs lie
in one long integer, so that a context is a handful of ANDs for the whole page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from operator import itemgetter
from struct import Struct
from typing import Any, NamedTuple

from protocols.compiling import Bit, Program, Segment
from protocols.engine import MOST_REMEMBERED, DecisionTable
from protocols.question import Question
from protocols.runs import ORDER, Decider, Run, Verdict, decider, of_decision, run_of
from protocols.vocabulary import DimensionKind

BYTE, WORD = 8, 64


class Context(NamedTuple):
    """One dimension that the context tells: the part of the long integer that each value leaves."""

    name: str
    is_fact: bool
    is_many: bool
    known: dict[Any, int]


class Row:
    """The items of one page for one agency, ready to be decided for any context."""

    def __init__(
        self, table: DecisionTable, items: Sequence[Question], agency: str | None = None
    ) -> None:
        self._table = table
        self._items = [item if agency is None else _for(agency, item) for item in items]
        told = set[str]().union(*(_told(item) for item in self._items)) if items else set()
        if "originator" in told:
            told |= {"item_relationship"}
        self._whole = table.derives or _says_who(table, told)
        self._alike = _alike(table.program, told)
        runs, places = self._laid_out(told)
        self._spread = _spreading(places)
        self._layout = _padded(self._alike) + [bit for run in runs for bit in _padded(run.layout)]
        self._runs: list[tuple[bool, Decider]] = [
            (len(run.layout) > WORD, decider(run)) for run in runs
        ]
        form = "".join(_form(each) for each in (self._alike, *(run.layout for run in runs)))
        shape = Struct(f"<{form}")
        self._unpack, self._bytes = shape.unpack, shape.size
        self._all = (1 << len(self._layout)) - 1
        self._sources = [
            Context(name, is_fact, is_many, {})
            for name, is_fact, is_many in table.dimensions_in_use()
            if name not in told
        ]
        # Which bars of each run are left by the exceptions that hold for every item alike.
        self._lifting = runs
        self._barrings: dict[int | bytes, list[int]] = {}
        self._days: dict[date | None, int] = {}
        self._rows: dict[int, tuple[Verdict, ...]] = {}
        self._known: dict[tuple[Any, ...], tuple[Verdict, ...]] = {}
        self._names = _by_place(self._sources)
        self._plain = all(self._is_plain(source.name) for source in self._sources)

    def decide(self, context: Question) -> tuple[Verdict, ...]:
        """What each item shows; the same as asking the table about item and context together."""
        if self._whole or self._table.tells_narrower_kind(context):
            whole = (_together(context, item) for item in self._items)
            return tuple(of_decision(self._table.decide(question)) for question in whole)
        context = self._table.of_its_kind(context)
        told = self._told(context)
        row = self._known.get(told)
        if row is None:
            bits = self._bits(context)
            row = self._rows.get(bits)
            if row is None:
                row = _remember(self._rows, bits, self._decided(bits))
            if self._plain:
                _remember(self._known, told, row)
        return row

    def forget(self) -> None:
        """Drop every answer remembered, for measuring."""
        self._rows.clear()
        self._known.clear()

    def _told(self, context: Question) -> tuple[Any, ...]:
        """All that a context tells of what is in use."""
        values, facts, many = self._names
        return (
            context.moment,
            *map(context.values.get, values),
            *map(context.facts.get, facts),
            *map(context.many.get, many),
        )

    def _is_plain(self, name: str) -> bool:
        """Whether equal values mean the same: True is 1 to a dictionary, and not to a protocol."""
        kind = self._table.protocol.vocabulary[name].kind
        return kind not in (DimensionKind.NUMBER, DimensionKind.APPROVAL)

    def _bits(self, context: Question) -> int:
        values, many, facts = context.values, context.many, context.facts
        moment = context.moment
        day = moment.date() if isinstance(moment, datetime) else moment
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._projected(self._table.day_part(day))
        for name, is_fact, is_many, known in self._sources:
            value: Any = (facts if is_fact else many if is_many else values).get(name)
            if name == "item_relationship" and "originator" in values:
                value = context.item_relationships()
            part = known.get(value)
            found &= self._learnt(context, name, known, value) if part is None else part
        return found

    def _learnt(self, context: Question, name: str, known: dict[Any, int], value: Any) -> int:
        # True is 1 to a dictionary and not to a protocol: numbers are worked out each time.
        if isinstance(value, int):
            return self._projected(self._table.part(name, context))
        part = known[value] = self._projected(self._table.part(name, context))
        return part

    def _projected(self, mask: int) -> int:
        """A mask of the whole protocol as it lies in the long integer."""
        text = f"{mask:b}"[::-1]
        width = len(text)
        bits = ("1" if 0 <= bit < width and text[bit] == "1" else "0" for bit in self._layout)
        return int("".join(bits)[::-1] or "0", 2)

    def _decided(self, bits: int) -> tuple[Verdict, ...]:
        read = int.from_bytes
        alike, *told = self._unpack(bits.to_bytes(self._bytes, "little"))
        barrings = self._barrings.get(alike)
        if barrings is None:
            number = read(alike, "little") if isinstance(alike, bytes) else alike
            barrings = self._barrings[alike] = [run.barring(number) for run in self._lifting]
        return self._spread(
            [
                decide(read(left, "little") if long else left, barring)
                for left, barring, (long, decide) in zip(told, barrings, self._runs, strict=True)
            ]
        )

    def _laid_out(self, told: set[str]) -> tuple[list[Run], list[int]]:
        """A run of bits for every different item, and which run each item has."""
        table = self._table
        names = [name for name, _, _ in table.dimensions_in_use() if name in told]
        deciding = sum(1 << i for i, bit in enumerate(table.program.bits) if _decides(bit))
        masks = []
        for item in self._items:
            mask = deciding
            for name in names:
                mask &= table.part(name, item)
            masks.append(mask)
        different = list(dict.fromkeys(masks))
        runs = [run_of(table.program, mask, self._alike) for mask in different]
        return runs, [different.index(mask) for mask in masks]


def _says_who(table: DecisionTable, told: set[str]) -> bool:
    """Whether the items say who asks: its kind then follows for each by itself."""
    return table.knows_kinds and not told.isdisjoint({"agency", "agency_type"})


def _decides(bit: Bit) -> bool:
    return bit.segment in ORDER


def _alike(program: Program, told: set[str]) -> list[int]:
    """The bits of exceptions that no item matters to: they are looked at once a page."""
    return [
        i
        for i, bit in enumerate(program.bits)
        if bit.segment is Segment.LIFTS
        and not any(axis.partition(":")[0] in told for axis in bit.box)
    ]


def _padded(layout: Sequence[int]) -> list[int]:
    """A run with nothing behind it: one word, or as many bytes as it needs."""
    length = WORD if len(layout) <= WORD else len(layout) + -len(layout) % BYTE
    return [*layout, *([-1] * (length - len(layout)))]


def _form(layout: Sequence[int]) -> str:
    """How `struct` reads it: a whole number, or bytes."""
    return "Q" if len(layout) <= WORD else f"{len(_padded(layout)) // BYTE}s"


def _by_place(sources: Iterable[Context]) -> tuple[list[str], list[str], list[str]]:
    """Where a question tells each: as a value, as a fact, among the sets."""
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    for name, is_fact, is_many, _ in sources:
        found[1 if is_fact else 2 if is_many else 0].append(name)
    # How somebody stands to an item hangs on who provided it, which may be told once for all.
    return ([*found[0], "agency", "originator"], found[1], found[2])


def _remember(
    memory: dict[Any, tuple[Verdict, ...]], key: object, row: tuple[Verdict, ...]
) -> tuple[Verdict, ...]:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
    memory[key] = row
    return row


def _told(item: Question) -> set[str]:
    return {*item.values, *item.many, *item.facts}


def _for(agency: str, item: Question) -> Question:
    return replace(item, values={**item.values, "agency": agency})


def _together(context: Question, item: Question) -> Question:
    return Question(
        {**context.values, **item.values},
        {**context.many, **item.many},
        {**context.facts, **item.facts},
        context.moment,
    )


def _spreading(places: Sequence[int]) -> Callable[[Sequence[Verdict]], tuple[Verdict, ...]]:
    """From one verdict a run to one verdict an item."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda verdicts: tuple(verdicts[place] for place in places)
