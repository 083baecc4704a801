"""Checks whose messages say what to do, in the words of the question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from wtforms.validators import StopValidation, ValidationError

from casework.clock import today
from casework.web.dates import day

Check = Callable[[Any, Any], None]


def enter(what: str) -> Check:
    """Required text, number, date or file: 'Enter the address where they are now'."""
    return _required(f"Enter {what}")


def select(what: str) -> Check:
    """Required choice: 'Select whether there are children in the household'."""
    return _required(f"Select {what}")


def at_most(length: int, thing: str) -> Check:
    """'Summary must be 500 characters or fewer'."""

    def check(_form: Any, field: Any) -> None:
        if len(str(field.data or "")) > length:
            raise ValidationError(f"{thing} must be {length:,} characters or fewer")

    return check


def not_in_future(thing: str) -> Check:
    """'Date of birth must be today or in the past'."""
    return _dated(lambda given: given <= today(), f"{thing} must be today or in the past")


def not_in_past(thing: str) -> Check:
    """'Due date must be today or in the future'."""
    return _dated(lambda given: given >= today(), f"{thing} must be today or in the future")


def not_before(earliest: date, thing: str) -> Check:
    """'Date of incident must be on or after 1 January 1990'."""
    return _dated(lambda given: given >= earliest, f"{thing} must be on or after {day(earliest)}")


def _required(message: str) -> Check:
    def check(_form: Any, field: Any) -> None:
        if field.data is None or field.data in ("", [], ()) or _no_file(field.data):
            field.errors = list(field.process_errors)
            raise StopValidation("" if field.errors else message)

    # WTForms reads these marks: the field is required, without the browser's own bubbles.
    check.field_flags = {"needed": True}  # type: ignore[attr-defined]  # a mark on a function
    return check


def _no_file(data: Any) -> bool:
    return hasattr(data, "filename") and not data.filename


def _dated(holds: Callable[[date], bool], message: str) -> Check:
    def check(_form: Any, field: Any) -> None:
        if field.data is not None and not holds(field.data):
            raise ValidationError(message)

    return check
