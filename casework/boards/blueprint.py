"""The blueprint of boards and their dashboard."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("boards", __name__, url_prefix="/boards", template_folder="templates")
