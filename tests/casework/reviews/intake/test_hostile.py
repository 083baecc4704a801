"""Files that were made to do harm are refused in words, quickly, and nothing of them is run."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from functools import partial
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.errors import Invalid
from casework.reviews.intake.bounds import ROWS
from casework.reviews.intake.columns import guess
from casework.reviews.intake.opening import open_plan
from tests.casework.reviews.intake.files import SIMPLE, TEMPLATE, docx, repacked, text, xlsx
from tests.factories.files import bursting
from tests.steps import steps

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
XML = b'<?xml version="1.0"?>'
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r9" TargetMode="External" Target="file:///c:/x.dotm" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    b"</Relationships>"
)


def merge_of(area: str) -> bytes:
    cells = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return HEAD + cells + f'<mergeCells><mergeCell ref="{area}"/></mergeCells></worksheet>'.encode()


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 40_000_000)
    return out.getvalue()


HOSTILE = {
    "a bomb": ("a.xlsx", bomb(), "unpacks to more"),
    "a bomb that says it is small": ("a.xlsx", bursting({"xl/media/a.png": b"x"}), "damaged"),
    "many parts": (
        "a.xlsx",
        repacked(xlsx(SIMPLE), {f"x/{n}.bin": b"" for n in range(1100)}),
        "unpacks to more",
    ),
    "macros": ("a.xlsx", repacked(xlsx(SIMPLE), {"xl/vbaProject.bin": b"x"}), "macros"),
    "macros of the old kind": (
        "a.xlsx", repacked(xlsx(SIMPLE), {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros",
    ),
    "links to other files": (
        "a.xlsx", repacked(xlsx(SIMPLE), {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "links",
    ),
    "something inside it": (
        "a.docx", repacked(docx([SIMPLE]), {"word/embeddings/x.bin": b"x"}), "other files inside",
    ),
    "a template from elsewhere": (
        "a.docx", repacked(docx([SIMPLE]), {"word/_rels/settings.xml.rels": OUTSIDE}), "links",
    ),
    "entities": (
        "a.xlsx", repacked(xlsx(SIMPLE), {SHEET: XML + BOMB + HEAD + b"</sheetData></worksheet>"}),
        "instructions",
    ),
    "a merged area of everything": (
        "a.xlsx", repacked(xlsx(SIMPLE), {SHEET: merge_of("A1:XFD1048576")}), "merged cells",
    ),
    "an old file": ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "old or a locked"),
    "no package": ("a.xlsx", b"hello", "damaged"),
    "half a package": ("a.xlsx", xlsx(SIMPLE)[:900], "damaged"),
    "a package of something else": ("a.docx", repacked(b"PK\5\6" + b"\0" * 18, {"a.txt": b"x"}),
                                    "damaged"),
    "a macro file": ("a.xlsm", xlsx(SIMPLE), "Choose a file"),
    "a program": ("a.exe", b"MZ", "Choose a file"),
    "no name": ("", b"x", "Choose a file"),
    "nothing": ("a.csv", b"", "empty"),
    "too large": ("a.csv", b"x" * (9 * 1024 * 1024), "larger than 8 MB"),
    "no text": ("a.csv", b"a,b\0c\n", "no text has"),
    "too many rows": ("a.csv", text([TEMPLATE, *([["x"] * 7] * (ROWS + 5))]), "more than 5,000"),
    "one line without an end": ("a.csv", b'"' + b"x" * 300_000, "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_in_words_and_quickly(what: str) -> None:
    name, content, words = HOSTILE[what]
    with pytest.raises(Invalid, match=words):
        steps(lambda: open_plan(name, content), most=3_000_000)


def test_a_single_cell_at_the_end_of_the_sheet_is_no_more_work_than_one_at_its_beginning() -> None:
    near, far = (steps(partial(one_cell, number)) for number in (2, 1_048_576))
    assert far < 2 * near


def one_cell(number: int) -> None:
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Recommendation</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>Lead agency</t></is></c></row>'
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>Far away</t></is></c></row>'
    ) % (number, number)
    content = repacked(xlsx(SIMPLE), {SHEET: HEAD + rows + b"</sheetData></worksheet>"})
    assert [row.number for row in open_plan("a.xlsx", content).rows] == [number]


@pytest.mark.parametrize("formula", ["=cmd|'/c calc'!A1", '=HYPERLINK("http://x")', "=1+1"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_formula_is_never_run_and_never_taken_as_words(kind: str, formula: str) -> None:
    rows = [TEMPLATE, ["Train staff", "Local", formula, "Housing", "", "", ""]]
    made = xlsx(rows) if kind == "xlsx" else text(rows)
    (row,) = open_plan(f"a.{kind}", made).rows
    assert row.cells[2].text == ""
    assert "formula" in row.cells[2].odd


def test_a_link_in_a_cell_is_only_words() -> None:
    rows = [TEMPLATE, ["See https://example.org", "Local", "", "Housing", "", "", ""]]
    assert open_plan("a.xlsx", xlsx(rows)).rows[0].cells[0].text == "See https://example.org"


@pytest.mark.parametrize(("end", "whole"), [(".xlsx", xlsx(SIMPLE)), (".docx", docx([SIMPLE]))])
def test_a_file_that_was_damaged_anywhere_is_a_table_or_refused(end: str, whole: bytes) -> None:
    for place in range(4, len(whole), len(whole) // 150):
        with suppress(Invalid):
            damaged = whole[:place] + b"\xff\xff" + whole[place + 2 :]
            assert guess(open_plan(f"a{end}", damaged).headings)


@settings(max_examples=60)
@given(st.binary(max_size=400), st.sampled_from([".csv", ".xlsx", ".docx"]))
def test_any_bytes_are_a_table_or_refused(content: bytes, end: str) -> None:
    with suppress(Invalid):
        assert guess(open_plan(f"a{end}", content).headings)


@settings(max_examples=40)
@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=5), min_size=1, max_size=8))
def test_any_cells_are_read_without_a_stumble(rows: list[list[str]]) -> None:
    content = text([TEMPLATE, *rows])
    with suppress(Invalid):
        assert open_plan("a.csv", content).headings
