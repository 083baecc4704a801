"""What the action pages show: every word of a case comes through the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.models import ActionEvent, CaseAction
from casework.actions.setting import OUTSIDE, TEXT
from casework.actions.steps import is_overdue, is_settled
from casework.actions.words import happened
from casework.cases.matters import matter, matters
from casework.cases.models import Case
from casework.directory.names import agency_names, person_names
from casework.disclosure.gate import Gate
from casework.disclosure.shown import Revealed, Shown

NOT_SHARED = "Not shared with you"
Found = tuple[CaseAction, Case]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One line of a list, as one viewer reads it."""

    action: CaseAction
    case: Case
    text: Shown | None
    owner: str
    person: str
    late: bool
    settled: bool

    @property
    def reference(self) -> str:
        """The number for life: case reference and number within it (R22)."""
        return f"{self.case.reference}/{self.action.number}"

    @property
    def words(self) -> str:
        """What will be done, as far as the viewer may read it."""
        return (self.text.value if self.text else None) or NOT_SHARED


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action with everything said about it."""

    line: ActionLine
    said: Mapping[str, Shown]
    events: Sequence[Mapping[str, str | datetime]]

    def value(self, field: str) -> str:
        """What was said under one heading, where it is open."""
        shown = self.said.get(field)
        return (shown.value if shown else "") or ""


def action_lines(
    session: Session, viewer: Viewer, gate: Gate, found: Sequence[Found]
) -> list[ActionLine]:
    """A list, opened by the gate in one go."""
    cases = list({case.id: case for _, case in found}.values())
    opened = gate.reveal_many([viewer], matters(session, cases, fields=(TEXT, OUTSIDE)))
    revealed = {r.case_id: r for r in opened}
    names = _Names(session, viewer)
    return [names.line(action, case, revealed[case.id]) for action, case in found]


def action_page(
    session: Session, viewer: Viewer, gate: Gate, action: CaseAction, case: Case
) -> ActionPage:
    """One action, its words and its history."""
    revealed = gate.reveal([viewer], matter(session, case, about=action.id))
    names = _Names(session, viewer)
    said = {s.field: s for s in revealed.about(action.id) if s.value}
    return ActionPage(
        names.line(action, case, revealed), said, list(_history(session, action, names))
    )


class _Names:
    """Agencies and people of a partnership by id, fetched once for a page."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self.agencies = agency_names(session, viewer.partnership_id)
        self.people = person_names(session, viewer.partnership_id)

    def line(self, action: CaseAction, case: Case, revealed: Revealed) -> ActionLine:
        """One line of a list."""
        if action.owner_agency_id is None:
            owner = revealed.value(OUTSIDE, about_id=action.id) or "Somebody outside the conference"
        else:
            owner = self.agencies.get(action.owner_agency_id, "")
        person = self.people.get(action.owner_person_id, "") if action.owner_person_id else ""
        text = revealed.by_field(TEXT, about_id=action.id)
        return ActionLine(action, case, text, owner, person, is_overdue(action), is_settled(action))


def _history(
    session: Session, action: CaseAction, names: _Names
) -> Sequence[Mapping[str, str | datetime]]:
    rows = session.scalars(
        select(ActionEvent)
        .where(ActionEvent.action_id == action.id)
        .order_by(ActionEvent.at.desc(), ActionEvent.id)
    )
    return [
        {
            "title": happened(e.kind, e.to_state),
            "by": f"{names.people.get(e.person_id, '')}, {names.agencies.get(e.agency_id, '')}",
            "at": e.at,
        }
        for e in rows
    ]
