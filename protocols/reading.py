"""Reading tables of a document, with every problem at its line."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from protocols.errors import Problem, ProtocolError, did_you_mean
from protocols.limits import DEEPEST, MOST_PROBLEMS, TOO_DEEP, check_limits
from protocols.locating import Path, line_of, locate
from protocols.plain_text import hostile, longest_dotted, told

LARGEST = 512 * 1024
_MISSING, _LAST = object(), LARGEST


class Document:
    """The parsed text, its lines, and what was found wrong so far."""

    def __init__(self, text: str) -> None:
        if len(text.encode("utf-8", "replace")) > LARGEST:
            raise ProtocolError(
                [Problem("error", None, "document", 1, f"larger than {LARGEST} bytes")]
            )
        if longest_dotted(text) > DEEPEST:
            raise ProtocolError([Problem("error", None, "document", 1, TOO_DEEP)])
        self.data = _parse(text)
        check_limits(self.data)
        self.lines = locate(text.replace("\r\n", "\n"))
        self.problems: list[Problem] = []

    def complain(
        self, path: Path, message: str, clause: str | None = None, severity: str = "error"
    ) -> None:
        """Note a problem at the line of a path."""
        if len(self.problems) >= MOST_PROBLEMS:
            message = f"more than {MOST_PROBLEMS} problems: the rest is not told"
            self.problems.append(Problem(severity, None, "document", _LAST, message))
            self.finish()
        key = str(next((step for step in reversed(path) if isinstance(step, str)), "document"))
        line = line_of(self.lines, path)
        number = None if clause is None else told(clause)
        self.problems.append(Problem(severity, number, told(key), line, told(message)))

    def finish(self) -> None:
        """Raise what was found, in the order of the text."""
        if self.problems:
            raise ProtocolError(sorted(self.problems, key=lambda problem: problem.line))


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProtocolError([_syntax(text, str(error))]) from error
    except RecursionError as error:
        raise ProtocolError([Problem("error", None, "document", 1, TOO_DEEP)]) from error
    except ValueError as error:
        message = "cannot be read: a number or a date in it can be none"
        raise ProtocolError([Problem("error", None, "document", 1, message)]) from error


def _syntax(text: str, message: str) -> Problem:
    """The parser writes its place into the message: '... (at line 3, column 7)'."""
    _, _, place = message.rpartition("(at line ")
    number = place.partition(",")[0]
    line = int(number) if number.isdigit() else text.count("\n") + 1
    return Problem("error", None, "document", line, f"not valid TOML: {message}")


@dataclass(frozen=True)
class Table:
    """One table of the document, read key by key."""

    document: Document
    path: Path
    data: Mapping[str, Any]
    clause: str | None = None

    def complain(self, key: str | int | None, message: str) -> None:
        """Note a problem at a key of this table."""
        self.document.complain(
            self.path if key is None else (*self.path, key), message, self.clause
        )

    def line(self) -> int:
        """Where the table begins."""
        return line_of(self.document.lines, self.path)

    def only(self, known: Iterable[str]) -> None:
        """Complain of every key that is not known."""
        words = list(known)
        for key in self.data:
            if key not in words:
                self.complain(key, f"unknown key '{key}'.{did_you_mean(key, words)}")

    def get(self, key: str, kind: type, default: Any = _MISSING) -> Any:
        """A value of a kind; missing without a default, or of another kind, is a problem."""
        if key not in self.data:
            if default is _MISSING:
                self.complain(None, f"'{key}' is missing")
                return kind() if kind is not date else date.min
            return default
        value = self.data[key]
        if not isinstance(value, kind) or (
            isinstance(value, (bool, datetime)) and kind is not bool
        ):
            self.complain(key, f"expected {_SPOKEN[kind]}, not {value!r}")
            return (
                default if default is not _MISSING else (kind() if kind is not date else date.min)
            )
        return value

    def text(self, key: str, default: Any = _MISSING) -> Any:
        """A string, in plain letters."""
        value = self.get(key, str, default)
        if isinstance(value, str) and key in self.data and (letter := hostile(value)):
            self.complain(key, f"has a letter that cannot be seen, {letter}: write it anew")
        return value

    def filled(self, key: str) -> str:
        """A string that has to say something."""
        value: str = self.text(key)
        if key in self.data and not value.strip():
            self.complain(key, f"'{key}' is empty")
        return value

    def flag(self, key: str) -> bool:
        """True or false, false if missing."""
        return bool(self.get(key, bool, False))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty if missing; one string stands for a list of one."""
        value = self.data.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self.complain(key, f"expected a list of words, not {value!r}")
            return ()
        for place, item in enumerate(items):
            if letter := hostile(item):
                path = (*self.path, key, place)
                self.document.complain(path, f"has a letter that cannot be seen, {letter}")
        return tuple(items)

    def tables(self, key: str) -> list["Table"]:
        """A list of tables, empty if missing."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.complain(key, f"expected a list of tables: write [[{key}]]")
            return []
        return [
            Table(self.document, (*self.path, key, i), item, self.clause)
            for i, item in enumerate(value)
        ]

    def table(self, key: str) -> "Table":
        """A table, empty if missing."""
        value = self.get(key, dict, {})
        return Table(self.document, (*self.path, key), value, self.clause)


_SPOKEN: Mapping[type, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    date: "a date",
    dict: "a table",
}
