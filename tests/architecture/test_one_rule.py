"""Rules that a second copy would one day contradict: who asks the table behind them, by name."""

from __future__ import annotations

import ast

from tests.architecture.tree import files, name_of, parsed

# Module -> what it needs the rows themselves for; whether one stands is asked of `exclusions`.
EXCLUSIONS = {
    "casework/cases/exclusions.py": "the rule",
    "casework/cases/models/__init__.py": "the table",
    "casework/casefile/interests.py": "the page on which the chair reads and lifts them",
    "casework/insight/waiting.py": "the work list that tells the office of a new one",
}


def test_who_is_kept_from_a_case_is_worked_out_in_one_place() -> None:
    found = {
        name_of(path)
        for path in files("casework")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and any(a.name == "Exclusion" for a in node.names)
    }
    assert found == set(EXCLUSIONS)
