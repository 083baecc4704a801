"""The pages of this room; importing them is what registers them."""

from casework.reviews import handing
from casework.reviews.blueprint import bp
from casework.reviews.views import (
    actions,
    asked,
    candidates,
    circulation,
    drafts,
    importing,
    learning,
    merging,
    national,
    owning,
    papers,
    plans,
    publishing,
    recommendations,
    record,
    reports,
    reviews,
    sealed,
    verifying,
)

__all__ = [
    "actions",
    "asked",
    "bp",
    "candidates",
    "circulation",
    "drafts",
    "handing",
    "importing",
    "learning",
    "merging",
    "national",
    "owning",
    "papers",
    "plans",
    "publishing",
    "recommendations",
    "record",
    "reports",
    "reviews",
    "sealed",
    "verifying",
]
