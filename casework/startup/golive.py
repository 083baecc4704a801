"""What a real partnership has to have before its first case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.config import Settings
from casework.startup.checks import data_folders, keys_beside_data


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to see to, and whether this program can tell that it is done."""

    words: str
    done: bool = False


def open_points(settings: Settings) -> Iterator[Point]:
    """Every point, those that are done included."""
    yield Point("Keys lie elsewhere than the data.", keys_beside_data(settings) is None)
    outside = not any(
        settings.checkpoints.resolve().is_relative_to(folder.resolve())
        for folder in data_folders(settings)
    )
    yield Point(
        "Signed heads of the ledger are kept where the database's administrator cannot write "
        "(CONFER_CHECKPOINTS).",
        outside,
    )
    yield Point("People reach it by https only (CONFER_BASE_URL).", settings.secure_cookies)
    yield Point("A mail server is set (CONFER_SMTP_HOST).", bool(settings.smtp_host))
    yield Point("'flask --app wsgi worker' runs all the time, as a service of its own.")
    yield Point("A backup of data and one of keys are made, kept apart, and were restored once.")
    yield Point("The root key has a copy that a fire or a leaver does not take along.")
    yield Point("Both administrators have signed in with a second factor.")
    yield Point("The agencies have signed a protocol, and it is in force.")
    yield Point("The data protection impact assessment is signed by every agency.")
