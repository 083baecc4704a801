"""The blueprint of the research pages."""

from __future__ import annotations

from flask import Blueprint

from casework.web.transaction import WRITING_GETS

bp = Blueprint("research", __name__, url_prefix="/research", template_folder="templates")

# That a request was opened is the first thing a coordinator wants to know; looking is the act.
WRITING_GETS.add("research.show")
