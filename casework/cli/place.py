"""Where this installation is, also while it is only being set up."""

from __future__ import annotations

import os
from pathlib import Path

from casework.config import Settings, load_settings
from casework.schema import MIGRATIONS
from casework.startup.checks import refuse_unknown_schema
from casework.startup.house import House, house

ROOT = MIGRATIONS.parent


def instance_folder() -> Path:
    """The instance folder, whether or not anything is in it."""
    return Path(os.environ.get("CONFER_INSTANCE") or ROOT / "instance").resolve()


def ready() -> House:
    """The parts of this installation, its databases at the revision this program needs."""
    parts = house()
    refuse_unknown_schema(parts)
    return parts


def current_settings() -> Settings:
    """The settings as they stand now, read again."""
    return load_settings(ROOT, os.environ)
