"""`worker`: what happens without anybody asking. `notices`: what is still to be sent."""

from __future__ import annotations

import signal
from threading import Event
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from casework.cli.group import Commands, Single
from casework.cli.place import ready
from casework.clock import now
from casework.notices import outbox
from casework.notices.mail import mailer_of
from casework.notices.worker import Worker
from casework.startup.presence import be_present
from casework.startup.standing import DESK, RHYTHMS

notices = Commands("notices", help="Messages that are waiting to be sent.")


@click.command("worker", cls=Single)
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@click.option("--pause", type=click.FloatRange(0.1), default=5.0, help="Seconds between looks.")
@with_appcontext
def worker(once: bool, pause: float) -> None:
    """Send notices, remind, sign the ledger's heads, sweep; until stopped."""
    parts = ready()
    mailer = mailer_of(parts.settings)
    if mailer is None:
        click.echo("No mail server is set (CONFER_SMTP_HOST): notices wait, the rest is done.")
    made = Worker(
        parts.store,
        desk=current_app.extensions[DESK],
        rhythms=current_app.extensions[RHYTHMS],
        mailer=mailer,
    )
    if once:
        click.echo(f"Done: {made.work_off()}.")
        return
    be_present(parts.keys, "worker")
    made.run(_told_to_stop(), pause=pause)


def _told_to_stop() -> Event:
    stop = Event()

    def told(*_: Any) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop


@notices.command("status")
def status() -> None:
    """How many messages are in each state, and since when the oldest has waited."""
    with ready().store.reading() as session:
        found, oldest = outbox.counts(session), outbox.oldest_due(session)
    for state in sorted(found):
        click.echo(f"{state}: {found[state]}")
    waited = f"{int((now() - oldest).total_seconds() // 60)} minutes" if oldest else "nothing waits"
    click.echo(f"oldest due: {waited}")


@notices.command("retry")
def retry() -> None:
    """Put every message that was given up back into the queue."""
    with ready().store.writing() as session:
        count = outbox.put_back(session)
    click.echo(f"{count} messages will be tried again.")
