"""Fields that WTForms does not have: a date in parts, the version of a row, the id of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import StopValidation

from casework.db import new_id

PARTS = ("day", "month", "year")
# Longer input is wrong whatever it says, and `int` of a very long string is slow.
LONGEST_PART = 12
LONGEST_NUMBER = 9
# calendar.month_name would follow the server's language; our forms are in English.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}


class DatePartsField(Field):
    """Day, month and year as a person types them; an error names the part to put right."""

    def __init__(
        self, label: str | None = None, validators: Any = None, *, thing: str = "", **kw: Any
    ):
        super().__init__(label, validators, **kw)
        # What the sentence of an error begins with: 'Date of birth' must be a real date.
        self.thing = thing or self.label.text
        self.parts = dict.fromkeys(PARTS, "")
        self.wrong_part: str | None = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002  # WTForms passes it
        """Take the three parts from the form, or show the three parts of a stored date."""
        self.process_errors, self.wrong_part = [], None
        self.object_data = self.data = _known(data or self._default())
        self.parts = _parts_of(self.data)
        if formdata is not None:
            self._read({part: str(formdata.get(f"{self.name}-{part}") or "") for part in PARTS})

    @property
    def first_wrong_id(self) -> str:
        """Where an error link goes: the first part that needs work."""
        return f"{self.id}-{self.wrong_part or PARTS[0]}"

    def part_is_wrong(self, part: str) -> bool:
        """Whether this part is to be outlined: the one named, or all when none is."""
        return bool(self.errors) and self.wrong_part in (None, part)

    def pre_validate(self, _form: Any) -> None:
        """A date that could not be read needs no second complaint."""
        if self.process_errors:
            raise StopValidation

    def _default(self) -> Any:
        return self.default() if callable(self.default) else self.default

    def _read(self, typed: dict[str, str]) -> None:
        self.parts, self.data = {k: v.strip() for k, v in typed.items()}, None
        self.raw_data = ["/".join(self.parts.values())] if any(self.parts.values()) else []
        if not self.raw_data:
            return
        try:
            self.data = self._date()
        except ValueError as problem:
            self.process_errors = [f"{self.thing} {problem}"]

    def _date(self) -> date:
        missing = [part for part in PARTS if not self.parts[part]]
        if missing:
            self.wrong_part = missing[0]
            raise ValueError(f"must include a {' and '.join(missing)}")
        day, month, year = self._number("day"), self._month(), self._year()
        try:
            return date(year, month, day)
        except ValueError:
            self.wrong_part = "day"
            raise ValueError("must be a real date") from None

    def _number(self, part: str, highest: int = 31) -> int:
        text = self.parts[part]
        if (
            len(text) <= LONGEST_PART
            and text.isascii()
            and text.isdigit()
            and 1 <= int(text) <= highest
        ):
            return int(text)
        self.wrong_part = part
        raise ValueError(f"must have a real {part}")

    def _month(self) -> int:
        named = MONTHS.get(self.parts["month"].lower().rstrip("."))
        return named or self._number("month", highest=12)

    def _year(self) -> int:
        if len(self.parts["year"]) == 4:
            return self._number("year", highest=9999)
        self.wrong_part = "year"
        raise ValueError("must have a year with 4 numbers, for example 1986")


class WholeNumberField(IntegerField):
    """A count. Empty is no answer, not an error; what no column can hold is refused in words."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Digits only: Python's `int` would also take '1_000' and an endless row of nines."""
        text = valuelist[0].replace(",", "") if valuelist else ""
        self.data = None
        if text and not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
            raise ValueError(f"{self.label.text} must be a whole number, for example 3")
        if text:
            self.data = int(text)


class VersionField(HiddenField):
    """The version of the row a form was filled from, so that nobody overwrites a colleague."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """A version that is missing or was tampered with counts as stale."""
        text = valuelist[0] if valuelist else ""
        self.data = text if text.isascii() and text.isdigit() and len(text) < 10 else ""

    @property
    def number(self) -> int | None:
        """The version as the row counts it; None when the form carries none."""
        return int(self.data) if self.data else None


class OnceField(HiddenField):
    """The id that the new row will have: the same form sent twice makes one row."""

    def process_data(self, value: Any) -> None:
        """An empty form gets an id of its own."""
        self.data = str(value or new_id())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """What is no id counts as a form of its own."""
        with suppress(IndexError, ValueError):
            self.data = str(UUID(valuelist[0]))

    @property
    def key(self) -> UUID:
        """The id as the row has it."""
        return UUID(self.data)


def _known(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _parts_of(value: date | None) -> dict[str, str]:
    if value is None:
        return dict.fromkeys(PARTS, "")
    return {part: str(getattr(value, part)) for part in PARTS}
