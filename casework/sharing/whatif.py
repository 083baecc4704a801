"""Which of the cases that a draft changes somebody may know of."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.visibility import visible_cases
from casework.sharing.preview import Shift


def known_references(
    session: Session, viewer: Viewer, shifts: Iterable[Shift] | None
) -> frozenset[str]:
    """Of the cases that change, those this person may know of; the others are only counted."""
    wanted = frozenset().union(*(s.cases for s in shifts)) if shifts else frozenset[str]()
    if not wanted:
        return frozenset()
    return frozenset(c.reference for c in session.scalars(visible_cases(viewer))) & wanted
