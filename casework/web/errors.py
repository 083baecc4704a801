"""Our errors become pages here, and only here."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from casework.errors import ConferError, Conflict, Invalid, NotFound, Refused, TooMany, WrongState

log = logging.getLogger("casework.web")

STATUS: dict[type[ConferError], int] = {
    NotFound: 404,
    Refused: 403,
    Conflict: 409,
    WrongState: 409,
    Invalid: 422,
    TooMany: 429,
}
WORDS = {
    400: "We could not read that request.",
    401: "Sign in to continue.",
    403: "Your role does not include this. Ask your coordinator if it should.",
    404: "We cannot find that page.",
    405: "This page cannot be used in that way.",
    413: "What you sent is too large. Files may be up to 10 MB.",
}


def register_errors(app: Flask) -> None:
    """Translate every error once; what is not ours shows a reference and nothing else."""
    app.register_error_handler(ConferError, _ours)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: ConferError) -> ResponseReturnValue:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    if status == 500:
        return _unexpected(error)
    headers = {"Retry-After": str(error.wait_seconds)} if isinstance(error, TooMany) else {}
    # One page for everything that is not there: 'no such case' where an action was asked for
    # would say that the action exists.
    words = WORDS[404] if isinstance(error, NotFound) else error.message
    return _page(status, words), status, headers


def _stale_form(_: CSRFError) -> ResponseReturnValue:
    words = "This form came from another window. Go back, reload the page and send it again."
    return _page(400, words), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    allow = error.get_headers()
    headers = {name: value for name, value in allow if name == "Allow"}
    return _page(status, WORDS.get(status, "We could not do that.")), status, headers


def _unexpected(error: Exception) -> ResponseReturnValue:
    # The text of an exception may carry case data: only its kind and place are logged.
    reference = secrets.token_hex(4)
    log.error(
        "unexpected %s at %s, reference %s", type(error).__name__, request.endpoint, reference
    )
    words = "Something went wrong on our side. Nothing you sent was half saved."
    return _page(500, words, reference), 500


def _page(status: int, words: str, reference: str | None = None) -> str:
    return render_template("error.html", status=status, words=words, reference=reference)
