"""A service's refusal, back on the form with everything that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from casework.errors import ConferError, Conflict, Invalid, WrongState
from casework.web.forms import ConferForm
from casework.web.transaction import close_reading


class Attempt:
    """Whether the block went through."""

    done = False


@contextmanager
def attempt(form: ConferForm) -> Iterator[Attempt]:
    """Run a service; what it refuses stands on the form, and `done` stays false."""
    tried = Attempt()
    try:
        yield tried
    except (Invalid, Conflict, WrongState) as error:
        close_reading()
        form.add_errors(_placed(error))
    else:
        tried.done = True


def _placed(error: ConferError) -> dict[str, str]:
    if isinstance(error, Invalid):
        return error.errors
    return {getattr(error, "field", None) or "": error.message}
