"""The blueprint of the first page: it stands at the root."""

from flask import Blueprint

bp = Blueprint("insight", __name__, template_folder="templates")
