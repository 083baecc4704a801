"""One house for all the noise."""

from __future__ import annotations

from tests.access.conftest import house, plain_paper

__all__ = ["house", "plain_paper"]
