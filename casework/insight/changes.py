"""What changed since a person last looked: steps of visible cases, in words of the workflow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.casefile.words import step
from casework.cases.models import Case, CaseEvent
from casework.cases.visibility import visible_cases
from casework.clock import now
from casework.insight.models import LastLooked

# Who has never looked begins with a week, not with two years.
AT_FIRST = timedelta(days=7)
MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One step in one case, without who or what."""

    at: datetime
    words: str
    reference: str
    case_id: UUID


@dataclass(frozen=True, slots=True)
class News:
    """The newest changes, since when they count, and whether there are more than shown."""

    since: datetime
    looked: bool
    changes: tuple[Change, ...]
    more: bool


def news_for(session: Session, viewer: Viewer) -> News:
    """Steps that others took in cases this person may know of; a concealed case has none."""
    kept = session.get(LastLooked, viewer.person_id)
    since = kept.at if kept else now() - AT_FIRST
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(CaseEvent.at, CaseEvent.kind, Case.reference, Case.id)
        .join(CaseEvent, CaseEvent.case_id == Case.id)
        .where(
            CaseEvent.partnership_id == viewer.partnership_id,
            CaseEvent.at > since,
            CaseEvent.person_id != viewer.person_id,
            or_(CaseEvent.only_agency_id.is_(None), CaseEvent.only_agency_id == viewer.agency_id),
        )
        .order_by(CaseEvent.at.desc(), CaseEvent.id)
        .limit(MOST + 1)
    )
    found = [Change(at, step(kind), reference, case_id) for at, kind, reference, case_id in rows]
    return News(since, kept is not None, tuple(found[:MOST]), len(found) > MOST)


def looked(session: Session, viewer: Viewer, *, until: datetime) -> None:
    """The person has read everything up to that moment; it never moves back."""
    until = min(until, now())
    kept = session.get(LastLooked, viewer.person_id, with_for_update=True)
    if kept is None:
        session.add(
            LastLooked(person_id=viewer.person_id, partnership_id=viewer.partnership_id, at=until)
        )
    else:
        kept.at = max(kept.at, until)
    session.flush()
