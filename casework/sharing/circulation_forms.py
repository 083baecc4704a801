"""Input about drafts that go round."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from casework.sharing.circulating import ANSWERS, REPLIES
from casework.web.choices import choice
from casework.web.fields import DatePartsField, VersionField
from casework.web.forms import ConferForm
from casework.web.validators import enter, not_in_past, select


class CirculateForm(ConferForm):
    """Send a draft round."""

    reply_by = DatePartsField(
        "Reply by", [enter("the day by which they reply"), not_in_past("The day")], thing="The day"
    )
    note = TextAreaField(
        "What should they look at?", [Optional(), Length(max=500)], render_kw={"rows": 3},
    )  # fmt: skip
    outsiders = TextAreaField(
        "Others, who get it on paper", [Optional()], render_kw={"rows": 3},
        description="One a line: name, then a comma and their body. For example: "
        "A. Marsh, Residents’ panel",
    )  # fmt: skip


class CommentForm(ConferForm):
    """Something to say about a clause."""

    clause = SelectField("Clause", [Optional()])
    words = TextAreaField(
        "What do you want to say?", [enter("what you want to say"), Length(max=2000)],
        render_kw={"rows": 4},
    )  # fmt: skip
    wording = TextAreaField(
        "Other words for this clause, if you have some", [Optional(), Length(max=4000)],
        description="The whole clause as it should read. If it is accepted, it goes into the "
        "draft as you typed it.",
        render_kw={"rows": 5},
    )  # fmt: skip


class ReplyForm(ConferForm):
    """What a reader says of the whole draft."""

    said = RadioField(
        "Reply", [select("what the reply is")],
        choices=[choice(value, label) for value, label in REPLIES.items()],
    )  # fmt: skip


class RecordReplyForm(ReplyForm):
    """What somebody outside the system wrote back."""

    clause = SelectField("A clause they wrote about", [Optional()])
    words = TextAreaField("What they wrote", [Optional(), Length(max=2000)], render_kw={"rows": 4})
    wording = TextAreaField(
        "Other words that they propose for the clause", [Optional(), Length(max=4000)],
        render_kw={"rows": 4},
    )  # fmt: skip


class AnswerForm(ConferForm):
    """What becomes of a comment."""

    version = VersionField()
    said = RadioField(
        "Answer", [select("whether it is accepted")],
        choices=[choice(value, label) for value, label in ANSWERS.items()],
    )  # fmt: skip
    why = StringField(
        "Why",
        [Optional(), Length(max=500, message="Enter 500 characters or fewer")],
        description="Needed if it is rejected. Everybody who got the draft can read it.",
    )
