"""A sealed file as a download that can do nothing: no script, no fetch, no post."""

from __future__ import annotations

from flask import Response
from werkzeug.utils import secure_filename

# What the files are that Confer makes itself.
CSV = "text/csv"
HTML = "text/html"
PDF = "application/pdf"
ZIP = "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def download(content: bytes, media_type: str, name: str | None) -> Response:
    """The file under a safe name, always saved and never shown in place."""
    answer = Response(content, mimetype=media_type)
    called = secure_filename(name or "") or "file"
    answer.headers.set("Content-Disposition", "attachment", filename=called)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
