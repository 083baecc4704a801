"""Answers by what either document reads of them: two of one kind are answered alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.cases.tally import Tally
from casework.cases.told import Around, answers_of, matter_about, part_of
from casework.disclosure.asking import Asking
from casework.disclosure.matter import Item, Matter
from protocols.engine import DecisionTable
from protocols.question import Question

# The bits of a number, one for each answer that occurs in any section.
Bits = int
ByKind = dict[int, Bits]
Told = tuple[frozenset[Any], frozenset[Any], frozenset[Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """The answers that occur in one section, and which of them stand in each part."""

    name: str
    # Where the bits of its answers begin.
    first: int
    matter: Matter
    parts: Mapping[str, Bits]
    # What reads the same to everybody but its own agency, by that agency; and all the rest.
    plain: Mapping[UUID, Sequence[tuple[Bits, Item]]]
    other: Sequence[tuple[Bits, Item]]

    def labels(self, bits: Bits) -> set[str]:
        """The labels of some of the answers."""
        items = enumerate(self.matter.items, start=self.first)
        return {item.label for number, item in items if bits >> number & 1}


def sections_of(counted: Tally, known: Around) -> list[Section]:
    """Every section in which something stands in a live case."""
    parts: dict[str, dict[str, Mapping[str, int]]] = defaultdict(dict)
    for fingerprint in set[str]().union(*counted.cases.values()):
        section, answers = part_of(counted.facts[fingerprint])
        parts[section][fingerprint] = answers
    found: list[Section] = []
    for name, held in sorted(parts.items()):
        first = found[-1].first + len(found[-1].matter.items) if found else 0
        found.append(_section(name, first, held, known))
    return found


def _section(
    name: str, first: int, parts: Mapping[str, Mapping[str, int]], known: Around
) -> Section:  # fmt: skip
    answers = answers_of({text for held in parts.values() for text in held}, known)
    bits = {text: 1 << number for number, text in enumerate(answers, start=first)}
    matter = matter_about(answers.values(), known)
    asked_for = {grant.subject_id for grant in matter.granted}
    plain: dict[UUID, list[tuple[Bits, Item]]] = defaultdict(list)
    other: list[tuple[Bits, Item]] = []
    for number, item in enumerate(matter.items, start=first):
        alike = _is_plain(item) and item.subject_id not in asked_for
        place = plain[item.origin_agency_id] if alike and item.origin_agency_id else other
        place.append((1 << number, item))
    held_bits = {part: sum(bits.get(text, 0) for text in held) for part, held in parts.items()}
    return Section(name, first, matter, held_bits, plain, other)


def _is_plain(item: Item) -> bool:
    return item.released and not (item.released_to or item.told_to or item.author_id)


class Kinds:
    """The kinds of answers that two documents tell apart, numbered as they are met."""

    def __init__(self, read: frozenset[str] | None) -> None:
        self._read = read
        self._numbers: dict[Told, int] = {}
        self._plain: dict[tuple[str, UUID], ByKind] = {}
        self.questions: list[Question] = []

    def before(self, section: Section, asking: Asking) -> ByKind:
        """The answers of a section that a document decides about for this person, by kind.

        What the gate keeps whatever a protocol says is not among them, nor an agency's own.
        """
        found: ByKind = defaultdict(int)
        for origin, answers in section.plain.items():
            if _is_asked(asking, answers[0][1]):
                for kind, bits in self._of(section, origin, answers, asking).items():
                    found[kind] |= bits
        for bit, item in section.other:
            if _is_asked(asking, item):
                found[self._number(asking.about(item))] |= bit
        return found

    def _of(
        self, section: Section, origin: UUID, answers: Iterable[tuple[Bits, Item]], asking: Asking
    ) -> ByKind:
        known = self._plain.get((section.name, origin))
        if known is None:
            known = self._plain[section.name, origin] = defaultdict(int)
            for bit, item in answers:
                known[self._number(asking.about(item))] |= bit
        return known

    def _number(self, question: Question) -> int:
        read = read_of(question, self._read)
        found = self._numbers.setdefault(told(read), len(self.questions))
        if found == len(self.questions):
            self.questions.append(read)
        return found


def _is_asked(asking: Asking, item: Item) -> bool:
    let_go = item.is_let_go(asking.viewer.agency_id) and asking.both_are_parties(item)
    return let_go and not asking.is_own(item)


def read_by(tables: Iterable[DecisionTable]) -> frozenset[str] | None:
    """The dimensions that some rule asks about; None where others follow from what is told."""
    asked = list(tables)
    if any(table.derives for table in asked):
        return None
    # Which agency asks may say of which kind it is.
    who = {"agency"} if any(table.knows_kinds for table in asked) else set()
    return frozenset(name for table in asked for name, _, _ in table.dimensions_in_use()) | who


def read_of(question: Question, read: frozenset[str] | None) -> Question:
    """What is read of a question."""
    if read is None:
        return question
    return Question(
        {name: value for name, value in question.values.items() if name in read},
        {name: words for name, words in question.many.items() if name in read},
        {name: fact for name, fact in question.facts.items() if name in read},
        question.moment,
    )


def told(question: Question) -> Told:
    """A question as something to look up; its moment is the same for all."""
    return (
        frozenset(question.values.items()),
        frozenset(question.many.items()),
        frozenset(question.facts.items()),
    )
