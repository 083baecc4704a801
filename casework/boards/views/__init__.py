"""The pages of this room; importing them is what registers them."""

from casework.boards import holding
from casework.boards.blueprint import bp
from casework.boards.views import (
    boards,
    closing,
    dashboard,
    figures,
    letters,
    papers,
    report,
    themes,
)

__all__ = [
    "boards",
    "bp",
    "closing",
    "dashboard",
    "figures",
    "holding",
    "letters",
    "papers",
    "report",
    "themes",
]
