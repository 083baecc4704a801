"""Forms of whoever runs the review: write, re-date, hand over, reopen."""

from __future__ import annotations

from wtforms import StringField

from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.reviews.words import NO_NAMES, SCOPES
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter

ROLE = "A role, not the name of a person: for example Head of Housing Management."
EXAMPLE = "For example, 31 3 2027"


class RecommendationForm(ConferForm):
    """A new recommendation."""

    text = words_field("What must change?", "what must change")
    finding = list_of("Which finding does it answer?")
    scope = one_of("How far does it reach?", "how far it reaches", SCOPES)
    agency = list_of("Which agency answers for it?", "which agency answers for it")
    role = line_field("Which role in that agency?", "the role that answers for it", ROLE)
    person = list_of("Who holds that role now?", hint="You can leave this until you know.")
    target_on = DatePartsField(
        "Target date", thing="Target date",
        description=f"It cannot be agreed without one. {EXAMPLE}",
    )  # fmt: skip
    themes = StringField(
        "Themes", [at_most(400, "Themes")],
        description=f"Separate them with commas, for example repeat victims, training. {NO_NAMES}",
    )  # fmt: skip


class AgainForm(VersionedForm):
    """The board's answer to an owner who refused."""

    why = words_field("What does the board answer?", "what the board answers")


class TargetForm(VersionedForm):
    """Another target date."""

    target_on = DatePartsField(
        "New target date", [enter("the new target date")], thing="New target date",
        description=EXAMPLE,
    )  # fmt: skip
    why = words_field("Why does it change?", "why the target date changes")


class TransferForm(VersionedForm):
    """Another owner."""

    agency = list_of("Which agency answers for it from now on?", "which agency answers for it")
    role = line_field("Which role in that agency?", "the role that answers for it", ROLE)
    person = list_of("Who holds that role now?")
    why = words_field("Why does it go to another owner?", "why it goes to another owner")


class ReopenForm(VersionedForm):
    """Accepted evidence no longer stands."""

    why = words_field("Why is it reopened?", "why it is reopened")


class ActionForm(VersionedForm):
    """Something to do for a recommendation."""

    text = words_field("What is to be done?", "what is to be done")
    agency = list_of("Which agency does it?", "which agency does it")
    person = list_of("Who does it?")
    due_on = DatePartsField(
        "By when?", [enter("the day by which it is done")], thing="The day", description=EXAMPLE
    )
    replaces = list_of(
        "Does it take the place of an action that was not done?",
    )
