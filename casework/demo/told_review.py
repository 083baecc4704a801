"""A review of the demonstration while its story is told: who chairs it, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.access import Viewer
from casework.demo.script import Stage
from casework.reviews.models import Review

LEADER = "mercer"


@dataclass
class ToldReview:
    """The review and its story."""

    stage: Stage
    told: Mapping[str, Any]
    review: Review | None = None

    @property
    def leader(self) -> Viewer:
        """Who chairs it."""
        return self.stage.cast.viewer(LEADER)

    @property
    def made(self) -> Review:
        """The review, once it was started."""
        assert self.review is not None, "it was started"
        return self.review
