"""compile(protocol) -> DecisionTable; decide(table, question) -> Decision."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from protocols import approvals, doubts, nearest, settling
from protocols.boxes import axis_of
from protocols.clauses import SharingProtocol
from protocols.compiling import Program, compile_program
from protocols.decision import Decision, Outcome, lowest
from protocols.derived import Deriving, words_of
from protocols.errors import QuestionError, did_you_mean
from protocols.facts import cell_of
from protocols.given import question_of
from protocols.kinds import kinds_of, of_its_kind, tells_narrower
from protocols.question import Question
from protocols.situation import Situation
from protocols.vocabulary import NOT_APPLICABLE, RUN_OUT, UNKNOWN, Dimension, DimensionKind, Effect

MOST_REMEMBERED = 20_000


class Source(NamedTuple):
    """Where one single-valued dimension of a question is read, and the masks of its words."""

    name: str
    is_fact: bool
    words: Mapping[str, int]
    absent: int
    dimension: Dimension


class DecisionTable:
    """One protocol, compiled. Immutable but for what it remembers."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.protocol = program.protocol
        self._axes = program.axes()
        self._all = (1 << len(program.bits)) - 1
        self._sources, self._many = self._read_sources()
        self._deriving = Deriving(self.protocol, {axis.partition(":")[0] for axis in self._axes})
        self._kinds = kinds_of(self.protocol) if "agency_type" in self._axes else {}
        self._sets: dict[str, dict[Any, int]] = {name: {} for name in self._many}
        self._days: dict[date | None, int] = {}
        self._settled: dict[int, Decision] = {}
        self._denied: dict[tuple[int, tuple[int, ...]], Decision] = {}
        # What the limits at work ask about; what is said of them where that is told so.
        self._asked: dict[int, tuple[str, ...]] = {}
        self._limited: dict[tuple[int, tuple[Any, ...]], Decision] = {}

    def _read_sources(self) -> tuple[list[Source], list[str]]:
        names = sorted({axis.partition(":")[0] for axis in self._axes} - {"date"})
        dimensions = [self.protocol.vocabulary[name] for name in names]
        single = [d for d in dimensions if not d.kind.has_axes]
        many = [d.name for d in dimensions if d.kind.has_axes]
        return [self._source(dimension) for dimension in single], many

    def _source(self, dimension: Dimension) -> Source:
        cells = self._axes[dimension.name]
        # A number's cells are intervals: none of its values may be looked up as if it were a cell.
        words = {} if dimension.compares else cells
        return Source(dimension.name, dimension.is_fact, words, cells[dimension.absent], dimension)

    def decide(self, question: Question) -> Decision:
        """The effect for one question; never open because something is not known."""
        return self._answer(question, doubts=True)

    def shown(self, question: Question) -> Decision:
        """The same without what is in doubt, which costs as much again: enough to compare."""
        return self._answer(question, doubts=False)

    def _answer(self, question: Question, *, doubts: bool) -> Decision:
        own = self._decided(self.of_its_kind(question), doubts=doubts)
        if self.tells_narrower_kind(question):
            return lowest([self._decided(question, doubts=doubts), own])
        return own

    def _decided(self, question: Question, *, doubts: bool) -> Decision:
        if self._deriving:
            question = self._deriving.complete(question)
        mask = self._all
        for part in self.masks(question):
            mask &= part
        found = self._settled.get(mask)
        if found is None:
            found = settling.settle(self.program, mask)
            _remember(self._settled, mask, found)
        if found.effect is Effect.WITHHELD and not _decided(found):
            return self._explained(question, mask, found)
        plain = not doubts or found.effect is Effect.FULL
        return found if plain else self._doubted(question, mask, found)

    def masks(self, question: Question) -> list[int]:
        """For every dimension in use, the mask of the bits that accept the question's value."""
        values, facts = question.values, question.facts
        found = [self._day(question.moment)]
        for name, is_fact, words, absent, dimension in self._sources:
            value: Any = facts.get(name) if is_fact else values.get(name)
            part = absent if value is None else words.get(value)
            found.append(self._unusual(dimension, value) if part is None else part)
        for name in self._many:
            told = self._told(question, name)
            part = self._sets[name].get(told)
            found.append(self._set(name, told) if part is None else part)
        return found

    def _unusual(self, dimension: Dimension, value: Any) -> int:
        """The mask of a value that is not a word of its dimension as it stands."""
        return self._axes[dimension.name][cell_of(dimension, value, self._cuts(dimension.name))]

    def _day(self, moment: date | None) -> int:
        if "date" not in self._axes:
            return self._all
        day = moment.date() if isinstance(moment, datetime) else moment
        found = self._days.get(day)
        if found is None:
            found = self._unusual(self.protocol.vocabulary["date"], day)
            _remember(self._days, day, found)
        return found

    def _cuts(self, name: str) -> tuple[Any, ...]:
        return self.program.space.cuts.get(name, ())

    @property
    def derives(self) -> bool:
        """Whether anything in use follows from several parts of a question."""
        return bool(self._deriving)

    @property
    def knows_kinds(self) -> bool:
        """Whether the agency that asks may say of which kind it is."""
        return bool(self._kinds)

    def of_its_kind(self, question: Question) -> Question:
        """The question with the kind that the document gives the agency that asks."""
        return of_its_kind(self._kinds, question) if self._kinds else question

    def tells_narrower_kind(self, question: Question) -> bool:
        """Whether a question gives who asks a kind under that of the document: both are asked."""
        kind = self.protocol.vocabulary["agency_type"] if self._kinds else None
        return kind is not None and tells_narrower(self._kinds, kind, question)

    def dimensions_in_use(self) -> list[tuple[str, bool, bool]]:
        """Every dimension that a rule asks about, the date apart: name, fact?, several at once?"""
        single = [(source.name, source.is_fact, False) for source in self._sources]
        vocabulary = self.protocol.vocabulary
        return single + [(name, vocabulary[name].is_fact, True) for name in self._many]

    def part(self, name: str, question: Question) -> int:
        """The mask of the bits that accept what a question tells of one dimension."""
        told = self._told(question, name)
        if name in self._many:
            return self._set(name, told)
        return self._unusual(self.protocol.vocabulary[name], told)

    def day_part(self, day: date | None) -> int:
        """The mask of the bits that accept a day."""
        return self._day(day)

    def _told(self, question: Question, name: str) -> Any:
        if name == "item_relationship":
            return question.item_relationships()
        dimension = self.protocol.vocabulary[name]
        if dimension.is_fact:
            told = question.facts.get(name)
            many = dimension.kind.has_axes and isinstance(told, bool)
            return ("yes" if told else "no") if many else told
        return (question.many if dimension.kind.has_axes else question.values).get(name)

    def _set(self, name: str, words: Any) -> int:
        """The mask of a set of words, each word on an axis of its own."""
        dimension = self.protocol.vocabulary[name]
        cells = many_cells(dimension, understood(dimension, words))
        mask = self._all
        for word in dimension.words:
            axis = self._axes.get(axis_of(name, word))
            if axis is not None:
                mask &= axis[cells[word]]
        _remember(self._sets[name], words, mask)
        return mask

    def _explained(self, question: Question, mask: int, found: Decision) -> Decision:
        """A default denial matches no rule: say which grants came nearest."""
        key = (mask, tuple(self.masks(question)))
        told = self._denied.get(key)
        if told is None:
            told = nearest.explain_denial(self.program, found, self.cells(question))
            _remember(self._denied, key, told)
        return told

    def _doubted(self, question: Question, mask: int, found: Decision) -> Decision:
        """A limit may hold back only because something is not known: say what that is."""
        asked = self._asked.get(mask)
        if asked is None:
            asked = doubts.asked_by_bars(Situation(self.program, mask))
            _remember(self._asked, mask, asked)
        key = (mask, tuple([self._told(question, name) for name in asked]))
        told = self._limited.get(key)
        if told is None:
            case = Situation(self.program, mask)
            told = settling.in_doubt(case, found, self.cells(question))
            _remember(self._limited, key, told)
        return told

    def cells(self, question: Question) -> dict[str, str]:
        """The cell of the question on every axis in use."""
        found: dict[str, str] = {}
        for name, is_fact, _, _, dimension in self._sources:
            value: Any = question.facts.get(name) if is_fact else question.values.get(name)
            found[name] = cell_of(dimension, value, self._cuts(name))
        found["date"] = cell_of(
            self.protocol.vocabulary["date"], question.moment, self._cuts("date")
        )
        for name in self._many:
            dimension = self.protocol.vocabulary[name]
            told = many_cells(dimension, understood(dimension, self._told(question, name)))
            found |= {axis_of(name, word): cell for word, cell in told.items()}
        return found


def _decided(found: Decision) -> bool:
    """Whether a rule withheld it, and not merely the want of one."""
    return bool(found.trail) and found.trail[0].outcome is Outcome.DECIDED


def _remember(memory: dict[Any, Any], key: Any, value: Any) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
    memory[key] = value


def understood(dimension: Dimension, told: Any) -> Any:
    """Of a set what this document has words for: a word of another one says nothing here.

    Whoever asks of several documents tells, with a word, what it stands under in any of them.
    """
    if dimension.is_fact or not isinstance(told, frozenset):
        return told
    return told & {*dimension.parents, UNKNOWN, "none", "no"}


def many_cells(dimension: Dimension, told: Any) -> dict[str, str]:
    """yes, no or unknown for every word; having a word means having what it stands under."""
    if told is None or told == NOT_APPLICABLE:
        absent = told or dimension.absent
        return dict.fromkeys(dimension.words, UNKNOWN if absent == UNKNOWN else "no")
    if dimension.kind is DimensionKind.APPROVAL and told != UNKNOWN:
        return approvals.answers(dimension.name, told)
    words = words_of(told)
    words -= {"none", "no"} - dimension.parents.keys()
    for word in words - {UNKNOWN}:
        if word not in dimension.parents:
            raise QuestionError(
                dimension.name, f"unknown word '{word}'.{did_you_mean(word, dimension.words)}"
            )
    had = {above for word in words - {UNKNOWN} for above in dimension.above(word)}
    rest = UNKNOWN if UNKNOWN in words else "no"
    return {word: "yes" if word in had else rest for word in dimension.words}


def compile(protocol: SharingProtocol) -> DecisionTable:
    """The protocol as a table that decides."""
    return DecisionTable(compile_program(protocol))


def decide_tiers(tables: Sequence[DecisionTable], question: Question) -> Decision:
    """The versions in force, each computed alone, the lower taken; none in force: no protocol."""
    if not tables:
        return settling.without_protocol(question)
    return lowest([table.decide(question) for table in tables])


def decide_given(table: DecisionTable, given: Mapping[str, Any]) -> Decision:
    """The decision for a published question, every key and word of it checked."""
    question = question_of(table.protocol, given)
    check_words(table.protocol, question)
    return table.decide(question)


def check_words(protocol: SharingProtocol, question: Question) -> None:
    """Raise a QuestionError for a word that the protocol's vocabulary does not have."""
    vocabulary = protocol.vocabulary
    for name, value in question.values.items():
        if vocabulary[name].kind is not DimensionKind.OPEN:
            cell_of(vocabulary[name], value, ())
    for name, words in question.many.items():
        many_cells(vocabulary[name], words)
    for name, fact in question.facts.items():
        if name.startswith(RUN_OUT) and name not in vocabulary:
            # The clock of a duty that this document does not set.
            continue
        if name not in vocabulary or not vocabulary[name].is_fact:
            known = [d.name for d in vocabulary.dimensions.values() if d.is_fact]
            raise QuestionError(f"facts.{name}", f"unknown fact.{did_you_mean(name, known)}")
        if vocabulary[name].kind.has_axes:
            many_cells(vocabulary[name], fact)
        else:
            cell_of(vocabulary[name], fact, ())
