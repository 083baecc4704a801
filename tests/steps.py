"""How much Python does, counted in calls: the same on a slow machine as on a fast one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


class TooManySteps(BaseException):
    """Work was cut off; nothing under test may catch this, or turn it into words."""


def steps(work: Callable[[], object], *, most: int = 20_000_000) -> int:
    """The calls that `work` makes; above `most` it is ended, so that what is endless fails."""
    made = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}
        if made > most:
            sys.setprofile(None)
            raise TooManySteps(f"more than {most:,} calls")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made
