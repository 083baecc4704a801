"""The blueprint of the protocol desk."""

from flask import Blueprint

bp = Blueprint("sharing", __name__, url_prefix="/protocol", template_folder="templates")
