"""Headers that every answer carries: a strict content policy, and no copies left behind."""

from __future__ import annotations

import secrets
from typing import cast

from flask import Flask, Response, current_app, g, request

POLICY = (
    "default-src 'none'",
    "script-src 'self' 'nonce-{nonce}'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Nothing leaves to other sites; our own forms keep the referrer that the CSRF check reads.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)",
}
YEAR = 365 * 24 * 3600


def csp_nonce() -> str:
    """The nonce of this response, for the few inline scripts that are ours."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    return cast(str, g.csp_nonce)


def clear_site_data(response: Response) -> Response:
    """For the answer to signing out: the browser forgets pages and storage of this site."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def init_headers(app: Flask) -> None:
    """Put the headers on every answer, errors included."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    # A file that is handed out brings a stricter policy of its own.
    response.headers.setdefault(
        "Content-Security-Policy", "; ".join(POLICY).format(nonce=csp_nonce())
    )
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = _keeping()
    if request.is_secure or current_app.config.get("SESSION_COOKIE_SECURE"):
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    return response


def _keeping() -> str:
    if request.endpoint != "web.static":
        return "no-store"
    # An address with a fingerprint never changes its content.
    return f"public, max-age={YEAR}, immutable" if "v" in request.args else "public, max-age=3600"
