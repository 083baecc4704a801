"""`ledger`: is it what it was? Exit 0 intact, 2 altered, 3 gap, 4 truncated or rolled back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.answers import row_hash
from casework.cases.models import SealedAnswer
from casework.cli.group import Commands
from casework.cli.place import ready
from casework.disclosure.checkpoints import (
    Checkpoint,
    CheckpointFolder,
    NotACheckpoint,
    Verifier,
    kept_verifiers,
)
from casework.disclosure.verify import Outcome, Verdict, ledgers, verify
from casework.errors import Invalid
from casework.reviews.service.kept_rows import kept_rows
from casework.startup.house import House

ledger = Commands("ledger", help="The record of who was shown what.")
BATCH = 1000
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@ledger.command("verify")
@click.option("--against", type=FOLDER, help="Signed heads kept elsewhere.")
@click.option("--key", "trusted", multiple=True, help="Public key of the signer, as handed out.")
def verify_ledger(against: Path | None, trusted: tuple[str, ...]) -> None:
    """Recompute every ledger and compare it with every signed head."""
    raise SystemExit(report(ready(), against, trusted))


def report(parts: House, against: Path | None = None, trusted: Iterable[str] = ()) -> int:
    """Print a line per ledger; the exit code of the worst."""
    place = against or parts.settings.checkpoints
    keys = [Verifier.from_text(text) for text in trusted]
    with parts.store.reading() as session:
        found = {
            who: _verdict(session, CheckpointFolder(place), who, keys)
            for who in _known(session, place)
        }
    for who, verdict in found.items():
        click.echo(f"{who}: {verdict.outcome.name.lower()}: {verdict.message}")
    if not found:
        click.echo("Nothing has been recorded yet.")
    return max((verdict.exit_code for verdict in found.values()), default=0)


def _known(session: Session, folder: Path) -> list[UUID]:
    # A ledger that is gone altogether is still known to whoever keeps its heads.
    kept = {UUID(file.stem) for file in folder.glob("*.checkpoints")}
    return sorted({*ledgers(session), *kept})


def _verdict(
    session: Session, folder: CheckpointFolder, who: UUID, keys: list[Verifier]
) -> Verdict:
    try:
        kept: list[Checkpoint] = folder.kept(who, keys or kept_verifiers(session))
    except NotACheckpoint as error:
        return Verdict(Outcome.ALTERED, f"{error.message} Name its key with --key.", 0, b"")
    return verify(session, who, kept, _answers(session, who), kept_rows(session, who))


def _answers(session: Session, who: UUID) -> Iterator[tuple[UUID, str]]:
    held = select(SealedAnswer).where(SealedAnswer.partnership_id == who)
    for answer in session.scalars(held.execution_options(yield_per=BATCH)):
        yield answer.id, row_hash(answer)


@ledger.command("key")
def public_key() -> None:
    """Print the public key that others verify signed heads with."""
    with ready().store.reading() as session:
        keys = kept_verifiers(session)
        names = ledgers(session)
    if not keys or not names:
        raise Invalid({"ledger": "No head has been signed yet: run the worker once."})
    for who in names:
        for key in keys:
            click.echo(key.text(f"confer/ledger/{who}/ed25519"))
