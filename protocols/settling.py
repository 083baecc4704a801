"""From the bits that survived to a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from protocols import doubts, trails
from protocols.compiling import CompiledRule, Program
from protocols.decision import Decision, Outcome, TrailEntry
from protocols.question import Question
from protocols.situation import GROUND_RULE, Situation
from protocols.vocabulary import Effect, RuleKind

NO_PROTOCOL = "No protocol is in force between these agencies at this time."


def settle(program: Program, mask: int) -> Decision:
    """The decision that belongs to a set of surviving bits."""
    case = Situation(program, mask)
    trail = trails.trail(case)
    return Decision(
        effect=case.effect,
        concealed=case.concealed,
        mask=next(iter(case.masks)) if case.effect is Effect.MASKED else None,
        clause=trail[0].clause if trail and (case.deciders or case.granted) else None,
        basis=trails.basis(case),
        obligations=trails.obligations(case),
        pending=trails.pending(case),
        run_out=trails.run_out(case),
        trail=trail,
        lifted=names(case.lifted),
        protocol=program.protocol.id,
    )


def in_doubt(case: Situation, found: Decision, cells: Mapping[str, str]) -> Decision:
    """The decision, and of each limit that holds back only because something is not known: what."""
    limits = doubts.doubts(case, cells)
    if not limits:
        return found
    told = replace(case, doubts=doubts.in_words(case.program, limits))
    missed = doubts.near_misses(case, limits)
    return replace(found, trail=trails.trail(told), near_misses=missed)


def names(rules: Iterable[CompiledRule]) -> tuple[str, ...]:
    """The names of rules, each once."""
    return tuple(dict.fromkeys(rule.rule.name for rule in rules if rule.rule.name))


def without_protocol(question: Question) -> Decision:
    """Nothing is in force: only an agency's own input is open, to itself."""
    own = "originator" in (question.item_relationships() or frozenset())
    words = GROUND_RULE if own else NO_PROTOCOL
    entry = TrailEntry(None, None, RuleKind.GRANT if own else RuleKind.GATE, Outcome.DECIDED, words)
    return Decision(Effect.FULL if own else Effect.WITHHELD, trail=(entry,))
