"""The mark of one part of a draft: two people write at once, and only the same part collides."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from protocols.clauses import Clause, SharingProtocol
from protocols.writer import write

EMPTY = SharingProtocol(id="", title="", version="", starts=date.min)
DETAILS, ORDER, WORDS, WHOLE = "details", "order", "words", "all"
SILENCE = "silence"
PARTIES, BODIES, GROUPS = "parties", "bodies", "groups"
BASES, FACTS = "bases", "facts"
# What a part is called when somebody is told that it changed.
NAMES: Mapping[str, str] = {
    DETAILS: "the title page", SILENCE: "what silence means",
    ORDER: "the order of the clauses", WORDS: "the words of your own",
    PARTIES: "the parties", BODIES: "the bodies that do not sign",
    GROUPS: "the groups of parties", BASES: "the legal bases", FACTS: "the facts",
    WHOLE: "the document",
}  # fmt: skip
_PARTS: Mapping[str, Callable[[SharingProtocol], SharingProtocol]] = {
    DETAILS: lambda p: replace(
        p,
        version="",
        parties=(),
        bodies=(),
        groups=(),
        bases=(),
        local_words={},
        facts=(),
        clauses=(),
        absence={},
    ),
    PARTIES: lambda p: replace(EMPTY, parties=p.parties),
    BODIES: lambda p: replace(EMPTY, bodies=p.bodies),
    GROUPS: lambda p: replace(EMPTY, groups=p.groups),
    BASES: lambda p: replace(EMPTY, bases=p.bases),
    WORDS: lambda p: replace(EMPTY, local_words=p.local_words),
    FACTS: lambda p: replace(EMPTY, facts=p.facts),
    ORDER: lambda p: replace(EMPTY, summary=" ".join(c.number for c in p.clauses)),
    SILENCE: lambda p: replace(EMPTY, absence=p.absence),
    WHOLE: lambda p: p,
}


def mark(protocol: SharingProtocol, part: str) -> str:
    """What one part is now, in a few letters; a clause that is not there has the empty mark."""
    if part in _PARTS:
        text = write(_PARTS[part](protocol))
    else:
        clauses = tuple(c for c in protocol.clauses if c.number == part)
        text = write(replace(EMPTY, clauses=clauses)) if clauses else ""
    return _digest(text) if text else ""


def clause_mark(clause: Clause) -> str:
    """What a clause is, whatever its number is."""
    return _digest(write(replace(EMPTY, clauses=(replace(clause, number=""),))))


def rule_marks(clause: Clause | None) -> list[str]:
    """What each rule of a clause is, wherever it stands."""
    alone = (Clause("", "", rules=(rule,)) for rule in (clause.rules if clause else ()))
    return [clause_mark(one) for one in alone]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def named(part: str) -> str:
    """A part as it is called."""
    return NAMES.get(part, f"clause {part}")
