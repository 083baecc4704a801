"""The blueprint that every page of a referral hangs on."""

from flask import Blueprint

bp = Blueprint("referrals", __name__, url_prefix="/referrals", template_folder="templates")
