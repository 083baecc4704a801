"""The blueprint of the meeting pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("conferences", __name__, url_prefix="/conferences", template_folder="templates")
