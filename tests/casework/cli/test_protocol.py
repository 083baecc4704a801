"""`protocol`: works with no installation at all, and every mistake has its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.casework.cli.conftest import Installation
from tests.databases import ROOT

STARTER = ROOT / "protocols" / "library" / "starter_ccm.toml"
PACK = ROOT / "tests" / "protocols" / "packs" / "safelives-marac-pack.json"
MARAC = ROOT / "protocols" / "library" / "safelives_marac.toml"


def decisions(told: Result) -> list[dict[str, object]]:
    assert told.exit_code == 0, told.output
    return [json.loads(line) for line in told.output.splitlines()]


def test_the_protocols_we_ship_have_no_error(bare: Installation) -> None:
    for path in sorted((ROOT / "protocols" / "library").glob("*.toml")):
        told = bare.run("protocol", "check", path)
        assert told.exit_code == 0, (path, told.output)


def test_a_mistake_exits_1_with_its_line(bare: Installation, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(STARTER.read_text().replace('kind = "grant"', 'kind = "grnat"', 1))
    told = bare.run("protocol", "check", wrong)
    assert told.exit_code == 1
    assert "error: line " in told.output
    findings = json.loads(bare.run("protocol", "check", wrong, "--json").output)
    assert {"severity", "clause", "line", "message"} <= set(findings[0])


@pytest.mark.parametrize("content", ["", "not toml [", "\x00", "[protocol]\nid = 3\n"])
def test_what_is_no_protocol_is_said_in_words(
    bare: Installation, tmp_path: Path, content: str
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(content)
    for command in (["check", wrong], ["print", wrong], ["decide", wrong, PACK]):
        told = bare.run("protocol", *command)
        assert told.exit_code == 1, told.output
        assert told.exception is None or isinstance(told.exception, SystemExit)


def test_a_file_that_is_no_text_is_said_in_words(bare: Installation, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_bytes(b"\xff\xfe\x00")
    told = bare.run("protocol", "check", tmp_path / "wrong.toml")
    assert told.exit_code == 1
    assert "UTF-8" in told.output


def test_every_question_gets_one_decision_in_order(bare: Installation) -> None:
    found = decisions(bare.run("protocol", "decide", MARAC, PACK))
    cases = json.loads(PACK.read_text())["cases"]
    assert len(found) == len(cases)
    wanted = {"effect", "concealed", "clause", "because", "trail", "obligations", "pending"}
    assert all(wanted <= set(decision) for decision in found)


def test_questions_come_bare_or_in_their_case(bare: Installation, tmp_path: Path) -> None:
    cases = json.loads(PACK.read_text())["cases"][:3]
    (tmp_path / "bare.json").write_text(json.dumps([case["given"] for case in cases]))
    (tmp_path / "cased.json").write_text(json.dumps(cases))
    answers = [
        decisions(bare.run("protocol", "decide", MARAC, tmp_path / name))
        for name in ("bare.json", "cased.json")
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    "content", ["", "{", '{"a": 1}', "[1]", '[{"given": 1}]', '[{"recipint": {}}]', "3"]
)
def test_a_question_that_cannot_be_asked_is_named(
    bare: Installation, tmp_path: Path, content: str
) -> None:
    (tmp_path / "questions.json").write_text(content)
    told = bare.run("protocol", "decide", MARAC, tmp_path / "questions.json")
    assert told.exit_code == 1, told.output
    assert "questions.json" in told.output


def test_a_version_compared_with_itself_differs_in_nothing(bare: Installation) -> None:
    told = bare.run("protocol", "compare", STARTER, STARTER)
    assert told.output == "0 see more, 0 see less.\n"
    assert json.loads(bare.run("protocol", "compare", STARTER, STARTER, "--json").output) == []


def test_a_protocol_on_paper_has_its_clauses_in_sentences_and_its_matrix(
    bare: Installation,
) -> None:
    told = bare.run("protocol", "print", STARTER)
    assert told.exit_code == 0, told.output
    assert "May see" in told.output
    assert "Never more than" in told.output
    assert "At the stage 'meeting'" in told.output
    assert bare.run("protocol", "print", STARTER, "--stage", "nonsense").exit_code == 1
