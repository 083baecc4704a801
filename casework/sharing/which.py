"""Which thing of a list a form is about: known by what it says, for its place may be another's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from casework.web.choices import choice
from casework.web.forms import ConferForm

NEW = "new"
GONE = "What you were changing no longer stands as it was. Select where yours goes."


class OneOfMany(ConferForm):
    """About one thing of a list: the mark of the list and of the thing, as the form was made."""

    seen = HiddenField()
    which = HiddenField()


Form = TypeVar("Form", bound=OneOfMany)


def place_of(marks: Sequence[str], which: str, near: int) -> int | None:
    """Where the thing stands now, if it does; of equal ones the one at the place it had."""
    if near < len(marks) and marks[near] == which:
        return near
    return marks.index(which) if which in marks else None


def asking_where(form: type[Form], standing: Mapping[str, str]) -> type[Form]:
    """The same form where its thing is gone: what is typed takes the place of another, or none."""
    field = RadioField(
        "Where does it go?", [Optional()], validate_choice=False,
        choices=[
            choice(NEW, "It stands by itself, as a new one"),
            *(choice(mark, f"In place of this: {said}") for mark, said in standing.items()),
        ],
    )  # fmt: skip
    return type(form.__name__, (form,), {"which": field})
