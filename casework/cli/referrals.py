"""`referrals`: the public schema, and taking in what another system sends."""

from __future__ import annotations

import json
from pathlib import Path

import click

from casework.access import Action, Viewer
from casework.catalogue.schema import referral_schema
from casework.cli.group import Commands
from casework.cli.people import person_named
from casework.disclosure.guards import guarded
from casework.errors import ConferError, Invalid, Refused
from casework.referrals.importing import NotTaken, documents, take_in
from casework.startup.house import House, house

referrals = Commands("referrals", help="Referrals from and for other systems.")


@referrals.command("schema")
def schema() -> None:
    """Print the JSON Schema of a referral."""
    click.echo(json.dumps(referral_schema(), indent=2, ensure_ascii=False))


@referrals.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as", "email", required=True, help="Whose referrals these are: an e-mail address.")
def import_file(file: Path, email: str) -> None:
    """Take in the referrals of FILE; a line for each, exit 1 if one was not taken."""
    here = house()
    viewer = _writer(here, email)
    found = documents(_text(file))
    taken = [_one(here, viewer, number, one) for number, one in enumerate(found, 1)]
    click.echo(f"{sum(taken)} of {len(found)} taken.")
    if not all(taken):
        raise SystemExit(1)


def _one(here: House, viewer: Viewer, number: int, document: object) -> bool:
    try:
        with guarded(here.store.writing) as session:
            referral = take_in(session, viewer, document)
            reference = referral.reference
    except NotTaken as error:
        click.echo(f"{number}: not taken")
        for problem in error.problems:
            click.echo(f"   {problem}")
        return False
    except ConferError as error:
        click.echo(f"{number}: not taken: {error.message}")
        return False
    click.echo(f"{number}: taken as {reference}, waiting for triage")
    return True


def _writer(here: House, email: str) -> Viewer:
    with here.store.reading() as session:
        viewer = person_named(session, email)
    if not viewer.may(Action.REFERRAL_WRITE):
        raise Refused("This person may not make referrals. Ask the coordinator.")
    return viewer


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid({"file": f"{file} is not UTF-8 text (byte {error.start})."}) from None
