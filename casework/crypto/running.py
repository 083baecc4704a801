"""Which root keys every running process knows: none is left behind by a new one.

A process that runs on another host has a keyring of its own. It says here what it knows, and a
root key that somebody does not know is not activated: what it seals, that process could not open.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from casework.clock import now
from casework.crypto.failures import KeyringRefused
from casework.crypto.key_tables import running_process
from casework.crypto.keystore import KeyStore
from casework.db import new_id

# A process that was not heard of for so long is gone.
SILENT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Running:
    """A process that uses the keys now."""

    host: str
    pid: int
    what: str
    known: frozenset[int]
    seen_at: datetime

    def __str__(self) -> str:
        return f"{self.what} {self.pid} on {self.host}"


class RootKeyUnknown(KeyringRefused):
    """A running process does not know the root key that was to be used from now on."""

    def __init__(self, root: int, behind: list[Running]) -> None:
        who = ", ".join(map(str, behind))
        super().__init__(
            f"root key {root} is not in use yet, because a running process does not know it: "
            f"{who}. Copy the keyring to where it runs, or stop it; then run 'keys rotate' again"
        )
        self.behind = tuple(behind)


class Presence:
    """One process in the list of those that run; takes itself off when it ends."""

    def __init__(self, store: KeyStore, what: str) -> None:
        self._store, self._what = store, what
        self.id: UUID = new_id()

    def report(self) -> None:
        """Say that this process runs, and which root keys it knows now."""
        known = ",".join(map(str, self._store.ring.known()))
        seen = {"seen_at": now(), "known": known}
        mine = running_process.c.id == self.id
        with self._store.database.writing() as connection:
            if connection.execute(update(running_process).where(mine).values(seen)).rowcount:
                return
            connection.execute(
                insert(running_process).values(
                    id=self.id, host=socket.gethostname()[:120], pid=os.getpid(),
                    what=self._what, **seen,
                )
            )  # fmt: skip

    def leave(self) -> None:
        """This process ends; whoever died long ago goes with it."""
        gone = (running_process.c.id == self.id) | (running_process.c.seen_at < now() - SILENT)
        with self._store.database.writing() as connection:
            connection.execute(delete(running_process).where(gone))


def running(store: KeyStore) -> list[Running]:
    """Every process that was heard of a moment ago."""
    lately = select(running_process).where(running_process.c.seen_at > now() - SILENT)
    with store.database.reading() as connection:
        rows = connection.execute(lately.order_by(running_process.c.host, running_process.c.pid))
        return [
            Running(row.host, row.pid, row.what, _numbers(row.known), row.seen_at) for row in rows
        ]


def refuse_unknown(store: KeyStore, root: int) -> None:
    """Raise unless every running process knows that root key."""
    behind = [one for one in running(store) if root not in one.known]
    if behind:
        raise RootKeyUnknown(root, behind)


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(part) for part in text.split(",") if part)
