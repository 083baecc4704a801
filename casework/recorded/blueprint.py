"""The blueprint of what is recorded about a case."""

from flask import Blueprint

bp = Blueprint("recorded", __name__, url_prefix="/cases", template_folder="templates")
