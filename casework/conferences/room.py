"""The screen on the wall: what everybody in the room may see, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case
from casework.cases.opening import subjects
from casework.conferences.layout import OPEN, blocks, brought
from casework.conferences.models import AgendaItem, Attendance, Meeting
from casework.conferences.overview import frame
from casework.conferences.reading import case_for_all, name_of, viewers_in
from casework.conferences.service.agenda import agenda
from casework.conferences.service.interests import must_leave
from casework.conferences.service.roll import in_the_room
from casework.conferences.service.signing import signed_today
from casework.conferences.timing import is_running
from casework.directory.models import Person
from casework.disclosure.current import gate
from casework.disclosure.shown import Revealed
from casework.research.people import titles_of

EMPTY: Mapping[str, Any] = {
    "case": None,
    "blocked": "",
    "name": "",
    "blocks": (),
    "brought": (),
    "unsigned": (),
}


def room_page(session: Session, viewer: Viewer, meeting: Meeting) -> dict[str, Any]:
    """The case being heard as all who are there may see it; blocked while somebody may not."""
    base = frame(session, viewer, meeting)
    current = next(((i, c) for i, c in agenda(session, viewer, meeting) if is_running(i)), None)
    if current is None:
        return {**EMPTY, **base}
    item, case = current
    return {**EMPTY, **base, "case": case, **_shown(session, viewer, meeting, item, case)}


def _shown(
    session: Session, viewer: Viewer, meeting: Meeting, item: AgendaItem, case: Case
) -> dict[str, Any]:
    present = in_the_room(session, meeting, item)
    if any(a.person_id is None for a in present):
        return {"blocked": "A guest is in the room. No case is shown until they have left."}
    if must_leave(session, meeting, item, case):
        return {"blocked": "This case cannot be shown to everybody in the room. Ask the chair."}
    watching = [viewer, *(v for v in viewers_in(session, present) if v != viewer)]
    revealed = case_for_all(session, watching, gate(), case)
    kind = frame(session, viewer, meeting)["body"].kind
    return {
        "name": name_of(revealed),
        "blocks": [b for b in blocks(_only_open(revealed), kind, case.kind) if b.rows or b.summary],
        "brought": brought(_only_open(revealed), titles_of(subjects(session, case))),
        "unsigned": [_name(session, a) for a in present if not signed_today(a)],
    }


def _name(session: Session, row: Attendance) -> str:
    return session.get_one(Person, row.person_id).name


def _only_open(revealed: Revealed) -> Revealed:
    # On a wall nothing is explained: what is not for all is not there.
    shown = tuple(s for s in revealed.shown if s.effect in OPEN and s.value)
    return Revealed(revealed.case_id, shown, revealed.protocol, revealed.version, revealed.stage)
