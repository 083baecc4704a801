"""The pages of this room; importing them is what registers them."""

from casework.reviews import handing
from casework.reviews.blueprint import bp
from casework.reviews.views import actions, owning, recommendations, reviews, verifying

__all__ = ["actions", "bp", "handing", "owning", "recommendations", "reviews", "verifying"]
