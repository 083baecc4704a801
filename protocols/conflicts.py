"""Two grants that both speak, neither narrower, and open to different levels.

One finding tells all that a clause clashes with at one level; its example is a question in which
both of two grants stand and nothing else decides.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from protocols.compiling import CompiledRule, Segment
from protocols.conditions import listed
from protocols.exact.asker import Asker
from protocols.exact.goal import each_bit
from protocols.exact.missing import Missing
from protocols.exact.search import Unsettled
from protocols.finding import Finding, found, shown
from protocols.findings import of_clauses
from protocols.question import Question
from protocols.vocabulary import RuleKind


def conflicts(asker: Asker) -> Iterator[Finding]:
    """Every grant with those before it that it clashes with, level by level."""
    missing, levels = Missing(asker), Levels(asker)
    for grant in of_clauses(asker.program):
        if grant.rule.kind is RuleKind.GRANT:
            for others in levels.clashing(grant):
                example, pair = _example(missing, grant, others)
                if pair is not None:
                    yield shown(_finding(grant, others), example, *_cited(pair, others))


def _finding(grant: CompiledRule, others: list[CompiledRule]) -> Finding:
    low = min((others[0], grant), key=lambda rule: rule.level)
    numbers = tuple(dict.fromkeys(other.number or "" for other in others))
    clauses = f"clause{'s' if len(numbers) > 1 else ''} {listed(numbers, 'and')}"
    verb = "open" if len(numbers) > 1 else "opens"
    holds = "the lower holds" if low.level != grant.level or others[0].level != low.level else (
        "a summary is shown, for two parts might add up to the whole")  # fmt: skip
    message = (
        f"{clauses} {verb} to '{others[0].level.word}' and clause {grant.number} "
        f"to '{grant.level.word}'; neither is narrower, so {holds}"
    )
    return found("warning", "conflict", grant, message)


def _cited(pair: CompiledRule, others: list[CompiledRule]) -> Iterable[str | None]:
    return (pair.number, *(other.number for other in others))


class Levels:
    """The certain bits of all grants, by level and mask."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._bits: dict[Hashable, int] = defaultdict(int)
        for rule in of_clauses(asker.program):
            if rule.rule.kind is RuleKind.GRANT:
                self._bits[_level(rule)] |= asker.bits(rule, Segment.OPENS)

    def clashing(self, grant: CompiledRule) -> Iterator[list[CompiledRule]]:
        """The grants before this one that can speak where it does: of each other level a list."""
        asker, along = self._asker, 0
        for bit in each_bit(asker.bits(grant, Segment.OPENS)):
            along |= asker.hunt.along(bit)
        along &= asker.before(grant)
        narrower = asker.program.narrower
        for level, bits in self._bits.items():
            if level != _level(grant) and along & bits:
                wider = narrower[grant.place]
                rules = asker.rules(along & bits)
                found = [
                    r
                    for r in rules
                    if r.place not in wider and grant.place not in narrower[r.place]
                ]
                if found:
                    yield found


def _level(rule: CompiledRule) -> Hashable:
    return rule.level, rule.rule.mask


def _example(
    missing: Missing, grant: CompiledRule, others: Iterable[CompiledRule]
) -> tuple[Question | None, CompiledRule | None]:
    """A question that one of these and the grant both decide, and which one; none if there is none.

    Without a question, but with a rule, the search gave up.
    """
    given_up = None
    for other in others:
        try:
            for goal in missing.clash(grant, other):
                asked = missing.asker.find(goal)
                if asked is not None:
                    return asked, other
        except Unsettled:
            given_up = given_up or other
    return None, given_up
