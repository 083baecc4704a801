"""Documents that can be trusted: links lead somewhere, commands exist, settings are read."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from flask import Flask

from tests.architecture.tree import ROOT

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
COMMAND = re.compile(r"flask --app wsgi ((?:[a-z][a-z-]* ?)+)")
SETTING = re.compile(r"\b(CONFER_[A-Z_]+)\b")
TARGET = re.compile(r"make ([a-z]+)\b")


def documents() -> list[Path]:
    folders = (ROOT, ROOT / "docs", ROOT / "migrations", ROOT / "instance", ROOT / "protocols")
    found = {path for folder in folders for path in folder.glob("*.md")}
    return sorted(found | set((ROOT / "docs").rglob("*.md")))


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = [t for t in LINK.findall(path.read_text()) if not (path.parent / t).exists()]
    assert broken == []


def _exists(group: click.Group, words: list[str]) -> bool:
    command: click.Command = group
    for word in words:
        if not isinstance(command, click.Group):
            return True
        if word not in command.commands:
            return False
        command = command.commands[word]
    return True


def test_every_command_that_is_shown_exists(app: Flask) -> None:
    shown = {
        match.strip()
        for path in documents()
        for code in re.findall(r"`[^`]+`|```.*?```", path.read_text(), re.DOTALL)
        for match in COMMAND.findall(code)
    }
    missing = sorted(text for text in shown if not _exists(app.cli, text.split()[:2]))
    assert shown
    assert missing == []


def test_every_command_of_the_readmes_table_exists(app: Flask) -> None:
    table = (ROOT / "README.md").read_text().split("## Commands")[1].split("\n## ")[0]
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("| ")]
    shown = [code for row in rows[1:] for code in re.findall(r"`([a-z][^`]*)`", row)]
    named = [code.split() for code in shown if not code.startswith(("make", "flask"))]
    assert len(named) > 12
    words = [[w for w in code[:2] if re.fullmatch(r"[a-z-]+", w)] for code in named]
    assert [code for code in words if not _exists(app.cli, code)] == []


def test_every_setting_that_is_named_is_read() -> None:
    read = (ROOT / "casework" / "config.py").read_text()
    named = {name for path in documents() for name in SETTING.findall(path.read_text())}
    tests_only = {"CONFER_TEST_DATABASE"}
    assert sorted(n for n in named - tests_only if n not in read) == []


def test_every_make_target_that_is_named_exists() -> None:
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = (ROOT / "README.md").read_text()
    assert set(TARGET.findall(text)) - made == set()


def test_the_readme_opens_with_the_two_commands() -> None:
    block = (ROOT / "README.md").read_text().split("```")[1]
    assert [line.split("#")[0].strip() for line in block.strip().splitlines()] == [
        "make run",
        "make test",
    ]
