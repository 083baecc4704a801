"""`protocol`: works with no installation at all, and every mistake has its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from casework.cases.models import CaseState
from casework.db import Database
from casework.sharing.printed.contents import paper_of
from casework.sharing.printed.pages import paper_page
from protocols.loader import load
from tests.casework.cli.conftest import Installation, Run
from tests.databases import ROOT
from tests.factories.agreements import clause
from tests.factories.world import World, make_world

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
    assert "All: police" in told.output
    assert bare.run("protocol", "print", STARTER, "--stage", "nonsense").exit_code == 1


def test_the_paper_can_be_a_pdf(bare: Installation, tmp_path: Path) -> None:
    told = bare.run("protocol", "print", STARTER, "--pdf", tmp_path / "protocol.pdf")
    assert told.exit_code == 0, told.output
    assert (tmp_path / "protocol.pdf").read_bytes().startswith(b"%PDF-")
    told = bare.run("protocol", "print", STARTER, "--pdf", tmp_path / "nowhere" / "protocol.pdf")
    assert told.exit_code == 1
    assert "No such file" in told.output


def test_the_paper_and_the_notice_can_be_word_documents(bare: Installation, tmp_path: Path) -> None:
    for name, more in (("protocol", []), ("notice", ["--notice"])):
        out = tmp_path / f"{name}.docx"
        told = bare.run("protocol", "print", STARTER, "--docx", out, *more)
        assert told.exit_code == 0, told.output
        assert out.read_bytes().startswith(b"PK")
    assert bare.run(
        "protocol", "print", STARTER, "--docx", tmp_path / "nowhere" / "protocol.docx"
    ).exit_code == 1  # fmt: skip


@pytest.mark.parametrize("name", ["blank", "home_office_model", "safelives_marac", "starter_ccm"])
def test_every_protocol_we_ship_can_be_printed(bare: Installation, name: str) -> None:
    told = bare.run("protocol", "print", STARTER.with_name(f"{name}.toml"))
    assert told.exit_code == 0, told.output


def test_the_page_escapes_what_a_clause_says() -> None:
    protocol = load(STARTER.read_text().replace('title = "Purpose"', 'title = "<b>Purpose</b>"'))
    assert "&lt;b&gt;Purpose" in paper_page(paper_of(protocol))


@pytest.fixture
def live(store: Database) -> World:
    """One live case under the starter protocol, with the victim's money in it."""
    with store.writing() as session:
        return make_world(session, {"victim.finances": "Markermoney"}, state=CaseState.LISTED)


@pytest.fixture
def wider(tmp_path: Path) -> Path:
    """The starter protocol with one rule more: fire officers see finances."""
    path = tmp_path / "wider.toml"
    path.write_text(
        STARTER.read_text().replace('version = "1.0"', 'version = "1.1"', 1) + FIRE_SEES_MONEY
    )
    return path


FIRE_SEES_MONEY = clause("99.1", "grant", "full", agency_type="fire", category="finance")


def test_live_cases_are_counted_by_person_and_never_opened(
    run: Run, live: World, wider: Path
) -> None:
    told = run("protocol", "compare", STARTER, wider, "--cases")
    assert told.exit_code == 0, told.output
    fire = live.viewers["fire"]
    assert f"{fire.agency_name}, {fire.name} gains:" in told.output
    assert f"in 1: {live.case.reference}" in told.output
    assert "1 see more and 0 see less" in told.output
    assert "Markermoney" not in told.output


def test_live_cases_for_scripts(run: Run, live: World, wider: Path) -> None:
    found = json.loads(run("protocol", "compare", STARTER, wider, "--cases", "--json").output)
    assert {change["agency_type"] for change in found["changes"]} == {"fire"}
    assert [case["cases"] for case in found["cases"]] == [[live.case.reference]]
    assert found["cases"][0]["gains"] is True


def test_the_same_document_twice_changes_no_live_case(run: Run, live: World) -> None:
    told = run("protocol", "compare", STARTER, STARTER, "--cases")
    assert "0 see more and 0 see less" in told.output
    assert live.case.reference not in told.output


def test_examples_beside_a_file_are_held_to_it_and_a_broken_signed_one_exits_1(
    bare: Installation, tmp_path: Path
) -> None:
    told = {
        "sentence": "The police see the rent.",
        "given": {"agency_type": "police", "category": "finance"},
        "expected": "not_seen",
    }
    asked = tmp_path / "examples.json"
    for expected, signed, code in (
        ("not_seen", True, 0), ("full", False, 0), ("full", True, 1),
    ):  # fmt: skip
        asked.write_text(json.dumps([{**told, "expected": expected, "signed": signed}]))
        assert bare.run("protocol", "examples", STARTER, asked).exit_code == code
    assert "BROKEN (signed): The police see the rent." in (
        bare.run("protocol", "examples", STARTER, asked).output
    )
    assert json.loads(bare.run("protocol", "examples", STARTER, asked, "--json").output)[0][
        "held"
    ] is False  # fmt: skip


@pytest.mark.parametrize("content", ["{}x", "[1]", '[{"sentence": "a"}]', '{"a": 1}', "[[]]"])
def test_what_is_no_list_of_examples_is_said_in_words(
    bare: Installation, tmp_path: Path, content: str
) -> None:
    asked = tmp_path / "examples.json"
    asked.write_text(content)
    told = bare.run("protocol", "examples", STARTER, asked)
    assert told.exit_code == 1
    assert "no list of examples" in told.output


def test_what_no_longer_has_to_be_done_is_told_where_versions_are_compared(
    bare: Installation, tmp_path: Path
) -> None:
    duty = '\n[[clause.rule]]\nkind = "duty"\n[[clause.rule.obligations]]\nwhat = "lock_it"\n'
    bound = tmp_path / "bound.toml"
    bound.write_text(Path(STARTER).read_text(encoding="utf-8") + duty, encoding="utf-8")
    lines = bare.run("protocol", "compare", bound, STARTER).output.splitlines()
    assert lines[0].startswith("no longer has to be done (clause ")
    assert lines[0].endswith("Whenever something is shown; after: lock it.")
    assert lines[1] == "0 see more, 0 see less."
    found = json.loads(bare.run("protocol", "compare", STARTER, bound, "--json").output)
    assert [one["dropped"] for one in found] == [False]
