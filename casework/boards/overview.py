"""The structure of boards, and one board with everything that its page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_board
from casework.boards.governance_words import FORM_WORDS, FUNCTION_WORDS, OUTCOME_WORDS
from casework.boards.models import (
    BoardProfile,
    BoardReference,
    Closing,
    Escalation,
    FunctionCheck,
    RequiredReport,
    TermsOfReference,
)
from casework.boards.models.body import PAPER_HOURS
from casework.boards.service.escalating import escalations_of, has_expired
from casework.boards.service.references import open_references
from casework.boards.vocabulary import Form
from casework.clock import today
from casework.conferences.access import may
from casework.conferences.models import Meeting
from casework.conferences.service.calendar import next_meeting
from casework.directory.models import Conference, ConferenceKind
from casework.directory.names import agency_names, conference_names
from casework.reviews.models import Recommendation, Review
from casework.reviews.vocabulary import NOT_OPEN, State

SOON_DAYS = 42


@dataclass(frozen=True, slots=True)
class Node:
    """A board in the structure, how deep it stands, and whether this person may open its page."""

    body: Conference
    depth: int
    form: str
    ends_on: date | None
    mine: bool

    @property
    def ends_soon(self) -> bool:
        """A group whose last day has passed or is near: it closes, or is given longer (R105)."""
        return self.ends_on is not None and (self.ends_on - today()).days <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """One function, and what was last found of it."""

    words: str
    check: FunctionCheck | None


@dataclass(frozen=True, slots=True)
class EscalationLine:
    """An escalation in words."""

    row: Escalation
    from_name: str
    to_name: str
    state: str
    incoming: bool


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One board."""

    body: Conference
    form: str
    profile: BoardProfile | None
    parent: str
    groups: tuple[Conference, ...]
    terms: tuple[TermsOfReference, ...]
    functions: tuple[FunctionLine, ...]
    reports: tuple[RequiredReport, ...]
    references: tuple[BoardReference, ...]
    escalations: tuple[EscalationLine, ...]
    agencies: Mapping[UUID, str]
    unverified: int
    next: Meeting | None
    closing: Closing | None
    may_manage: bool
    paper_hours: int


def structure(session: Session, viewer: Viewer) -> list[Node]:
    """Every board of the partnership that sits, each under the one it reports to (R110)."""
    found = session.scalars(
        select(Conference)
        .where(
            Conference.partnership_id == viewer.partnership_id, Conference.active,
            Conference.kind == ConferenceKind.BOARD,
        )
        .order_by(Conference.name)
    ).all()  # fmt: skip
    held = _profiles(session, viewer)
    here = {body.id for body in found}
    under: dict[UUID | None, list[Conference]] = {}
    for body in found:
        above = held[body.id].parent_id if body.id in held else None
        under.setdefault(above if above in here else None, []).append(body)
    return list(_nodes(viewer, under, held, None, 0))


def closed_boards(session: Session, viewer: Viewer) -> list[Conference]:
    """Boards that were closed here, with their reports; the last one first."""
    asked = (
        select(Conference)
        .join(Closing, Closing.conference_id == Conference.id)
        .where(Conference.partnership_id == viewer.partnership_id)
    )
    return list(session.scalars(asked.order_by(Closing.closed_at.desc())))


def _nodes(
    viewer: Viewer, under: Mapping[UUID | None, list[Conference]],
    held: Mapping[UUID, BoardProfile], above: UUID | None, depth: int,
) -> list[Node]:  # fmt: skip
    nodes = []
    for body in under.get(above, []):
        profile = held.get(body.id)
        nodes.append(
            Node(
                body, depth, FORM_WORDS[profile.form if profile else Form.STANDING],
                profile.ends_on if profile else None, may(viewer, Action.MEETING_READ, body),
            )
        )  # fmt: skip
        nodes += _nodes(viewer, under, held, body.id, depth + 1)
    return nodes


def board_page(session: Session, viewer: Viewer, conference_id: UUID) -> BoardPage:
    """Everything about one board that its members read."""
    body = load_board(session, viewer, conference_id)
    names = conference_names(session, viewer.partnership_id)
    profile = session.get(BoardProfile, body.id)
    above = profile.parent_id if profile else None
    return BoardPage(
        body=body, form=FORM_WORDS[profile.form if profile else Form.STANDING], profile=profile,
        parent=names[above] if above else "", groups=_groups(session, body),
        terms=_terms(session, body), functions=_functions(session, body),
        reports=owed(session, body.id), references=tuple(open_references(session, body.id)),
        escalations=tuple(_escalations(session, body, names)),
        agencies=agency_names(session, viewer.partnership_id),
        unverified=unverified(session, body.id), next=next_meeting(session, viewer, body.id),
        closing=session.get(Closing, body.id), may_manage=may(viewer, Action.BOARD_MANAGE, body),
        paper_hours=profile.paper_hours if profile else PAPER_HOURS,
    )  # fmt: skip


def unverified(session: Session, conference_id: UUID) -> int:
    """Agreed recommendations of its reviews that are still open (R03)."""
    asked = (
        select(Recommendation.id)
        .join(Review, Review.id == Recommendation.review_id)
        .where(Review.conference_id == conference_id)
        .where(Recommendation.state.not_in(NOT_OPEN | {State.PROPOSED}))
    )
    return len(session.scalars(asked).all())


def owed(session: Session, conference_id: UUID) -> tuple[RequiredReport, ...]:
    """Reports that are owed, the next due first."""
    asked = select(RequiredReport).where(
        RequiredReport.conference_id == conference_id, RequiredReport.ended.is_(False)
    )
    return tuple(session.scalars(asked.order_by(RequiredReport.next_due_on)))


def _profiles(session: Session, viewer: Viewer) -> dict[UUID, BoardProfile]:
    asked = select(BoardProfile).where(BoardProfile.partnership_id == viewer.partnership_id)
    return {row.conference_id: row for row in session.scalars(asked)}


def _groups(session: Session, body: Conference) -> tuple[Conference, ...]:
    asked = (
        select(Conference)
        .join(BoardProfile, BoardProfile.conference_id == Conference.id)
        .where(BoardProfile.parent_id == body.id, Conference.active)
    )
    return tuple(session.scalars(asked.order_by(Conference.name)))


def _terms(session: Session, body: Conference) -> tuple[TermsOfReference, ...]:
    asked = select(TermsOfReference).where(TermsOfReference.conference_id == body.id)
    return tuple(session.scalars(asked.order_by(TermsOfReference.number.desc())))


def _functions(session: Session, body: Conference) -> tuple[FunctionLine, ...]:
    asked = select(FunctionCheck).where(FunctionCheck.conference_id == body.id)
    last = {row.function: row for row in session.scalars(asked.order_by(FunctionCheck.at))}
    return tuple(FunctionLine(words, last.get(key)) for key, words in FUNCTION_WORDS.items())


def _escalations(
    session: Session, body: Conference, names: Mapping[UUID, str]
) -> list[EscalationLine]:
    return [
        EscalationLine(e, names[e.from_id], names[e.to_id], escalation_state(e), e.to_id == body.id)
        for e in escalations_of(session, body.id)
    ]


def escalation_state(row: Escalation) -> str:
    """'Waits for a decision', 'Expired without a decision', 'Decided'."""
    if row.outcome:
        return OUTCOME_WORDS[row.outcome]
    return "Expired without a decision" if has_expired(row) else "Waits for a decision"
