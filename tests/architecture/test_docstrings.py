"""In the rooms that decide, seal and show, every public name says what it is for."""

from __future__ import annotations

import ast

from tests.architecture.tree import files, name_of, parsed

PURE = ("protocols", "casework/crypto", "casework/disclosure")
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_every_module_says_in_one_sentence_what_lives_there() -> None:
    silent = [
        name_of(path)
        for path in files("casework", "protocols")
        if parsed(path).body and ast.get_docstring(parsed(path)) is None
    ]
    assert silent == []


def test_every_public_name_of_the_pure_rooms_is_explained() -> None:
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in files(*PURE)
        for parent in ast.walk(parsed(path))
        if isinstance(parent, ast.Module | ast.ClassDef) and not _is_private(parent)
        for node in parent.body
        if isinstance(node, Named) and not node.name.startswith("_")
        if ast.get_docstring(node) is None
    ]
    assert silent == []


def _is_private(node: ast.Module | ast.ClassDef) -> bool:
    return isinstance(node, ast.ClassDef) and node.name.startswith("_")
