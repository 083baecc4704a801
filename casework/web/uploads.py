"""A file that somebody sends: how large it is, what it is by its content, what it may be called.

The one check of the house for documents. What the browser says of a file, and how its name ends,
count for nothing; a name loses its folders, its signs that cannot be shown, and its false ending.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Request, current_app, request
from werkzeug.datastructures import FileStorage

from casework.errors import Invalid
from casework.web.archives import Damaged, opened, unpacked

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LONGEST_NAME = 120
# What unpacks to more than this, or into more parts, is no document that somebody wrote.
MOST_UNPACKED, MOST_PARTS = 300 * MEGABYTE, 5000
# A form with a file may be this large: then it is we who say that the file is too large, beside
# its field, and nothing that was typed is lost. Above it the server cuts the request off.
LARGEST_REQUEST = 32 * MEGABYTE
FIELD = "file"
MARK = "confer_takes_file"

View = TypeVar("View", bound=Callable[..., Any])

# What a beginning tells of a file that is not taken, so that the person knows what to do.
OLD_WORD = (
    "The file is in the old Word format or has a password. Save it as .docx without a password, "
    "or as PDF"
)
KNOWN_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", OLD_WORD),
    (b"{\\rtf", "The file is in Rich Text Format. Save it as .docx or PDF"),
    (b"MZ", "The file is a program, not a document"),
)


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken, by what is in it."""

    media_type: str
    ending: str
    words: str
    holds: Callable[[bytes], bool]
    # Other endings that say the same.
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at: what it holds, what it is, and a name that does no harm."""

    name: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the file as it was sent, in hexadecimal."""
        return sha256(self.content).hexdigest()


def checked(
    sent: FileStorage | bytes | None,
    accepted: Collection[FileType],
    *,
    name: str = "",
    largest: int = LARGEST,
) -> Upload:
    """The file, or Invalid at the field `file` with what to do about it."""
    content, called = _read(sent, name, largest)
    if not content:
        raise Invalid({FIELD: "Choose a file" if not called else "Choose a file that is not empty"})
    if len(content) > largest:
        raise Invalid({FIELD: f"The file must be {largest // MEGABYTE} MB or smaller"})
    found = type_of(content, accepted)
    if found is None:
        raise Invalid({FIELD: _why_not(content, accepted)})
    return Upload(safe_name(called, found.ending, found.also), found.media_type, content)


def type_of(content: bytes, accepted: Collection[FileType]) -> FileType | None:
    """Which of these kinds a file is, by what is in it."""
    return next((kind for kind in accepted if kind.holds(content)), None)


def safe_name(name: str, ending: str, also: Collection[str] = ()) -> str:
    """What a file may be called: no folder, nothing unseen, and the ending of what it is."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Categories C: controls, and signs that turn the reading direction so that 'exe' looks 'pdf'.
    shown = "".join(s if unicodedata.category(s)[0] != "C" else " " for s in last)
    stem = " ".join(shown.split()).strip(". ")
    same = tuple(f".{one}" for one in (ending, *also))
    while stem.lower().endswith(same):
        stem = stem.rpartition(".")[0].rstrip(". ")
    return f"{stem[:LONGEST_NAME].strip('. ') or 'file'}.{ending}"


class InMemory(Request):
    """A request whose files never touch the disk: what somebody sends is not sealed yet."""

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        # Otherwise anything above half a megabyte is spooled into a temporary file, in clear.
        return BytesIO()


def takes_file(view: View) -> View:
    """Mark a view whose form has a file: a file too large is told beside its field."""
    setattr(view, MARK, True)
    return view


def make_room() -> None:
    """Before a request is read: one that may carry a file may be larger than other forms."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, MARK, False):
        request.max_content_length = LARGEST_REQUEST


def _read(sent: FileStorage | bytes | None, name: str, largest: int) -> tuple[bytes, str]:
    if isinstance(sent, bytes):
        return sent, name or "file"
    if sent is None or not sent.filename:
        return b"", ""
    # One byte more than is taken tells that it is too much; the rest is never copied.
    return sent.stream.read(largest + 1), sent.filename


def _why_not(content: bytes, accepted: Collection[FileType]) -> str:
    told = next((words for start, words in KNOWN_OTHERS if content.startswith(start)), "")
    if told:
        return told
    if _has_macros(content):
        return "The file has macros in it. Save a copy without them, or as PDF"
    return f"The file must be {one_of(accepted)}"


def one_of(accepted: Collection[FileType]) -> str:
    """'PDF, Word (.docx) or OpenDocument (.odt)'."""
    *first, last = [kind.words for kind in accepted]
    return f"{', '.join(first)} or {last}" if first else last


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def _is_docx(content: bytes) -> bool:
    names = _parts(content)
    return {"[Content_Types].xml", "word/document.xml"} <= names and not _has_macros(content)


def _is_xlsx(content: bytes) -> bool:
    names = _parts(content)
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names and not _has_macros(content)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    begins = text.lstrip("\ufeff \t\r\n")[:200].lower()
    # Anything a browser might run is not plain text, and an archive that is cut off neither.
    return "\0" not in text and not begins.startswith(
        ("pk\x03\x04", "<!", "<html", "<script", "<svg", "<?xml")
    )


def _is_odt(content: bytes) -> bool:
    if "content.xml" not in _parts(content) or _has_macros(content):
        return False
    with opened(content) as packed:
        first = packed.infolist()[0]
        if first.filename != "mimetype" or first.file_size != len(ODT_TYPE):
            return False
        try:
            return unpacked(packed, first) == ODT_TYPE.encode()
        except Damaged:
            return False


def _has_macros(content: bytes) -> bool:
    return any(
        "vbaproject" in name.lower() or name.startswith(("Basic/", "Scripts/"))
        for name in _parts(content)
    )


def _parts(content: bytes) -> frozenset[str]:
    """The names in an archive that says of itself that it does no harm; none for anything else."""
    if not content.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with opened(content) as packed:
            parts = packed.infolist()
    except Damaged:
        return frozenset()
    locked = any(part.flag_bits & 1 for part in parts)
    if locked or len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
        return frozenset()
    return frozenset(part.filename for part in parts)


ODT_TYPE = "application/vnd.oasis.opendocument.text"
PDF = FileType("application/pdf", "pdf", "PDF", _is_pdf)
DOCX = FileType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
    "Word (.docx)", _is_docx,
)  # fmt: skip
ODT = FileType(ODT_TYPE, "odt", "OpenDocument (.odt)", _is_odt)
PNG = FileType("image/png", "png", "PNG", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"))
JPEG = FileType(
    "image/jpeg", "jpg", "JPEG", lambda content: content.startswith(b"\xff\xd8\xff"), ("jpeg",)
)
GIF = FileType(
    "image/gif", "gif", "GIF", lambda content: content.startswith((b"GIF87a", b"GIF89a"))
)
XLSX = FileType(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel (.xlsx)",
    _is_xlsx,
)  # fmt: skip
TEXT = FileType("text/plain", "txt", "plain text", _is_text, ("text",))

DOCUMENTS = (PDF, DOCX, ODT)
SCANS = (PDF, JPEG, PNG)
# By what a row keeps of a file that was taken.
TAKEN: Mapping[str, FileType] = {kind.media_type: kind for kind in (*DOCUMENTS, *SCANS)}
