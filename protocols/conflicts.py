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
    missing = Missing(asker)
    for grant in of_clauses(asker.program):
        if grant.rule.kind is RuleKind.GRANT:
            for others in _by_level(_clashing(asker, grant)):
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


def _clashing(asker: Asker, grant: CompiledRule) -> Iterator[CompiledRule]:
    """The grants before this one that can speak where it does, of another level or mask."""
    narrower, opens = asker.program.narrower, asker.side.opens
    along = 0
    for bit in each_bit(asker.bits(grant, Segment.OPENS)):
        along |= asker.hunt.along(bit)
    for other in asker.rules(along & opens & asker.before(grant)):
        same = (other.level, other.rule.mask) == (grant.level, grant.rule.mask)
        nested = other.place in narrower[grant.place] or grant.place in narrower[other.place]
        if not same and not nested:
            yield other


def _by_level(rules: Iterable[CompiledRule]) -> Iterable[list[CompiledRule]]:
    found: dict[Hashable, list[CompiledRule]] = defaultdict(list)
    for rule in rules:
        found[rule.level, rule.rule.mask].append(rule)
    return found.values()


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
