"""A backup is two folders, data and keys, each with a list of what it holds and its hashes."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from casework import schema
from casework.backup.copies import CopyFailed, copy_in, copy_out
from casework.clock import now
from casework.config import Settings
from casework.crypto.key_database import KeyDatabase
from casework.errors import Conflict
from casework.startup.tombstones import carry_over, tombstones

FORMAT = 1
LIST = "backup.json"
DATA_FILE = "cases"
KEYS_FILE = "keys"
RING_FILE = "keyring.txt"
SESSION_FILE = "session.txt"


@dataclass(frozen=True)
class Artefacts:
    """The two folders of one backup. They belong in two places."""

    data: Path
    keys: Path

    @classmethod
    def under(cls, folder: Path) -> Artefacts:
        """Both in one folder, as they are made."""
        return cls(folder / "data", folder / "keys")


def create(settings: Settings, folder: Path, *, with_root_key: bool = True) -> Artefacts:
    """Copy data, then keys: keys are only added between, so every value finds its key."""
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(f"{folder} is not empty. Name a new folder for each backup.")
    made = Artefacts.under(folder)
    for part in (folder, made.data, made.keys):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy_out(settings.database_url, made.data / DATA_FILE)
    _write_list(made.data)
    copy_out(settings.keys_url, made.keys / KEYS_FILE)
    if with_root_key:
        _keep_private(settings.keyring_file, made.keys / RING_FILE)
        _keep_private(settings.keyring_file.parent / SESSION_FILE, made.keys / SESSION_FILE)
    _write_list(made.keys)
    return made


def _keep_private(source: Path, target: Path) -> None:
    if source.exists():
        # With its date, which tells how old the root key is.
        shutil.copy2(source, target)
        target.chmod(0o600)


def _write_list(folder: Path) -> None:
    files = {path.name: _hash(path) for path in sorted(folder.iterdir())}
    content = {
        "format": FORMAT,
        "made": now().isoformat(timespec="seconds"),
        "revisions": {"cases": schema.CASES.head(), "keys": schema.KEYS.head()},
        "files": files,
    }
    (folder / LIST).write_text(json.dumps(content, indent=2) + "\n")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def check(folder: Path) -> dict[str, Any]:
    """The list of a folder, once every file is found to be what it says."""
    try:
        content: dict[str, Any] = json.loads((folder / LIST).read_text())
        files: dict[str, str] = content["files"]
        fits = content["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError):
        raise CopyFailed(f"{folder} is no backup of ours: {LIST} is missing or damaged.") from None
    if not fits:
        raise CopyFailed(f"{folder} was made by another version of this program.")
    for name, expected in files.items():
        path = folder / name
        if Path(name).name != name or not path.is_file() or _hash(path) != expected:
            raise CopyFailed(f"{path} is missing or not as it was copied.")
    return content


def restore(settings: Settings, backup: Artefacts, *, force: bool) -> dict[str, Any]:
    """Put both back. What was shredded since the backup stays shredded."""
    content = check(backup.data)
    check(backup.keys)
    buried = tombstones(settings.keys_url) if force else set()
    copy_in(settings.keys_url, backup.keys / KEYS_FILE, force=force)
    _put_ring_back(settings, backup.keys, force=force)
    copy_in(settings.database_url, backup.data / DATA_FILE, force=force)
    database = KeyDatabase(settings.keys_url)
    carry_over(database, buried)
    database.engine.dispose()
    return content


def _put_ring_back(settings: Settings, keys: Path, *, force: bool) -> None:
    for name, target in (
        (RING_FILE, settings.keyring_file),
        (SESSION_FILE, settings.keyring_file.parent / SESSION_FILE),
    ):
        if (keys / name).exists() and (force or not target.exists()):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _keep_private(keys / name, target)
