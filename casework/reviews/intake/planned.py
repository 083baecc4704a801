"""What was understood of a plan: recommendations with their actions, and rows kept apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from casework.reviews.intake.said import Said
from casework.reviews.vocabulary import Scope

# A row under another one is kept apart for the reason of that one.
BELONGS = re.compile(r"^It belongs to row \d+: ")


@dataclass(slots=True)
class PlannedAction:
    """One thing to do, from one row or from one entry of a cell."""

    text: str
    agency_id: UUID
    person_id: UUID | None
    due_on: date | None
    said: Said


@dataclass(slots=True)
class Source:
    """A row of the file with each cell in its own words, and what was odd about it."""

    number: int
    where: str
    words: list[tuple[str, str]]
    odd: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Planned:
    """One recommendation as the file has it."""

    text: str
    agency_id: UUID
    role: str
    person_id: UUID | None
    scope: Scope
    local: str
    themes: tuple[str, ...]
    said: Said
    target_on: date | None = None
    target_words: str = ""
    completed_on: date | None = None
    done_words: str = ""
    outcome: str = ""
    actions: list[PlannedAction] = field(default_factory=list)
    rows: list[Source] = field(default_factory=list)

    @property
    def key(self) -> str:
        """By which the same recommendation is known again."""
        return key_of(self.text)

    @property
    def odd(self) -> list[str]:
        """Everything that was odd, row by row."""
        return [words for row in self.rows for words in row.odd]


@dataclass(frozen=True, slots=True)
class Apart:
    """A row that was not taken, and why; mended it can come in again."""

    source: Source
    cells: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class Understood:
    """A whole file."""

    items: list[Planned] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)
    # Words in the column of agencies that name nobody here, and how often.
    unknown: dict[str, int] = field(default_factory=dict)


def key_of(text: str) -> str:
    """Letters and digits alone, small: what differs in spaces and marks is the same."""
    return re.sub(r"\W+", "", text.lower())


def reasons_of(reasons: Iterable[str]) -> list[tuple[str, int]]:
    """Each reason once, with how many rows it keeps apart; the most frequent first."""
    return Counter(BELONGS.sub("", reason) for reason in reasons).most_common()


def stored(apart: Apart) -> dict[str, Any]:
    """As it is kept with the import."""
    source = apart.source
    return {
        "row": source.number, "where": source.where, "cells": list(apart.cells),
        "reason": apart.reason,
    }  # fmt: skip
