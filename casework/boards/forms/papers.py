"""Forms of a paper: send it, take it although late, put it off, write down what became of it."""

from __future__ import annotations

from wtforms import BooleanField, FileField, IntegerField, StringField
from wtforms.validators import NumberRange

from casework.boards.models.body import LINK
from casework.boards.vocabulary import ASKS_WORDS, RESOLVED_WORDS
from casework.reviews.forms.parts import line_field, list_of, one_of, words_field
from casework.web.forms import ConferForm, VersionedForm
from casework.web.uploads import DOCUMENTS, LARGEST, MEGABYTE
from casework.web.uploads import one_of as one_of_types
from casework.web.validators import at_most, enter

MOST_PAGES = 9999
TAKEN = f"{one_of_types(DOCUMENTS)}, up to {LARGEST // MEGABYTE} MB."


class PaperForm(ConferForm):
    """A paper for a meeting."""

    agency_id = list_of("Whose paper is it?", "whose paper it is")
    title = line_field("Title", "a title")
    asks = one_of("What does it ask of the board?", "what it asks of the board", ASKS_WORDS)
    pages = IntegerField(
        "How many pages has it?", [enter("how many pages it has"), NumberRange(1, MOST_PAGES)],
        description="With its appendices. Long papers that come late are better put off.",
        render_kw={"width": 4},
    )  # fmt: skip
    summary = words_field("What is it about?", "what it is about", "Two or three sentences.")
    link = StringField(
        "Where can it be read?", [at_most(LINK, "Where it can be read")],
        description="Its web address, if it has one.",
    )  # fmt: skip
    file = FileField(
        "Or send it as a file",
        description=f"{TAKEN} A paper of a board holds no case data: everybody who sits on this "
        "board opens it, members of the public too, and each opening is recorded.",
    )  # fmt: skip
    no_case_data = BooleanField(
        "I have looked: the file names and describes nobody who could be recognised",
        description="Needed with a file.",
    )


class TakeForm(VersionedForm):
    """The chair takes a late paper."""

    why = words_field(
        "Why is it taken although it is late?", "why it is taken although it is late",
        "Everybody reads this on the agenda.",
    )  # fmt: skip


class PutOffForm(VersionedForm):
    """The paper comes to the next meeting."""

    why = words_field("Why is it put off?", "why it is put off")


class ResolveForm(VersionedForm):
    """What the meeting made of it."""

    resolved = one_of("What did the meeting do?", "what the meeting did", RESOLVED_WORDS)
    words = words_field("What was resolved?", hint="As it will stand in the minutes.", rows=3)
