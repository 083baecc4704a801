"""Signed heads of the ledger, to be kept where the administrator of the database cannot write.

note        origin / size / base64 root / empty line / signature line        (C2SP tlog-checkpoint)
signature   — name base64(key id[4] | Ed25519 signature); the name ends in its algorithm
key id      first 4 bytes of SHA-256(name | 0A | 01 | public key)
"""

from __future__ import annotations

import os
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework.clock import now
from casework.crypto.data_key import SYSTEM_AUDIT
from casework.crypto.envelope import Context
from casework.crypto.keystore import KeyStore
from casework.crypto.system import SystemSecrets
from casework.crypto.unprintable import Unprintable
from casework.db import new_id
from casework.disclosure.ledger_models import CheckpointKey
from casework.errors import ConferError

ALGORITHM = "ed25519"
_ALGORITHM_BYTE = b"\x01"
_SIGNATURE_LINE = re.compile(r"— (\S+) (\S+)")


class NotACheckpoint(ConferError):
    """The text is no signed head, or its signature is not from a key that we trust."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of one partnership's ledger at one size, with its signed text."""

    origin: str
    size: int
    root: bytes
    note: str

    @property
    def partnership_id(self) -> UUID:
        """Whose ledger it is about."""
        return UUID(self.origin.rpartition("/")[2])

    @property
    def fingerprint(self) -> str:
        """Root and size in a form short enough for the foot of a page."""
        return f"{self.size}:{self.root.hex()[:32]}"


def origin_of(partnership_id: UUID) -> str:
    """The name of a ledger, the same in every checkpoint."""
    return f"confer/ledger/{partnership_id}"


class Verifier:
    """The public half of the key that signs heads."""

    def __init__(self, public: bytes) -> None:
        self.public = public
        self._key = Ed25519PublicKey.from_public_bytes(public)

    def key_id(self, name: str) -> bytes:
        """The four bytes that say which key signed under a name."""
        return sha256(name.encode() + b"\n" + _ALGORITHM_BYTE + self.public).digest()[:4]

    def verifies(self, name: str, signature: bytes, text: str) -> bool:
        """Whether a signature line is this key's, over this text."""
        if signature[:4] != self.key_id(name):
            return False
        try:
            self._key.verify(signature[4:], text.encode())
        except InvalidSignature:
            return False
        return True

    def text(self, name: str) -> str:
        """The form to hand to others: `name+key id+base64`."""
        encoded = b64encode(_ALGORITHM_BYTE + self.public).decode()
        return f"{name}+{self.key_id(name).hex()}+{encoded}"

    @classmethod
    def from_text(cls, text: str) -> Verifier:
        """Read what others were handed."""
        try:
            name, key_id, encoded = text.strip().split("+", 2)
            raw = b64decode(encoded, validate=True)
            found = cls(raw[1:])
        except (ValueError, Base64Error):
            raise NotACheckpoint("This is no public key of a ledger.") from None
        if raw[:1] != _ALGORITHM_BYTE or found.key_id(name).hex() != key_id:
            raise NotACheckpoint("The public key and its number do not belong together.")
        return found


class Signer(Unprintable):
    """The key that signs heads."""

    __slots__ = ("_key", "verifier")

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.verifier = Verifier(self._key.public_key().public_bytes_raw())

    def sign(self, partnership_id: UUID, size: int, root: bytes) -> Checkpoint:
        """The signed head of a ledger of this size and root."""
        origin = origin_of(partnership_id)
        name = f"{origin}/{ALGORITHM}"
        text = f"{origin}\n{size}\n{b64encode(root).decode()}\n"
        signature = self.verifier.key_id(name) + self._key.sign(text.encode())
        note = f"{text}\n— {name} {b64encode(signature).decode()}\n"
        return Checkpoint(origin, size, root, note)


def parse_checkpoint(note: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """A head whose signature holds under one of the keys, or a refusal."""
    text, gap, signatures = note.partition("\n\n")
    text += "\n"
    trusted, found = list(verifiers), _SIGNATURE_LINE.finditer(signatures)
    if not gap or not any(_signed(text, line[1], line[2], trusted) for line in found):
        raise NotACheckpoint("A signed head does not carry a valid signature.")
    try:
        origin, size, root = text.splitlines()[:3]
        return Checkpoint(origin, int(size), b64decode(root, validate=True), note)
    except (ValueError, Base64Error):
        raise NotACheckpoint("A signed head is malformed.") from None


def _signed(text: str, name: str, encoded: str, verifiers: Sequence[Verifier]) -> bool:
    # The algorithm stands in the name: another one will come, and must not be taken for this.
    if not name.endswith("/" + ALGORITHM):
        return False
    try:
        signature = b64decode(encoded, validate=True)
    except Base64Error:
        return False
    return any(verifier.verifies(name, signature, text) for verifier in verifiers)


def kept_signer(session: Session, store: KeyStore) -> Signer:
    """The signing key of this installation; the first time it is made, in a writing session."""
    secrets = SystemSecrets(store, SYSTEM_AUDIT)
    newest = select(CheckpointKey).order_by(CheckpointKey.created_at.desc()).limit(1)
    row = session.scalar(newest)
    if row is not None:
        return Signer(bytes.fromhex(secrets.open(_place(row.id), row.sealed).reveal()))
    secret, row_id = os.urandom(32), new_id()
    signer = Signer(secret)
    sealed = secrets.seal(_place(row_id), secret.hex())
    values = {"id": row_id, "public": signer.verifier.public, "sealed": sealed, "created_at": now()}
    session.execute(insert(CheckpointKey).values(values))
    return signer


def kept_verifiers(session: Session) -> list[Verifier]:
    """The public halves of every key that has signed here."""
    return [Verifier(public) for public in session.scalars(select(CheckpointKey.public))]


def _place(row_id: UUID) -> Context:
    return Context("checkpoint_key", "secret", row_id)


class CheckpointFolder:
    """One append-only file of signed heads per ledger, best on another host."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, checkpoint: Checkpoint) -> None:
        """Append one head and see it on the disk."""
        self._folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self._file(checkpoint.partnership_id), flags, 0o640)
        try:
            os.write(descriptor, (checkpoint.note + "\n").encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def notes(self, partnership_id: UUID) -> Iterator[str]:
        """The text of every kept head, oldest first."""
        file = self._file(partnership_id)
        if file.exists():
            lines = file.read_text().split("\n\n")
            for text, signatures in zip(lines[::2], lines[1::2], strict=False):
                yield f"{text}\n\n{signatures}\n"

    def kept(self, partnership_id: UUID, verifiers: Iterable[Verifier]) -> list[Checkpoint]:
        """Every kept head, its signature checked."""
        trusted = list(verifiers)
        return [parse_checkpoint(note, trusted) for note in self.notes(partnership_id)]

    def _file(self, partnership_id: UUID) -> Path:
        return self._folder / f"{partnership_id}.checkpoints"
