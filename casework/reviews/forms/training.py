"""Forms of the register of training."""

from __future__ import annotations

from wtforms import StringField

from casework.reviews.forms.parts import line_field, list_of, words_field
from casework.reviews.training_models import LABEL
from casework.web.fields import DatePartsField, WholeNumberField
from casework.web.forms import ConferForm
from casework.web.validators import at_most, enter, not_in_future


class NamedForm(ConferForm):
    """A course, before anything is said of a version: fields are asked in the order of making."""

    title = line_field(
        "What is the course called?", "what it is called", "As recommendations call it."
    )
    audience = line_field(
        "Who is it for?", "who it is for", "A team or a role, for example call handlers."
    )


class VersionForm(ConferForm):
    """What a course teaches from a day on."""

    label = StringField(
        "Which version is it?", [enter("the version"), at_most(LABEL, "The version")],
        description="For example, 2 or 2027", render_kw={"width": 5},
    )  # fmt: skip
    in_force_from = DatePartsField(
        "From which day is it taught?", [enter("the first day")], thing="The first day",
        description="For example, 31 3 2027. It may lie ahead.",
    )  # fmt: skip
    what = words_field(
        "What does it teach, or what has changed?", "what it teaches",
    )  # fmt: skip


class CourseForm(NamedForm, VersionForm):
    """A course with the version that is taught now."""


class DeliveryForm(ConferForm):
    """A version was given to people of one agency."""

    agency = list_of("People of which agency?", "an agency")
    held_on = DatePartsField(
        "When?", [enter("the day"), not_in_future("The day")], thing="The day",
        description="For example, 31 3 2027",
    )  # fmt: skip
    attended = WholeNumberField(
        "How many took part?", [enter("how many took part")], render_kw={"width": 4},
    )  # fmt: skip
