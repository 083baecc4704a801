"""A page of this room as a PDF, in memory: it is made by a program of its own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from casework.paper.press import press


def pdf_of(html: str) -> bytes:
    """The PDF of a page; NotPrinted says in words why there is none."""
    with TemporaryDirectory(prefix="confer-board-") as folder:
        made = Path(folder) / "page.pdf"
        press(html, made)
        return made.read_bytes()
