"""The blueprint that every page of this room hangs on."""

from flask import Blueprint

bp = Blueprint("reviews", __name__, url_prefix="/reviews", template_folder="templates")
