"""HTML becomes a PDF in a program of its own that fetches nothing; half a file is never left."""

from __future__ import annotations

import re
import subprocess
import zlib
from pathlib import Path

import pytest

from casework.paper import press as paper
from casework.paper.press import NotPrinted, press

PAGE = '<html lang="en-GB"><head><title>Paper</title></head><body><h1>Paper</h1>{}</body></html>'


def test_a_page_becomes_a_pdf_that_a_screen_reader_can_read(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    press(PAGE.format("<p>Words.</p>"), out)
    made = out.read_bytes()
    assert made.startswith(b"%PDF-")
    # What PDF/UA asks for stands in compressed objects: language, title, tags.
    words = b"".join(map(_inflated, re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL)))
    assert all(word in words for word in (b"pdfuaid", b"/MarkInfo", b"/Lang", b"/StructTreeRoot"))
    assert [p.name for p in tmp_path.iterdir()] == ["out.pdf"]


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


@pytest.mark.parametrize(
    "reference", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "ftp://host/x.png"]
)
def test_a_page_that_asks_for_anything_outside_itself_is_refused(
    tmp_path: Path, reference: str
) -> None:
    out = tmp_path / "out.pdf"
    out.write_text("what was there before")
    with pytest.raises(NotPrinted, match="outside itself"):
        press(PAGE.format(f'<img src="{reference}" alt="">'), out)
    assert out.read_text() == "what was there before"
    assert [p.name for p in tmp_path.iterdir()] == ["out.pdf"]


def test_a_missing_library_is_named_with_the_way_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As the loader of shared libraries says it on a machine without Pango.
    said = "OSError: cannot load library 'libpango-1.0-0': no such file"
    monkeypatch.setattr(
        paper, "_run", lambda *_: subprocess.CompletedProcess([], 1, stdout="", stderr=said)
    )
    with pytest.raises(NotPrinted, match="apt-get install libpango"):
        press(PAGE.format(""), tmp_path / "out.pdf")


@pytest.mark.parametrize(("ends", "printed"), [([-11, 0], True), ([-11, -11], False)])
def test_a_crash_of_the_program_is_tried_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: list[int], *, printed: bool
) -> None:
    left = iter(ends)

    def run(_: str, made: Path) -> subprocess.CompletedProcess[str]:
        code = next(left)
        if code == 0:
            made.write_bytes(b"%PDF-")
        return subprocess.CompletedProcess([], code, stdout="", stderr="")

    monkeypatch.setattr(paper, "_run", run)
    out = tmp_path / "out.pdf"
    if printed:
        press(PAGE.format(""), out)
    else:
        with pytest.raises(NotPrinted):
            press(PAGE.format(""), out)
    assert out.exists() is printed
    assert list(left) == []


def test_a_place_that_does_not_exist_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        press(PAGE.format(""), tmp_path / "nowhere" / "out.pdf")
