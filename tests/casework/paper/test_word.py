"""Word files of ours hold any words, say their language, and repeat their heads."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from casework.paper.word import begun, file_of, printable, repeat


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Chief\u00a0Officer", "Chief Officer"),
        ("one\u2028two", "one two"),
        ("zero\u200bwidth\x00", "zerowidth"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Zoë Ní Bhriain", "Zoë Ní Bhriain"),
    ],
)
def test_every_space_stays_a_space_and_what_nobody_sees_is_left_out(typed: str, kept: str) -> None:
    assert printable(typed) == kept


def test_a_title_that_no_document_can_hold_still_makes_a_file() -> None:
    made = Document(io.BytesIO(file_of(begun("Plan\x00 of\u00a0action", "Ann\x07"))))
    assert (made.core_properties.title, made.core_properties.author) == ("Plan of action", "Ann")


def test_a_document_is_in_english_and_its_table_heads_stand_on_every_page() -> None:
    document = begun("Plan")
    repeat(document.add_table(rows=2, cols=1).rows[0])
    made = Document(io.BytesIO(file_of(document)))
    assert made.core_properties.language == "en-GB"
    heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in made.tables[0]._tbl.tr_lst]
    assert [head is not None for head in heads] == [True, False]
