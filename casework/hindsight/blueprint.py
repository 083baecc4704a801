"""The blueprint of questions about the past."""

from flask import Blueprint

bp = Blueprint("hindsight", __name__, url_prefix="/history", template_folder="templates")
