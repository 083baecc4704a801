"""The question: which agency, on which day, at what time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from casework.clock import LONDON, now, today
from casework.hindsight.looking import PAGE, ROOM
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm

TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
LAST = time(23, 59, 59, 999999)
PLACES = {PAGE: "On a page", ROOM: "On the screen in the meeting room"}


class LookForm(ConferForm):
    """Asked by GET, so that the answer has an address; it changes nothing."""

    agency = SelectField("Which agency?", validators=[InputRequired("Select the agency")])
    day = DatePartsField("On which day?", validators=[InputRequired("Enter the day")], thing="Day")
    time = StringField(
        "At what time?",
        description="For example 10:05. Leave it empty for the end of that day.",
        validators=[Optional()],
        render_kw={"width": 5},
    )
    where = RadioField(
        "Where did they look?",
        choices=[choice(key, words) for key, words in PLACES.items()],
        default=PAGE,
        validators=[InputRequired("Select where they looked")],
    )

    def validate_time(self, field: StringField) -> None:
        """A time of the day, by the clock on the wall."""
        if field.data and not TIME.fullmatch(field.data.strip()):
            raise ValidationError("Enter a time such as 10:05")

    def validate_day(self, field: DatePartsField) -> None:
        """The future has not been decided yet."""
        if field.data and field.data > today():
            raise ValidationError("Day must be today or in the past")

    @property
    def place(self) -> str:
        """Where they looked, in words."""
        return PLACES[self.where.data]

    @property
    def moment(self) -> datetime:
        """The moment asked for, never later than now."""
        assert self.day.data is not None, "the form was valid"
        return min(moment_of(self.day.data, self.time.data or ""), now())


def moment_of(day: date, said: str) -> datetime:
    """A day and a time of the clock on the wall as a moment; without a time, the end of the day."""
    found = TIME.fullmatch(said.strip())
    clock = time(int(found[1]), int(found[2]), 59, 999999) if found else LAST
    return datetime.combine(day, clock, LONDON).astimezone(UTC)
