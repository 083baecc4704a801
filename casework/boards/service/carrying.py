"""What was decided about an open thing is done, when its board closes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.governance_words import Decision, EscalationOutcome, Kind
from casework.boards.models import (
    BoardProfile,
    BoardReference,
    ClosingDecision,
    Escalation,
    Paper,
    RequiredReport,
)
from casework.boards.service.open_things import Open
from casework.boards.service.papers import AHEAD, bring_before, note_step, takes_papers
from casework.boards.service.references import next_number, say_of
from casework.boards.service.structure import why_not_under
from casework.boards.vocabulary import Form, PaperStep, Resolved
from casework.clock import now, today
from casework.conferences.models import Meeting
from casework.directory.models import Conference
from casework.errors import Conflict
from casework.reviews.history import note
from casework.reviews.models import Recommendation, Review, ReviewEvent
from casework.reviews.vocabulary import Happened


def carry_out(
    session: Session, viewer: Viewer, body: Conference, one: Open, row: ClosingDecision
) -> None:
    """Hand the thing over, or end it; learning goes with its review."""
    if one.kind is Kind.REVIEW:
        _review(session, viewer, body, row)
    elif one.kind is Kind.PAPER:
        _paper(session, viewer, one, row)
    elif one.kind is Kind.REFERENCE:
        _reference(session, viewer, body, row)
    elif one.kind is Kind.ESCALATION:
        _escalation(session, viewer, body, row)
    elif one.kind is Kind.REPORT:
        _report(session, row)
    elif one.kind is Kind.BOARD:
        _group(session, row)


def successor(session: Session, row: ClosingDecision) -> Conference:
    """Who takes it over."""
    assert row.successor_id is not None, "a transfer names its successor"
    return session.get_one(Conference, row.successor_id)


def _review(session: Session, viewer: Viewer, body: Conference, row: ClosingDecision) -> None:
    review, after = session.get_one(Review, row.thing_id), successor(session, row)
    why = f"{body.name} was closed; {after.name} oversees it now."
    review.conference_id = after.id
    session.add(
        ReviewEvent(
            partnership_id=review.partnership_id, review_id=review.id, person_id=viewer.person_id,
            at=now(), happened_on=today(), from_state=review.state, to_state=review.state, why=why,
        )
    )  # fmt: skip
    session.flush()
    asked = select(Recommendation).where(Recommendation.review_id == review.id)
    for found in session.scalars(asked.order_by(Recommendation.number)).all():
        note(session, viewer, found, Happened.TRANSFERRED, why=why,
             owners=(found.owner_agency_id, found.owner_person_id,
                     found.owner_agency_id, found.owner_person_id))  # fmt: skip


def _paper(session: Session, viewer: Viewer, one: Open, row: ClosingDecision) -> None:
    paper = session.get_one(Paper, row.thing_id)
    if row.decision == Decision.TRANSFER:
        later = _next_meeting(session, successor(session, row), one)
        bring_before(session, viewer, paper, later, row.words or "Its board was closed.")
    else:
        note_step(session, viewer, paper, PaperStep.RESOLVED, row.words)
        paper.resolved, paper.resolution = Resolved.RECEIVED, row.words
    session.flush()


def _next_meeting(session: Session, body: Conference, one: Open) -> Meeting:
    asked = select(Meeting).where(
        Meeting.conference_id == body.id, Meeting.state.in_(AHEAD), Meeting.starts_at > now()
    )
    found = session.scalars(asked.order_by(Meeting.starts_at))
    # One that still takes papers: an agency is not late because its board was closed.
    in_time = next((m for m in found if takes_papers(session, m)), None)
    if in_time is None:
        raise Conflict(
            f"{body.name} has no meeting ahead that still takes papers, so {one.label} cannot go "
            "there. Set a date first."
        )
    return in_time


def _reference(session: Session, viewer: Viewer, body: Conference, row: ClosingDecision) -> None:
    old = session.get_one(BoardReference, row.thing_id)
    words = row.words
    if row.decision == Decision.TRANSFER:
        after = successor(session, row)
        number = next_number(session, after)
        words = f"Goes on as reference {number} of {after.name}."
        session.add(
            BoardReference(
                partnership_id=old.partnership_id, conference_id=after.id,
                number=number, meeting_id=old.meeting_id, minute=old.minute,
                text=old.text, agency_id=old.agency_id, due_on=old.due_on,
                bring_back=old.bring_back, made_at=now(),
                latest=f"Taken over from {body.name}, where it was reference {old.number}.",
            )
        )  # fmt: skip
    say_of(session, viewer, old, words, done=True)


def _escalation(session: Session, viewer: Viewer, body: Conference, row: ClosingDecision) -> None:
    found = session.get_one(Escalation, row.thing_id)
    if row.decision == Decision.TRANSFER:
        sides = [
            row.successor_id if key == body.id else key for key in (found.from_id, found.to_id)
        ]
        if sides[0] == sides[1]:
            raise Conflict("An escalation cannot go from a board to itself: end it with words.")
        found.from_id, found.to_id = _known(sides[0]), _known(sides[1])
    else:
        found.outcome, found.outcome_words = EscalationOutcome.WITHDRAWN, row.words
        found.decided_by, found.decided_at = viewer.person_id, now()
    session.flush()


def _report(session: Session, row: ClosingDecision) -> None:
    report = session.get_one(RequiredReport, row.thing_id)
    if row.decision == Decision.TRANSFER:
        report.conference_id = successor(session, row).id
    else:
        report.ended = True
    session.flush()


def _group(session: Session, row: ClosingDecision) -> None:
    group = session.get_one(BoardProfile, row.thing_id)
    if row.decision == Decision.TRANSFER:
        after = successor(session, row)
        # Asked anew: another group of this board may have gone under this one a moment ago.
        if problem := why_not_under(session, group.conference_id, after):
            raise Conflict(f"{row.label}: {problem}.")
        group.parent_id = after.id
    else:
        group.parent_id, group.form = None, Form.STANDING
    session.flush()


def _known(key: UUID | None) -> UUID:
    assert key is not None
    return key
