"""Links to evidence: an address that a browser opens, and nothing that runs."""

from __future__ import annotations

from urllib.parse import urlsplit

from casework.reviews.models import LINK


def check_link(link: str) -> str:
    """What is wrong with it; empty when nothing is."""
    if len(link) > LINK:
        return f"Link must be {LINK} characters or fewer"
    try:
        parts = urlsplit(link)
        named = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        named = False
    plain = not any(sign.isspace() for sign in link)
    if named and plain and not parts.username:
        return ""
    return "Enter a full link, for example https://www.example.org/report"
