"""The blueprint of questions to the protocol: may I share this, and why is that closed."""

from flask import Blueprint

bp = Blueprint("advice", __name__, url_prefix="/cases", template_folder="templates")
