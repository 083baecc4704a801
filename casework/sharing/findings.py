"""What checker and analysis find, in the words of the screen, once per text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from casework.agreements.in_force import compiled
from casework.agreements.posts import is_post
from casework.sharing.asking import askable, question_words
from casework.sharing.spoken import spoken
from casework.sharing.untold import untold
from protocols.analysis import examine
from protocols.clauses import SharingProtocol
from protocols.engine import DecisionTable
from protocols.recording import asked_words
from protocols.spelling import spelled
from protocols.vocabulary import RuleKind

KEPT = 64
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Settle:
    """One thing to settle: where, what, and for whom it would come true."""

    severity: str
    kind: str
    clause: str | None
    message: str
    example: tuple[tuple[str, str], ...]
    # The other clauses it is about; the example as the question box takes it, if it can.
    clauses: tuple[str, ...] = ()
    ask: Mapping[str, Any] | None = None
    # A second example, where only both together show it.
    again: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=KEPT)
def everything_about(text: str) -> tuple[Settle, ...]:
    """Everything that is odd about a text, the serious first."""
    protocol, table, _ = compiled(text)
    never = [Settle("warning", "untold", number, said, ()) for number, said in untold(protocol)]
    return (*never, *_posts(protocol), *_lifting(protocol), *_examined(protocol, table))


def _posts(protocol: SharingProtocol) -> Iterator[Settle]:
    """Posts to be given before the first day: until somebody holds one, nothing opens to it."""
    found: dict[str, list[str]] = {}
    for word, number in asked_words(protocol, "role"):
        if is_post(word):
            found.setdefault(word, []).append(number)
    for word, numbers in found.items():
        first, *others = dict.fromkeys(numbers)
        said = (
            f"It asks for the post “{spelled(word)}”. Say at each conference who holds it: until "
            "somebody does, nothing opens to it and nothing is kept from it"
        )
        yield Settle(NOTE, "post", first, said, (), tuple(others))


def _lifting(protocol: SharingProtocol) -> Iterator[Settle]:
    """What an exception to every limit lifts, for no limit that it lifts says so itself."""
    lifted = [
        clause.number
        for clause in protocol.clauses
        for rule in clause.rules
        if rule.kind in (RuleKind.GATE, RuleKind.CAP) and not rule.absolute
    ]
    for clause in protocol.clauses:
        if lifted and any(rule.lifts_all for rule in clause.rules):
            said = (
                "It lifts every limit, also of clauses added later, but those marked as ones that "
                "nothing can ever lift. Mark what has to hold even then, such as that an agency "
                "has signed"
            )
            others = tuple(dict.fromkeys(n for n in lifted if n != clause.number))
            yield Settle(NOTE, "lifts all", clause.number, said, (), others)


def _examined(protocol: SharingProtocol, table: DecisionTable) -> tuple[Settle, ...]:
    return tuple(
        Settle(
            f.severity, f.kind, f.clause, spoken(f.message), _example(f.question, protocol),
            f.clauses, askable(table, f.question) if f.question else None,
            _example(f.and_then, protocol),
        )
        for f in examine(protocol)
    )  # fmt: skip


def findings_of(text: str) -> tuple[Settle, ...]:
    """Everything to settle about a text, the serious first; notes are left out."""
    return tuple(f for f in everything_about(text) if f.severity != NOTE)


def _example(
    question: Mapping[str, Any] | None, protocol: SharingProtocol
) -> tuple[tuple[str, str], ...]:
    # The concrete request that shows it: pairs of what and which, empty lists left out.
    said = {name: value for name, value in (question or {}).items() if value != []}
    return tuple(question_words(said, protocol))
