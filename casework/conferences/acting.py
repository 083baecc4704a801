"""One press of a button: what it may not do is said on the page it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.disclosure.guards import guarded
from casework.errors import Conflict, Invalid, WrongState
from casework.web.forms import ConferForm
from casework.web.transaction import writing


def press(
    act: Callable[[Session], Any], back: str, done: str | Callable[[Any], str] = ""
) -> ResponseReturnValue:
    """Do it and go back; a refusal of the workflow is a message there, not an error page."""
    try:
        with guarded(writing) as session:
            result = act(session)
    except (Conflict, WrongState, Invalid) as error:
        flash(error.message, "error")
    else:
        if done:
            flash(done if isinstance(done, str) else done(result), "success")
    return redirect(back)


@contextmanager
def saving(form: ConferForm, **names: str) -> Iterator[Session]:
    """Save what a form holds; complaints of the service stand beside the fields (`names`)."""
    try:
        with guarded(writing) as session:
            yield session
    except Invalid as error:
        form.add_errors({names.get(key, key): words for key, words in error.errors.items()})
    except (Conflict, WrongState) as error:
        form.add_errors({getattr(error, "field", None) or "form": error.message})
