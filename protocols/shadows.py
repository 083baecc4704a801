"""Openings that never open, rules that change nothing, rules that hide: what stands behind what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from protocols.boxes import YES, Box, axis_of, meet, within
from protocols.compiling import CompiledRule, Program, Segment
from protocols.engine import DecisionTable
from protocols.exact.asker import Asker
from protocols.exact.goal import Goal, each_bit
from protocols.exact.missing import Missing
from protocols.finding import Finding, found, shown
from protocols.findings import adds_duties, missed, narrows, of_clauses
from protocols.kinds import kinds_of, possible
from protocols.question import Question
from protocols.vocabulary import RuleKind

OWN = axis_of("item_relationship", "originator")
BARS = frozenset({RuleKind.GATE, RuleKind.CAP})
# Where a rule of each kind is at work.
WORKING = {
    RuleKind.GRANT: Segment.OPENS, RuleKind.EXCEPTION: Segment.LIFTS,
    RuleKind.GATE: Segment.BITES, RuleKind.CAP: Segment.BITES, RuleKind.DUTY: Segment.DUTY,
}  # fmt: skip


def at_work(asker: Asker, rule: CompiledRule) -> Question | None:
    """A question in which a rule is at work."""
    bits = each_bit(asker.bits(rule, WORKING[rule.rule.kind]))
    asked = (asker.example(Goal(bit)) for bit in bits)
    return next((question for question in asked if question is not None), None)


def _seen_at_work(asker: Asker, rule: CompiledRule) -> Question | None:
    """The same of a grant where nothing holds back, so that what it opens can be seen."""
    if rule.rule.kind is not RuleKind.GRANT:
        return None
    missing = Missing(asker)
    goals = (missing.nothing_holds(Goal(bit)) for bit in each_bit(asker.bits(rule, Segment.OPENS)))
    asked = (asker.example(goal) for goal in goals)
    return next((question for question in asked if question is not None), None)


def shadowed_grants(asker: Asker) -> Iterator[Finding]:
    """Grants that always stay under one limit that nothing lifts."""
    program, rules = asker.program, of_clauses(asker.program)
    liftable = {n for r in rules if r.rule.kind is RuleKind.EXCEPTION and r.reach
                for n in r.lifts}  # fmt: skip
    bars = [r for r in rules if r.rule.kind in BARS]
    over = _Covering(program, (b for b in bars if b.handle not in liftable))
    for grant in rules:
        cap = over.cap_of(grant) if grant.rule.kind is RuleKind.GRANT else None
        if cap is not None:
            message = (
                f"never opens to '{grant.level.word}': "
                f"clause {cap.number} always holds it at '{cap.level.word}'"
            )
            finding = found("warning", "shadowed grant", grant, message)
            yield shown(finding, at_work(asker, grant), cap.number)


class _Covering:
    """Where bars bite, by the axes that they ask about: a box lies within few of them."""

    def __init__(self, program: Program, bars: Iterable[CompiledRule]) -> None:
        self._by_axes: dict[frozenset[str], list[tuple[int, Box]]] = defaultdict(list)
        self._kinds = kinds_of(program.protocol)
        self._bars = {bar.place: bar for bar in bars}
        for bar in self._bars.values():
            for box in program.space.biting(bar.rule):
                self._by_axes[frozenset(box)].append((bar.place, box))

    def cap_of(self, grant: CompiledRule) -> CompiledRule | None:
        """The first bar, lower than a grant, that bites wherever the grant speaks."""
        reach = (possible(self._kinds, box) for box in grant.reach)
        over = [self._around(grant, box) for box in reach if box is not None]
        places = set.intersection(*over) if over else set[int]()
        return self._bars[min(places)] if places else None

    def _around(self, grant: CompiledRule, box: Box) -> set[int]:
        axes = box.keys()
        return {
            place
            for asked, boxes in self._by_axes.items()
            if asked <= axes
            for place, around in boxes
            if self._bars[place].level < grant.level and within(box, around)
        }


def shadowed_exceptions(asker: Asker) -> Iterator[Finding]:
    """Exceptions whose limit never applies where they do."""
    rules, space = of_clauses(asker.program), asker.program.space
    kinds = kinds_of(asker.program.protocol)
    bars = [rule for rule in rules if rule.rule.kind in BARS]
    for exception in rules:
        if exception.rule.kind is not RuleKind.EXCEPTION:
            continue
        for what, named in _limits_of(exception, bars):
            if not any(_meet(kinds, exception.reach, space.biting(bar.rule)) for bar in named):
                message = f"{what} never applies where this does"
                finding = found("warning", "shadowed exception", exception, message)
                yield shown(finding, at_work(asker, exception), *(b.number for b in named))


def _limits_of(
    exception: CompiledRule, bars: list[CompiledRule]
) -> Iterator[tuple[str, list[CompiledRule]]]:
    """The limits under each name; what lifts every limit is in vain only where there is none."""
    if exception.rule.lifts_all:
        yield "any limit that can be lifted", [b for b in bars if b.handle is not None]
    for name in exception.rule.lifts:
        yield f"'{name}'", [bar for bar in bars if bar.handle == name]


def _meet(kinds: Mapping[str, str], first: list[Box], second: list[Box]) -> bool:
    """Whether some agency can be where both are."""
    both = (meet(a, b) for a in first for b in second)
    return any(box is not None and possible(kinds, box) is not None for box in both)


def by_search(asker: Asker, table: DecisionTable) -> Iterator[Finding]:
    """Rules that change no answer; rules without which, or after which, more is shown."""
    for one in missed(asker):
        rule, until = one.rule, one.rule.rule.until
        if not one.settled:
            message = "too many rules meet here to say for certain what it changes"
            yield found("note", "not settled", rule, message)
        elif one.is_idle and not adds_duties(rule):
            yield _redundant(asker, table, rule)
        elif narrows(one):
            wider = _wider(asker.program, rule)
            finding = found("warning" if until else "note", "cliff", rule, _narrowing(wider))
            yield shown(finding, one.shows_more, *(w.number for w in wider[:1]))
        elif until and rule.rule.kind in BARS and one.shows_more:
            finding = found("warning", "cliff", rule, f"more is shown once it ends on {until}")
            yield shown(finding, one.shows_more)


def _redundant(asker: Asker, table: DecisionTable, rule: CompiledRule) -> Finding:
    asked = _seen_at_work(asker, rule) or at_work(asker, rule)
    never = "" if asked else "it is never at work: "
    if asked and all(box.get(OWN) == YES for box in rule.reach):
        never = "an agency's own input is open to it without a grant: "
    finding = found("warning", "redundant", rule, f"{never}taking it out changes no answer")
    return shown(finding, asked, table.decide(asked).clause if asked else None)


def _wider(program: Program, rule: CompiledRule) -> list[CompiledRule]:
    """The wider grants that would show more, in the order of the text."""
    wider = (program.rules[place] for place in sorted(program.narrower[rule.place]))
    return [w for w in wider if w.rule.kind is RuleKind.GRANT and w.level > rule.level]


def _narrowing(wider: list[CompiledRule]) -> str:
    if not wider:
        return "it holds other rules down: without it more is shown"
    first = wider[0]
    return f"it narrows clause {first.number}: without it '{first.level.word}' is shown"
