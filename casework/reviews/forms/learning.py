"""Forms of learning: what is to be changed, lessons, and passing them on."""

from __future__ import annotations

from wtforms import StringField

from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.reviews.learning.aims import KINDS
from casework.reviews.learning_models import AimKind
from casework.reviews.models import LINE, LINK
from casework.web.fields import DatePartsField, WholeNumberField
from casework.web.forms import ConferForm
from casework.web.validators import at_most, enter, not_in_future

THEME = 40


def _theme() -> StringField:
    return StringField(
        "Theme", [at_most(THEME, "Theme")], description="For example, one front door"
    )


class AimForm(ConferForm):
    """What a recommendation wants changed."""

    kind = one_of("What is to be changed?", "what is to be changed", KINDS)
    clause = list_of("Which clause?", hint="For a clause of the sharing protocol.")
    tool = list_of("Which tool?", hint="For a legal or other tool.")
    training = list_of("Which course?", hint="For training in the register.")
    name = StringField(
        "What else is it called?", [at_most(LINE, "The name")],
        description="A question as the form calls it (victim.aliases), or the name of a tool or a "
        "course that is not in the list yet.",
    )  # fmt: skip
    wanted = words_field("How is it to be changed?", "how it is to be changed")

    @property
    def aimed(self) -> str:
        """The name of what was chosen for this kind of thing, or what was typed."""
        chosen = {AimKind.CLAUSE: self.clause, AimKind.LEGAL_TOOL: self.tool,
                  AimKind.TRAINING: self.training}  # fmt: skip
        field = chosen.get(self.kind.data)
        typed = "" if self.kind.data == AimKind.CLAUSE else self.name.data
        return (field.data if field is not None else "") or typed or ""


class LessonForm(ConferForm):
    """What a case teaches, without a word that says whose case it was."""

    text = words_field(
        "What is the lesson?", "the lesson",
        "Say what agencies should do differently. The case itself is not kept with it.",
    )  # fmt: skip
    theme = _theme()


class ElsewhereForm(ConferForm):
    """A lesson of another area's published review."""

    text = words_field("What did it find or recommend?", "what it found")
    area = line_field("Whose review is it?", "whose review it is", "The area and the year.")
    link = StringField(
        "Where can it be read?", [enter("where it can be read"), at_most(LINK, "Link")],
        description="A full link, for example https://www.example.org/report",
    )  # fmt: skip
    theme = _theme()


class BringInForm(ConferForm):
    """A lesson is put before a review."""

    review = list_of("Which review is to decide about it?", "which review decides about it")


class TellingForm(ConferForm):
    """Learning was passed on."""

    audience = line_field("Who was told?", "who was told", "A team or a role, not a person.")
    how = line_field("How?", "how they were told", "For example: briefing, seven-minute read.")
    held_on = DatePartsField(
        "When?", [enter("the day"), not_in_future("The day")], thing="The day",
        description="For example, 31 3 2026",
    )  # fmt: skip
    attended = WholeNumberField(
        "How many took part?", description="Leave empty if nobody counted.",
        render_kw={"width": 4},
    )  # fmt: skip
    what = words_field("What were they told?", "what they were told")
