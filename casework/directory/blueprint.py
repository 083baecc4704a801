"""The blueprint that every page of people and agencies hangs on."""

from flask import Blueprint

bp = Blueprint("directory", __name__, url_prefix="/directory", template_folder="templates")
