"""What was asked is told outside its own agency only as far as the gate lets the reader know."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.advice.models import SharingQuestion
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.disclosure.gate import decide_within
from casework.disclosure.outlook import traces


def known_of(
    session: Session, viewer: Viewer, case: Case, rows: Iterable[SharingQuestion]
) -> frozenset[UUID]:
    """Those of some questions that this reader may read; every one of their own agency.

    Of another agency's they must know every answer that it was about: its verdict tells of all.
    """
    rows = list(rows)
    own = {row.id for row in rows if row.asked_agency_id == viewer.agency_id}
    theirs = [row for row in rows if row.id not in own]
    known = _known_answers(session, viewer, case) if theirs else frozenset()
    told = {row.id for row in theirs if _is_among(known, row)}
    return frozenset(own | told)


def _is_among(known: frozenset[UUID], row: SharingQuestion) -> bool:
    about = {UUID(key) for key in row.about or ()}
    # Where nobody can say what it was about, it may have been about anything.
    return bool(about) and about <= known


def _known_answers(session: Session, viewer: Viewer, case: Case) -> frozenset[UUID]:
    held = matter(session, case, blanks=False)
    decided = decide_within(session, viewer, held)
    return frozenset(i.answer_id for i, d in decided if i.answer_id and traces(held, i, d))
