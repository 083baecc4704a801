"""Examples asked of a version: which hold, which are broken, and by which clause."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from casework.sharing.asking import Answer, answer
from protocols.engine import DecisionTable

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


def run(table: DecisionTable, cases: Iterable[Case]) -> list[Result]:
    """Every example asked of one version."""
    return [Result(case, answer(table, case.given)) for case in cases]


@lru_cache(maxsize=1)
def program_fingerprint() -> str:
    """SHA-256 over the source that decides: another program, another fingerprint."""
    found = hashlib.sha256()
    for file in sorted(files("protocols").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".py"):
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()
