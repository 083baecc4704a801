"""Under 18? Worked out once, when a date of birth is written, because the date itself is sealed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.facts import NO, UNKNOWN, YES, record_fact
from casework.cases.models import Case
from casework.clock import LONDON, today

ADULT = 18
BIRTH = ".date_of_birth"


def record_age(
    session: Session, viewer: Viewer, case: Case, field: str, subject_id: UUID | None, text: str
) -> None:
    """Record the fact `under_18` of a subject from the text of its date of birth."""
    if not field.endswith(BIRTH) or subject_id is None or not text:
        return
    value, ends = under_18(text, today())
    record_fact(
        session,
        viewer,
        case=case,
        name="under_18",
        value=value,
        subject_id=subject_id,
        ends_at=ends,
    )


def under_18(text: str, day: date) -> tuple[str, datetime | None]:
    """Yes, no or unknown, and the moment a 'yes' ends; a partial date counts as its youngest."""
    parts = text.split("-")
    if not all(p.isdigit() for p in parts) or not 1 <= len(parts) <= 3:
        return UNKNOWN, None
    year, month, dom = (*map(int, parts), *(12, 31)[len(parts) - 1 :])[:3]
    birthday = _birthday(year + ADULT, month, dom)
    if birthday <= day:
        return NO, None
    return YES, datetime.combine(birthday, time.min, LONDON).astimezone(UTC)


def _birthday(year: int, month: int, day: int) -> date:
    # Born on 29 February: of age on 1 March; a partial date may name a day its month lacks.
    try:
        return date(year, month, day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)
