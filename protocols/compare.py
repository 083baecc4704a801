"""Two versions of a protocol: who would gain and who would lose what, exactly.

`compare` finds a change if and only if there is a question that the two versions answer otherwise
and that says who asks, for what and at which stage, as every question of the gate does; whatever
else holds: facts known or unknown, vocabulary and the meaning of silence changed. For each kind of
agency, kind of information and stage, and for each agency where rules speak of them by name, it
gives the largest gain and the largest loss, with one question that shows it. `changes_for` answers
for given questions.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from protocols import engine
from protocols.clauses import SharingProtocol
from protocols.decision import Decision
from protocols.engine import DecisionTable
from protocols.errors import QuestionError
from protocols.exact.alphabet import ANOTHER, SILENT
from protocols.exact.asker import to_the_point
from protocols.exact.asking import question
from protocols.exact.joint import Joint, joint
from protocols.exact.pair import gain
from protocols.exact.search import Found, Search, Told
from protocols.exact.shown import Shown
from protocols.exact.side import View
from protocols.exact.variables import Choice, Variable
from protocols.kinds import by_name
from protocols.question import Question
from protocols.spelling import spelled
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Effect

AXES = ("agency", "agency_type", "category", "stage")
# The word for an axis that no rule of either version speaks of.
ANY = "any"
# The gate always says who asks, for what and at which stage.
VAGUE = frozenset({NOT_APPLICABLE, UNKNOWN, SILENT})


# A question as it is put to one side.
Point = Callable[[Question], Question]


def as_asked(asked: Question) -> Question:
    """The question itself."""
    return asked


@dataclass(frozen=True)
class Change:
    """What one kind of agency gains or loses in one kind of information at one stage.

    `gains` is true where more is shown than before; hidden completely counts as less than not
    shared, and another mask as a gain and as a loss, for it shows other parts. `example` is one
    question that is answered so; the effects and the clause are those of its two answers. It is not
    `confirmed` where a part of it follows from names (who provided it, who passes it on): there a
    change is rather reported once too often. Where it is not even `settled`, the search gave up on
    a document that is too tangled: something may change there, and the example shows nothing.
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
    # A party by its id, or `another`, where some rule speaks of one by name.
    agency: str = ANY
    clause_before: str | None = None
    clause_after: str | None = None
    confirmed: bool = True
    settled: bool = True

    @property
    def who(self) -> str:
        """Whose gain or loss it is."""
        return asking(self.agency, self.agency_type)


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


@dataclass(frozen=True)
class Block:
    """Changes that are alike: every kind of agency here with every kind of information and stage.

    For people: hundreds of cells as a line or two. `compare` gives the same cell by cell.
    """

    agency_types: tuple[str, ...]
    categories: tuple[str, ...]
    stages: tuple[str, ...]
    first: Change
    agencies: tuple[str, ...] = (ANY,)
    # What those that are parties are called.
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def who(self) -> tuple[str, ...]:
        """Whose gains or losses they are, as people call them."""
        each = product(self.agencies, self.agency_types)
        return tuple(asking(self.names.get(one, one), spelled(kind)) for one, kind in each)

    def changes(self) -> Iterator[Change]:
        """One change for each cell, its example put in that cell's own words."""
        for cell in product(self.agencies, self.agency_types, self.categories, self.stages):
            said = {name: w for name, w in zip(AXES, cell, strict=True) if w != ANY}
            asked = self.first.example
            example = replace(asked, values={**asked.values, **said})
            agency, kind, category, stage = cell
            yield replace(
                self.first, agency=agency, agency_type=kind, category=category, stage=stage,
                example=example,
            )  # fmt: skip


def asking(agency: str, kind: str) -> str:
    """Who asks: a kind of agency, or an agency by name with its kind."""
    if agency == ANY:
        return kind
    if agency == ANOTHER:
        return f"another {'agency' if kind == ANY else kind}"
    return agency if kind == ANY else f"{agency} ({kind})"


def compare(old: SharingProtocol, new: SharingProtocol) -> list[Change]:
    """Every kind of agency, of information and stage where a question is answered otherwise."""
    found = [change for block in blocks(old, new) for change in block.changes()]
    return sorted(found, key=lambda c: (c.agency_type, c.category, c.stage, c.agency, c.gains))


def blocks(old: SharingProtocol, new: SharingProtocol) -> list[Block]:
    """The same in groups that are alike, what opens first: for a page, and for one question."""
    tables = engine.compile(old), engine.compile(new)
    both = joint(tables[0].program, tables[1].program)
    return blocks_of(tables, both, both.pair.all)


def blocks_of(
    tables: tuple[DecisionTable, DecisionTable],
    both: Joint,
    alive: int,
    points: tuple[Point, Point] = (as_asked, as_asked),
    axes: Sequence[str] = AXES,
    ways: Sequence[bool] = (True, False),
) -> list[Block]:
    """The same where something is told already, which leaves these bits: to each side its own.

    `points` put the rest of a question at either side; cells are told apart by these axes; `ways`
    are what is looked for: what opens (True), what closes (False).
    """
    return [
        _block(tables, groups, found, points, gains=gains)
        for gains in ways
        for groups, found in _Cells(both, alive, axes, gains=gains).told()
    ]


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
        return table.shown(asked)
    except QuestionError:
        return Decision(Effect.WITHHELD)


Picked = tuple[Variable | None, Choice]
Groups = tuple[Sequence[Picked], ...]


class _Cells:
    """Every cell with a difference of one direction, with the question that shows the largest."""

    def __init__(self, both: Joint, alive: int, axes: Sequence[str], *, gains: bool) -> None:
        self.search = Search(both.pair if gains else both.pair.reversed())
        self.all = alive
        self.apart = {*axes}
        self.variables = [v if v.dimension in axes else _said(v) for v in both.variables]
        self.shown: dict[frozenset[int], Shown] = {}
        self.found: list[tuple[Groups, Found]] = []

    def told(self) -> list[tuple[Groups, Found]]:
        """The cells in groups that are alike: who asks, kinds of information, stages."""
        self._walk(AXES, (), self.all, self.variables)
        return self.found

    def _walk(
        self, axes: Sequence[str], before: Groups, alive: int, left: Sequence[Variable]
    ) -> None:
        """Axis by axis, values that leave the same bits together, where something can differ."""
        if not axes:
            found = self._shown(left).best(alive, left)
            if found.gain:
                self.found.append((before, found))
            return
        groups: dict[tuple[int, tuple[Variable, ...]], list[Picked]] = defaultdict(list)
        for variable, choice in self._picked(axes[0], left):
            groups[alive & choice.mask, choice.then].append((variable, choice))
        for (state, then), group in groups.items():
            open_ = [*(v for v in left if v is not group[0][0]), *then]
            if self.search.limit(state, open_) > 0:
                self._walk(axes[1:], (*before, group), state, open_)

    def _picked(self, name: str, left: Sequence[Variable]) -> list[Picked]:
        """The values of an axis; one that no rule of either version speaks of does not matter."""
        variable = next((v for v in left if v.dimension == name), None)
        if variable is None or name not in self.apart:
            return [(None, Choice(ANY, self.search.pair.all))]
        return [(variable, c) for c in variable.choices if c.value not in VAGUE]

    def _shown(self, left: Sequence[Variable]) -> Shown:
        """What has shown differences where these are what is left to tell."""
        key = frozenset(v.id for v in left)
        if key not in self.shown:
            self.shown[key] = Shown(self.search, left)
        return self.shown[key]


def _said(variable: Variable) -> Variable:
    """What every question of the gate says has to be said here too."""
    if variable.dimension not in AXES:
        return variable
    kept = tuple(choice for choice in variable.choices if choice.value not in VAGUE)
    return replace(variable, choices=kept)


def _block(
    tables: tuple[DecisionTable, DecisionTable],
    groups: Groups,
    found: Found,
    points: tuple[Point, Point],
    *,
    gains: bool,
) -> Block:
    """What is answered is the same in every cell of a group."""
    words = [tuple(str(choice.value) for _, choice in group) for group in groups]
    asked = question(to_the_point(_told([group[0] for group in groups], found)))
    before, after = (
        answer(table, point(asked)) for table, point in zip(tables, points, strict=True)
    )
    shown = gain(*(view(d) for d in ((before, after) if gains else (after, before))))
    agency, kind, category, stage = (group[0] for group in words)
    first = Change(
        kind, category, stage, before.effect, after.effect, before.concealed, after.concealed,
        after.clause or before.clause, asked, gains, agency, before.clause, after.clause,
        confirmed=shown == found.gain, settled=found.settled,
    )  # fmt: skip
    parties = (p for table in tables for p in (*table.protocol.parties, *table.protocol.bodies))
    names = {word: party.name for word, party in by_name(parties).items() if word in words[0]}
    return Block(words[1], words[2], words[3], first, words[0], names)


def _told(picked: Iterable[Picked], found: Found) -> Told:
    return (*((v, c) for v, c in picked if v is not None), *found.told)


def view(decision: Decision) -> View:
    """What a decision shows, on the scale of the search."""
    hidden = decision.concealed and decision.effect is Effect.WITHHELD
    return (0 if hidden else int(decision.effect) + 1), decision.mask
