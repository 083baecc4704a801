"""Standing work of every installation: which notices exist, and what is done in which rhythm."""

from __future__ import annotations

from datetime import timedelta

from casework.accounts.service import forget_old
from casework.cases.carrying_out import carry_out, carry_out_lately
from casework.cases.recounting import recount
from casework.config import Settings
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.checkpoints import CheckpointFolder, kept_signer
from casework.disclosure.verify import HeadSigner, ledgers
from casework.notices import outbox
from casework.notices.routines import Rhythm

DESK = "confer_desk"
RHYTHMS = "confer_rhythms"


def standing_rhythms(settings: Settings, keys: KeyStore) -> list[Rhythm]:
    """What every installation does by itself; rooms add theirs in the composition root."""
    heads = HeadKeeping(settings, keys)
    return [
        Rhythm("write down what ran out", timedelta(minutes=5), carry_out_lately),
        Rhythm("write down all that ever ran out", timedelta(hours=24), carry_out),
        Rhythm("count live cases by their facts", timedelta(minutes=5), recount),
        Rhythm("sign heads of the ledger", timedelta(minutes=5), heads.sign),
        Rhythm("sweep the outbox", timedelta(hours=24), _sweep),
        Rhythm("forget old sign-in attempts", timedelta(hours=1), _forget),
    ]


def _sweep(store: Database) -> None:
    with store.writing() as session:
        outbox.sweep(session)


def _forget(store: Database) -> None:
    with store.writing() as session:
        forget_old(session)


class HeadKeeping:
    """Signs the head of every ledger and keeps it outside the database."""

    def __init__(self, settings: Settings, keys: KeyStore) -> None:
        self._folder = CheckpointFolder(settings.checkpoints)
        self._keys = keys
        self._signer: HeadSigner | None = None

    def sign(self, store: Database) -> None:
        """One signed head a ledger; a ledger that does not verify is not signed, and it is said."""
        signer = self._ready(store)
        with store.reading() as session:
            for partnership_id in ledgers(session):
                signer.sign_head(session, partnership_id)

    def _ready(self, store: Database) -> HeadSigner:
        if self._signer is None:
            with store.writing() as session:
                self._signer = HeadSigner(kept_signer(session, self._keys), self._folder)
        return self._signer
