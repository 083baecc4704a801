"""The source as the tests of the house see it: files, functions, imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("casework", "protocols")
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    """A function with the place where it stands."""

    file: str
    name: str
    lines: int
    node: AnyFunction

    def __str__(self) -> str:
        return f"{self.file}:{self.node.lineno} {self.name} ({self.lines} lines)"


def files(*folders: str) -> list[Path]:
    """Every Python file of these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """The path as people write it."""
    return str(path.relative_to(ROOT))


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text())


def functions(*folders: str) -> Iterator[Function]:
    """Every function, with its length without decorators and docstring."""
    for path in files(*folders):
        for node in ast.walk(parsed(path)):
            if isinstance(node, AnyFunction):
                yield Function(name_of(path), node.name, _length(node), node)


def _length(node: AnyFunction) -> int:
    doc = node.body[0] if ast.get_docstring(node) is not None else None
    told = (doc.end_lineno or doc.lineno) - doc.lineno + 1 if doc else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - told


def imports(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, members included."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
