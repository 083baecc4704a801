"""The list of command groups; one line each."""

from __future__ import annotations

import click
from flask import Flask

from casework.cli.backup import backup
from casework.cli.counts import counts
from casework.cli.database import db
from casework.cli.demo import demo
from casework.cli.directory import directory
from casework.cli.examples import examples
from casework.cli.keys import keys
from casework.cli.ledger import ledger
from casework.cli.partnership import partnership
from casework.cli.protocol import protocol
from casework.cli.recommendations import recommendations
from casework.cli.referrals import referrals
from casework.cli.sheets import SHEETS
from casework.cli.worker import notices, worker

COMMANDS: tuple[click.Command, ...] = (
    db,
    keys,
    partnership,
    directory,
    demo,
    protocol,
    ledger,
    referrals,
    recommendations,
    backup,
    notices,
    worker,
)


def register(app: Flask) -> None:
    """Give the application its command line."""
    protocol.add_command(examples)
    protocol.add_command(counts)
    for command in SHEETS:
        keys.add_command(command)
    for command in COMMANDS:
        app.cli.add_command(command)
