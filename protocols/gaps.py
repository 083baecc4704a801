"""What nobody has spoken of: kinds of agency, kinds of information and stages that nothing opens.

A gap is an agency of some kind that asks for some kind of information at some stage, where no grant
speaks and no gate or cap either. What is alike is one finding; its example is a question in which
nothing holds back and still nothing opens.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Final

from protocols.boxes import Box
from protocols.conditions import listed, plain
from protocols.exact.asker import Asker
from protocols.exact.goal import Goal
from protocols.exact.missing import Missing
from protocols.finding import Finding, shown
from protocols.findings import of_clauses
from protocols.question import Question
from protocols.seats import Said, Seats
from protocols.unspoken import EDGES, Gap, Unspoken
from protocols.vocabulary import Dimension, Effect, RuleKind, Vocabulary

# How many words a message names before it counts the rest.
NAMED: Final = 12


def gaps(asker: Asker) -> Iterator[Finding]:
    """Kinds of agency and of information, and stages, that no rule speaks of."""
    side, (unspoken, seats) = asker.side, _unspoken(asker)
    opening = side.opens | reduce(or_, (g.firm | g.rivalled for g in side.grants), side.own)
    goal = Missing(asker).nothing_holds(Goal(0, opening))
    for gap in (*unspoken.silent_stages(), *unspoken.grouped()):
        asked = _example(asker, goal, gap, seats)
        # Where several gates and caps together always have something to say, that is no gap.
        if asked is not None:
            message = f"{_in_words(gap, asker.program.protocol.vocabulary, seats)}: intended?"
            yield shown(Finding("note", "gap", None, 1, message), asked)


def _example(asker: Asker, goal: Goal, gap: Gap, seats: Seats) -> Question | None:
    who: Iterable[Said] = [{}] if gap.kinds is None else seats.said(gap.kinds)
    for said in ({**gap.said, **asking} for asking in who):
        asked = asker.example(goal, said)
        if asked is not None:
            first = {edge: words[0] for edge, words in said.items() if edge in EDGES}
            return replace(asked, values=first | dict(asked.values))
    return None


def _in_words(gap: Gap, vocabulary: Vocabulary, seats: Seats) -> str:
    spoken = {edge: _whole(vocabulary[edge], words) for edge, words in gap.said.items()
              if edge != "agency_type"}  # fmt: skip
    categories, stages = (spoken.get(edge, []) for edge in EDGES[1:])
    at = f" at stage{'s' if len(stages) > 1 else ''} {_some(stages)}" if stages else ""
    if gap.kinds is None:
        return f"nothing is shared{at}"
    kinds, names = seats.told(gap.kinds)
    asking = [*_whole(vocabulary["agency_type"], kinds), *names]
    what = _some(categories) if categories else "anything"
    who = f"{_some(asking)} never see{'s' if len(asking) == 1 else ''} {what}"
    return f"{who}{at}, though at others" if at else who


def _whole(dimension: Dimension, words: Sequence[str]) -> list[str]:
    """What stands under a word goes without saying where all of it is there."""
    whole = {word for word in words if dimension.covered[word] <= {*words}}
    return [word for word in words if not whole & {*dimension.above(word)[1:]}]


def _unspoken(asker: Asker) -> tuple[Unspoken, Seats]:
    rules, space = of_clauses(asker.program), asker.program.space
    kinds, categories, stages = (sorted(space.universe(a) - {"not_applicable"}) for a in EDGES)
    seats = Seats(asker.program, kinds)
    # Who asks, what for, when: where parties have places of their own, a name says it too.
    who = {*EDGES, "agency"} if seats.by_name else {*EDGES}
    grants = (r for r in rules if r.rule.kind is RuleKind.GRANT and r.level > Effect.WITHHELD)
    seen = (box for grant in grants for box in grant.reach)
    opened = [box for box in seen if _is_ordinary(box, who)]
    bars = (r for r in rules if r.rule.kind in (RuleKind.GATE, RuleKind.CAP))
    # What always holds there has spoken.
    held = [box for bar in bars for box in space.biting(bar.rule) if box.keys() <= who]
    table = Unspoken(seats.words, categories, stages, seats.boxes([*opened, *held]))
    return table, seats


def _is_ordinary(box: Box, who: set[str]) -> bool:
    """A grant to a role, or to whoever asked for more, does not close a gap."""
    by_role = any(axis.startswith("role:") and "no" not in cells for axis, cells in box.items())
    return not by_role and bool({*who, "subject", "field"} & box.keys())


def _some(words: Sequence[str]) -> str:
    if len(words) <= NAMED:
        return listed(tuple(words), "and")
    return f"{', '.join(map(plain, words[:NAMED]))} and {len(words) - NAMED:,} more"
