"""Forms beside the figures: a change of definition, an event, a target, a month from before."""

from __future__ import annotations

from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange, Optional

from casework.boards.figures.measures import FIXED, LABELS
from casework.boards.figures.writing import ADDS_UP
from casework.boards.vocabulary import Population
from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, not_in_future

EVERY = [choice("", "All figures"), *(choice(key, label) for key, label in LABELS.items())]
ONE = [choice("", "Choose a figure"), *(choice(key, label) for key, label in LABELS.items())]
EARLIER = [
    choice("", "Choose a figure"),
    *(choice(key, label) for key, label in LABELS.items() if key in ADDS_UP),
]
MOST, MOST_PEOPLE = 1_000_000, 2_000_000_000
SINGLE = [choice("", "Choose a figure"), *(choice(m.key, m.label) for m in FIXED)]


class BreakForm(ConferForm):
    """A change of definition."""

    measure = list_of("Which figure is counted differently?")
    on = DatePartsField(
        "From which day?", [enter("the day"), not_in_future("The day")], thing="The day",
        description="For example, 1 6 2026",
    )  # fmt: skip
    reason = words_field(
        "What has changed, and why?", "what has changed",
        "It stands beside the number everywhere, and nothing is compared across that day.",
    )  # fmt: skip


class EventForm(ConferForm):
    """Something that happened once."""

    measure = list_of("Which figure does it show in?")
    starts_on = DatePartsField("First day", [enter("the first day")], thing="First day",
                               description="For example, 3 6 2026")  # fmt: skip
    ends_on = DatePartsField("Last day", [enter("the last day")], thing="Last day",
                             description="For one day, the same again")  # fmt: skip
    words = words_field(
        "What happened?", "what happened", "It travels with the number into every file."
    )


class TargetForm(ConferForm):
    """What a figure should reach."""

    measure = list_of("Which figure?", "which figure")
    starts_on = DatePartsField("From which day?", [enter("the day")], thing="The day",
                               description="For example, 1 4 2026")  # fmt: skip
    direction = one_of(
        "Should it be at least or at most that?", "at least or at most",
        {"at_least": "At least", "at_most": "At most"},
    )  # fmt: skip
    value = IntegerField(
        "What should it reach?", [enter("what it should reach"), NumberRange(0, MOST)],
        description="A percentage for a share, otherwise a number for the period.",
        render_kw={"width": 5},
    )  # fmt: skip


class EarlierForm(ConferForm):
    """A month before this system was used."""

    measure = list_of("Which figure?", "which figure")
    month = DatePartsField(
        "First day of the month", [enter("the first day of the month")], thing="The month",
        description="For example, 1 4 2024",
    )  # fmt: skip
    number = IntegerField(
        "The number", [Optional(), NumberRange(0, MOST)], render_kw={"width": 5},
        description="Leave empty if there is none. Never enter 0 for what is not known.",
    )  # fmt: skip
    base = IntegerField(
        "Of how many?", [Optional(), NumberRange(0, MOST)], render_kw={"width": 5},
        description="Only for a share, for example 14 of 20.",
    )  # fmt: skip
    source = line_field(
        "Where is it from, or why is there none?", "where it is from, or why there is none",
        "For example ‘Annual report 2024’ or ‘not collected then’.",
    )  # fmt: skip


class ComparatorForm(ConferForm):
    """A figure of another area."""

    measure = list_of("Which figure?", "which figure")
    area = StringField(
        "Which area?", [enter("which area"), at_most(80, "Which area")],
        description="For example ‘London’ or ‘England and Wales’.",
    )  # fmt: skip
    starts_on = DatePartsField(
        "First day of its first month", [enter("the first day of its first month")],
        thing="The first day", description="For example, 1 4 2025",
    )  # fmt: skip
    ends_on = DatePartsField(
        "Last day of its last month",
        [enter("the last day of its last month"), not_in_future("The last day")],
        thing="The last day",
        description="For example, 31 3 2026. It is compared only where ours is about the same "
        "months.",
    )  # fmt: skip
    number = IntegerField(
        "The number there", [enter("the number there"), NumberRange(0, MOST_PEOPLE)],
        render_kw={"width": 10},
    )  # fmt: skip
    base = IntegerField(
        "Of how many?", [Optional(), NumberRange(0, MOST_PEOPLE)], render_kw={"width": 10},
        description="Only for a share, for example 140 of 200.",
    )  # fmt: skip
    denominator = one_of(
        "Per whom should it be compared?", "per whom it should be compared",
        {
            Population.RESIDENT: "Per 1,000 residents",
            Population.DAYTIME: "Per 1,000 people who are there by day",
            Population.NONE: "Not at all: a share, or no population is known",
        },
    )  # fmt: skip
    population = IntegerField(
        "How many such people are there in that area?", [Optional(), NumberRange(1, MOST_PEOPLE)],
        render_kw={"width": 10},
    )  # fmt: skip
    own_population = IntegerField(
        "How many such people are there here?", [Optional(), NumberRange(1, MOST_PEOPLE)],
        render_kw={"width": 10},
    )  # fmt: skip
    definition = words_field("What is counted there?", "what is counted there", rows=3)
    same = one_of(
        "Is that the same as what is counted here?", "whether the same is counted here",
        {"no": "No, or nobody is sure: show it and do not compare", "yes": "Yes, the same"},
    )  # fmt: skip
    source = line_field(
        "Where is it from?", "where it is from", "For example ‘ONS, table C4, published 27 4 2026’."
    )


class CommentForm(VersionedForm):
    """Plain words about a figure."""

    words = words_field(
        "What does this figure say?", "what it says",
        "For somebody who was not there: what changed, why, and what it does not mean.",
    )  # fmt: skip
