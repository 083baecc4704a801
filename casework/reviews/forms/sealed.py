"""Forms of the sealed record of a review."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField

from casework.catalogue.declared.afterwards.review import RECORD
from casework.reviews.service.sealed import LONGEST
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm
from casework.web.validators import at_most, enter, not_in_future, select


def _day() -> DatePartsField:
    return DatePartsField(
        "On which day?", [not_in_future("The day it happened")], thing="The day it happened",
        description="For what happened and for contact with the family.",
    )  # fmt: skip


def _text() -> TextAreaField:
    return TextAreaField(
        "What is to be kept?", [enter("what is to be kept"), at_most(LONGEST, "An entry")],
        render_kw={"rows": 6},
    )  # fmt: skip


class EntryForm(ConferForm):
    """One entry. Here people are named: it is sealed, and the panel alone reads it."""

    field = RadioField(
        "What is it?", [select("what it is")],
        choices=[choice(f.name, f.label, hint=f.hint) for f in RECORD.fields],
    )  # fmt: skip
    happened_on = _day()
    text = _text()


class CorrectionForm(ConferForm):
    """Another wording in place of one that was wrong."""

    happened_on = _day()
    text = _text()
