"""What a protocol says about its own life: quorum, small changes, notice, review, keeping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from protocols.reading import Table

ALL = "all"
WARN, SUSPEND = "warn", "suspend"
KEYS = ("quorum", "minor_changes", "notice_days", "review_overdue", "keeping", "contact")
SIGNED, NOTIFIED = "signed", "notified"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "minor_changes": (SIGNED, NOTIFIED),
    "review_overdue": (WARN, SUSPEND),
}
LONGEST_NOTICE = 3660


@dataclass(frozen=True)
class Life:
    """The settings; each default is what most agreements on paper say by saying nothing."""

    # How many signatures before it holds for anybody: a number, `all`, or 0 for none.
    quorum: int | str = 0
    # Whether a small change has to be signed again, or is notified.
    minor_changes: str = SIGNED
    # Days between a party's notice and its leaving.
    notice_days: int = 0
    # What happens when the review is overdue: a warning, or nothing is shared.
    review_overdue: str = WARN
    # In words, for the printed document and the notice for people concerned.
    keeping: str = ""
    contact: str = ""


def read_life(table: Table) -> Life:
    """The `[life]` table, with every problem at its line."""
    table.only(KEYS)
    days = table.get("notice_days", int, 0)
    if not 0 <= days <= LONGEST_NOTICE:
        table.complain("notice_days", f"enter days from 0 to {LONGEST_NOTICE}")
        days = 0
    return Life(
        quorum=_quorum(table),
        minor_changes=_choice(table, "minor_changes"),
        notice_days=days,
        review_overdue=_choice(table, "review_overdue"),
        keeping=table.text("keeping", ""),
        contact=table.text("contact", ""),
    )


def life_pairs(life: Life) -> list[tuple[str, Any]]:
    """Keys and values as they are written; what says nothing is left out."""
    plain = Life()
    found = ((key, getattr(life, key)) for key in KEYS)
    return [(key, value) for key, value in found if value != getattr(plain, key)]


def _quorum(table: Table) -> int | str:
    value: Any = table.data.get("quorum", 0)
    if value == ALL:
        return ALL
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        table.complain("quorum", f"enter a number of signatures or 'all', not {value!r}")
        return 0
    return value


def _choice(table: Table, key: str) -> str:
    allowed = CHOICES[key]
    value = table.text(key, allowed[0])
    if value not in allowed:
        table.complain(key, f"'{value}' is not one of {' and '.join(allowed)}")
    return str(value)
