"""How every form of this room is answered: one save, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import FileField

from casework.errors import Conflict, Invalid, TooMany, WrongState
from casework.web.forms import ConferForm, VersionedForm
from casework.web.kit import form_page
from casework.web.transaction import writing

AGAIN = "Choose the file again. Everything else that you entered is still here"
Save = Callable[[Session], object]


def answer(
    form: ConferForm,
    save: Save,
    *,
    template: str,
    goto: str | Callable[[], str],
    said: str | Callable[[], str],
    current: Callable[[], int] | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """Save what was typed and go on, or show it again with what is to be put right (422)."""
    if form.validate_on_submit() and saved(form, lambda: _in_one(save)):
        flash(said if isinstance(said, str) else said(), "success")
        return redirect(goto if isinstance(goto, str) else goto(), 303)
    _ask_again(form)
    if form.errors and current is not None and isinstance(form, VersionedForm):
        # They have been shown what is saved now: the next attempt is over that.
        form.catch_up(current())
    return form_page(template, form, **shown)


def _ask_again(form: ConferForm) -> None:
    # A browser sends a file once; everything else comes back filled in.
    for field in form:
        chosen = getattr(field.data, "filename", "") if isinstance(field, FileField) else ""
        if chosen and not field.errors and (form.errors or form.form_errors):
            field.errors = [*field.errors, AGAIN]


def saved(form: ConferForm, act: Callable[[], object]) -> bool:
    """Do it; a refusal stands at its field, or above the form, and False is the answer."""
    try:
        act()
    except Invalid as error:
        form.add_errors(error.errors)
    except (Conflict, TooMany, WrongState) as error:
        form.form_errors = [*form.form_errors, error.message]
    else:
        return True
    return False


def _in_one(save: Save) -> None:
    with writing() as session:
        save(session)
