"""A table as CSV runs nothing in a spreadsheet: neither its cells nor its headings."""

from __future__ import annotations

import csv
import io

import pytest

from casework.web.csv_text import DANGEROUS, csv_file, csv_text


@pytest.mark.parametrize("sign", DANGEROUS)
def test_no_heading_and_no_cell_begins_like_a_formula(sign: str) -> None:
    words = f"{sign}cmd|' /C calc'!A0"
    read = list(csv.reader(io.StringIO(csv_text([words], [[words]]), newline="")))
    assert [row[0][0] for row in read] == ["'", "'"]


def test_a_file_says_that_its_letters_are_utf_8() -> None:
    assert csv_file("Siân").startswith(b"\xef\xbb\xbf")
