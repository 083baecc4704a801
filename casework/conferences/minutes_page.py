"""The minutes of one meeting for one reader, and the form that puts a passage right."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session
from wtforms import BooleanField, TextAreaField

from casework.access import Viewer
from casework.cases.models import Case
from casework.conferences.forms import WORDS_LIMIT
from casework.conferences.layout import minutes_of
from casework.conferences.models import AgendaItem, Meeting, MinutePassage
from casework.conferences.overview import frame, later_meeting, seats_of
from casework.conferences.reading import with_names, written
from casework.conferences.service import minuting
from casework.conferences.service.agenda import agenda
from casework.conferences.service.approving import CHAIRS
from casework.conferences.service.minuting import CLOSED
from casework.conferences.service.roll import attendances, away
from casework.conferences.vocabulary import ItemState
from casework.directory.names import agency_names, person_names
from casework.disclosure.current import gate
from casework.web.forms import VersionedForm
from casework.web.validators import at_most

# A reader may print the page: what may be said in the room only is not on it.
PAPER = "print"


class ChangeForm(VersionedForm):
    """Other words for a passage; no words take it out."""

    text = TextAreaField(
        "What was said",
        description="Empty the box to take the passage out of the minutes.",
        validators=[at_most(WORDS_LIMIT, "What was said")],
        render_kw={"rows": 8},
    )
    opinion = BooleanField("This is an opinion, not a fact")

    def save(self, session: Session, viewer: Viewer, **given: Any) -> None:
        """Change the passage, or take it out."""
        if not self.text.data:
            minuting.remove_passage(session, viewer, **given)
            return
        nature = "opinion" if self.opinion.data else "fact"
        minuting.change_passage(session, viewer, text=self.text.data, nature=nature, **given)


def change_form(
    session: Session,
    viewer: Viewer,
    meeting: Meeting,
    item: AgendaItem,
    case: Case,
    row: MinutePassage,
) -> ChangeForm:
    """The form with the words as they stand, where this person may read them."""
    one = minutes_of(written(session, viewer, gate(), meeting, [(item, case)])[0])
    shown = next((p.shown for p in one.passages if p.row.id == row.id), None)
    return ChangeForm(
        data={
            "text": (shown.value if shown else "") or "",
            "opinion": bool(shown and shown.nature == "opinion"),
            "version": row.version,
        }
    )


def minutes_page(session: Session, viewer: Viewer, meeting: Meeting) -> dict[str, Any]:
    """Who was there, and case by case what this reader may know."""
    rows = agenda(session, viewer, meeting)
    heard = [(i, c) for i, c in rows if i.state == ItemState.HEARD or i.started_at]
    parts = written(session, viewer, gate(), meeting, heard, PAPER)
    names = {line.item.id: line.name for line in with_names(session, viewer, gate(), rows)}
    return {
        **frame(session, viewer, meeting),
        "cases": [minutes_of(part) for part in parts],
        "put_off": [(i, c) for i, c in rows if i.state == ItemState.DEFERRED],
        "names": names,
        "seats": seats_of(session, meeting),
        "roll": attendances(session, meeting),
        "left": {i.id: away(session, i) for i, _ in heard},
        "people": person_names(session, viewer.partnership_id),
        "agencies": agency_names(session, viewer.partnership_id),
        "is_chair": bool(CHAIRS & viewer.roles_in(meeting.conference_id)),
        "closed": meeting.state in CLOSED,
        "later": later_meeting(session, viewer, meeting),
        "protocol": next((p.revealed for p in parts), None),
    }
