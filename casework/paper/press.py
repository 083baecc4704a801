"""Hands HTML to the program that makes PDFs, and says in words what stands in the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from casework.errors import Refused

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120
NO_PANGO = (
    "This machine cannot make PDFs: the Pango library is missing. On Debian or Ubuntu: "
    "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "Without --pdf the same document is printed as text."
)
# Words by which the loader of shared libraries says that one is not there.
MISSING_LIBRARY = ("cannot load library", "could not import some external libraries")


class NotPrinted(Refused):
    """No PDF was made; the words say why."""


def press(html: str, out: Path) -> None:
    """Make a PDF of a page; `out` is whole or untouched."""
    with TemporaryDirectory(prefix="confer-paper-") as folder:
        made = Path(folder) / "made.pdf"
        told = _run(html, made)
        if told.returncode < 0:
            # A library of the program crashed, which says nothing about the page: once more.
            told = _run(html, made)
        if told.returncode != 0:
            raise NotPrinted(_why(told.stderr))
        keep(made.read_bytes(), out)


def pressed(html: str) -> bytes:
    """The same as bytes, for a download."""
    with TemporaryDirectory(prefix="confer-paper-") as folder:
        out = Path(folder) / "out.pdf"
        press(html, out)
        return out.read_bytes()


def keep(content: bytes, out: Path) -> None:
    """Write a file; `out` is whole or untouched."""
    # Beside the target first, so that half a file never stands under its name.
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _run(html: str, made: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603  # our own program, arguments as a list
            [sys.executable, "-m", "casework.paper", str(made)],
            input=html, capture_output=True, text=True, encoding="utf-8", cwd=ROOT,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotPrinted(f"Making the PDF took longer than {SECONDS} seconds.") from None


def _why(errors: str) -> str:
    if any(words in errors.lower() for words in MISSING_LIBRARY):
        return NO_PANGO
    last = (errors.strip().splitlines() or ["no reason was given"])[-1]
    return f"The PDF could not be made: {last[:300]}"
