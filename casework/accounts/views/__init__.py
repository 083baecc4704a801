"""The account pages; importing them is what registers them."""

from casework.accounts.blueprint import bp
from casework.accounts.views import enrolment, fresh, links, mine, signing

__all__ = ["bp", "enrolment", "fresh", "links", "mine", "signing"]
