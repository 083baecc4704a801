"""Options of radios, checkboxes and selects, with the hint and divider the field kit knows."""

from __future__ import annotations

from typing import Any

# The type stubs are older than WTForms 3.3, where this class appeared.
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs lack it

NOT_KNOWN = "unknown"


def choice(
    value: str,
    label: str,
    *,
    hint: str = "",
    divider: str = "",
    exclusive: bool = False,
    group: str | None = None,
) -> SelectChoice:
    """One option; `divider` is a word shown above it, `exclusive` clears the other checkboxes."""
    marks: dict[str, Any] = {"hint": hint, "divider": divider, "exclusive": exclusive}
    return SelectChoice(value, label, {k: v for k, v in marks.items() if v}, group)


def yes_no() -> list[SelectChoice]:
    """Yes and No."""
    return [choice("yes", "Yes"), choice("no", "No")]


def yes_no_unknown() -> list[SelectChoice]:
    """Yes, No, or Not known: an answer of its own, never the same as an empty field."""
    return [*yes_no(), choice(NOT_KNOWN, "Not known", divider="or")]
