"""`protocol counts`: are the counts behind a preview what the cases say? Exit 0 yes, 2 no."""

from __future__ import annotations

import click

from casework.cases.recounting import rebuild
from casework.cases.verifying import verify
from casework.cli.group import Commands
from casework.cli.place import ready

counts = Commands("counts", help="Live cases counted by their facts, for the preview.")


@counts.command("verify")
def verify_counts() -> None:
    """Work every live case out again and compare; nothing is changed."""
    with ready().store.reading() as session:
        wrong = verify(session)
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise SystemExit(2)
    click.echo("Every count is what the cases say.")


@counts.command("rebuild")
def rebuild_counts() -> None:
    """Work every live case out again and count anew."""
    rebuild(ready().store)
    click.echo("Every live case is counted.")
