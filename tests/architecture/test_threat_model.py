"""The threat model names tests that exist, and settings and parts that are there."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, files

NAMED = re.compile(r"`(test_[a-z0-9_]+)`")


def test_every_test_that_the_threat_model_names_exists() -> None:
    page = (ROOT / "docs" / "threat-model.md").read_text()
    named = set(NAMED.findall(page))
    there = {
        name
        for path in files("tests")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
    }
    assert len(named) > 30
    assert sorted(named - there) == []


def test_every_threat_has_a_proof() -> None:
    page = (ROOT / "docs" / "threat-model.md").read_text()
    table = page.split("## Threats")[1].split("## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert rows
    assert [row for row in rows if not NAMED.search(row)] == []
