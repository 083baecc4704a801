"""Input of the pages of people and agencies."""

from __future__ import annotations

from wtforms import EmailField, RadioField, SelectField, StringField, TelField, TextAreaField

from casework.directory.models import AgencyType, ConferenceKind
from casework.directory.words import AGENCY_TYPES, CONFERENCE_KINDS
from casework.web.choices import choice, yes_no
from casework.web.fields import DatePartsField, WholeNumberField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, select

UNCHOSEN = choice("", "Choose one")


class ChangeAgencyForm(VersionedForm):
    """What is known of an agency."""

    name = StringField("Name of the agency", [enter("the agency’s name"), at_most(120, "Name")])
    short_name = StringField(
        "Short name", [at_most(40, "Short name")],
        description="Optional: shown where there is little room", render_kw={"width": 20},
    )  # fmt: skip
    agency_type = SelectField(
        "Type of agency",
        [select("the type of agency")],
        description="Sharing protocols decide by this.",
        choices=[UNCHOSEN, *(choice(t, AGENCY_TYPES[t]) for t in AgencyType)],
    )
    sponsor = StringField(
        "Senior sponsor", [at_most(120, "Senior sponsor")],
        description="Optional: who answers for the agency’s part in the partnership",
    )  # fmt: skip
    contact = StringField(
        "Contact for data protection", [at_most(200, "Contact for data protection")],
        description="Optional: name, e-mail address or telephone number",
    )  # fmt: skip


class AddAgencyForm(ChangeAgencyForm):
    """A new agency, whose word in protocols may be chosen once."""

    code = StringField(
        "Word in sharing protocols", [at_most(48, "Word in sharing protocols")],
        description="Optional: small letters, numbers and _, for example harbour_housing. It "
        "cannot be changed later. Leave it empty to have one made from the name.",
        render_kw={"width": 20},
    )  # fmt: skip


class ChangeConferenceForm(VersionedForm):
    """What is known of a conference."""

    name = StringField("Name", [enter("the conference’s name"), at_most(120, "Name")])
    area = StringField("Area that it covers", [at_most(120, "Area")], description="Optional")
    purpose = TextAreaField(
        "Purpose", [at_most(500, "Purpose")], description="Optional",
        render_kw={"rows": 3, "count": 500},
    )  # fmt: skip
    research_due_days = WholeNumberField(
        "Working days before the meeting by which research is due",
        [enter("a number of working days")],
        description="2 is usual.",
        render_kw={"width": 3},
    )

    def validate_research_due_days(self, field: WholeNumberField) -> None:
        """Between nothing and a month."""
        if field.data is not None and not 0 <= field.data <= 30:
            field.errors = [*field.errors, "Enter a number from 0 to 30"]


class AddConferenceForm(ChangeConferenceForm):
    """A new conference; its kind never changes."""

    kind = RadioField(
        "What kind is it?",
        [select("what kind it is")],
        description="This cannot be changed later.",
        choices=[choice(kind, CONFERENCE_KINDS[kind]) for kind in ConferenceKind],
    )


class SeatForm(ConferForm):
    """Put an agency around the table; the choices are set by the view."""

    agency_id = SelectField("Agency", [select("an agency")])
    core = RadioField(
        "Does it come to every meeting?", [select("whether it comes to every meeting")],
        choices=yes_no(),
    )  # fmt: skip


class ChangePersonForm(VersionedForm):
    """What is known of a person."""

    name = StringField("Full name", [enter("the person’s full name"), at_most(120, "Full name")])
    email = EmailField(
        "E-mail address at work", [enter("the person’s e-mail address")],
        description="They sign in with it.",
    )  # fmt: skip
    job_title = StringField("Job title", [at_most(120, "Job title")], description="Optional")
    phone = TelField(
        "Telephone at work", [at_most(40, "Telephone at work")], description="Optional",
        render_kw={"width": 20},
    )  # fmt: skip


class AddPersonForm(ChangePersonForm):
    """Somebody new; the choices are set by the view."""

    agency_id = SelectField("Agency", [select("the person’s agency")])


class _DatesForm(ConferForm):
    starts_on = DatePartsField("First day", [enter("the first day")])
    ends_on = DatePartsField(
        "Last day", description="Leave this empty if there is no end date.", thing="Last day"
    )


class AppointPersonForm(_DatesForm):
    """A role for a person; the choices are set by the view."""

    role = SelectField("Role", [select("a role")])
    conference_id = SelectField(
        "Conference or board", description="Leave this open for a role in the whole partnership."
    )
    deputises_for = SelectField("Stands in for", description="Only for a deputy.")


class AppointAtTableForm(_DatesForm):
    """A role around one table; the choices are set by the view."""

    person_id = SelectField("Person", [select("a person")])
    role = SelectField("Role", [select("a role")])
    deputises_for = SelectField("Stands in for", description="Only for a deputy.")


class EndForm(ConferForm):
    """The end of an appointment."""

    when = RadioField(
        "When does it end?",
        [select("when it ends")],
        choices=[choice("now", "At once"), choice("later", "After a last day")],
    )
    last_day = DatePartsField("Last day", description="Only if it does not end at once.")
    reason = StringField("Reason", [at_most(200, "Reason")], description="Optional")

    def validate_last_day(self, field: DatePartsField) -> None:
        """Needed when the end comes later."""
        if self.when.data == "later" and field.data is None and not field.errors:
            field.errors = [*field.errors, "Enter the last day"]


class ReasonForm(ConferForm):
    """A second look, and why."""

    reason = StringField(
        "Reason", [at_most(200, "Reason")],
        description="Optional. Administrators can read it. Do not mention a case.",
    )  # fmt: skip


class SuccessorForm(ConferForm):
    """Who takes over; the choices are set by the view."""

    successor = SelectField("Who takes over?", [select("who takes over")])


class EmptyForm(ConferForm):
    """A button that does something: it carries the token and nothing else."""
