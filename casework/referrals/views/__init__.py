"""The pages of this room."""

from casework.referrals import handing
from casework.referrals.blueprint import bp
from casework.referrals.views import (
    addresses,
    checking,
    contacting,
    deciding,
    entries,
    files,
    lists,
    pages,
    starting,
    triage,
)

__all__ = [
    "addresses",
    "bp",
    "checking",
    "contacting",
    "deciding",
    "entries",
    "files",
    "handing",
    "lists",
    "pages",
    "starting",
    "triage",
]
