"""Forms of whoever runs the review: write, re-date, hand over, reopen."""

from __future__ import annotations

from wtforms import StringField

from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.reviews.models import LINE, LINK, WORDS
from casework.reviews.words import ACTION_KINDS, NO_NAMES, SCOPES
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, not_in_future

ROLE = "A role, not the name of a person: for example Head of Housing Management."
EXAMPLE = "For example, 31 3 2027"
OPTIONAL = "You can leave this empty."


def in_words() -> StringField:
    """A target date as boards agree it; its last day is what counts (R26)."""
    return StringField(
        "Or in words", [at_most(WORDS, "Words of the date")],
        description="A month or a quarter, for example September 2027 or Q3 2027/28.",
    )  # fmt: skip


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
    target_words = in_words()
    meeting = list_of("Or by a meeting of the board")
    source = list_of("Where does it come from?")
    source_words = StringField(
        "Which one, and when?", [at_most(LINE, "Source")],
        description="When it does not come from the review itself: for example tenants’ "
        f"workshop, 3 May 2026. {NO_NAMES}",
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

    target_on = DatePartsField("New target date", thing="New target date", description=EXAMPLE)
    target_words = in_words()
    meeting = list_of("Or by a meeting of the board")
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
    kind = one_of("What kind of action is it?", "what kind of action it is", ACTION_KINDS)
    agency = list_of("Which agency does it?", "which agency does it")
    person = list_of("Who does it?")
    due_on = DatePartsField(
        "By when?", [enter("the day by which it is done")], thing="The day", description=EXAMPLE
    )
    replaces = list_of(
        "Does it take the place of an action that was not done?",
    )


class RaiseForm(VersionedForm):
    """Raised with a body outside, since nobody here can complete it."""

    body = line_field(
        "With whom was it raised?", "with whom it was raised",
        "A body and an office, not the name of a person: for example the Home Office, "
        "Interpersonal Abuse Unit.",
    )  # fmt: skip
    on = DatePartsField(
        "When was it raised?", [enter("the day it was raised"), not_in_future("The day")],
        thing="The day it was raised", description="For example, 31 3 2026",
    )  # fmt: skip
    asked = words_field("What were they asked?", "what they were asked")
    link = StringField("Link to the letter", [at_most(LINK, "Link")], description=OPTIONAL)


class AnswerForm(VersionedForm):
    """What they answered."""

    on = DatePartsField(
        "When did they answer?", [enter("the day they answered"), not_in_future("The day")],
        thing="The day they answered", description="For example, 31 3 2026",
    )  # fmt: skip
    answer = words_field("What did they answer?", "what they answered")
    link = StringField("Link to the answer", [at_most(LINK, "Link")], description=OPTIONAL)


class TakeBackForm(VersionedForm):
    """Back to its owner here."""

    why = words_field("What can its owner do now?", "what its owner can do now")


class MergeForm(VersionedForm):
    """Counted with another recommendation."""

    into = list_of(
        "Which recommendation is it the same as?", "the recommendation it is the same as",
        "Its open actions and its themes go there. This one stays readable and says where it went.",
    )  # fmt: skip
    why = words_field("Why are they the same?", "why they are the same")


class SeparateForm(VersionedForm):
    """A commitment of its own again."""

    why = words_field("Why is it counted on its own again?", "why it is counted on its own again")


class JoinForm(ConferForm):
    """One agency has become part of another."""

    agency = list_of("Which agency has gone?", "the agency that has gone")
    into = list_of("Which agency has it become part of?", "the agency it has become part of")
    role = line_field("Which role answers there?", "the role that answers there", ROLE)
    why = words_field("What happened?", "what happened")
