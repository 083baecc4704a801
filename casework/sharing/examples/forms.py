"""Input about examples."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from casework.sharing.examples.running import EXPECTED
from casework.web.choices import choice
from casework.web.forms import VersionedForm
from casework.web.validators import enter, select

SHORT = Length(max=300, message="Enter 300 characters or fewer")


class ExampleForm(VersionedForm):
    """A sentence, and what is expected; the question's own fields are added per protocol."""

    sentence = TextAreaField(
        "What do you expect, in your own words?",
        [enter("what you expect, in your own words"), SHORT],
        description="For example: Housing does not see health notes unless the victim agreed.",
        render_kw={"rows": 2},
    )
    expected = RadioField(
        "Then this person",
        [select("what you expect")],
        choices=[choice(word, text.capitalize()) for word, text in EXPECTED.items()],
    )


class SignExampleForm(VersionedForm):
    """The signature itself is the button."""


class EndExampleForm(VersionedForm):
    """Why an example no longer counts."""

    reason = TextAreaField(
        "Why does it no longer count?",
        [enter("why it no longer counts"), SHORT],
        render_kw={"rows": 2},
    )
