"""How often: what one act is, where entries of the ledger are counted or would be repeated.

An act leaves several entries where it reaches several cases; they carry one moment. Whoever asks
or opens the very same thing again within a minute (a page loaded twice) is still at the same look.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.disclosure.ledger_entry import Entry, Kind, plain_detail, read_body
from casework.disclosure.ledger_models import LedgerEntry

SAME_LOOK = timedelta(minutes=1)


def acts_within(session: Session, viewer: Viewer, kind: Kind, window: timedelta) -> int:
    """How many acts of a kind this person did lately; one act counts once, however many cases."""
    acts = select(func.count(distinct(LedgerEntry.at))).where(
        LedgerEntry.partnership_id == viewer.partnership_id,
        LedgerEntry.actor_id == viewer.person_id,
        LedgerEntry.kind == kind.value,
        LedgerEntry.at > now() - window,
    )
    return session.scalar(acts) or 0


def looks_among(moments: Iterable[datetime]) -> int:
    """How many looks so many openings of the same thing were."""
    looks, began = 0, None
    for moment in sorted(moments):
        if began is None or moment - began >= SAME_LOOK:
            looks, began = looks + 1, moment
    return looks


def is_same_look(session: Session, entry: Entry) -> bool:
    """Whether this question stands in the ledger already, from the look that still goes on."""
    before = session.scalars(
        select(LedgerEntry.body).where(
            LedgerEntry.partnership_id == entry.partnership_id,
            LedgerEntry.actor_id == entry.actor_id,
            LedgerEntry.kind == entry.kind.value,
            LedgerEntry.case_id == entry.case_id,
            LedgerEntry.object_id == entry.object_id,
            LedgerEntry.at > entry.at - SAME_LOOK,
        )
    )
    wanted = plain_detail(entry)
    return any(read_body(body)["detail"] == wanted for body in before)
