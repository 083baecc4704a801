"""Input about what stands around the clauses: parties, legal bases, facts, words of one's own."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from casework.sharing.which import OneOfMany
from casework.web.choices import choice
from casework.web.validators import enter, select

LINE = Length(max=200, message="Enter 200 characters or fewer")
FOLDED = {"small": True, "fold": True}
KINDS = {
    "yes_no": "Yes or no",
    "words": "One of several words",
    "many": "Several of some words",
    "date": "A date",
    "number": "A number",
    "quorum": "How many of several have agreed",
    "approval": "An approval: by how many, in writing, for this request",
}
LISTS = {
    "": "Words of any sort",
    "category": "Kinds of information",
    "field": "Entries",
    "agency": "Bodies that receive",
    "agency_type": "Kinds of agency that receive",
    "purpose": "Purposes",
    "subject": "Persons that information is about",
    "stage": "Stages of the case",
    "channel": "Ways of passing on",
}
ABOUT = {
    "case": "The case",
    "subject": "A person in the case",
    "information": "A piece of information",
    "recipient": "The agency that receives",
    "person": "The professional who reads",
}


class PartyForm(OneOfMany):
    """A body that is to sign."""

    agency = SelectField(
        "Which agency of this partnership is it?", [Optional()],
        description="A rule that names a party is about this agency's people.",
    )  # fmt: skip
    name = StringField(
        "Name in the protocol", [Optional(), LINE],
        description="Leave empty to use the agency's own name.",
    )  # fmt: skip
    agency_type = SelectField("Kind of agency", [Optional()])
    officer = StringField(
        "Officer who signs for it", [Optional(), LINE],
        description="An office rather than a name: people leave. For example, Chief Constable.",
    )  # fmt: skip
    part_of = SelectField("It is part of", [Optional()])
    hub = BooleanField("It collects from the others and passes on")


class BodyForm(OneOfMany):
    """A body or a person that the text names and that does not sign."""

    name = StringField(
        "Name", [enter("the name"), LINE],
        description="For example, the coroner. A rule can then say what it may see or pass on.",
    )  # fmt: skip
    agency = SelectField(
        "Is it an agency of this partnership?", [Optional()],
        description="A rule that names it is then about this agency's people.",
    )  # fmt: skip
    agency_type = SelectField("Kind of agency", [Optional()])


class GroupForm(OneOfMany):
    """Several parties under one word."""

    name = StringField(
        "Name", [enter("the name"), LINE],
        description="For example, panel members. A rule that names it means any of them.",
    )  # fmt: skip
    parties = SelectMultipleField(
        "Who is in it", [select("at least one of them")], render_kw={"small": True}
    )


class BasisForm(OneOfMany):
    """A legal basis with its reach."""

    title = StringField(
        "Legal basis", [enter("the legal basis"), LINE],
        description="For example, Crime and Disorder Act 1998, section 115.",
    )  # fmt: skip
    disclosers = SelectMultipleField(
        "Only these may pass on under it (nothing ticked: everybody)", [Optional()],
        render_kw=FOLDED,
    )  # fmt: skip
    recipients = SelectMultipleField(
        "Only these may receive under it (nothing ticked: everybody)", [Optional()],
        render_kw=FOLDED,
    )  # fmt: skip
    purposes = SelectMultipleField(
        "Only for these purposes (nothing ticked: all)", [Optional()], render_kw=FOLDED
    )
    barred = SelectMultipleField("Never these kinds of information", [Optional()], render_kw=FOLDED)


class FactForm(OneOfMany):
    """A fact of one's own, that somebody records on the case."""

    says = StringField(
        "What is recorded, as a statement", [enter("what is recorded"), LINE],
        description="For example: the person lives alone.",
    )  # fmt: skip
    kind = RadioField(
        "What is the answer?", [select("what the answer is")],
        choices=[choice(k, text) for k, text in KINDS.items()], default="yes_no",
    )  # fmt: skip
    words = TextAreaField(
        "Which words, one a line", [Optional(), Length(max=2000)],
        description="Only for words.", render_kw={"rows": 4},
    )  # fmt: skip
    of = SelectField(
        "If it lists what somebody allowed or agreed to: what are the words?", [Optional()],
        choices=[choice(k, text) for k, text in LISTS.items()],
        description="Only for several words. A rule can then ask whether the list covers what is "
        "asked for.",
    )  # fmt: skip
    about = RadioField(
        "What is it about?", [select("what it is about")],
        choices=[choice(k, text) for k, text in ABOUT.items()], default="case",
    )  # fmt: skip
    recorded_by = SelectMultipleField(
        "Who records it?", [Optional()],
        description="A rule may only use what somebody can record.", render_kw=FOLDED,
    )  # fmt: skip
    absent = SelectField("If nobody has recorded it", [Optional()])
    ahead = BooleanField(
        "The date may lie ahead",
        description="Only for a date that can be set beforehand, as a planned one. Otherwise a "
        "date that lies ahead counts as not known.",
    )  # fmt: skip


class WordForm(OneOfMany):
    """A word of the partnership's own."""

    word = StringField(
        "Word", [enter("the word"), Length(max=40, message="Enter 40 characters or fewer")],
        description="For example: tenancy",
    )  # fmt: skip
    above = SelectField(
        "It is a kind of", [select("what it is a kind of")],
        description="What the protocol says of the wider word then holds for this one too.",
    )  # fmt: skip
