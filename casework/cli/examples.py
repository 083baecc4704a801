"""`protocol examples`: whether protocols still do what officers signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from casework.agreements.models import Agreement, AgreementState
from casework.cli.place import ready
from casework.cli.protocol import FILE, loaded, text_of
from casework.errors import Invalid
from casework.sharing.examples.running import EXPECTED, Case, Result, run
from casework.sharing.examples.service import results
from protocols.engine import compile as compile_protocol

STANDING = (AgreementState.IN_FORCE, AgreementState.PROPOSED, AgreementState.DRAFT)


@click.command("examples")
@click.argument("files", nargs=-1, type=FILE)
@click.option("--json", "as_data", is_flag=True, help="One JSON list of results.")
def examples(files: tuple[Path, ...], as_data: bool) -> None:
    """Ask every example: of FILE with EXAMPLES.json, or of all versions of this installation.

    Exits 1 if a signed example is broken.
    """
    if len(files) not in (0, 2):
        raise Invalid({"files": "Name a protocol and its examples, or nothing at all."})
    found = list(_of_files(*files) if files else _of_this_place())
    if as_data:
        click.echo(json.dumps([_as_json(version, result) for version, result in found], indent=2))
    else:
        click.echo("\n".join(_line(v, r) for v, r in found) or "There are no examples.")
    if any(result.case.signed and not result.held for _, result in found):
        raise SystemExit(1)


def _of_files(document: Path, asked: Path) -> Iterator[tuple[str, Result]]:
    found = loaded(document)
    for result in run(compile_protocol(found), _cases(asked)):
        yield found.version, result


def _of_this_place() -> Iterator[tuple[str, Result]]:
    with ready().store.reading() as session:
        wanted = select(Agreement).where(Agreement.state.in_(STANDING)).order_by(Agreement.label)
        for row in session.scalars(wanted):
            for _, result in results(session, row):
                yield row.label, result


def _cases(file: Path) -> list[Case]:
    try:
        told = json.loads(text_of(file))
        return [_case(one) for one in told]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid({"files": f"{file} is no list of examples: {error}."}) from None


def _case(told: dict[str, Any]) -> Case:
    if told["expected"] not in EXPECTED:
        raise ValueError(f"nobody can expect '{told['expected']}'")
    return Case(told["sentence"], dict(told["given"]), told["expected"], bool(told.get("signed")))


def _line(version: str, result: Result) -> str:
    where = f", clause {result.answer.clause}" if result.answer.clause else ""
    verdict = "held" if result.held else "BROKEN"
    signed = " (signed)" if result.case.signed else ""
    expected = "" if result.held else f"; expected: {EXPECTED[result.case.expected]}"
    return (
        f"{version}: {verdict}{signed}: {result.case.sentence} -> "
        f"{result.answer.said.lower()}{where}{expected}"
    )


def _as_json(version: str, result: Result) -> dict[str, Any]:
    return {
        "version": version, "sentence": result.case.sentence, "given": result.case.given,
        "expected": result.case.expected, "effect": result.answer.effect,
        "clause": result.answer.clause, "held": result.held, "signed": result.case.signed,
    }  # fmt: skip
