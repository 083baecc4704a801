"""Two versions of a protocol: who would gain and who would lose what.

`compare` asks witness questions: for each rule that differs, points where it applies together with
each grant or exception of either version, chosen so that as little as possible stands in the way.
It finds a change wherever one rule decides; a change that shows only where several changed rules
meet may be missed, and so may what a change of vocabulary or of the meaning of silence does.
Where a rule is broad, each kind of agency meets each kind of information at one stage only.
`changes_for` is exact for the questions it is given.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from protocols import engine
from protocols.boxes import Box, meet
from protocols.clauses import Reasons, Rule, SharingProtocol
from protocols.compiling import CompiledRule
from protocols.decision import Decision
from protocols.engine import DecisionTable
from protocols.errors import QuestionError
from protocols.question import Question
from protocols.vocabulary import NOT_APPLICABLE, Effect, RuleKind
from protocols.witnesses import most_open, question_at

AXES = ("agency_type", "category", "stage")
MOST_CELLS = 400


@dataclass(frozen=True)
class Change:
    """What one kind of agency gains or loses in one kind of information at one stage."""

    agency_type: str
    category: str
    stage: str
    before: Effect
    after: Effect
    concealed_before: bool
    concealed_after: bool
    clause: str | None
    example: Question

    @property
    def gains(self) -> bool:
        """Whether more is shown than before; hidden completely counts as less than not shared."""
        return (self.after, not self.concealed_after) > (self.before, not self.concealed_before)


@dataclass(frozen=True)
class Difference:
    """One question that two versions answer differently."""

    question: Question
    before: Decision
    after: Decision

    @property
    def gains(self) -> bool:
        """Whether the new version shows more."""
        return self.after.openness > self.before.openness


def compare(old: SharingProtocol, new: SharingProtocol) -> list[Change]:
    """Every agency kind, kind of information and stage where a witness sees a difference."""
    tables = (engine.compile(old), engine.compile(new))
    found: dict[tuple[str, str, str, bool], Change] = {}
    for box in _witness_boxes(*tables):
        for change in _changes_at(tables, box):
            key = (change.agency_type, change.category, change.stage, change.gains)
            if key not in found or _size(change) > _size(found[key]):
                found[key] = change
    return [found[key] for key in sorted(found)]


def changes_for(
    old: DecisionTable, new: DecisionTable, questions: Iterable[Question]
) -> list[Difference]:
    """The questions, of live cases say, that the two versions answer differently."""
    answers = ((question, old.decide(question), new.decide(question)) for question in questions)
    return [
        Difference(q, a, b) for q, a, b in answers if (a.openness, a.mask) != (b.openness, b.mask)
    ]


def _size(change: Change) -> int:
    return abs(change.after - change.before)


def _changed(
    old: DecisionTable, new: DecisionTable
) -> Iterator[tuple[DecisionTable, CompiledRule]]:
    """Rules that stand in one version only, each with its version."""
    for here, there in ((old, new), (new, old)):
        others = {_working_part(rule.rule) for rule in there.program.rules}
        for rule in here.program.rules:
            if _working_part(rule.rule) not in others:
                yield here, rule


def _working_part(rule: Rule) -> Rule:
    """A rule without what changes no answer: its reasons, its basis, its duties afterwards."""
    before = tuple(duty for duty in rule.obligations if duty.when == "before")
    return replace(rule, reasons=Reasons(), basis=(), obligations=before)


def _witness_boxes(old: DecisionTable, new: DecisionTable) -> Iterator[tuple[DecisionTable, Box]]:
    for table, rule in _changed(old, new):
        for box in _moved(table, rule):
            yield table, box
            for other in table.program.rules:
                if other.rule.kind in (RuleKind.GRANT, RuleKind.EXCEPTION):
                    yield from (
                        (table, both) for b in other.reach if (both := meet(box, b)) is not None
                    )


def _moved(table: DecisionTable, rule: CompiledRule) -> list[Box]:
    """Where a rule does its work."""
    if rule.rule.kind in (RuleKind.GATE, RuleKind.CAP):
        return table.program.space.biting(rule.rule)
    return table.program.space.discharged(rule.rule)


def _changes_at(
    tables: tuple[DecisionTable, DecisionTable], at: tuple[DecisionTable, Box]
) -> Iterator[Change]:
    table, box = at
    for cell in _cells(table, box):
        question = question_at(table.program.space, most_open(table.program, cell))
        before, after = (_answer(side, question) for side in tables)
        if before.openness != after.openness:
            yield _change(question, before, after)


def _answer(table: DecisionTable, question: Question) -> Decision:
    """A word that one version does not know opens nothing there."""
    try:
        return table.decide(question)
    except QuestionError:
        return Decision(Effect.WITHHELD)


def _cells(table: DecisionTable, box: Box) -> Iterator[Box]:
    """The box cut into cells of agency kind, kind of information and stage."""
    universe = table.program.space.universe
    words = [sorted(box.get(axis, universe(axis)) - {NOT_APPLICABLE}) for axis in AXES]
    for chosen in product(*words) if prod(map(len, words)) <= MOST_CELLS else _sample(words):
        yield {**box, **{axis: frozenset({word}) for axis, word in zip(AXES, chosen, strict=True)}}


def _sample(words: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Every kind of agency with every kind of information, the stages in turn."""
    for turn, (kind, category) in enumerate(product(words[0], words[1])):
        yield kind, category, words[2][turn % len(words[2])]


def _change(question: Question, before: Decision, after: Decision) -> Change:
    values: Mapping[str, object] = question.values
    return Change(
        str(values["agency_type"]),
        str(values["category"]),
        str(values["stage"]),
        before.effect,
        after.effect,
        before.concealed,
        after.concealed,
        after.clause or before.clause,
        question,
    )
