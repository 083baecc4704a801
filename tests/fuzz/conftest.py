"""One house for all the noise."""

from __future__ import annotations

from tests.access.conftest import house

__all__ = ["house"]
