"""What the gate opens for the pages of a meeting: names, the case in the room, the minutes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.models import CaseAction
from casework.cases.matters import matter, matters
from casework.cases.models import Case
from casework.catalogue.sections import fields_of
from casework.conferences.models import (
    AgendaItem,
    Attendance,
    LegalToolConsidered,
    Meeting,
    MinutePassage,
)
from casework.conferences.service.deciding import tools_considered
from casework.conferences.service.hearing import as_they_were
from casework.conferences.service.minuting import passages
from casework.directory.viewers import viewer_of
from casework.disclosure.gate import Gate
from casework.disclosure.matter import ATTENDANCE, Matter
from casework.disclosure.shown import Revealed

NAME_FIELDS = ("victim.given_name", "victim.surname", "place.name")
IN_THE_ROOM = "screen_in_session"
SCREEN = "screen"
MINUTED = tuple(f.name for name in ("minutes", "legal_tools", "actions") for f in fields_of(name))


@dataclass(frozen=True, slots=True)
class Line:
    """A case of the agenda with the name as far as this viewer may read it."""

    item: AgendaItem
    case: Case
    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """The minutes of one case: rows without words, and the words the gate let through."""

    item: AgendaItem
    case: Case
    revealed: Revealed
    passages: tuple[MinutePassage, ...]
    tools: tuple[LegalToolConsidered, ...]
    actions: tuple[CaseAction, ...]


def name_of(revealed: Revealed) -> str:
    """The victim's or the place's name, where it is open; else nothing."""
    # A summary stands in for the whole section and names nobody.
    shown = [s for s in revealed.shown if s.effect in ("full", "masked")]
    return " ".join([s.value for s in shown if s.field in NAME_FIELDS and s.value][:2])


def with_names(
    session: Session, viewer: Viewer, gate: Gate, rows: Sequence[tuple[AgendaItem, Case]]
) -> list[Line]:
    """The agenda with names, all opened in one go."""
    if not rows:
        return []
    opened = gate.reveal_many(
        [viewer], matters(session, [case for _, case in rows], fields=NAME_FIELDS)
    )
    return [
        Line(item, case, name_of(revealed))
        for (item, case), revealed in zip(rows, opened, strict=True)
    ]


def case_in_room(session: Session, viewer: Viewer, gate: Gate, case: Case) -> Revealed:
    """All this viewer may see of the case that is heard now."""
    return gate.reveal([viewer], matter(session, case), channel=IN_THE_ROOM)


def case_for_all(session: Session, viewers: Sequence[Viewer], gate: Gate, case: Case) -> Revealed:
    """What everybody looking at one screen may see: the least of them all."""
    return gate.reveal(viewers, matter(session, case, blanks=False), channel=IN_THE_ROOM)


def viewers_in(session: Session, rows: Collection[Attendance]) -> list[Viewer]:
    """The people of the roll as the gate knows them."""
    return [viewer_of(session, row.person_id) for row in rows if row.person_id is not None]


def written(
    session: Session,
    viewer: Viewer,
    gate: Gate,
    meeting: Meeting,
    rows: Sequence[tuple[AgendaItem, Case]],
    channel: str = SCREEN,
) -> list[Written]:
    """The minutes of some cases as this viewer may read them."""
    if not rows:
        return []
    items = [item for item, _ in rows]
    parts = _Parts(session, meeting, items)
    cases = [case for _, case in rows]
    then = as_they_were(session, items)
    held = [
        replace(
            _as_heard(m, then.get(item.id)),
            items=tuple(i for i in m.items if i.about_id in parts.about(item)),
        )
        for m, item in zip(matters(session, cases, fields=MINUTED), items, strict=True)
    ]
    opened = gate.reveal_many([viewer], held, channel=channel)
    return [
        parts.written(item, case, revealed)
        for (item, case), revealed in zip(rows, opened, strict=True)
    ]


def _as_heard(matter: Matter, words: Mapping[UUID, str] | None) -> Matter:
    """Minutes are read by who was at their own meeting, also when another has heard the case."""
    if words is None:
        return matter
    agencies = matter.standings.keys() | words.keys()
    return replace(
        matter,
        standings={
            key: matter.standings.get(key, frozenset()) - ATTENDANCE
            | ({words[key]} if key in words else frozenset())
            for key in agencies
        },
    )


class _Parts:
    """Rows that minutes are made of, by agenda item."""

    def __init__(self, session: Session, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
        self._passages = passages(session, items)
        self._tools = tools_considered(session, [i.id for i in items])
        self._actions = list(
            session.scalars(
                select(CaseAction)
                .where(CaseAction.meeting_id == meeting.id)
                .order_by(CaseAction.number)
            )
        )

    def about(self, item: AgendaItem) -> set[UUID]:
        """Everything whose sealed words belong to the minutes of this item."""
        return {
            item.id,
            *(p.id for p in self._passages if p.agenda_item_id == item.id),
            *(t.id for t in self._tools if t.agenda_item_id == item.id),
            *(a.id for a in self._actions if a.case_id == item.case_id),
        }

    def written(self, item: AgendaItem, case: Case, revealed: Revealed) -> Written:
        return Written(
            item,
            case,
            revealed,
            tuple(p for p in self._passages if p.agenda_item_id == item.id),
            tuple(t for t in self._tools if t.agenda_item_id == item.id),
            tuple(a for a in self._actions if a.case_id == item.case_id),
        )


def names_of(
    session: Session, viewer: Viewer, gate: Gate, cases: Sequence[Case]
) -> dict[UUID, str]:
    """Names of cases that are not on an agenda yet, as far as this viewer may read them."""
    if not cases:
        return {}
    opened = gate.reveal_many([viewer], matters(session, cases, fields=NAME_FIELDS))
    return {revealed.case_id: name_of(revealed) for revealed in opened}
