"""The blueprint of the report on how agencies share."""

from flask import Blueprint

bp = Blueprint("behaviour", __name__, url_prefix="/sharing-report", template_folder="templates")
