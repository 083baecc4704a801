"""The words of an answer, whatever it is packed in: PDF and workbooks are opened."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader


def words_of(data: bytes) -> str:
    """What a reader of the file would see; text stays as it is."""
    if data.startswith(b"%PDF") and b"%%EOF" in data[-1024:]:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as packed:
            return "\n".join(packed.read(n).decode("utf-8", "replace") for n in packed.namelist())
    return data.decode("utf-8", "replace")
