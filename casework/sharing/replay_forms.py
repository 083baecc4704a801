"""Which past decisions are to be replayed, and under which other version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from wtforms import SelectField
from wtforms.validators import InputRequired, ValidationError

from casework.agreements.models import Agreement
from casework.clock import end_of, first_moment, today
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm
from casework.web.words import word

# What stands in the form before anything is asked.
USUAL_DAYS = 30


class ReplayForm(ConferForm):
    """Asked by GET, so that the answer has an address; it changes nothing."""

    since = DatePartsField("From", validators=[InputRequired("Enter the first day")], thing="From")
    until = DatePartsField("To", validators=[InputRequired("Enter the last day")], thing="To")
    draft = SelectField(
        "What if another version had been in force?",
        description="Optional. Each past decision is also taken by that version.",
    )

    def offer(self, others: Iterable[Agreement]) -> None:
        """The other versions of the same protocol; none is chosen unless somebody does."""
        self.draft.choices = [choice("", "No: only check what was decided")] + [
            choice(str(row.id), f"Version {row.label} ({word(row.state)})") for row in others
        ]

    def validate_until(self, field: DatePartsField) -> None:
        """A period ends after it begins, and not in days to come."""
        if field.data and field.data > today():
            raise ValidationError("To must be today or in the past")
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("To must be the same as or after the first day")

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The moment the first day begins, and the one the last day ends."""
        assert self.since.data is not None, "the form was valid"
        assert self.until.data is not None, "the form was valid"
        return first_moment(self.since.data), end_of(self.until.data)


def usual_days() -> dict[str, object]:
    """The last month."""
    return {"since": today() - timedelta(days=USUAL_DAYS), "until": today()}
