"""A board closes: everything open is listed, decided one by one, and carried out at once (R09).

Learning is never ended by a closing: reviews, recommendations and their actions go to a named
successor, with their history (R08). What else is open goes over too, or ends with words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.boards.access import load_board
from casework.boards.governance_words import ONLY_TRANSFER, Decision, Kind
from casework.boards.models import Closing, ClosingDecision
from casework.boards.service.carrying import carry_out
from casework.boards.service.open_things import Open, open_things
from casework.boards.service.structure import why_not_under
from casework.clock import now
from casework.directory.history import record
from casework.directory.holdings import Owner, OwnerKind, refuse_while_held
from casework.directory.models import Conference, ConferenceKind
from casework.errors import Conflict, Invalid, NotFound

PUBLIC = "Enter what the closing report says of this board"


def decide(
    session: Session,
    viewer: Viewer,
    *,
    conference_id: UUID,
    thing_id: UUID,
    decision: Decision,
    successor_id: UUID | None = None,
    words: str = "",
) -> ClosingDecision:
    """What becomes of one open thing; the last word stands until the board is closed."""
    body = load_board(session, viewer, conference_id, Action.BOARD_MANAGE)
    _still_open(session, body)
    found = next((o for o in open_things(session, body) if o.id == thing_id), None)
    if found is None:
        raise NotFound("open thing")
    desk = _desk(session, viewer, body)
    return _write(desk, found, decision, successor_id, words)


def decide_rest(
    session: Session, viewer: Viewer, *, conference_id: UUID, successor_id: UUID
) -> int:
    """Everything that nobody has decided about goes to one successor; how many that were."""
    body = load_board(session, viewer, conference_id, Action.BOARD_MANAGE)
    _still_open(session, body)
    desk = _desk(session, viewer, body)
    known = lasting(desk.known, desk.heirs)
    left = [o for o in open_things(session, body) if o.id not in known]
    for one in left:
        _write(desk, one, Decision.TRANSFER, successor_id, "")
    return len(left)


def close_board(session: Session, viewer: Viewer, *, conference_id: UUID, words: str) -> Closing:
    """Carry out what was decided and close the board; refused while anything is undecided."""
    body = load_board(session, viewer, conference_id, Action.BOARD_MANAGE)
    _still_open(session, body)
    if not words.strip():
        raise Invalid({"words": PUBLIC})
    known = lasting(decisions(session, body.id), successors(session, body))
    things = open_things(session, body)
    _refuse_undecided(things, known)
    _one_successor_a_review(things, known)
    for one in things:
        row = known[one.id]
        row.label = one.label
        carry_out(session, viewer, body, one, row)
        row.carried_out = True
    session.flush()
    refuse_while_held(session, body.partnership_id, Owner(OwnerKind.CONFERENCE, body.id), body.name)
    body.active = False
    made = Closing(
        conference_id=body.id, partnership_id=body.partnership_id, words=words,
        closed_by=viewer.person_id, closed_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    record(session, viewer, body.id, "Closed, with a closing report")
    return made


def decisions(session: Session, conference_id: UUID) -> dict[UUID, ClosingDecision]:
    """What has been decided so far, by the thing it is about."""
    asked = select(ClosingDecision).where(ClosingDecision.conference_id == conference_id)
    return {row.thing_id: row for row in session.scalars(asked)}


def lasting(
    known: Mapping[UUID, ClosingDecision], heirs: Iterable[Conference]
) -> dict[UUID, ClosingDecision]:
    """The decisions that can be carried out: a board that has closed since takes nothing over."""
    sit = {b.id for b in heirs}
    return {
        key: row
        for key, row in known.items()
        if row.decision != Decision.TRANSFER or row.successor_id in sit
    }


def successors(session: Session, body: Conference) -> list[Conference]:
    """Boards of the partnership that still sit and are not this one."""
    asked = select(Conference).where(
        Conference.partnership_id == body.partnership_id, Conference.active,
        Conference.kind == ConferenceKind.BOARD, Conference.id != body.id,
    )  # fmt: skip
    return list(session.scalars(asked.order_by(Conference.name)))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is asked once, however much is decided: who may take over, and what was decided."""

    session: Session
    viewer: Viewer
    body: Conference
    heirs: Sequence[Conference]
    known: dict[UUID, ClosingDecision]


def _desk(session: Session, viewer: Viewer, body: Conference) -> _Desk:
    return _Desk(session, viewer, body, successors(session, body), decisions(session, body.id))


def _write(
    desk: _Desk, one: Open, decision: Decision, successor_id: UUID | None, words: str
) -> ClosingDecision:
    session, body = desk.session, desk.body
    if decision is Decision.TRANSFER:
        _check_successor(desk, one, successor_id)
    elif one.kind in ONLY_TRANSFER:
        raise Invalid({"decision": "This goes to another board: only accepted evidence ends it"})
    elif not words.strip():
        raise Invalid({"words": "Enter why it ends, and what shows that it can"})
    row = desk.known.get(one.id)
    if row is None:
        row = ClosingDecision(
            partnership_id=body.partnership_id, conference_id=body.id, thing_id=one.id,
            kind=one.kind,
        )  # fmt: skip
        session.add(row)
    row.label, row.decision, row.words = one.label, decision, words
    row.successor_id = successor_id if decision is Decision.TRANSFER else None
    row.decided_by, row.decided_at = desk.viewer.person_id, now()
    session.flush()
    return row


def _check_successor(desk: _Desk, one: Open, successor_id: UUID | None) -> None:
    after = next((b for b in desk.heirs if b.id == successor_id), None)
    if after is None:
        raise Invalid({"successor_id": "Select the board that takes it over"})
    problem = why_not_under(desk.session, one.id, after) if one.kind is Kind.BOARD else ""
    if problem:
        raise Invalid({"successor_id": f"{one.label}: {problem}"})


def _still_open(session: Session, body: Conference) -> None:
    if not body.active or session.get(Closing, body.id) is not None:
        raise Conflict("This board is closed.")


def _refuse_undecided(things: list[Open], known: dict[UUID, ClosingDecision]) -> None:
    left = [one for one in things if one.id not in known]
    if left:
        more = f", and {len(left) - 1} more" if len(left) > 1 else ""
        raise Conflict(f"Nobody has decided what becomes of {left[0].label}{more}.")


def _one_successor_a_review(things: list[Open], known: dict[UUID, ClosingDecision]) -> None:
    by_review: dict[UUID, set[UUID | None]] = {}
    for one in things:
        if one.review_id is not None:
            by_review.setdefault(one.review_id, set()).add(known[one.id].successor_id)
            if len(by_review[one.review_id]) > 1:
                raise Conflict(f"{one.label} and its review go to one and the same board.")
