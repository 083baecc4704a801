"""Input of the action pages."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from casework.actions.models import ActionState
from casework.actions.words import PRIORITIES
from casework.web.choices import choice
from casework.web.fields import DatePartsField
from casework.web.forms import ConferForm, VersionedForm
from casework.web.validators import at_most, enter, not_in_past, select

OUTSIDE = "outside"
DONE = "done"


class _Words(ConferForm):
    text = TextAreaField(
        "What will be done?",
        description="One thing that somebody can tick off. No names and no addresses: write "
        "'the person at risk'.",
        render_kw={"rows": 3},
        validators=[enter("what will be done"), at_most(10_000, "What will be done")],
    )
    due_on = DatePartsField(
        "By when?",
        thing="The date",
        validators=[enter("the date by which it will be done"), not_in_past("The date")],
    )
    priority = RadioField(
        "How soon does it matter?",
        choices=[choice(code, label) for code, label in PRIORITIES.items()],
        default="normal",
        render_kw={"inline": True},
        validators=[select("how soon it matters")],
    )
    safe_conditions = TextAreaField(
        "What makes it safe to do? (optional)",
        description="For example, only when he is at work. Treated like a safe contact.",
        render_kw={"rows": 2},
        validators=[at_most(10_000, "What makes it safe")],
    )


class ProposeForm(_Words):
    """A new action."""

    owner = SelectField(
        "Which agency will do it?", validators=[select("the agency that will do it")]
    )
    outside_owner = StringField(
        "Who will, if it is somebody outside the conference?",
        description="Only if you chose 'Somebody outside the conference'.",
        validators=[at_most(200, "Who will do it")],
    )
    agreed = BooleanField(
        "The agency agreed to it in the room",
        description="Otherwise it is asked to agree, and need not have been there.",
    )

    def offer(self, agencies: Sequence[tuple[str, str]]) -> None:
        """The agencies around the table, and everybody else."""
        outside = choice(OUTSIDE, "Somebody outside the conference")
        self.owner.choices = [
            choice("", "Choose an agency"), *(choice(k, n) for k, n in agencies), outside,
        ]  # fmt: skip


class ChangeForm(VersionedForm, _Words):
    """Wording, date and priority of an action that is not finished."""

    due_on = DatePartsField(
        "By when?",
        thing="The date",
        validators=[enter("the date by which it will be done")],
    )


class AssignForm(VersionedForm):
    """Another person, or another agency."""

    agency = SelectField(
        "Which agency owns it?", description="Another agency has to agree before it counts."
    )
    person = SelectField("Who will do it? (optional)")


class ReportForm(VersionedForm):
    """What became of an action."""

    happened = RadioField(
        "What happened?",
        choices=[
            choice(DONE, "It was done"),
            choice(
                ActionState.NOT_POSSIBLE.value,
                "It can no longer be done",
                hint="Circumstances changed, for example somebody moved away.",
            ),
            choice(
                ActionState.NOT_UNDERTAKEN.value,
                "It was not done",
                hint="It could have been done. The minutes tell the two apart.",
            ),
        ],
        validators=[select("what happened")],
    )
    outcome = TextAreaField(
        "What came of it?",
        description="Only if it was done.",
        render_kw={"rows": 3},
        validators=[at_most(10_000, "What came of it")],
    )
    evidence = TextAreaField(
        "What shows that it was done?",
        description="Only if it was done. For example, the date of a visit or an order number. "
        "Somebody from another agency checks it.",
        render_kw={"rows": 3},
        validators=[at_most(10_000, "What shows it")],
    )
    reason = TextAreaField(
        "Why was it not done?",
        description="Only if it was not.",
        render_kw={"rows": 3},
        validators=[at_most(10_000, "The reason")],
    )


class CheckForm(VersionedForm):
    """Accept the evidence, or say what is missing."""

    decision = RadioField(
        "Does the evidence show that it was done?",
        choices=[
            choice("accept", "Yes, accept it"),
            choice("return", "No, send it back", hint="The owner reads what you write below."),
        ],
        validators=[select("whether the evidence shows it")],
    )
    note = TextAreaField(
        "What do you say to the owner?",
        description="Needed if you send it back.",
        render_kw={"rows": 3},
        validators=[at_most(10_000, "What you say")],
    )

    def only_send_back(self) -> None:
        """What was given up has no evidence to accept."""
        self.decision.label.text = "Is that the end of it?"
        self.decision.choices = [
            choice("return", "No, send it back", hint="The owner reads what you write below.")
        ]


class ReplaceForm(VersionedForm):
    """The action of the same case that takes this one's place."""

    by_action = SelectField(
        "Which action takes its place?", validators=[select("the action that takes its place")]
    )
