"""The pages of a case; importing them is what registers them."""

from casework.casefile import links
from casework.casefile.blueprint import bp
from casework.casefile.views import (
    asking,
    closing,
    files,
    grants,
    pages,
    said_by_office,
    search,
    seen,
    standing,
    summaries,
    view_as,
)

__all__ = [
    "asking",
    "bp",
    "closing",
    "files",
    "grants",
    "links",
    "pages",
    "said_by_office",
    "search",
    "seen",
    "standing",
    "summaries",
    "view_as",
]
