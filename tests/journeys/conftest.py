"""The people of a small partnership, each with a browser of their own and no JavaScript."""

from __future__ import annotations

from tests.casework.cli.conftest import bare, installation
from tests.casework.referrals.conftest import browser, site, world

__all__ = ["bare", "browser", "installation", "site", "world"]
