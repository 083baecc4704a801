"""Rules that ask for a relationship to the case that nobody here can ever have.

A role that is none of ours is a post, which is given at a conference (`agreements.posts`), and what
partners call a relationship themselves the office says (`casefile.said_by_office`).
"""

from __future__ import annotations

from collections.abc import Iterator

from casework.casefile.said_by_office import SAYABLE
from casework.cases.rows import BY_NATURE
from casework.disclosure.matter import ATTENDANCE, ON_CASE, SAID_BY_AGENCY
from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Condition, Op, plain
from protocols.recording import asked_words
from protocols.vocabulary import RuleKind, coined

RELATIONSHIP = "relationship"
# What the screens record of an agency, of the words of the core.
TOLD = frozenset({"referrer", ON_CASE, *SAID_BY_AGENCY, *SAYABLE, *ATTENDANCE, *BY_NATURE.values()})
ASKING = frozenset({Op.IS, Op.EXACTLY, Op.UNDER})


def untold(protocol: SharingProtocol) -> Iterator[tuple[str, str]]:
    """The clause and what is wrong, for each rule that would never open or always hold back."""
    for clause in protocol.clauses:
        for rule in clause.rules:
            for condition in _asked(rule):
                if not _can_be_told(protocol, condition):
                    yield clause.number, _message(protocol, rule, condition)


def _asked(rule: Rule) -> tuple[Condition, ...]:
    """What has to be so before something is shown; a limit that never bites hides nothing."""
    if rule.kind is RuleKind.GATE:
        return rule.requires
    return (*rule.applies, *rule.requires) if rule.kind is RuleKind.GRANT else ()


def _can_be_told(protocol: SharingProtocol, condition: Condition) -> bool:
    if condition.dimension != RELATIONSHIP or condition.op not in {*ASKING, Op.ALL_OF}:
        return True
    dimension = protocol.vocabulary[RELATIONSHIP]
    # A word of their own can be said where a rule asks for it.
    own = coined(RELATIONSHIP, (word for word, _ in asked_words(protocol, RELATIONSHIP)))
    known = (TOLD | own) & dimension.parents.keys()
    had = {above for word in known for above in dimension.above(word)}
    words = {str(word) for word in condition.words}
    return words <= had if condition.op is Op.ALL_OF else not words.isdisjoint(had)


def _message(protocol: SharingProtocol, rule: Rule, condition: Condition) -> str:
    words = " or ".join(f"“{plain(word)}”" for word in condition.words)
    says = protocol.vocabulary[condition.dimension].says
    then = "it never lets anything through" if rule.kind is RuleKind.GATE else "it opens nothing"
    known = ", ".join(sorted(f"“{plain(w)}”" for w in TOLD))
    return f"No screen records {words} as {says}: {then}. What is recorded: {known}"
