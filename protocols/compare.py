"""Two versions of a protocol: who would gain and who would lose what, exactly.

`compare` finds a change if and only if there is a question that the two versions answer otherwise
and that says who asks, for what and at which stage, as every question of the gate does; whatever
else holds: facts known or unknown, vocabulary and the meaning of silence changed. For each kind of
agency, kind of information and stage it gives the largest gain and the largest loss, with one
question that shows it. `changes_for` answers for given questions.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from protocols import engine
from protocols.clauses import SharingProtocol
from protocols.decision import Decision
from protocols.engine import DecisionTable
from protocols.errors import QuestionError
from protocols.exact.alphabet import SILENT
from protocols.exact.asking import question
from protocols.exact.joint import Joint, joint
from protocols.exact.search import Found, Search, Told
from protocols.exact.variables import Choice, Variable
from protocols.question import Question
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Effect

AXES = ("agency_type", "category", "stage")
# The word for an axis that no rule of either version speaks of.
ANY = "any"
# The gate always says who asks, for what and at which stage.
VAGUE = frozenset({NOT_APPLICABLE, UNKNOWN, SILENT})
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Change:
    """What one kind of agency gains or loses in one kind of information at one stage.

    `gains` is true where more is shown than before; hidden completely counts as less than not
    shared, and another mask as a gain and as a loss, for it shows other parts. `example` is one
    question that is answered so; the effects and the clause are those of its two answers.
    """

    agency_type: str
    category: str
    stage: str
    before: Effect
    after: Effect
    concealed_before: bool
    concealed_after: bool
    clause: str | None
    example: Question
    gains: bool
    clause_before: str | None = None
    clause_after: str | None = None


@dataclass(frozen=True)
class Difference:
    """One question that two versions answer differently."""

    question: Question
    before: Decision
    after: Decision

    @property
    def gains(self) -> bool:
        """Whether the new version shows more, or another part."""
        return self.after.openness >= self.before.openness


def compare(old: SharingProtocol, new: SharingProtocol) -> list[Change]:
    """Every kind of agency, of information and stage where a question is answered otherwise."""
    return compare_tables(engine.compile(old), engine.compile(new))


def compare_tables(old: DecisionTable, new: DecisionTable) -> list[Change]:
    """The same for versions that are compiled already."""
    both = joint(old.program, new.program)
    found = [
        _change((old, new), cell, told, gains=gains)
        for gains in (True, False)
        for cell, told in _Cells(both, gains=gains).told().items()
    ]
    return sorted(found, key=lambda c: (c.agency_type, c.category, c.stage, c.gains))


def changes_for(
    old: DecisionTable, new: DecisionTable, questions: Iterable[Question]
) -> list[Difference]:
    """The questions, of live cases say, that the two versions answer differently."""
    answers = ((question, old.decide(question), new.decide(question)) for question in questions)
    return [
        Difference(q, a, b) for q, a, b in answers if (a.openness, a.mask) != (b.openness, b.mask)
    ]


def answer(table: DecisionTable, asked: Question) -> Decision:
    """The decision; a word that a version does not know opens nothing there."""
    try:
        return table.decide(asked)
    except QuestionError:
        return Decision(Effect.WITHHELD)


Picked = tuple[Variable | None, Choice]


class _Cells:
    """Every cell with a difference of one direction, with the question that shows the largest."""

    def __init__(self, both: Joint, *, gains: bool) -> None:
        self.search = Search(both.pair if gains else both.pair.reversed())
        self.all = both.pair.all
        self.axes = [_axis(both, name) for name in AXES]
        self.rest = [v for v in both.variables if v.dimension not in AXES]
        self.found: dict[Cell, Told] = {}

    def told(self) -> dict[Cell, Told]:
        """The cells by kind of agency, kind of information and stage."""
        self._walk(self.axes, (), self.all, self.rest)
        return self.found

    def _walk(
        self, axes: Sequence[Sequence[Picked]], before: tuple[Sequence[Picked], ...], alive: int,
        left: Sequence[Variable],
    ) -> None:  # fmt: skip
        """Axis by axis, values that leave the same bits together, where something can differ."""
        if not axes:
            self._keep(before, self.search.best(alive, left))
            return
        groups: dict[int, list[Picked]] = defaultdict(list)
        for variable, choice in axes[0]:
            groups[alive & choice.mask].append((variable, choice))
        open_ = [v for axis in axes[1:] for v, _ in axis[:1] if v is not None]
        for state, group in groups.items():
            if self.search.could_differ(state, [*left, *open_]):
                self._walk(axes[1:], (*before, group), state, left)

    def _keep(self, groups: Sequence[Sequence[Picked]], found: Found) -> None:
        if found.gain:
            for picked in product(*groups):
                told = tuple((v, c) for v, c in picked if v is not None)
                self.found[_cell(picked)] = (*told, *found.told)


def _cell(picked: Sequence[Picked]) -> Cell:
    kind, category, stage = (str(choice.value) for _, choice in picked)
    return kind, category, stage


def _axis(both: Joint, name: str) -> list[Picked]:
    """The values of an axis; one that no rule of either version speaks of does not matter."""
    variable = next((v for v in both.variables if v.dimension == name), None)
    if variable is None:
        return [(None, Choice(ANY, both.pair.all))]
    return [(variable, c) for c in variable.choices if c.value not in VAGUE]


def _change(
    tables: tuple[DecisionTable, DecisionTable], cell: Cell, told: Told, *, gains: bool
) -> Change:
    asked = question(told)
    before, after = (answer(table, asked) for table in tables)
    return Change(
        *cell,
        before=before.effect,
        after=after.effect,
        concealed_before=before.concealed,
        concealed_after=after.concealed,
        clause=after.clause or before.clause,
        example=asked,
        gains=gains,
        clause_before=before.clause,
        clause_after=after.clause,
    )
