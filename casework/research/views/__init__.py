"""Pages of the research room."""

from casework.research import handing
from casework.research.blueprint import bp
from casework.research.views import corrections, entries, office, requests

__all__ = ["bp", "corrections", "entries", "handing", "office", "requests"]
