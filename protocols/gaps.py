"""What nobody has spoken of: kinds of agency, kinds of information and stages that nothing opens.

A gap is an agency of some kind that asks for some kind of information at some stage, where no grant
speaks and no gate or cap either. What is alike is one finding; its example is a question in which
nothing holds back and still nothing opens.
"""

from collections.abc import Iterator, Sequence
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
from protocols.unspoken import EDGES, Gap, Unspoken
from protocols.vocabulary import Dimension, Effect, RuleKind, Vocabulary

# How many words a message names before it counts the rest.
NAMED: Final = 12


def gaps(asker: Asker) -> Iterator[Finding]:
    """Kinds of agency and of information, and stages, that no rule speaks of."""
    side, unspoken = asker.side, _unspoken(asker)
    opening = side.opens | reduce(or_, (g.firm | g.rivalled for g in side.grants), side.own)
    goal = Missing(asker).nothing_holds(Goal(0, opening))
    for gap in (*unspoken.silent_stages(), *unspoken.grouped()):
        asked = asker.example(goal, gap.said)
        # Where several gates and caps together always have something to say, that is no gap.
        if asked is not None:
            said = {edge: words[0] for edge, words in gap.said.items()}
            whole = replace(asked, values=said | dict(asked.values))
            message = f"{_in_words(gap, asker.program.protocol.vocabulary)}: intended?"
            yield shown(Finding("note", "gap", None, 1, message), whole)


def _in_words(gap: Gap, vocabulary: Vocabulary) -> str:
    spoken = {edge: _whole(vocabulary[edge], words) for edge, words in gap.said.items()}
    kinds, categories, stages = (spoken.get(edge, []) for edge in EDGES)
    at = f" at stage{'s' if len(stages) > 1 else ''} {_some(stages)}" if stages else ""
    if not kinds:
        return f"nothing is shared{at}"
    what = _some(categories) if categories else "anything"
    who = f"{_some(kinds)} never see{'s' if len(kinds) == 1 else ''} {what}"
    return f"{who}{at}, though at others" if at else who


def _whole(dimension: Dimension, words: Sequence[str]) -> list[str]:
    """What stands under a word goes without saying where all of it is there."""
    whole = {word for word in words if dimension.covered[word] <= {*words}}
    return [word for word in words if not whole & {*dimension.above(word)[1:]}]


def _unspoken(asker: Asker) -> Unspoken:
    rules, space = of_clauses(asker.program), asker.program.space
    grants = (r for r in rules if r.rule.kind is RuleKind.GRANT and r.level > Effect.WITHHELD)
    opened = [box for grant in grants for box in grant.reach if _is_ordinary(box)]
    bars = (r for r in rules if r.rule.kind in (RuleKind.GATE, RuleKind.CAP))
    # What always holds there has spoken.
    held = [box for bar in bars for box in space.biting(bar.rule) if box.keys() <= {*EDGES}]
    kinds, categories, stages = (sorted(space.universe(a) - {"not_applicable"}) for a in EDGES)
    return Unspoken(_in_use(asker, kinds), categories, stages, [*opened, *held])


def _in_use(asker: Asker, kinds: Sequence[str]) -> list[str]:
    """The kinds of the parties and those that rules name; all of them where nobody is a party."""
    protocol = asker.program.protocol
    used = {party.agency_type for party in protocol.parties if party.agency_type}
    if not used:
        return list(kinds)
    named = (c for c in asker.program.space.conditions if c.dimension == "agency_type")
    used |= {str(word) for condition in named for word in condition.words}
    return [kind for kind in kinds if kind in used]


def _is_ordinary(box: Box) -> bool:
    """A grant to a role, or to whoever asked for more, does not close a gap."""
    by_role = any(axis.startswith("role:") and "no" not in cells for axis, cells in box.items())
    return not by_role and bool({*EDGES, "subject", "field"} & box.keys())


def _some(words: Sequence[str]) -> str:
    if len(words) <= NAMED:
        return listed(tuple(words), "and")
    return f"{', '.join(map(plain, words[:NAMED]))} and {len(words) - NAMED:,} more"
