"""The pages of recorded facts; importing them is what registers them."""

from casework.recorded.blueprint import bp
from casework.recorded.views import duties, pages, recording

__all__ = ["bp", "duties", "pages", "recording"]
