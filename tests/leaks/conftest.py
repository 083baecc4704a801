"""One world for all leak tests: it is costly to build and only read."""

from __future__ import annotations

from tests.access.conftest import house, plain_paper

__all__ = ["house", "plain_paper"]
