"""The closing of a board: what is open, what was decided, and the report that stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_board
from casework.boards.governance_words import KIND_WORDS, Decision, Kind
from casework.boards.models import Closing, ClosingDecision
from casework.boards.service.closing import decisions, lasting, successors
from casework.boards.service.open_things import open_things
from casework.conferences.access import may
from casework.directory.models import Conference
from casework.directory.names import conference_names, person_names


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: what it is called, and what becomes of it."""

    thing_id: UUID
    kind: str
    label: str
    decided: str
    words: str


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """The page, and the report once the board is closed."""

    body: Conference
    closing: Closing | None
    closed_by: str
    lines: tuple[Line, ...]
    undecided: int
    may_manage: bool


def closing_page(session: Session, viewer: Viewer, conference_id: UUID) -> ClosingPage:
    """Before the closing what is open; after it what became of everything."""
    done = session.get(Closing, conference_id)
    if done is None or done.partnership_id != viewer.partnership_id:
        body = load_board(session, viewer, conference_id)
    else:
        # Its people have no role there any more: every board of the partnership may read it.
        body = session.get_one(Conference, conference_id)
    names = conference_names(session, viewer.partnership_id)
    known = decisions(session, body.id)
    lines = _reported(known, names) if done else _open(session, body, known, names)
    people = person_names(session, viewer.partnership_id)
    return ClosingPage(
        body, done, people[done.closed_by] if done else "", tuple(lines),
        sum(1 for line in lines if not line.decided),
        done is None and may(viewer, Action.BOARD_MANAGE, body),
    )  # fmt: skip


def _open(
    session: Session, body: Conference, known: Mapping[UUID, ClosingDecision],
    names: Mapping[UUID, str],
) -> list[Line]:  # fmt: skip
    stand = lasting(known, successors(session, body))
    return [
        Line(o.id, KIND_WORDS[o.kind], o.label, _words(stand.get(o.id), names),
             _why(known.get(o.id), stand, names))
        for o in open_things(session, body)
    ]  # fmt: skip


def _why(
    row: ClosingDecision | None, stand: Mapping[UUID, ClosingDecision], names: Mapping[UUID, str]
) -> str:
    """What was said with a decision, or why it no longer stands."""
    if row is None:
        return ""
    if row.thing_id not in stand and row.successor_id is not None:
        return f"It was to go to {names[row.successor_id]}, which has closed since. Decide again."
    return row.words


def _reported(known: Mapping[UUID, ClosingDecision], names: Mapping[UUID, str]) -> list[Line]:
    order = list(Kind)
    rows = sorted(
        (row for row in known.values() if row.carried_out),
        key=lambda row: (order.index(Kind(row.kind)), row.label),
    )
    return [
        Line(row.thing_id, KIND_WORDS[row.kind], row.label, _words(row, names), row.words)
        for row in rows
    ]


def _words(row: ClosingDecision | None, names: Mapping[UUID, str]) -> str:
    if row is None:
        return ""
    if row.decision == Decision.TRANSFER and row.successor_id is not None:
        return f"Goes to {names[row.successor_id]}"
    return "Ends"
