"""A change of a case marks its counts as it is flushed: a bulk statement would pass that by."""

from __future__ import annotations

import ast

from casework.cases.models import Case
from casework.cases.models.marking import SOURCES
from tests.architecture.tree import files, name_of, parsed

MARKED = {model.__name__ for model in (Case, *SOURCES)}
BULK = {"update", "insert", "delete", "bulk_save_objects", "bulk_insert_mappings",
        "bulk_update_mappings", "query"}  # fmt: skip


def _bulk(tree: ast.AST) -> list[int]:
    """Lines on which a statement changes rows of a marked model past the session."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and _called(node.func) in BULK
        and any(_named(argument) in MARKED for argument in node.args)
    ]


def _called(function: ast.expr) -> str | None:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def _named(argument: ast.expr) -> str | None:
    """The model behind `Model` and `Model.__table__`."""
    if isinstance(argument, ast.Attribute) and argument.attr == "__table__":
        argument = argument.value
    return argument.id if isinstance(argument, ast.Name) else None


def test_a_bulk_statement_is_seen() -> None:
    for statement in ("update(Case)", "sa.delete(RecordedFact.__table__)", "s.query(CaseRole)"):
        assert _bulk(ast.parse(statement)) == [1], statement


def test_rows_of_a_case_change_through_the_session_alone() -> None:
    found = [f"{name_of(p)}:{n}" for p in files("casework") for n in _bulk(parsed(p))]
    assert found == []
