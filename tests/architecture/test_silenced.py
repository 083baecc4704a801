"""Nothing is silenced without its reason on the line."""

from __future__ import annotations

import re

from tests.architecture.tree import files, name_of

SILENCED = re.compile(r"# (?:noqa\b(?::[ A-Z0-9,]+)?|type: ignore\b(?:\[[a-z, -]+\])?)(?P<why>.*)$")
REASON = re.compile(r"\s*# .{5,}")
FOLDERS = ("casework", "protocols", "benchmarks", "tests", "migrations")


def test_every_silenced_check_says_why() -> None:
    silent = [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in files(*FOLDERS)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (found := SILENCED.search(line)) and not REASON.match(found["why"])
    ]
    assert silent == []
