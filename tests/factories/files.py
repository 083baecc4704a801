"""Small files of each kind, made here so that no test carries a binary."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from zlib import crc32

from casework.demo.signing import scanned

ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def pdf(words: str = "A report") -> bytes:
    """One page with these words; the same words make the same bytes."""
    return scanned(words)


def docx(words: str = "A report") -> bytes:
    """The parts by which a Word file is known."""
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": words.encode()})


def odt(more: Mapping[str, bytes] | None = None) -> bytes:
    """The parts by which an OpenDocument text is known."""
    return zipped({"mimetype": ODT_TYPE, "content.xml": b"<office/>"} | dict(more or {}))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, in this order."""
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return sink.getvalue()


def bursting(parts: Mapping[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive whose directory tells of these parts; each goes on with five million noughts."""
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", way) as packed:
        for name, content in parts.items():
            packed.writestr(name, content + bytes(5_000_000))
            told = packed.getinfo(name)
            told.file_size, told.CRC = len(content), crc32(content)
    return sink.getvalue()


BORDER = "a-border-that-no-file-here-holds"


def sent(fields: Mapping[str, object], content: bytes, name: str) -> dict[str, object]:
    """A form with a file as a browser sends it; in memory, where the test client's own is not."""
    parts = [
        f'--{BORDER}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{one}\r\n'
        for field, given in fields.items()
        for one in (given if isinstance(given, list | tuple) else [given])
        if field != "file"
    ]
    head = (
        f'--{BORDER}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = "".join([*parts, head]).encode() + content + f"\r\n--{BORDER}--\r\n".encode()
    return {"data": body, "content_type": f"multipart/form-data; boundary={BORDER}"}
