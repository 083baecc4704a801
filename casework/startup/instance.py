"""Make what an installation needs before its first start: folders, root key, session secret."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from casework.config import ENV_FILE, read_env_file
from casework.crypto.keyring import Keyring, save_keyring


@dataclass(frozen=True)
class Made:
    """What was made, and what was there before and was left alone."""

    keyring: Path
    fresh: bool


def make_keys(folder: Path) -> Made:
    """A keyring and a session secret in a folder that only its owner reads; never twice."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    keyring = folder / "keyring.txt"
    fresh = not keyring.exists()
    if fresh:
        save_keyring(Keyring.generate(), keyring)
    if not (folder / "session.txt").exists():
        write_private(folder / "session.txt", secrets.token_urlsafe(48) + "\n")
    return Made(keyring, fresh)


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else may read, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    fresh.replace(path)


def remember(instance: Path, values: dict[str, str]) -> Path:
    """Keep settings in the instance's `confer.env`, beside those already there."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = instance / ENV_FILE
    kept = read_env_file(path) | values
    write_private(path, "".join(f"{name}={value}\n" for name, value in kept.items()))
    return path
