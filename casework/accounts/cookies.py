"""What the browser keeps for us, and where it may be sent afterwards."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, request

from casework.accounts.browsers import browser_name
from casework.accounts.current import accounts
from casework.accounts.devices import LIFE
from casework.accounts.sessions import Visit

LONGEST_TARGET = 500


def visit() -> Visit:
    """The browser of this request, in plain values."""
    return Visit(
        address=request.remote_addr or "",
        browser=browser_name(request.user_agent.string),
        device=request.cookies.get(accounts().device_cookie, ""),
    )


def session_token() -> str:
    """What this browser presents as its session; empty when nothing."""
    return request.cookies.get(accounts().cookie, "")


def set_session(answer: Response, token: str) -> Response:
    """Hand the token to the browser, out of reach of scripts and other sites."""
    return _set(answer, accounts().cookie, token)


def set_device(answer: Response, token: str) -> Response:
    """Let the browser be known again."""
    return _set(answer, accounts().device_cookie, token, int(LIFE.total_seconds()))


def drop_session(answer: Response) -> Response:
    """Take the session's token away."""
    answer.delete_cookie(
        accounts().cookie, httponly=True, secure=accounts().secure, samesite="Lax", path="/"
    )
    return answer


def _set(answer: Response, name: str, token: str, age: int | None = None) -> Response:
    answer.set_cookie(
        name, token, max_age=age, httponly=True, secure=accounts().secure, samesite="Lax", path="/"
    )
    return answer


def safe_target(text: str) -> str:
    """A page of our own to go on to, or nothing: never another site."""
    if not text.startswith("/") or len(text) > LONGEST_TARGET or not text.isprintable():
        return ""
    # Browsers read `//host` and `/\host` as another site.
    if text.startswith("//") or "\\" in text or " " in text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else text
