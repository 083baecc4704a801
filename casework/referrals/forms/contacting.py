"""How a contact before the meeting went."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired

from casework.cases.models import ContactOutcome
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import VersionedForm

OUTCOMES = {
    ContactOutcome.REACHED: ("We spoke with them", "It is finished and leaves your list."),
    ContactOutcome.NOT_REACHED: (
        "We tried and could not reach them safely",
        "It stays on your list until you try again.",
    ),
    ContactOutcome.NOT_SAFE: (
        "We decided that contact is not safe now",
        "It leaves your list. Tell the coordinator what you advise.",
    ),
}


class ContactForm(VersionedForm):
    """Outcome and day; what was said does not belong here."""

    outcome = RadioField(
        "How did it go?",
        choices=[choice(o.value, label, hint=hint) for o, (label, hint) in OUTCOMES.items()],
        validators=[InputRequired("Select how it went")],
    )
    contacted_on = DatePartsField(
        "On which day?",
        description="For example, 27 3 2026.",
        thing="The day",
        validators=[InputRequired("Enter the day")],
    )
