"""Input of the research pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from casework.catalogue.sections import fields_of
from casework.catalogue.withholding_reasons import WITHHOLDING_REASONS
from casework.clock import today
from casework.research.items import KINDS
from casework.research.models import Share
from casework.research.people import Person
from casework.web.choices import choice, yes_no, yes_no_unknown
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, not_in_future, not_in_past, select

STANDINGS = (
    ("works_with_victim", "We work with the person at risk"),
    ("works_with_perpetrator", "We work with the person causing harm"),
    ("works_with_child", "We work with a child in this case"),
    ("neutral", "We do not work with anybody in this case"),
)
SHARES = {
    Share.ALL: (
        "Every agency at the conference",
        "Each still sees only what the sharing protocol lets it see.",
    ),
    Share.NAMED: ("Only the agencies that I choose", ""),
    Share.VERBAL: (
        "Nobody in writing: I will say it at the meeting",
        "It can be read on the screen in the room while the case is discussed, and nowhere else.",
    ),
    Share.WITHHELD: (
        "Nobody: we hold this back",
        "The reason is recorded. Only your agency sees it.",
    ),
}
KNOWN_PREFIX = "known_"


class AskForm(ConferForm):
    """Ask agencies what they know about a case."""

    agencies = SelectMultipleField(
        "Which agencies do you ask?",
        description="Each sees only what the sharing protocol lets it know about the people.",
        validators=[select("at least one agency")],
    )
    due_on = DatePartsField(
        "When do you need the answers?",
        thing="The date",
        validators=[enter("the date on which you need the answers"), not_in_past("The date")],
    )


class DueForm(VersionedForm):
    """Give an agency another date."""

    due_on = DatePartsField(
        "When do you need the answer now?",
        thing="The date",
        validators=[enter("the date on which you need the answer"), not_in_past("The date")],
    )


class SearchForm(VersionedForm):
    """Where was searched; a radio for each person is added by `search_form`."""

    systems = StringField(
        "Which systems did you search?",
        description="For example, the housing register and the repairs log.",
        validators=[enter("the systems you searched"), at_most(200, "Systems")],
    )
    period = StringField(
        "Which period did you look at?",
        description="For example, the last 12 months.",
        render_kw={"width": 20},
        validators=[at_most(200, "Period")],
    )
    searched_on = DatePartsField(
        "When did you search?",
        thing="The date of the search",
        default=today,
        validators=[Optional(), not_in_future("The date of the search")],
    )
    standings = SelectMultipleField(
        "How does your agency work with this case?",
        description="Select all that apply. This decides what your agency may see of the case.",
        choices=[choice(code, label) for code, label in STANDINGS],
    )
    share_known = BooleanField(
        "The other agencies may know whom of these people we know",
        description="Only that you know them. What you know stays with you until you share it. "
        "This cannot be taken back.",
    )

    def known(self) -> dict[UUID, str]:
        """For each person whether the agency knows them."""
        return {
            UUID(name.removeprefix(KNOWN_PREFIX)): field.data
            for name, field in self._fields.items()
            if name.startswith(KNOWN_PREFIX)
        }


def search_form(people: Sequence[Person], **given: Any) -> SearchForm:
    """The form with one question for each person that the agency may look up."""
    asked = {
        f"{KNOWN_PREFIX}{person.id.hex}": RadioField(
            f"Do you know {person.spoken}?",
            choices=yes_no_unknown(),
            render_kw={"inline": True},
            validators=[select(f"whether you know {person.spoken}")],
        )
        for person in people
    }
    made: SearchForm = type("SearchFormOfCase", (SearchForm,), asked)(**given)
    return made


class ItemForm(VersionedForm):
    """One thing the agency knows."""

    subject = SelectField("Whom is this about?")
    field = SelectField(
        "What kind of information is it?",
        description="This decides who may read it. Without a kind it is treated as most secret.",
        validators=[select("what kind of information it is")],
    )
    nature = RadioField(
        "Is it a fact or an opinion?",
        choices=[
            choice("fact", "A fact", hint="Something your records show."),
            choice("opinion", "An opinion", hint="What somebody of your agency thinks of it."),
        ],
        validators=[select("whether it is a fact or an opinion")],
    )
    text = TextAreaField(
        "What does your agency know?",
        description="One thing for each entry, with its date. Do not write where somebody lives "
        "unless that is the kind you chose.",
        render_kw={"rows": 6},
        validators=[enter("what your agency knows"), at_most(10_000, "What you know")],
    )
    relevant = RadioField(
        "Is it relevant to the risk?",
        choices=yes_no(),
        render_kw={"inline": True},
        validators=[Optional()],
    )
    necessary = RadioField(
        "Is it needed to keep somebody safe, and no more than that?",
        choices=yes_no(),
        render_kw={"inline": True},
        validators=[Optional()],
    )
    originator_consent = BooleanField(
        "Ask us before anybody passes this on",
        description="Nobody sees it until your agency has agreed.",
    )
    do_not_confirm = BooleanField(
        "Do not confirm to anybody that we hold this",
        description="It stays hidden from every other agency, whatever else is decided.",
    )

    def offer(self, people: Sequence[Person]) -> None:
        """The people of this case, and the kinds of information."""
        whole = choice("", "The case as a whole")
        self.subject.choices = [whole, *(choice(str(p.id), p.label) for p in people)]
        risks = {f.name for f in fields_of("research_risks")}
        groups = {n: "Risks you see" if n in risks else "What you know" for n in KINDS}
        kinds = [choice(n, f.label, group=groups[n]) for n, f in KINDS.items()]
        first = choice("", "Choose the kind", group="Kind of information")
        self.field.choices = [first, *kinds]


class ShareForm(VersionedForm):
    """Who may read one entry."""

    share = RadioField("Who may read this?", validators=[select("who may read this")])
    agencies = SelectMultipleField(
        "Agencies that may read it",
        description="Only if you share it with agencies that you choose.",
    )
    withheld_code = SelectField(
        "Why do you hold it back?", description="Only if nobody may read it."
    )
    withheld_reason = TextAreaField(
        "How did you weigh it?",
        description="Only if nobody may read it. Your agency may be asked to explain.",
        validators=[at_most(4000, "How you weighed it")],
    )

    def offer(self, shares: Sequence[Share], agencies: Sequence[tuple[str, str]]) -> None:
        """What can still be chosen for this entry, and between whom."""
        self.share.choices = [
            choice(s.value, SHARES[s][0], hint=SHARES[s][1]) for s in SHARES if s in shares
        ]
        self.agencies.choices = [choice(key, name) for key, name in agencies]
        reasons = [choice(r.code, r.label) for r in WITHHOLDING_REASONS]
        self.withheld_code.choices = [choice("", "Choose a reason"), *reasons]
        if Share.WITHHELD not in shares:
            del self.withheld_code, self.withheld_reason
        if Share.NAMED not in shares:
            del self.agencies
