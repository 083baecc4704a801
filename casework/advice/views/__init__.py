"""The pages of questions to the protocol; importing them is what registers them."""

from casework.advice.blueprint import bp
from casework.advice.views import sharing, why

__all__ = ["bp", "sharing", "why"]
