"""Days and moments as people in the room say them: Europe/London, "27 March 1986 at 2:30pm"."""

from __future__ import annotations

from datetime import date, datetime

from casework.clock import LONDON, now, today

NONE = "Not recorded"


def day(value: date | datetime | None) -> str:
    """27 March 1986."""
    if value is None:
        return NONE
    local = _local_day(value)
    return f"{local.day} {local:%B %Y}"


def clock(value: datetime | None) -> str:
    """2:30pm, 10am, midday, midnight."""
    if value is None:
        return NONE
    local = value.astimezone(LONDON)
    if local.minute == 0 and local.hour % 12 == 0:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(value: datetime | None) -> str:
    """27 March 1986 at 2:30pm."""
    return NONE if value is None else f"{day(value)} at {clock(value)}"


def ago(value: datetime | None) -> str:
    """How long since: 'just now', '5 minutes ago', '3 days ago'; older ones as a date."""
    if value is None:
        return NONE
    seconds = (now() - value).total_seconds()
    if seconds < 0:
        return moment(value)
    amount, unit = int(seconds // 60), "minute"
    if amount == 0:
        return "just now"
    if amount >= 60:
        amount, unit = amount // 60, "hour"
    if unit == "hour" and amount >= 24:
        amount, unit = amount // 24, "day"
    return day(value) if unit == "day" and amount > 30 else f"{_count(amount, unit)} ago"


def due(value: date | datetime | None) -> str:
    """How long until: 'due today', 'due in 3 days', '2 days late'."""
    if value is None:
        return "no date set"
    days = (_local_day(value) - today()).days
    if days < 0:
        return f"{_count(-days, 'day')} late"
    return {0: "due today", 1: "due tomorrow"}.get(days, f"due in {days} days")


def late(value: date | datetime | None) -> bool:
    """Whether the day has passed."""
    return value is not None and _local_day(value) < today()


def iso(value: date | datetime) -> str:
    """The machine's form, for `<time datetime>` and sorting."""
    return value.isoformat()


def _local_day(value: date | datetime) -> date:
    return value.astimezone(LONDON).date() if isinstance(value, datetime) else value


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
