"""The live screen of one case: what is read, what is asked of the reader, where one goes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.words import STATES as ACTION_STATES
from casework.cases.models import Case
from casework.cases.opening import subjects
from casework.conferences.forms import ActionForm, PassageForm
from casework.conferences.layout import blocks, brought, minutes_of
from casework.conferences.models import AgendaItem, Attendance, Meeting
from casework.conferences.overview import frame
from casework.conferences.reading import (
    IN_THE_ROOM,
    Line,
    case_in_room,
    name_of,
    with_names,
    written,
)
from casework.conferences.service.agenda import agenda
from casework.conferences.service.interests import must_leave
from casework.conferences.service.roll import attendances, away, in_the_room, seats
from casework.conferences.service.signing import signed_today
from casework.conferences.service.sitting import missing_tools
from casework.conferences.timing import LONGEST, USUAL, is_running, time_spent
from casework.conferences.vocabulary import ItemState, LeftBecause
from casework.conferences.watching import stamp_of
from casework.directory.models import Agency
from casework.directory.names import agency_names, person_names
from casework.disclosure.current import gate
from casework.research.people import titles_of
from casework.web.choices import choice

# Open when the page is opened: why it is here, and how dangerous it is.
FIRST = ("reason", "incident", "risk_view", "victim_identity", "place")


def desk(
    session: Session,
    viewer: Viewer,
    meeting: Meeting,
    item: AgendaItem,
    case: Case,
    *,
    passage: PassageForm | None = None,
    action: ActionForm | None = None,
) -> dict[str, Any]:
    """Everything the live screen of one case says."""
    base = frame(session, viewer, meeting)
    rows = agenda(session, viewer, meeting)
    lines = with_names(session, viewer, gate(), rows)
    page = panel(session, viewer, meeting, item, case) | base | neighbours(lines, item)
    page |= {"lines": lines, "running": is_running, "first": FIRST}
    if base["runs"]:
        page |= _office(session, viewer, meeting, item, case, passage, action)
    return page


def panel(
    session: Session, viewer: Viewer, meeting: Meeting, item: AgendaItem, case: Case
) -> dict[str, Any]:
    """The parts that follow what others do, and the mark by which the page knows."""
    # The mark is taken first: what happens meanwhile shows at the next look.
    stamp = stamp_of(session, viewer, gate(), meeting, item, case)
    revealed = case_in_room(session, viewer, gate(), case)
    body = frame(session, viewer, meeting)["body"]
    minuted = written(session, viewer, gate(), meeting, [(item, case)], IN_THE_ROOM)
    return {
        "stamp": stamp, "item": item, "case": case, "revealed": revealed,
        "name": name_of(revealed), "body": body, "meeting": meeting,
        "brought": brought(revealed, titles_of(subjects(session, case))),
        "blocks": blocks(revealed, body.kind, case.kind),
        "minutes": minutes_of(minuted[0]), "is_running": is_running(item), "first": FIRST,
        "agencies": agency_names(session, viewer.partnership_id),
        "action_words": ACTION_STATES, "ask": _ask(case), **clock(item),
    }  # fmt: skip


def clock(item: AgendaItem) -> dict[str, Any]:
    """How long it has taken, in minutes, and whether that is long."""
    spent = time_spent(item)
    return {
        "minutes_spent": int(spent.total_seconds() // 60),
        "usual": int(USUAL.total_seconds() // 60),
        "over": spent > LONGEST,
        "slow": USUAL < spent <= LONGEST,
        "started": item.started_at,
    }


def neighbours(lines: list[Line], item: AgendaItem) -> dict[str, Any]:
    """The case before and the case after this one, as this person knows the agenda."""
    known = [line for line in lines if line.item.state in (ItemState.WAITING, ItemState.HEARD)]
    place = next((n for n, line in enumerate(known) if line.item.id == item.id), None)
    if place is None:
        return {"before": None, "after": known[0] if known else None}
    return {
        "before": known[place - 1] if place else None,
        "after": known[place + 1] if place + 1 < len(known) else None,
    }


def passage_form(session: Session, viewer: Viewer, meeting: Meeting, **given: Any) -> PassageForm:
    """The form for a passage, with the agencies at the table."""
    form = PassageForm(prefix="passage-", **given)
    form.source.choices = _table(session, viewer, meeting)
    return form


def action_form(session: Session, viewer: Viewer, meeting: Meeting) -> ActionForm:
    """The form for an action, with the agencies at the table."""
    form = ActionForm(prefix="action-")
    form.owner.choices = _table(session, viewer, meeting)
    return form


def _table(session: Session, viewer: Viewer, meeting: Meeting) -> list[Any]:
    ids = {*seats(session, meeting), viewer.agency_id}
    found = session.scalars(select(Agency).where(Agency.id.in_(ids)).order_by(Agency.name))
    return [choice("", "Choose the agency"), *(choice(str(a.id), a.name) for a in found)]


def _office(
    session: Session,
    viewer: Viewer,
    meeting: Meeting,
    item: AgendaItem,
    case: Case,
    passage: PassageForm | None,
    action: ActionForm | None,
) -> dict[str, Any]:
    gone = away(session, item)
    present = in_the_room(session, meeting, item)
    people = person_names(session, viewer.partnership_id)
    return {
        "passage": passage or passage_form(session, viewer, meeting),
        "action": action or action_form(session, viewer, meeting),
        "form": passage if passage and passage.errors else action,
        "present": present,
        "away": [(a, _name(a, people)) for a in attendances(session, meeting) if a.id in gone],
        "conflicted": {k for k, row in gone.items() if row.because == LeftBecause.CONFLICT},
        "must_leave": [_name(a, people) for a in must_leave(session, meeting, item, case)],
        "unsigned": [a for a in present if not signed_today(a)],
        "people": people,
        "missing_tools": missing_tools(session, meeting, item),
    }


def _name(row: Attendance, people: Mapping[UUID, str]) -> str:
    return people[row.person_id] if row.person_id else row.guest


def _ask(case: Case) -> Callable[[str], str]:
    """Where one asks to see more of a section; the case file stands above this room."""

    def address(section: str) -> str:
        if "casefile.ask" not in current_app.view_functions:
            return ""
        return url_for("casefile.ask", case_id=case.id, section=section)

    return address
