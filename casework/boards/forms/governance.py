"""Forms of how boards are run."""

from __future__ import annotations

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import NumberRange

from casework.boards.governance_words import FORM_WORDS, FUNCTION_WORDS, OUTCOME_WORDS
from casework.boards.models.body import LINK
from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, not_in_future

YES_NO = {"yes": "Yes", "no": "No"}
DECISIONS = {"transfer": "Another board takes it over", "end": "It ends here"}


def day_field(label: str, what: str = "", hint: str = "For example, 31 3 2027") -> DatePartsField:
    """A day in three parts; required when `what` is given."""
    checks = [enter(what)] if what else []
    return DatePartsField(label, checks, thing=label, description=hint)


class PlaceForm(VersionedForm):
    """Where a board stands."""

    form = one_of("What is it?", "what it is", FORM_WORDS)
    parent_id = list_of(
        "Which board does it report to?", hint="A standing board may report to none."
    )
    ends_on = day_field("Last day", hint="For a task-and-finish group. For example, 31 3 2027")
    paper_hours = IntegerField(
        "How many hours before a meeting do papers close?",
        [enter("how many hours before a meeting papers close"), NumberRange(0, 720)],
        description="48 is usual. Five clear days are 120.", render_kw={"width": 4},
    )  # fmt: skip


class TermsForm(ConferForm):
    """A new version of the terms of reference."""

    text = words_field(
        "Terms of reference", "the terms of reference",
        "What the board is for, who sits on it, what it decides.", rows=12,
    )  # fmt: skip
    agreed_on = DatePartsField(
        "When were they agreed?", [enter("the day they were agreed"), not_in_future("The day")],
        thing="The day", description="For example, 31 3 2026",
    )  # fmt: skip
    review_on = day_field("When are they looked at again?", "the day they are looked at again")


class FunctionForm(ConferForm):
    """Is one of the functions in place?"""

    function = one_of("Which function?", "which function", FUNCTION_WORDS)
    in_place = one_of("Is it in place?", "whether it is in place", YES_NO)
    words = words_field("How, or what is missing?", hint="What is missing, and who sees to it.")


class ReferenceForm(ConferForm):
    """Something agreed at a meeting."""

    text = words_field("What is to be done?", "what is to be done", rows=3)
    minute = StringField("Which minute is it from?", [at_most(40, "The minute")],
                         description="For example, 7.2", render_kw={"width": 5})  # fmt: skip
    agency_id = list_of("Who does it?", "who does it")
    due_on = day_field("By when?", "by when", "The last day, also for ‘by the next meeting’.")
    bring_back = BooleanField("Bring it back to the next meeting’s agenda")


class ReferenceUpdateForm(VersionedForm):
    """What is new of a reference."""

    words = words_field("What is new?", "what is new", rows=3)
    done = BooleanField("It is done")
    proof = StringField("What shows that it is done?", [at_most(LINK, "What shows it")],
                        description="A web address, if there is one.")  # fmt: skip


class ReportForm(ConferForm):
    """A report that is owed again and again."""

    title = line_field("Which report?", "which report", "For example ‘Hate crime, by quarter’.")
    agency_id = list_of("Who owes it?", "who owes it")
    every_months = IntegerField(
        "Every how many months?", [enter("every how many months"), NumberRange(1, 60)],
        render_kw={"width": 2},
    )  # fmt: skip
    next_due_on = day_field("When is the next one due?", "when the next one is due")


class EscalateForm(ConferForm):
    """Ask another board for a decision."""

    to_id = list_of("Which board is asked?", "which board is asked")
    decision_sought = words_field("What should it decide?", "what it should decide", rows=3)
    reason = words_field("Why can it not be settled here?", "why it cannot be settled here")
    expires_on = day_field("Until when does it matter?", hint="Leave empty if it has no end.")


class SettleForm(VersionedForm):
    """What was made of an escalation."""

    outcome = one_of("What is made of it?", "what is made of it", OUTCOME_WORDS)
    words = words_field("What was decided, or why not?", "what was decided, or why not")


class DecideForm(ConferForm):
    """What becomes of one open thing."""

    decision = one_of("What becomes of it?", "what becomes of it", DECISIONS)
    successor_id = list_of("Which board takes it over?")
    words = words_field("If it ends: why, and what shows that it can?", rows=3)


class RestForm(ConferForm):
    """Everything that is left goes to one board."""

    successor_id = list_of("Which board takes over all that is left?", "which board takes it over")


class CloseForm(ConferForm):
    """The last words of a board."""

    words = words_field(
        "What does the closing report say of this board?", "what the closing report says",
        "What it was for, what it did, what it leaves behind.", rows=6,
    )  # fmt: skip
