"""What a button sends beside itself."""

from __future__ import annotations

from uuid import UUID

from flask import request


def version_sent() -> int:
    """The version the page was drawn from; -1, which no row has, when it is missing."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def id_sent(name: str) -> UUID:
    """The thing that was chosen; one that no row has, when it cannot be read."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return UUID(int=0)
