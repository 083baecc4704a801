"""What waits for whoever runs a board: decisions, reports, terms and ends that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.boards.dashboard.meetings import missed
from casework.boards.dashboard.scope import Scope
from casework.boards.models import BoardProfile, Escalation, RequiredReport, TermsOfReference
from casework.boards.overview import SOON_DAYS
from casework.cases.work import WorkItem
from casework.clock import today
from casework.conferences.service.approving import CHAIRS
from casework.directory.models import Conference, ConferenceKind

BOARD = "boards.board"


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Everything of this room that waits for this person; words name boards, never people."""
    if not any(a.role in CHAIRS for a in viewer.appointments):
        return []
    names = _boards(session, viewer)
    found = list(_letters(session, viewer))
    if names:
        found += [
            *_asked(session, names), *_owed(session, names), *_terms(session, names),
            *_ending(session, names),
        ]  # fmt: skip
    return sorted(found, key=lambda item: (item.due or date.max, item.words))


def _boards(session: Session, viewer: Viewer) -> dict[UUID, str]:
    # Only a board has a review chair: everybody else is spared the question.
    mine = {a.conference_id for a in viewer.appointments if a.role is Role.REVIEW_CHAIR}
    asked = select(Conference.id, Conference.name).where(
        Conference.id.in_(mine), Conference.kind == ConferenceKind.BOARD, Conference.active
    )
    return {row.id: row.name for row in session.execute(asked)} if mine else {}


def _asked(session: Session, names: dict[UUID, str]) -> Iterator[WorkItem]:
    asked = select(Escalation).where(Escalation.to_id.in_(names), Escalation.outcome.is_(None))
    for row in session.scalars(asked):
        words = f"Decide what another board asks of {names[row.to_id]}"
        values = {"escalation_id": row.id}
        yield WorkItem(
            "decide_escalation", words, "boards.escalation", values, row.made_at, row.expires_on
        )


def _owed(session: Session, names: dict[UUID, str]) -> Iterator[WorkItem]:
    late = select(RequiredReport).where(
        RequiredReport.conference_id.in_(names), RequiredReport.ended.is_(False),
        RequiredReport.next_due_on < today(),
    )  # fmt: skip
    for row in session.scalars(late):
        words = f"Ask for a report that is owed to {names[row.conference_id]}"
        yield WorkItem("owed_report", words, BOARD, _at(row.conference_id), None, row.next_due_on)


def _terms(session: Session, names: dict[UUID, str]) -> Iterator[WorkItem]:
    newest = (
        select(TermsOfReference.conference_id, func.max(TermsOfReference.review_on))
        .where(TermsOfReference.conference_id.in_(names))
        .group_by(TermsOfReference.conference_id)
    )
    for key, review_on in session.execute(newest):
        if review_on <= _soon():
            words = f"Look at the terms of reference of {names[key]}"
            yield WorkItem("terms_review", words, BOARD, _at(key), None, review_on)


def _ending(session: Session, names: dict[UUID, str]) -> Iterator[WorkItem]:
    asked = select(BoardProfile).where(
        BoardProfile.conference_id.in_(names), BoardProfile.ends_on <= _soon()
    )
    for row in session.scalars(asked):
        words = f"Close {names[row.conference_id]}, or give it longer"
        values = _at(row.conference_id)
        yield WorkItem("board_ends", words, "boards.close", values, None, row.ends_on)


def _letters(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    """Agencies that were silent twice, at any conference or board that this person chairs (R48)."""
    for one in missed(session, viewer, Scope({}, {})):
        if not (one.twice and one.may_write) or (one.letter and one.letter.sent_on):
            continue
        about = f"{one.agency}, silent {one.in_a_row} times at {one.body}"
        if one.letter is None:
            values = {"meeting_id": one.meeting_id, "agency_id": one.agency_id}
            words = f"Write to the sponsor of {about}"
            yield WorkItem("write_to_sponsor", words, "boards.write_letter", values, None, None)
        else:
            words, letter = f"Send the letter about {about}", {"letter_id": one.letter.id}
            yield WorkItem("send_letter", words, "boards.letter", letter, None, None)


def _soon() -> date:
    return today() + timedelta(days=SOON_DAYS)


def _at(key: UUID) -> dict[str, object]:
    return {"conference_id": key}
