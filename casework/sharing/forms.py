"""Input of the protocol desk: rules as sentences, no syntax to type."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp

from casework.sharing.which import OneOfMany
from casework.web.fields import DatePartsField, VersionField
from casework.web.forms import ConferForm
from casework.web.validators import enter, select

NUMBER = r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*"


class StartDraftForm(ConferForm):
    """Name the version that the draft will become."""

    label = StringField(
        "Version of the draft",
        [enter("the version"), Length(max=16, message="Enter 16 characters or fewer")],
        description="For example, 1.1",
        render_kw={"width": 5},
    )


class StartForm(ConferForm):
    """What a new protocol begins with, and what it is called."""

    source = RadioField("What does it begin with?", [select("what it begins with")])
    title = StringField(
        "Title", [enter("the title"), Length(max=120, message="Enter 120 characters or fewer")],
        description="For example: Information sharing at the Riverside conference",
    )  # fmt: skip
    label = StringField(
        "Version",
        [enter("the version"), Length(max=16, message="Enter 16 characters or fewer")],
        default="1.0", render_kw={"width": 5},
    )  # fmt: skip


class ImportForm(ConferForm):
    """Read a protocol document from a file."""

    file = FileField(
        "Protocol document", [Optional()],
        description="A document file that was saved from Confer or written by hand, up to 1 MB.",
    )  # fmt: skip


class ClauseForm(OneOfMany):
    """The number, title and words of a clause."""

    number = StringField(
        "Number",
        [
            enter("the number of the clause"),
            Regexp(f"^{NUMBER}$", message="Use numbers and dots, for example 3.2"),
            Length(max=12, message="Enter 12 characters or fewer"),
        ],
        render_kw={"width": 5},
    )  # fmt: skip
    title = StringField(
        "Title", [Optional(), Length(max=120, message="Enter 120 characters or fewer")]
    )
    words = TextAreaField(
        "Words that partners sign",
        [
            enter("the words of the clause"),
            Length(max=4000, message="Enter 4,000 characters or fewer"),
        ],
        render_kw={"rows": 5},
    )
    scope = SelectMultipleField(
        "What a refusal cites this clause for", [Optional()], render_kw={"small": True},
        description="For example, a clause that lists the purposes: whoever asks for another "
        "purpose is told this clause.",
    )  # fmt: skip
    not_for_engine = StringField(
        "If no rule can carry this clause out, why?",
        [Optional(), Length(max=300, message="Enter 300 characters or fewer")],
        description="For example: it names who chairs. Leave empty when the clause has rules.",
    )


class StepForm(ConferForm):
    """A button that takes the version, or one part of a draft, one step on."""

    version = VersionField()
    seen = HiddenField()


class ApproveForm(ConferForm):
    """The second person confirms what the version opens, and answers for what it breaks."""

    version = VersionField()
    # The fingerprint of the list that was read.
    seen = HiddenField()
    despite = TextAreaField(
        "Why is it put in force although it breaks what was signed?",
        [Optional(), Length(max=300, message="Enter 300 characters or fewer")],
        description="Whoever signed these examples can read your reason.",
        render_kw={"rows": 3},
    )
    confirm = BooleanField(
        "I have read what this version opens and to whom",
        [InputRequired("Confirm that you have read what this version opens")],
    )
    unsigned = BooleanField("I know that nothing is shared with agencies that have not signed it")
    starts_on = DatePartsField(
        "First day, if not today", [Optional()], thing="The first day",
        description="The version before ends with that midnight. Leave empty to begin at once.",
    )  # fmt: skip
