"""`protocol`: check, decide, compare and print a document, with no installation around it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from casework.cli.decisions import as_json, change_as_json
from casework.cli.group import Commands
from casework.cli.live_cases import shift_lines, shifts_as_json
from casework.cli.printed import document_lines, matrix_lines
from casework.errors import Invalid
from casework.paper.press import keep, press
from casework.sharing.printed.contents import paper_of
from casework.sharing.printed.notice import notice_of
from casework.sharing.printed.pages import notice_page, paper_page
from casework.sharing.printed.word import notice_docx, paper_docx
from protocols import analysis
from protocols.clauses import SharingProtocol
from protocols.compare import Change, compare
from protocols.engine import compile as compile_protocol
from protocols.engine import decide_given
from protocols.errors import ProtocolError, QuestionError
from protocols.finding import Finding
from protocols.given import mistold
from protocols.loader import load
from protocols.owing import owing
from protocols.vocabulary import Effect

protocol = Commands("protocol", help="Protocol documents.")
LARGEST_FILE = 64 * 1024**2
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
OUT = click.Path(path_type=Path, dir_okay=False)


@protocol.command("check")
@click.argument("file", type=FILE)
@click.option("--json", "as_data", is_flag=True, help="One JSON list of findings.")
def check(file: Path, as_data: bool) -> None:
    """Find what is wrong with FILE, and what is odd; exit 1 on an error."""
    found = analysis.check(text_of(file))
    if as_data:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=2, default=dict))
    else:
        click.echo("\n".join(map(_line, found)) or "Nothing is wrong with it.")
    if any(finding.severity == "error" for finding in found):
        raise SystemExit(1)


def _line(finding: Finding) -> str:
    where = f", clause {finding.clause}" if finding.clause else ""
    return f"{finding.severity}: line {finding.line}{where}: {finding.message}"


def text_of(file: Path) -> str:
    """The text of a file, or words about why it is none."""
    if file.stat().st_size > LARGEST_FILE:
        raise Invalid({"file": f"{file} is larger than {LARGEST_FILE // 1024**2} MB."})
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Invalid({"file": f"{file} is not UTF-8 text (byte {error.start})."}) from None


def loaded(file: Path) -> SharingProtocol:
    """The protocol of a file, or all its errors."""
    try:
        return load(text_of(file))
    except ProtocolError as error:
        raise Invalid({"file": f"{file} cannot be used:\n{error}"}) from None


@protocol.command("decide")
@click.argument("file", type=FILE)
@click.argument("questions", type=FILE)
def decide(file: Path, questions: Path) -> None:
    """Answer each question of QUESTIONS (a JSON list) under FILE, one JSON object a line."""
    table = compile_protocol(loaded(file))
    for number, given in enumerate(_questions(questions), 1):
        try:
            decision = decide_given(table, given)
        except QuestionError as error:
            raise Invalid({"questions": f"{questions}, question {number}: {error}"}) from None
        for note in mistold(table.protocol, given):
            click.echo(f"{questions}, question {number}: {note}", err=True)
        click.echo(json.dumps(as_json(decision)))


def _questions(file: Path) -> list[dict[str, Any]]:
    try:
        read = json.loads(text_of(file))
    except ValueError as error:
        raise Invalid({"questions": f"{file} is not JSON: {error}."}) from None
    if isinstance(read, dict):
        read = read.get("cases", read.get("questions"))
    if not isinstance(read, list):
        raise Invalid({"questions": f"{file} must hold a list of questions."})
    return [_given(file, number, question) for number, question in enumerate(read, 1)]


def _given(file: Path, number: int, question: object) -> dict[str, Any]:
    given = question.get("given", question) if isinstance(question, dict) else None
    if not isinstance(given, dict):
        raise Invalid({"questions": f"{file}, question {number}: expected an object."})
    return given


@protocol.command("compare")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--json", "as_data", is_flag=True, help="JSON instead of lines.")
@click.option("--cases", is_flag=True, help="Count the live cases of this installation too.")
def compare_versions(old: Path, new: Path, as_data: bool, cases: bool) -> None:
    """Who gains and who loses what, by agency, kind of information and stage."""
    before, after = loaded(old), loaded(new)
    changes, duties = compare(before, after), owing(before, after)
    if as_data:
        listed: object = [*map(change_as_json, changes), *map(asdict, duties)]
        if cases:
            listed = {"changes": listed, "cases": shifts_as_json(before, after)}
        click.echo(json.dumps(listed, indent=2))
        return
    for change in changes:
        click.echo(_told(change))
    for owed in duties:
        verb = "no longer" if owed.dropped else "newly"
        click.echo(f"{verb} has to be done (clause {owed.clause}): {owed.says}")
    gains = sum(change.gains for change in changes)
    click.echo(f"{gains} see more, {len(changes) - gains} see less.")
    if cases:
        click.echo("\n".join(["", *shift_lines(before, after)]))


def _told(change: Change) -> str:
    verb = "gains" if change.gains else "loses"
    clause = f" (clause {change.clause})" if change.clause else ""
    return (
        f"{change.who} {verb}: {change.category}, {change.stage}: "
        f"{_level(change.before, change.concealed_before)} -> "
        f"{_level(change.after, change.concealed_after)}{clause}"
    )


def _level(effect: Effect, concealed: bool) -> str:
    return "concealed" if concealed else effect.word


@protocol.command("print")
@click.argument("file", type=FILE)
@click.option("--stage", default="meeting", help="The stage that the matrix shows, as text.")
@click.option("--pdf", type=OUT, help="Write a PDF here.")
@click.option("--docx", type=OUT, help="Write a Word document here.")
@click.option("--notice", is_flag=True, help="The one page for people concerned instead.")
def print_protocol(
    file: Path, stage: str, pdf: Path | None, docx: Path | None, notice: bool
) -> None:
    """The document with its rules in sentences, and its matrix."""
    found = loaded(file)
    if stage not in found.vocabulary["stage"].parents:
        raise Invalid({"stage": f"The protocol knows no stage '{stage}'."})
    if pdf is None and docx is None:
        click.echo("\n".join([*document_lines(found), "", *matrix_lines(found, stage)]))
    if pdf is not None:
        press(notice_page(notice_of(found)) if notice else paper_page(paper_of(found)), pdf)
        click.echo(f"Printed to {pdf}")
    if docx is not None:
        made = notice_docx(notice_of(found)) if notice else paper_docx(paper_of(found))
        keep(made, docx)
        click.echo(f"Written to {docx}")
