"""Archives that somebody sends: what is unpacked, and how much of it."""

from __future__ import annotations

import tracemalloc
import zipfile

import pytest

from casework.web.archives import Damaged, opened, unpacked
from tests.factories.files import bursting, zipped

WORDS = b"What was found"


def first_of(content: bytes) -> bytes:
    with opened(content) as packed:
        return unpacked(packed, packed.infolist()[0])


@pytest.mark.parametrize("words", [WORDS, b"", WORDS * 100_000])
def test_a_part_comes_out_as_it_went_in(words: bytes) -> None:
    assert first_of(zipped({"a.xml": words})) == words


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_goes_on_after_its_end_is_refused_and_not_unpacked(way: int) -> None:
    content = bursting({"a.xml": WORDS}, way)
    tracemalloc.start()
    try:
        with pytest.raises(Damaged):
            first_of(content)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_part_that_is_shorter_than_it_says_is_refused() -> None:
    with opened(zipped({"a.xml": WORDS})) as packed:
        (part,) = packed.infolist()
        part.file_size += 1
        with pytest.raises(Damaged):
            unpacked(packed, part)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04 cut", zipped({"a": WORDS})[:-30]])
def test_what_is_no_whole_archive_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged):
        opened(content)
