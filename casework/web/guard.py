"""`@allows(Action.X)`: every endpoint says who may call it; one without it fails the suite."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import current_app
from flask_login import current_user

from casework.access import Action, Viewer
from casework.errors import Refused

P = ParamSpec("P")
R = TypeVar("R")

# Set on the view function, read by the suite: `Action`, or the word "public".
MARK = "confer_action"
# Set on a view whose act needs a proof of the person that is not old.
FRESH = "confer_fresh"


def viewer() -> Viewer:
    """The signed-in person of this request."""
    return cast(Viewer, current_user.viewer)


def allows(action: Action) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let the view run only for a signed-in person one of whose roles allows the action."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                return cast(R, _ask_to_sign_in())
            if not viewer().may(action):
                raise Refused("Your role does not include this. Ask your coordinator if it should.")
            return view(*args, **kwargs)

        setattr(guarded, MARK, action)
        return guarded

    return decorate


def fresh(view: Callable[P, R]) -> Callable[P, R]:
    """Ask again who it is before this act, if the last proof is older than a quarter of an hour."""
    setattr(view, FRESH, True)
    return view


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Declare that anybody may call the view, signed in or not."""
    setattr(view, MARK, "public")
    return view


def _ask_to_sign_in() -> Any:
    return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]  # set by Flask-Login
