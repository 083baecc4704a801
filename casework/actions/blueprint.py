"""The blueprint of the action pages, and the words that their templates use."""

from __future__ import annotations

from flask import Blueprint

from casework.actions.words import COLOURS, PRIORITIES, STATES

bp = Blueprint("actions", __name__, url_prefix="/actions", template_folder="templates")


@bp.context_processor
def _words() -> dict[str, object]:
    return {"action_states": STATES, "action_colours": COLOURS, "action_priorities": PRIORITIES}
