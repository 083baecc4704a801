"""The closed grammar of conditions: each prints as a sentence and accepts a set of values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Constant = str | int | date


class Op(StrEnum):
    """How a condition compares. `is` and `not` cover whatever stands under a word."""

    IS = "is"
    EXACTLY = "exactly"
    UNDER = "under"
    NOT = "not"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    FROM = "from"
    AFTER = "after"
    UNTIL = "until"
    BEFORE = "before"


@dataclass(frozen=True)
class Condition:
    """One test on one dimension."""

    dimension: str
    op: Op
    words: tuple[Constant, ...]
