"""Has anything changed that this person may see? What they may not see never stirs the screen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.models import CaseAction
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.catalogue.sections import SECTIONS
from casework.conferences.models import AgendaItem, Meeting
from casework.conferences.reading import IN_THE_ROOM
from casework.conferences.service.agenda import agenda
from casework.conferences.service.roll import in_the_room
from casework.disclosure.gate import Gate
from protocols.vocabulary import Effect


class Stamp(NamedTuple):
    """What the page was drawn from."""

    all: str
    referral: str


def stamp_of(
    session: Session, viewer: Viewer, gate: Gate, meeting: Meeting, item: AgendaItem, case: Case
) -> Stamp:
    """Short marks of all that this viewer sees, and of the referral alone; opens nothing.

    The referral has its own, so that a section somebody has unfolded stays as it is while
    others write minutes.
    """
    answers = list(_answers(session, viewer, gate, case))
    rest = [
        *_agenda(session, viewer, meeting),
        *_room(session, meeting, item),
        *_actions(session, case),
    ]
    referral = [text for section, text in answers if SECTIONS[section].on_form]
    return Stamp(_mark([*rest, *(text for _, text in answers)]), _mark([case.stage, *referral]))


def _mark(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _agenda(session: Session, viewer: Viewer, meeting: Meeting) -> Iterator[str]:
    yield meeting.state
    for item, _ in agenda(session, viewer, meeting):
        yield f"{item.id} {item.state} {item.version}"


def _room(session: Session, meeting: Meeting, item: AgendaItem) -> Iterator[str]:
    for row in in_the_room(session, meeting, item):
        yield f"{row.id} {row.signed_at}"


def _answers(session: Session, viewer: Viewer, gate: Gate, case: Case) -> Iterator[tuple[str, str]]:
    decided = gate.decide(viewer, matter(session, case, blanks=False), channel=IN_THE_ROOM)
    for item, decision in decided:
        if decision.effect >= Effect.EXISTENCE:
            yield item.section, f"{item.answer_id} {decision.effect}"


def _actions(session: Session, case: Case) -> Iterator[str]:
    query = select(CaseAction).where(CaseAction.case_id == case.id).order_by(CaseAction.number)
    for action in session.scalars(query):
        yield f"{action.id} {action.state} {action.version}"
