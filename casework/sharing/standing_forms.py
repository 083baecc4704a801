"""Input about parties: officers, signatures, suspensions."""

from __future__ import annotations

from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from casework.sharing.signatures import SIGNED, STANDINGS
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm
from casework.web.validators import enter, select

NAME = Length(max=120, message="Enter 120 characters or fewer")
REASON = Length(max=300, message="Enter 300 characters or fewer")


class OfficerForm(ConferForm):
    """Who signs for an agency."""

    person_id = SelectField("Designated officer", [Optional()])
    name = StringField(
        "If the officer does not use Confer: name", [Optional(), NAME],
        description="They sign on paper, and the signature is recorded with a scan.",
    )  # fmt: skip
    post = StringField(
        "Office they hold", [Optional(), NAME], description="For example, Caldicott Guardian"
    )


class PostForm(ConferForm):
    """Who holds a post that a protocol names, and with which role."""

    word = RadioField("Which post?", [select("the post")])
    appointment_id = SelectField(
        "Who holds it?", [select("who holds it")],
        description="Everybody with a role at this conference, except you.",
    )  # fmt: skip


class SignForm(ConferForm):
    """The officer's own signature."""

    digest = HiddenField()
    agreed = BooleanField(
        "I have read it and I sign", [InputRequired("Confirm that you have read it and sign")]
    )


class SignatureForm(ConferForm):
    """How an agency stands to a version, as its paper or letter says."""

    agency_id = SelectField("Agency", [select("the agency")])
    status = RadioField(
        "How does it stand to this version?",
        [select("how the agency stands to this version")],
        choices=[choice(value, label) for value, label in STANDINGS.items()],
        default=SIGNED,
    )
    signed_by = StringField(
        "Who signed, or wrote, for the agency",
        [enter("who signed or wrote for the agency"), NAME],
        description="Name, as on the paper.",
    )
    post = StringField("Office they hold", [Optional(), NAME])
    paper_day = DatePartsField("Day on the paper", [Optional()], thing="The day on the paper")
    scan = FileField(
        "Scan of the signed page", [Optional()],
        description="A PDF, JPEG or PNG of up to 5 MB. The signature page only: nothing of a case.",
    )  # fmt: skip


class SuspendForm(ConferForm):
    """One agency shares nothing with one other."""

    by_agency_id = SelectField("Which agency stops sharing?", [select("the agency that stops")])
    towards_agency_id = SelectField("With which agency?", [select("the other agency")])
    both_ways = BooleanField("Both ways: neither shares with the other")
    until = DatePartsField(
        "Last day, if one is known", [Optional()], thing="The last day",
        description="Leave empty if it holds until somebody ends it.",
    )  # fmt: skip
    reason = StringField(
        "Why", [enter("why"), REASON],
        description="Both agencies can read this. Name no person and nothing of a case.",
    )  # fmt: skip


class NothingForm(ConferForm):
    """A button alone."""
