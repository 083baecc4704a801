"""The pages of this room; importing them is what registers them."""

from casework.conferences import holding
from casework.conferences.blueprint import bp
from casework.conferences.views import (
    agenda,
    attendance,
    deciding,
    live,
    meetings,
    minutes,
    signing,
)

__all__ = [
    "agenda",
    "attendance",
    "bp",
    "deciding",
    "holding",
    "live",
    "meetings",
    "minutes",
    "signing",
]
