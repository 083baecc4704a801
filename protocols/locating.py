"""On which line of a TOML text each key stands.

`tomllib` gives values without their places. This scanner runs over text that `tomllib` has already
accepted, so it has to find places and need not judge.
"""

from collections.abc import Mapping

Path = tuple[str | int, ...]
_BLANK = " \t\r\n"
_ENDS_BARE = ",]}\n#"


def locate(text: str) -> Mapping[Path, int]:
    """Each path of keys and list positions with its line, the first being 1."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted = 0
        self.line = 1
        self.lines: dict[Path, int] = {}
        self.tables: dict[Path, int] = {}

    def document(self) -> None:
        """Scan headers and keys to the end."""
        here: Path = ()
        while self._skip():
            if self._peek() == "[":
                here = self._header()
            else:
                self._pair(here)

    def _peek(self, length: int = 1) -> str:
        return self.text[self.at : self.at + length]

    def _skip(self) -> bool:
        """Pass blanks, newlines and comments; False at the end."""
        while self.at < len(self.text):
            if self._peek() == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self._peek() in _BLANK:
                self.at += 1
            else:
                return True
        return False

    def _mark(self, path: Path) -> None:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        self.lines.setdefault(path, self.line)

    def _header(self) -> Path:
        start, listed = self.at, self._peek(2) == "[["
        self.at += 2 if listed else 1
        keys = self._keys()
        path = (*self._resolve(keys[:-1]), keys[-1])
        if listed:
            self.tables[path] = self.tables.get(path, -1) + 1
            path += (self.tables[path],)
        closing, self.at = self.at, start
        self._mark(path)
        self.at = self.text.index("]", closing) + (2 if listed else 1)
        return path

    def _resolve(self, keys: list[str]) -> Path:
        """A header names tables; inside a list it means the last one."""
        path: Path = ()
        for key in keys:
            path += (key,)
            if path in self.tables:
                path += (self.tables[path],)
        return path

    def _keys(self) -> list[str]:
        """A key, dotted or not, up to '=' or ']'."""
        found = []
        while True:
            self._skip()
            found.append(self._key())
            self._skip()
            if self._peek() != ".":
                return found
            self.at += 1

    def _key(self) -> str:
        if self._peek() in "\"'":
            start = self.at
            self._string()
            return self.text[start + 1 : self.at - 1]
        start = self.at
        while self._peek() not in " \t.=]":
            self.at += 1
        return self.text[start : self.at]

    def _pair(self, here: Path) -> None:
        start, keys = self.at, self._keys()
        after, self.at = self.at, start
        path = here
        for key in keys:
            path += (key,)
            self._mark(path)
        self.at = self.text.index("=", after) + 1
        self._skip()
        self._value(path)

    def _value(self, path: Path) -> None:
        first = self._peek()
        if first in "\"'":
            self._string()
        elif first == "[":
            self._items(path, "]")
        elif first == "{":
            self._items(path, "}")
        else:
            while self.at < len(self.text) and self._peek() not in _ENDS_BARE:
                self.at += 1

    def _items(self, path: Path, close: str) -> None:
        """An array, or an inline table."""
        self.at += 1
        place = 0
        while self._skip() and self._peek() != close:
            if close == "]":
                self._mark((*path, place))
                self._value((*path, place))
                place += 1
            else:
                self._pair(path)
            self._skip()
            self.at += self._peek() == ","
        self.at += 1

    def _string(self) -> None:
        quote = self._peek()
        long = self._peek(3) == quote * 3
        fence = quote * 3 if long else quote
        self.at += len(fence)
        while self._peek(len(fence)) != fence:
            self.at += 2 if quote == '"' and self._peek() == "\\" else 1
        self.at += len(fence)
        while long and self._peek() == quote:
            self.at += 1
