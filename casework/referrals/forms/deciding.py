"""Input of starting, withdrawing, and everything the coordinator decides."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wtforms import FileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casework.cases.models import LinkKind
from casework.catalogue.decline_reasons import DECLINE_REASONS
from casework.catalogue.entry_routes import HINTS, WORDS, routes
from casework.catalogue.words import case_kind_words, conference_words
from casework.directory.models import Conference
from casework.referrals.attachments import ALLOWED
from casework.referrals.completeness import Shape
from casework.referrals.triage import OTHER_CONFERENCE
from casework.web.choices import choice
from casework.web.fields import VersionField
from casework.web.forms import ConferForm

LONGEST = 4000
TOO_LONG = Length(max=LONGEST, message=f"Enter {LONGEST:,} characters or fewer")
KIND_HINTS = {
    "person": "One person at risk, with children or others around them if there are any.",
    "household": "A home in which several people are affected.",
    "place": "A street, block or premises; with many people affected, or nobody named.",
}
LINK_WORDS = {
    LinkKind.REPEAT: "It has happened again to the same people",
    LinkKind.DUPLICATE: "It is the same matter, referred twice",
    LinkKind.COUNTER_ALLEGATION: "The same people accuse each other",
}


_OUT = [choice(r.code, r.label, hint=r.signpost) for r in DECLINE_REASONS if not r.redirects]
_ON = [choice(r.code, r.label, hint=r.signpost) for r in DECLINE_REASONS if r.redirects]


def _long(label: str, needed: str, hint: str = "") -> TextAreaField:
    validators = [TOO_LONG, *([InputRequired(needed)] if needed else [])]
    return TextAreaField(label, description=hint, validators=validators)


def _kind_unless_named(conference: Conference) -> str:
    kind: str = conference_words(conference.kind)
    return "" if kind.casefold() == conference.name.casefold() else kind


class StartForm(ConferForm):
    """Which conference, and what the case is about."""

    conference = RadioField("Which conference is it for?", validate_choice=True)
    kind = RadioField(
        "What is the case about?",
        choices=[choice(k, case_kind_words(k), hint=h) for k, h in KIND_HINTS.items()],
        validators=[InputRequired("Select what the case is about")],
    )

    def offer(self, conferences: Sequence[Conference]) -> None:
        """The conferences this person may refer to; one alone is chosen already."""
        self.conference.choices = [
            choice(str(c.id), c.name, hint=_kind_unless_named(c)) for c in conferences
        ]
        self.conference.validators = [InputRequired("Select which conference it is for")]
        if len(conferences) == 1 and not self.conference.data:
            self.conference.data = str(conferences[0].id)


class RouteForm(ConferForm):
    """Why this case needs a conference."""

    route = RadioField(
        "Why does this need a conference?",
        validators=[InputRequired("Select why this needs a conference")],
    )

    def offer(self, shape: Shape) -> None:
        """The ways that exist for this kind of conference and case."""
        found = routes(shape.conference_kind, shape.case_kind)
        self.route.choices = [choice(r.value, WORDS[r], hint=HINTS[r]) for r in found]


class WithdrawForm(ConferForm):
    """Take a referral back."""

    reason = _long("Why do you withdraw it?", "Enter why you withdraw this referral")


class AcceptForm(ConferForm):
    """Take the case on."""

    reason = _long(
        "Anything the referrer should know (optional)", "",
        "The referring agency reads this.",
    )  # fmt: skip


class ReturnForm(ConferForm):
    """Send it back."""

    missing = _long(
        "What is missing?", "Enter what is missing",
        "Say exactly what to add. The referrer does not have to type anything again.",
    )  # fmt: skip


class DeclineForm(ConferForm):
    """Not for this conference."""

    code = RadioField(
        "Why is it declined?",
        choices=_OUT,
        validators=[InputRequired("Select why the referral is declined")],
    )
    reason = _long(
        "Reason", "Enter the reason, so that the referrer knows why",
        "The referring agency reads this.",
    )  # fmt: skip
    signpost = _long(
        "Where to go instead (optional)", "",
        "Leave it empty to send the words below your choice above.",
    )  # fmt: skip


class RedirectForm(ConferForm):
    """Pass it on."""

    code = RadioField(
        "Where does it go?",
        choices=_ON,
        validators=[InputRequired("Select where the referral goes")],
    )
    conference_id = RadioField("Which conference? (only for another one of this partnership)")
    reason = _long(
        "Reason", "Enter the reason, so that the referrer knows why",
        "The referring agency reads this.",
    )  # fmt: skip

    def offer(self, conferences: Sequence[Conference]) -> None:
        """The other conferences of the partnership."""
        self.offered = {str(c.id): c.id for c in conferences}
        self.conference_id.choices = [choice(str(c.id), c.name) for c in conferences]
        if not conferences:
            # Nothing to choose from: the question and the answer that leads to it go.
            self.code.choices = [option for option in _ON if option.value != OTHER_CONFERENCE]
            del self.conference_id
            return
        self.conference_id.validate_choice = False

    @property
    def target(self) -> UUID | None:
        """The conference chosen, if it is one of those offered."""
        chosen = self.conference_id.data if "conference_id" in self else ""
        return self.offered.get(chosen or "")


class UrgentForm(ConferForm):
    """It cannot wait."""

    reason = _long(
        "Why can it not wait, and what happens until the meeting?",
        "Enter why it cannot wait and what happens until the meeting",
        "Do not wait for any meeting before you act to keep somebody safe.",
    )


class LinkForm(ConferForm):
    """What two cases have to do with each other."""

    kind = RadioField(
        "How do the two cases belong together?",
        choices=[
            *(choice(kind.value, words) for kind, words in LINK_WORDS.items()),
            choice("none", "They are about different people", divider="or"),
        ],
        validators=[InputRequired("Select how the two cases belong together")],
    )


class AttachForm(ConferForm):
    """One file."""

    file = FileField(f"Add a file: {ALLOWED}", description="Up to 10 MB.")
    description = StringField(
        "What it shows (optional)",
        description="No names, addresses or phone numbers here or in the name of the file.",
        render_kw={"width": "two-thirds"},
    )


class ConfirmForm(ConferForm):
    """A button that needs its token and nothing else."""


class ProposeForm(ConferForm):
    """A new address or number of a submitted case."""

    text = TextAreaField("What is it now?", render_kw={"rows": 4})


class SecondLookForm(ConferForm):
    """Confirm or drop what somebody else entered."""

    version = VersionField()
    decision = RadioField(
        "Is the new one right?",
        choices=[
            choice("yes", "Yes: use it from now on"),
            choice("no", "No: keep the old one"),
        ],
        validators=[InputRequired("Select whether the new one is right")],
    )
