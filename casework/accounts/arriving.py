"""From a step of signing in to the next page, with the cookies that belong to it."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, request, url_for
from flask import session as browser_session
from flask.typing import ResponseReturnValue

from casework.accounts.cookies import safe_target, set_device, set_session
from casework.accounts.login import NEXT_STEP
from casework.accounts.signing_in import Opened
from casework.errors import Invalid, TooMany
from casework.web.forms import ConferForm
from casework.web.kit import form_page
from casework.web.transaction import close_reading

HOME = "/"


def asked_target() -> str:
    """Where the person wanted to go, if that is a page of ours."""
    return safe_target(request.values.get("next", ""))


def arrive(opened: Opened, target: str = "") -> ResponseReturnValue:
    """Go on to the step that is due, or to where the person wanted to go."""
    step = NEXT_STEP.get(opened.stage)
    place = url_for(step, next=target or None) if step else target or HOME
    return with_cookies(make_response(redirect(place, 303)), opened)


def with_cookies(answer: Response, opened: Opened) -> Response:
    """Hand the browser what it is to keep; nothing from before signing in stays valid."""
    close_reading()
    browser_session.clear()
    set_session(answer, opened.token)
    return set_device(answer, opened.device) if opened.device else answer


def refused(
    template: str, form: ConferForm, error: Invalid | TooMany, **context: Any
) -> ResponseReturnValue:
    """The same page again with what to do about it; 429 says when to come back."""
    close_reading()
    if isinstance(error, Invalid):
        form.add_errors(error.errors)
        return form_page(template, form, **context)
    form.add_errors({"": error.message})
    page, _ = form_page(template, form, **context)
    return page, 429, {"Retry-After": str(error.wait_seconds)}
