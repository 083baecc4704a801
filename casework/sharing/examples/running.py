"""Examples asked of a version: which hold, which are broken, and by which clause."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from casework.sharing.asking import NOT_NAMED, PARTIES, SPOKEN, Answer, answer
from protocols.conditions import listed
from protocols.engine import DecisionTable
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN

# What an officer may expect, as it is chosen; 'not seen' leaves open how it stays hidden.
EXPECTED: Mapping[str, str] = {
    "full": "sees all of it",
    "masked": "sees a part of it",
    "summary": "sees a summary",
    "existence": "sees only that there is something, and whom to ask",
    "not_seen": "does not see it",
    "withheld": "is told that it is not shared",
    "concealed": "does not see that there is anything",
}
_MET: Mapping[str, frozenset[str]] = {"not_seen": frozenset({"withheld", "concealed"})}


@dataclass(frozen=True, slots=True)
class Case:
    """One example as plain values: a sentence, its question, and what is expected."""

    sentence: str
    given: Mapping[str, Any]
    expected: str
    signed: bool = False

    @property
    def digest(self) -> str:
        """The fingerprint that a signature is over."""
        said = {"sentence": self.sentence, "given": self.given, "expected": self.expected}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one example under one version."""

    case: Case
    answer: Answer

    @property
    def held(self) -> bool:
        """Whether the version answers as the officer expects."""
        return self.answer.effect in _MET.get(self.case.expected, frozenset({self.case.expected}))


def run(
    table: DecisionTable, cases: Iterable[Case], *, codes: Collection[str] | None = None
) -> list[Result]:
    """Every example asked of one version; with `codes`, the words of all agencies there are.

    An example about a word that is nobody's, here or in the version, cannot be answered: else
    'does not see it' would hold of somebody who is called otherwise by now.
    """
    return [Result(case, _answered(table, case, codes)) for case in cases]


def _answered(table: DecisionTable, case: Case, codes: Collection[str] | None) -> Answer:
    if codes is not None and (words := _nobodys(table, case.given, codes)):
        why = (
            f"Nobody is called {listed(words)}, in this version or in the directory. Change the "
            "example; a signed one is ended and written anew."
        )
        return Answer("cannot", SPOKEN["cannot"], "", "", why, ())
    return answer(table, case.given)


def _nobodys(
    table: DecisionTable, given: Mapping[str, Any], codes: Collection[str]
) -> tuple[str, ...]:
    told = {str(given[name]) for name in PARTIES if given.get(name)}
    known = {*table.protocol.names, *codes, UNKNOWN, NOT_APPLICABLE, NOT_NAMED}
    return tuple(sorted(told - known))


@lru_cache(maxsize=1)
def program_fingerprint() -> str:
    """SHA-256 over the source that decides: another program, another fingerprint."""
    found = hashlib.sha256()
    for file in sorted(files("protocols").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".py"):
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()
