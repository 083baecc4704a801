"""The blueprint that every page of a case hangs on."""

from flask import Blueprint

bp = Blueprint("casefile", __name__, url_prefix="/cases", template_folder="templates")
