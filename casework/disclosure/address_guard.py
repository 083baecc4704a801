"""The safe-address guard: is a protected address, phone or e-mail in this text, however written?

Pure: it is handed the protected values, says where and of what kind, and never repeats one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from casework.disclosure.guard_address import Address
from casework.disclosure.guard_words import Word, fold, runs, words


class ProtectedKind(StrEnum):
    """What is protected."""

    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    # The name of a refuge or any other word that gives the place away.
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Protected:
    """A value that must not appear; it does not print itself."""

    kind: ProtectedKind
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Where something protected stands in the text, and of what kind; never what."""

    start: int
    end: int
    kind: ProtectedKind


def find_protected(text: str, protected: Iterable[Protected]) -> tuple[Finding, ...]:
    """Every place where a protected value shows, in order; overlapping ones of a kind are one."""
    read = _Read(text)
    found = {
        Finding(start, end, item.kind)
        for item in protected
        if item.value.strip()
        for start, end in _FINDERS[item.kind](read, item.value)
    }
    return tuple(sorted(_merged(sorted(found))))


class _Read:
    """A text, read once for all protected values."""

    def __init__(self, text: str) -> None:
        self.words: list[Word] = words(text)
        plain, self._places = fold(text)
        self.plain = plain.casefold() if len(plain.casefold()) == len(plain) else plain.lower()

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """The place of a match in the text as it was written."""
        return self._places[match.start()], self._places[match.end() - 1] + 1


def _merged(found: list[Finding]) -> Iterator[Finding]:
    open_one: dict[ProtectedKind, Finding] = {}
    for finding in found:
        last = open_one.get(finding.kind)
        if last and finding.start < last.end:
            open_one[finding.kind] = replace(last, end=max(last.end, finding.end))
            continue
        if last:
            yield last
        open_one[finding.kind] = finding
    yield from open_one.values()


def _addresses(read: _Read, value: str) -> Iterator[tuple[int, int]]:
    yield from Address(value).places_in(read.words)


# Letters that look like digits count inside a number, not as the end of a word before or after it.
_PHONE_RUN = re.compile(r"[+(]?(?:\d|(?<![a-z])[oil])[\doil\s().\-/+_–]{4,30}(?:\d|[oil](?![a-z]))")
_LOOKALIKE = str.maketrans("oil", "011")
# So many digits at the end of a number single out one line in a town.
_ENOUGH_DIGITS = 6


def _phones(read: _Read, value: str) -> Iterator[tuple[int, int]]:
    wanted = _significant(value)
    if len(wanted) < _ENOUGH_DIGITS:
        return
    for match in _PHONE_RUN.finditer(read.plain):
        run = match[0]
        if sum(character.isdigit() for character in run) >= _ENOUGH_DIGITS:
            digits = re.sub(r"\D", "", run.translate(_LOOKALIKE))
            if wanted in digits or _is_part(digits, wanted):
                yield read.span(match)


def _significant(value: str) -> str:
    digits = re.sub(r"\D", "", value.replace("(0)", ""))
    return re.sub(r"^(?:0044|44(?=\d{9,10}$))?0?", "", digits)


def _is_part(digits: str, wanted: str) -> bool:
    # The end of a number, or all but its last few digits.
    short = re.sub(r"^(?:0044|44(?=\d{7,}))?0*", "", digits)
    if len(digits) < _ENOUGH_DIGITS:
        return False
    return wanted.endswith(digits) or (
        len(short) >= _ENOUGH_DIGITS + 2 and wanted.startswith(short)
    )


_AT = r"\s*(?:@|[\[({<]\s*at\s*[\])}>]|\bat\b)\s*"
_DOT = r"\s*(?:\.|[\[({<]\s*(?:dot|\.)\s*[\])}>]|\bdot\b)\s*"


def _emails(read: _Read, value: str) -> Iterator[tuple[int, int]]:
    local, _, domain = value.strip().casefold().partition("@")
    if not local or "." not in domain:
        return
    parts = [_DOT.join(map(re.escape, part.split("."))) for part in (local, domain)]
    pattern = rf"(?<![\w.+-]){_AT.join(parts)}(?![\w-])"
    yield from map(read.span, re.finditer(pattern, read.plain))


def _names(read: _Read, value: str) -> Iterator[tuple[int, int]]:
    wanted = "".join(word.text for word in words(value))
    for first, last in runs(read.words, {wanted}):
        yield read.words[first].start, read.words[last].end


_FINDERS: dict[ProtectedKind, Callable[[_Read, str], Iterator[tuple[int, int]]]] = {
    ProtectedKind.ADDRESS: _addresses,
    ProtectedKind.PHONE: _phones,
    ProtectedKind.EMAIL: _emails,
    ProtectedKind.NAME: _names,
}
