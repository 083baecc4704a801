"""The pages of this room; importing them is what registers them."""

from casework.reviews import handing
from casework.reviews.blueprint import bp
from casework.reviews.views import (
    actions,
    owning,
    publishing,
    recommendations,
    record,
    reports,
    reviews,
    verifying,
)

__all__ = [
    "actions",
    "bp",
    "handing",
    "owning",
    "publishing",
    "recommendations",
    "record",
    "reports",
    "reviews",
    "verifying",
]
