"""One typed answer, put in the one form in which it is stored; or words that say what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casework.catalogue.field import BETWEEN, LIMITS, MOST_DATES, Field, Kind
from casework.catalogue.partial_dates import NotADate, is_future, read_date

MOST = 99_999
_EXCLUSIVE = frozenset({"none", "unknown"})
_SPACE = re.compile(r"\s+")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{0,62}"
)
_OUTWARD = r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|GIR)"
_POSTCODE = re.compile(rf"({_OUTWARD})([0-9][A-Z]{{2}})?")
_PHONE = re.compile(r"(\+?[0-9 ]+)(?: ?(?:x|ext|extension)\.? ?([0-9]{1,6}))?", re.IGNORECASE)
_NAMED = {
    "y": "yes",
    "n": "no",
    "true": "yes",
    "false": "no",
    "not known": "unknown",
    "don't know": "unknown",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer as it is stored, or what is wrong with it; the caller keeps what was typed."""

    text: str
    problem: str | None = None

    def __repr__(self) -> str:
        return f"Checked(problem={self.problem!r})"


class _Wrong(Exception):
    """What to tell the person."""


def check(field: Field, text: str) -> Checked:
    """Check one answer; nothing typed is an answer too, and stays empty."""
    cleaned = tidy(text)
    if not cleaned.strip():
        return Checked("")
    try:
        return Checked(_checked(field, cleaned))
    except (_Wrong, NotADate) as wrong:
        return Checked("", str(wrong))


def check_all(
    fields: Mapping[str, Field], typed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The answers that are in order, and what is wrong with the others, by field name."""
    results = {name: check(fields[name], text) for name, text in typed.items() if name in fields}
    good = {name: result.text for name, result in results.items() if result.problem is None}
    return good, {name: r.problem for name, r in results.items() if r.problem is not None}


def missing(field: Field) -> str:
    """What to say at a needed field that is empty."""
    asks = "Select an answer" if field.choices else "Enter an answer"
    return (
        f"{asks} to '{field.label}'" if field.label.endswith("?") else f"{asks} for '{field.label}'"
    )


def _checked(field: Field, text: str) -> str:
    if len(text) > field.limit * (MOST_DATES if field.several else 1):
        raise _Wrong(
            f"{_name(field)} must be {field.limit:,} characters or fewer. You have {len(text):,}"
        )
    return _HOW[field.kind](field, text)


def _text(_field: Field, text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _long_text(_field: Field, text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _address(_field: Field, text: str) -> str:
    lines = (_SPACE.sub(" ", line).strip(" ,") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _date(field: Field, text: str) -> str:
    parts = re.split(r"[\n;,]|\bor\b", text) if field.several else [text]
    dates = [read_date(part, _name(field)) for part in parts if part.strip()]
    if not dates:
        raise _Wrong(f"{_name(field)} must be a date, for example 27/03/1986")
    if len(dates) > MOST_DATES:
        raise _Wrong(f"{_name(field)} can have {MOST_DATES} dates at most")
    if field.past and any(is_future(found) for found in dates):
        raise _Wrong(f"{_name(field)} must be today or in the past")
    return BETWEEN.join(dict.fromkeys(dates))


def _choice(field: Field, text: str) -> str:
    wanted = text.strip().lower()
    values = {value.lower(): value for value, _ in field.choices}
    found = values.get(wanted) or values.get(_NAMED.get(wanted, ""))
    if found is None:
        raise _Wrong(f"{_name(field)}: select one of the answers in the list")
    return found


def _choices(field: Field, text: str) -> str:
    parts = [part for part in re.split(r"[;,\n]", text) if part.strip()]
    chosen = dict.fromkeys(_choice(field, part) for part in parts)
    alone = _EXCLUSIVE & chosen.keys()
    if alone and len(chosen) > 1:
        label = dict(field.choices)[min(alone)]
        raise _Wrong(f"{_name(field)}: select '{label}' by itself, or take it away")
    return BETWEEN.join(value for value, _ in field.choices if value in chosen)


def _phone(field: Field, text: str) -> str:
    plain = re.sub(r"[()./\-]", " ", text.replace("(0)", " "))
    matched = _PHONE.fullmatch(_text(field, plain))
    digits = re.sub(r"[^0-9]", "", matched[1]) if matched else ""
    # The emergency and non-emergency numbers are short; others have up to 15 digits (ITU E.164).
    if matched is None or not 3 <= len(digits) <= 15:
        raise _Wrong(
            f"{_name(field)} must be a phone number, for example 01632 960 001 or +44 7700 900 982"
        )
    number = _text(field, matched[1])
    return f"{number} ext {matched[2]}" if matched[2] else number


def _email(field: Field, text: str) -> str:
    given = text.strip()
    if not _EMAIL.fullmatch(given) or ".." in given or given.startswith(".") or ".@" in given:
        raise _Wrong(f"{_name(field)} must be an email address, for example name@example.com")
    local, _, domain = given.rpartition("@")
    return f"{local}@{domain.lower()}"


def _postcode(field: Field, text: str) -> str:
    matched = _POSTCODE.fullmatch(re.sub(r"[\s\-]", "", text).upper())
    if matched is None:
        raise _Wrong(
            f"{_name(field)} must be a UK postcode or its first half, for example EC2A 4NE or EC2A"
        )
    return " ".join(part for part in matched.groups() if part)


def _number(field: Field, text: str) -> str:
    plain = text.strip().replace(",", "")
    if not (plain.isascii() and plain.isdigit()) or int(plain) > MOST:
        raise _Wrong(f"{_name(field)} must be a whole number from 0 to {MOST:,}")
    return str(int(plain))


_HOW: Mapping[Kind, Callable[[Field, str], str]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.DATE: _date,
    Kind.YES_NO: _choice,
    Kind.YES_NO_UNKNOWN: _choice,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.ITEM_SCORE: _choice,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.POSTCODE: _postcode,
    Kind.ADDRESS: _address,
    Kind.NUMBER: _number,
}
assert _HOW.keys() == LIMITS.keys() == set(Kind)


def tidy(text: str) -> str:
    """One form of line end and of accents; control characters are left out."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _name(field: Field) -> str:
    return field.label.rstrip("?")
