"""`demo`: the demonstration partnership, and who can sign in to it."""

from __future__ import annotations

import json
from itertools import groupby
from time import monotonic

import click

from casework.accounts.passwords import Passwords
from casework.cli.group import Commands
from casework.cli.place import ready
from casework.demo import service

demo = Commands("demo", help="The demonstration partnership: everything in it is invented.")

EVERYWHERE = "For the whole partnership"


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing where there is any partnership.")
def load(if_empty: bool) -> None:
    """Load it; does nothing where it is loaded already, and refuses beside a real partnership."""
    parts = ready()
    if if_empty and service.holds_anything(parts.store):
        return
    began = monotonic()
    if service.load(parts.store, Passwords(parts.settings)):
        click.echo(f"The demonstration was loaded in {monotonic() - began:.0f} seconds.")
    else:
        click.echo("The demonstration is loaded already. Nothing was changed.")


@demo.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def accounts(as_json: bool) -> None:
    """Who can sign in: agency, role, e-mail address and password of each."""
    with ready().store.reading() as session:
        found = service.accounts(session)
    if as_json:
        click.echo(json.dumps([a.as_dict() for a in found], indent=2, ensure_ascii=False))
        return
    click.echo(f"Everybody's password is: {found[0].password}")
    for place, held in groupby(found, key=lambda a: a.conference or EVERYWHERE):
        click.echo(f"\n{place}")
        for one in held:
            click.echo(f"  {one.role.replace('_', ' '):32} {one.email:48} {one.name}, {one.agency}")
