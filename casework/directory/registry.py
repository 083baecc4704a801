"""A list of functions by name to which rooms above add their own; a name means one function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from casework.errors import ConfigurationError

Entry = TypeVar("Entry", bound=Callable[..., Any])


class Registry(Generic[Entry]):
    """Functions by name, in the order they were added."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, Entry] = {}

    def register(self, name: str, function: Entry) -> None:
        """Add one; the same one again changes nothing, another under its name is an error."""
        known = self._entries.setdefault(name, function)
        if known is not function:
            raise ConfigurationError(f"The {self._what} '{name}' is declared twice.")

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(list(self._entries.items()))
