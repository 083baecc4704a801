"""The one check of a file that somebody sends."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from io import BytesIO

import pytest
from flask import Flask, request
from werkzeug.datastructures import FileStorage

from casework.errors import Invalid
from casework.web import uploads
from casework.web.uploads import DOCUMENTS, LARGEST, checked, safe_name
from tests.factories.files import ODT_TYPE, bursting, docx, odt, pdf, sent, zipped


def problem(content: bytes, name: str = "report.pdf", largest: int = LARGEST) -> str:
    with pytest.raises(Invalid) as refused:
        checked(content, DOCUMENTS, name=name, largest=largest)
    assert set(refused.value.errors) == {"file"}
    return refused.value.errors["file"]


@pytest.mark.parametrize(("content", "ending"), [(pdf(), "pdf"), (docx(), "docx"), (odt(), "odt")])
def test_a_document_is_known_by_its_content_whatever_it_is_called(
    content: bytes, ending: str
) -> None:
    found = checked(FileStorage(BytesIO(content), "Report.exe"), DOCUMENTS)
    assert found.name == f"Report.exe.{ending}"
    assert found.content == content
    assert found.digest == sha256(content).hexdigest()


def test_nothing_chosen_and_nothing_in_it_are_told_apart() -> None:
    with pytest.raises(Invalid) as refused:
        checked(FileStorage(BytesIO(b""), ""), DOCUMENTS)
    assert refused.value.errors == {"file": "Choose a file"}
    assert problem(b"") == "Choose a file that is not empty"


def test_a_file_that_is_too_large_is_not_read_to_its_end() -> None:
    source = BytesIO(pdf() + b"x" * 5000)
    with pytest.raises(Invalid) as refused:
        checked(FileStorage(source, "a.pdf"), DOCUMENTS, largest=1000)
    assert "MB or smaller" in refused.value.errors["file"]
    assert source.tell() == 1001


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0 old", "old Word format or has a password"),
        (b"{\\rtf1 hello}", "Rich Text Format"),
        (b"MZ\x90", "program"),
        (b"<html><script>alert(1)</script>", "must be PDF, Word (.docx) or OpenDocument (.odt)"),
        (b"PK\x03\x04 cut off", "must be PDF"),
        (zipped({"xl/workbook.xml": b"", "[Content_Types].xml": b""}), "must be PDF"),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}),
         "macros"),
        (odt({"Basic/Standard/Module1.xml": b""}), "macros"),
        (zipped({"mimetype": b"text/plain", "content.xml": b""}), "must be PDF"),
        (zipped({"mimetype": b"x" * 200, "content.xml": b""}), "must be PDF"),
        (bursting({"mimetype": ODT_TYPE, "content.xml": b""}), "must be PDF"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    assert words in problem(content)


def test_an_archive_that_unpacks_without_end_is_no_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1000)
    parts = {"[Content_Types].xml": b"", "word/document.xml": b"0" * 2000}
    assert "must be PDF" in problem(zipped(parts))


@pytest.mark.parametrize("worth", [0, 127, 255])
def test_a_file_that_was_damaged_anywhere_is_taken_or_refused(worth: int) -> None:
    whole = odt()
    for place in range(len(whole)):
        damaged = whole[:place] + bytes([worth]) + whole[place + 1 :]
        with suppress(Invalid):
            assert checked(damaged, DOCUMENTS, name="a").content == damaged


def test_an_archive_with_a_password_is_no_document() -> None:
    content = bytearray(docx())
    # The bit for 'encrypted' in the first entry of the directory.
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "must be PDF" in problem(bytes(content))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Report.pdf", "Report.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\anna\\Report.PDF", "Report.pdf"),
        ("report\u202efdp.exe", "report fdp.exe.pdf"),
        ("line\r\nSet-Cookie: x.pdf", "line Set-Cookie: x.pdf"),
        ("nul\x00.pdf", "nul.pdf"),
        ("....", "file.pdf"),
        ("", "file.pdf"),
        ("a.pdf.pdf", "a.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
        ("Rapport d’été.pdf", "Rapport d’été.pdf"),
    ],
)
def test_a_name_loses_what_could_do_harm(name: str, kept: str) -> None:
    assert safe_name(name, "pdf") == kept


def test_another_ending_that_says_the_same_is_not_doubled() -> None:
    jpeg = b"\xff\xd8\xff\xe0"
    assert checked(jpeg, uploads.SCANS, name="photo.JPEG").name == "photo.jpg"
    assert checked(b"words", [uploads.TEXT], name="notes.txt").name == "notes.txt"


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"a\0b", b" <svg onload=x>", b"PK\x03\x04 cut", b"<!doctype html>"]
)
def test_what_a_browser_might_run_is_no_plain_text(content: bytes) -> None:
    assert uploads.type_of(content, [uploads.TEXT]) is None


def test_scans_are_pictures_or_pdf() -> None:
    assert checked(b"\x89PNG\r\n\x1a\n", uploads.SCANS, name="a").name == "a.png"
    with pytest.raises(Invalid):
        checked(docx(), uploads.SCANS, name="a.docx")


def test_only_a_form_with_a_file_may_be_larger_than_others() -> None:
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    app.before_request(uploads.make_room)
    app.add_url_rule("/words", view_func=lambda: str(len(request.form)), methods=["POST"],
                     endpoint="words")  # fmt: skip
    app.add_url_rule("/file", methods=["POST"], endpoint="file",
                     view_func=uploads.takes_file(lambda: str(len(request.files))))  # fmt: skip
    client = app.test_client()
    assert client.post("/words", data={"words": "x" * 5000}).status_code == 413
    assert client.post("/file", **sent({}, b"x" * 5000, "a.pdf")).text == "1"


def test_a_file_on_its_way_never_touches_the_disk() -> None:
    app = Flask(__name__)
    app.request_class = uploads.InMemory
    app.add_url_rule(
        "/file", methods=["POST"], endpoint="file",
        view_func=lambda: type(request.files["file"].stream).__name__,
    )  # fmt: skip
    client = app.test_client()
    assert client.post("/file", **sent({}, b"x" * 2_000_000, "a.pdf")).text == "BytesIO"
