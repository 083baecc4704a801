"""What must hold before the first request: known schema, the right keys, and those kept apart."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, make_url, select

from casework import schema
from casework.config import Settings
from casework.crypto.system import check_keys
from casework.db import Database
from casework.directory.models import Partnership
from casework.errors import ConfigurationError
from casework.startup.house import House


def refuse_unready(house: House) -> None:
    """Raise with what to do, or return."""
    refuse_unknown_schema(house)
    check_keys(house.keys)
    refuse_keys_beside_data(house.settings, house.store)


def refuse_unknown_schema(house: House) -> None:
    """Both databases stand where this program expects them."""
    _refuse(schema.CASES, house.store.engine)
    _refuse(schema.KEYS, house.keys.database.engine)


def _refuse(history: schema.History, engine: Engine) -> None:
    with engine.connect() as connection:
        schema.refuse_unknown(history, connection)


def refuse_keys_beside_data(settings: Settings, store: Database) -> None:
    """Keys of a real partnership lie elsewhere than its data: one stolen folder holds not both."""
    with store.reading() as session:
        real = session.scalar(select(Partnership.name).where(~Partnership.demonstration).limit(1))
    if real and (beside := keys_beside_data(settings)):
        raise ConfigurationError(
            f"This installation holds a real partnership, and {beside} lies in the same folder as "
            "its data: whoever copies the folder has both. Move the keys to another disk or "
            "folder and set CONFER_KEYS to it."
        )


def holds_demonstration(store: Database) -> bool:
    """Whether invented people are here, whose passwords everybody knows."""
    with store.reading() as session:
        invented = select(Partnership.id).where(Partnership.demonstration).limit(1)
        return session.scalar(invented) is not None


def keys_beside_data(settings: Settings) -> str | None:
    """Which part of the keys lies with the data, if one does."""
    folders = [folder.resolve() for folder in data_folders(settings)]
    for place in key_places(settings):
        if any(place.resolve().is_relative_to(folder) for folder in folders):
            return str(place)
    if settings.keys_url == settings.database_url:
        return "the key database"
    return None


def data_folders(settings: Settings) -> list[Path]:
    """Folders of case data: the instance, and the SQLite file's own."""
    path = sqlite_path(settings.database_url)
    return [settings.instance, *([path.parent] if path else [])]


def key_places(settings: Settings) -> list[Path]:
    """Files that hold keys."""
    path = sqlite_path(settings.keys_url)
    return [settings.keyring_file, *([path] if path else [])]


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite address; None for another database."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or not parts.database:
        return None
    return Path(parts.database)
