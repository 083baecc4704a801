"""The one browser of a run: Playwright drives Chromium once a process, not once a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def browser_path() -> str | None:
    """The Chromium of this machine; Playwright brings none of its own."""
    named = os.environ.get("CONFER_BROWSER")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for many contexts."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path(), args=ARGS)
        yield browser
        browser.close()
