"""Minutes, passage by passage: each keeps whose information it is and of what kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.guarding import guard_texts
from casework.cases.models import Case, Nature
from casework.catalogue.declared.afterwards.meeting import TOLD_FIELDS
from casework.catalogue.sections import FIELDS
from casework.clock import now
from casework.conferences.access import load_item, load_meeting
from casework.conferences.models import AgendaItem, Meeting, MinutePassage
from casework.conferences.service.roll import seats
from casework.conferences.steps import MINUTES_MOVE, require
from casework.conferences.vocabulary import MeetingState
from casework.db import new_id
from casework.errors import Invalid, NotFound, StaleEdit

ABOUT = "minute"
CLOSED = frozenset({MeetingState.MINUTES_APPROVED, MeetingState.LOCKED})
# Groups of headings as the form offers them; a heading is a catalogue field.
HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "An agency told the meeting": tuple(TOLD_FIELDS.values()),
        "Risk": (
            "minute.risk_victim",
            "minute.risk_children",
            "minute.risk_others",
            "minute.risk_staff",
        ),
        "Of its own": ("minute.victims_voice", "minute.crimes_disclosed", "minute.passage"),
    }
)
ALL_HEADINGS = tuple(name for names in HEADINGS.values() for name in names)


def write_passage(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    item_id: UUID,
    heading: str,
    text: str,
    source_agency_id: UUID | None = None,
    nature: str = Nature.FACT,
) -> MinutePassage:
    """Minute what was said. It counts as the information of the agency that said it."""
    meeting, item, case = _writable(session, viewer, meeting_id, item_id)
    source = source_agency_id or viewer.agency_id
    _check(session, meeting, viewer, heading, text, source)
    passage = MinutePassage(
        id=new_id(), partnership_id=meeting.partnership_id, agenda_item_id=item.id,
        case_id=case.id, heading=heading, source_agency_id=source, written_by=viewer.person_id,
        written_at=now(), addendum=meeting.state in CLOSED, removed=False,
    )  # fmt: skip
    session.add(passage)
    session.flush()
    _seal(session, viewer, case, passage, text, nature)
    return passage


def change_passage(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    item_id: UUID,
    passage_id: UUID,
    version: int,
    text: str,
    nature: str = Nature.FACT,
) -> MinutePassage:
    """Put a passage right while the minutes are a draft; the earlier words stay in the history."""
    meeting, item, case = _writable(session, viewer, meeting_id, item_id)
    require(meeting, MINUTES_MOVE, "changed; write an addition instead")
    passage = load_passage(session, item, passage_id)
    if passage.version != version:
        raise StaleEdit("passage")
    _check(session, meeting, viewer, passage.heading, text, passage.source_agency_id)
    passage.written_by, passage.written_at = viewer.person_id, now()
    _seal(session, viewer, case, passage, text, nature)
    session.flush()
    return passage


def remove_passage(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    item_id: UUID,
    passage_id: UUID,
    version: int,
) -> None:
    """Take a passage out of the draft; it stays in the history of the case."""
    meeting, item, case = _writable(session, viewer, meeting_id, item_id)
    require(meeting, MINUTES_MOVE, "changed; write an addition instead")
    passage = load_passage(session, item, passage_id)
    if passage.version != version:
        raise StaleEdit("passage")
    passage.removed = True
    write_answers(session, viewer, case=case, answers=[_answer(passage, "", Nature.FACT)])


def load_passage(session: Session, item: AgendaItem, passage_id: UUID) -> MinutePassage:
    """A passage of this case at this meeting."""
    passage = session.get(MinutePassage, passage_id)
    if passage is None or passage.agenda_item_id != item.id or passage.removed:
        raise NotFound("passage")
    return passage


def passages(session: Session, items: Sequence[AgendaItem]) -> list[MinutePassage]:
    """The passages of some cases, in the order of the headings and as they were written."""
    rows = session.scalars(
        select(MinutePassage)
        .where(
            MinutePassage.agenda_item_id.in_([i.id for i in items]),
            MinutePassage.removed.is_(False),
        )
        .order_by(MinutePassage.written_at, MinutePassage.id)
    )
    return sorted(rows, key=lambda p: (p.addendum, ALL_HEADINGS.index(p.heading)))


def _writable(
    session: Session, viewer: Viewer, meeting_id: UUID, item_id: UUID
) -> tuple[Meeting, AgendaItem, Case]:
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN)
    require(meeting, MINUTES_MOVE | CLOSED, "minuted")
    item, case = load_item(session, viewer, meeting, item_id)
    return meeting, item, case


def _check(
    session: Session, meeting: Meeting, viewer: Viewer, heading: str, text: str, source: UUID
) -> None:
    errors = {}
    if heading not in ALL_HEADINGS:
        errors["heading"] = "Select what kind of information it is."
    if not text.strip():
        errors["text"] = "Enter what was said."
    elif heading in FIELDS and len(text) > FIELDS[heading].limit:
        errors["text"] = f"Enter {FIELDS[heading].limit:,} characters or fewer."
    if source not in {*seats(session, meeting), viewer.agency_id}:
        errors["source"] = "Select the agency that said it."
    if errors:
        raise Invalid(errors)


def _seal(
    session: Session, viewer: Viewer, case: Case, passage: MinutePassage, text: str, nature: str
) -> None:
    guard_texts(session, viewer, case=case, texts={passage.heading: text})
    write_answers(
        session, viewer, case=case, answers=[_answer(passage, text.strip(), Nature(nature))]
    )


def _answer(passage: MinutePassage, text: str, nature: Nature) -> NewAnswer:
    return NewAnswer(
        passage.heading, text, about_kind=ABOUT, about_id=passage.id, nature=nature,
        origin_agency_id=passage.source_agency_id,
    )  # fmt: skip
