"""Post a notice in the transaction of the act, claim it under a lease, write down how it ended."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from casework.clock import now
from casework.db import new_id
from casework.notices.models import FINISHED, Notice, NoticeState

LEASE = timedelta(minutes=5)
KEPT = timedelta(days=30)
# A mail server that is down over a long weekend loses nothing: about four days in all.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440, 1440, 1440))


def post(
    session: Session,
    *,
    partnership_id: uuid.UUID,
    person_id: uuid.UUID,
    kind: str,
    refers: Mapping[str, str] | None = None,
    once: str | None = None,
    due_at: datetime | None = None,
) -> Notice | None:
    """Plan one message to one person; None when one with the same `once` is planned or was sent."""
    if once is not None and _planned(session, partnership_id, once):
        return None
    moment = now()
    notice = Notice(
        partnership_id=partnership_id,
        person_id=person_id,
        kind=kind,
        refers=dict(refers or {}),
        once=once,
        created_at=moment,
        due_at=due_at or moment,
    )
    session.add(notice)
    session.flush()
    return notice


def _planned(session: Session, partnership_id: uuid.UUID, once: str) -> bool:
    same = select(Notice.id).where(Notice.partnership_id == partnership_id, Notice.once == once)
    return session.scalar(same) is not None


def claim(session: Session, kinds: Collection[str]) -> Notice | None:
    """The next notice whose turn it is, now under this worker's lease."""
    moment = now()
    turn = (
        select(Notice)
        .where(Notice.kind.in_(kinds), _free(moment))
        .order_by(Notice.due_at, Notice.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    notice = session.scalar(turn)
    if notice is not None:
        notice.state = NoticeState.RUNNING
        notice.attempts += 1
        notice.lease = new_id()
        notice.leased_until = moment + LEASE
    return notice


def _free(moment: datetime) -> ColumnElement[bool]:
    waiting = and_(Notice.state == NoticeState.WAITING, Notice.due_at <= moment)
    # Its worker died, or is so slow that it may not finish any more: see `_held`.
    left = and_(Notice.state == NoticeState.RUNNING, Notice.leased_until <= moment)
    return or_(waiting, left)


def finish(session: Session, notice_id: uuid.UUID, lease: uuid.UUID, state: NoticeState) -> bool:
    """Write down the end; false when the lease was lost to another worker meanwhile."""
    notice = _held(session, notice_id, lease)
    if notice is None:
        return False
    _release(notice, state)
    notice.finished_at = now()
    return True


def retry(session: Session, notice_id: uuid.UUID, lease: uuid.UUID, failure: str) -> bool:
    """Come back later, each time after a longer pause; give up after the last."""
    notice = _held(session, notice_id, lease)
    if notice is None:
        return False
    if notice.attempts > len(PAUSES):
        return fail(session, notice_id, lease, failure)
    _release(notice, NoticeState.WAITING)
    notice.due_at = now() + PAUSES[notice.attempts - 1]
    notice.failure = failure[:80]
    return True


def fail(session: Session, notice_id: uuid.UUID, lease: uuid.UUID, failure: str) -> bool:
    """It will never succeed (no such mailbox): keep it where somebody sees it."""
    notice = _held(session, notice_id, lease)
    if notice is None:
        return False
    notice.failure = failure[:80]
    _release(notice, NoticeState.FAILED)
    notice.finished_at = now()
    return True


def _held(session: Session, notice_id: uuid.UUID, lease: uuid.UUID) -> Notice | None:
    mine = select(Notice).where(Notice.id == notice_id, Notice.lease == lease).with_for_update()
    return session.scalar(mine)


def _release(notice: Notice, state: NoticeState) -> None:
    notice.state = state
    notice.lease = None
    notice.leased_until = None


def put_back(session: Session) -> int:
    """Try everything that was given up once more, from the first pause on."""
    notices = list(session.scalars(select(Notice).where(Notice.state == NoticeState.FAILED)))
    for notice in notices:
        notice.state, notice.attempts = NoticeState.WAITING, 0
        notice.due_at, notice.finished_at = now(), None
    return len(notices)


def sweep(session: Session) -> None:
    """Forget what was finished a month ago; what failed stays until somebody looks."""
    old = now() - KEPT
    done = Notice.state.in_(FINISHED - {NoticeState.FAILED})
    session.execute(delete(Notice).where(done, Notice.finished_at < old))


def counts(session: Session) -> dict[str, int]:
    """How many notices are in each state."""
    rows = session.execute(select(Notice.state, func.count()).group_by(Notice.state))
    return {state: int(count) for state, count in rows}


def oldest_due(session: Session) -> datetime | None:
    """Since when something has been waiting whose turn has come."""
    turn = Notice.state.in_([NoticeState.WAITING, NoticeState.RUNNING]), Notice.due_at <= now()
    return session.scalar(select(func.min(Notice.due_at)).where(*turn))
