"""Forms of the record of a review: its law, chair, panel, terms, agency reports and clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wtforms import FileField, Form, StringField, TextAreaField

from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.reviews.models import LINK
from casework.reviews.paths import Clock, Unit
from casework.reviews.service.report_text import ACCEPTED
from casework.reviews.vocabulary import Statute
from casework.reviews.words import (
    CHANNELS,
    NO_NAMES,
    REPORT_KINDS,
    RESPONSES,
    SEATS,
    STATUTES,
)
from casework.web.fields import DatePartsField, WholeNumberField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, not_in_future, not_in_past

OF_DEATHS = {s.value: STATUTES[s] for s in (Statute.DVCVA_S9, Statute.VPA_S19)}


def past_day(label: str, thing: str) -> DatePartsField:
    """A day that has come."""
    return DatePartsField(
        label, [enter(f"{thing[0].lower()}{thing[1:]}"), not_in_future(thing)], thing=thing,
        description="For example, 31 3 2026",
    )  # fmt: skip


class StatuteForm(VersionedForm):
    """Under which law a death review is held."""

    statute = one_of(
        "Under which law is this review held?", "under which law it is held", OF_DEATHS
    )


class ComplaintsForm(VersionedForm):
    """How many complaints qualify."""

    complaints = WholeNumberField(
        "How many qualifying complaints were made?", [enter("how many complaints qualify")],
        description="Each made within one month of what happened, in the six months before the "
        "application. One incident that was told to several agencies counts once.",
        render_kw={"width": 3},
    )  # fmt: skip


class ChairForm(VersionedForm):
    """Who chairs it, and why they are independent."""

    person = list_of("Who chairs the review?", "who chairs it")
    independence = words_field(
        "Why are they independent of the agencies it looks at?", "why they are independent",
        "This is published with the report.",
    )  # fmt: skip


class SeatForm(ConferForm):
    """A seat on the panel."""

    person = list_of("Who joins the panel?", "who joins the panel")
    seat = one_of("What do they do on it?", "what they do on the panel", SEATS)
    since = past_day("Since when?", "The first day")


class TermsForm(ConferForm):
    """A version of the terms of reference."""

    text = words_field("What does the review look into?", "the terms of reference", rows=12)
    agreed_on = past_day("When were they agreed?", "The day they were agreed")


class AskAgencyForm(ConferForm):
    """A report is asked of an agency."""

    agency = list_of("Which agency is asked?", "which agency is asked")
    kind = one_of("For what?", "what it is asked for", REPORT_KINDS)
    due_on = DatePartsField(
        "When is it due?", [enter("the day it is due"), not_in_past("The day it is due")],
        thing="The day it is due", description="For example, 31 3 2027",
    )  # fmt: skip


class ReportForm(VersionedForm):
    """What became of an agency's report."""

    wanted = one_of("What became of it?", "what became of it", {})
    on = DatePartsField(
        "On which day did it come?", [not_in_future("The day it came")], thing="The day it came",
        description="When it was returned. Leave empty for today.",
    )  # fmt: skip
    why = words_field("Why?", hint="Needed when it is sent back, or when the agency holds nothing.")


class CommentForm(ConferForm):
    """A comment of the Home Office panel."""

    text = words_field("What does the panel say?", "what the panel says")
    received_on = past_day("When did it come?", "The day it came")


class ResponseForm(VersionedForm):
    """The answer to a comment."""

    response = one_of("Is the comment accepted?", "whether the comment is accepted", RESPONSES)
    reason = words_field("Why not, or why only in part?", hint="Not needed when it is accepted.")
    change = words_field("What changes in the report?", hint="Not needed when it is not accepted.")
    owner = list_of("Who makes the change?")


class AgreeResponseForm(VersionedForm):
    """The resolution that agreed the answer."""

    resolution = line_field(
        "Which resolution of the board agreed it?", "which resolution agreed it",
        "For example: meeting of 4 March, minute 5.",
    )  # fmt: skip
    agreed_on = past_day("When was it agreed?", "The day it was agreed")


class PublicationForm(VersionedForm):
    """The resolution to publish."""

    channel = one_of("Where is it to be published?", "where it is to be published", CHANNELS)
    resolution = line_field(
        "Which resolution of the board approved it?", "which resolution approved it",
        "For example: meeting of 4 March, minute 7.",
    )  # fmt: skip
    resolved_on = past_day("When was it resolved?", "The day it was resolved")
    withdraw_on = DatePartsField(
        "When does it come down again?", thing="The day it comes down",
        description="Leave empty if it stays. Some boards take a report down after a year and "
        "give it out on request.",
    )  # fmt: skip


class CheckForm(VersionedForm):
    """The file that is to be published is looked through."""

    file = FileField(
        f"Choose the file that is to be published: {ACCEPTED}", [enter("the file")],
        description="Up to 10 MB. It is read and not kept.",
    )  # fmt: skip
    references = TextAreaField(
        "Which cases are behind this review?", [at_most(500, "The references")],
        description="References of cases, for example C-7KQ2-M9XP, one a line. Their names, dates "
        "of birth and addresses are looked for. The references are not kept with the review. "
        f"{NO_NAMES}", render_kw={"rows": 3},
    )  # fmt: skip
    on = past_day("When did you read it?", "The day you read it")
    note = words_field(
        "If lines were found: why may they stay?",
        hint="For example: ‘Rose’ in line 14 is a street that the report does not tie to anybody.",
    )  # fmt: skip


class WithdrawForm(VersionedForm):
    """A report came down."""

    on = past_day("When did it come down?", "The day it came down")


class CopyForm(ConferForm):
    """Somebody must get the report."""

    to = line_field("Who gets the report?", "who gets the report", "An office, not a person.")
    because = line_field("Why?", "why they get it", "The law, guidance or resolution.")


class SentForm(VersionedForm):
    """A copy went."""

    sent_on = past_day("When was it sent?", "The day it was sent")
    proof = StringField(
        "What proves it?", [enter("what proves that it was sent"), at_most(LINK, "Proof")],
        description="The receipt, the reference of the letter, or a full link.",
    )  # fmt: skip


def clocks_form(clocks: Iterable[Clock], lengths: Mapping[str, int]) -> ConferForm:
    """One number a clock, filled with what the board has set."""
    fields = {
        clock.code: WholeNumberField(
            f"{clock.words}: how many {_unit(clock)}?", [enter("a number")],
            description=f"Usual: {clock.length}. {clock.source}.", render_kw={"width": 3},
        )
        for clock in clocks
    }  # fmt: skip
    made: type[Form] = type("ClocksForm", (ConferForm,), fields)
    form = made(data=dict(lengths))
    assert isinstance(form, ConferForm)
    return form


def _unit(clock: Clock) -> str:
    return "months" if clock.unit is Unit.MONTHS else "working days"
