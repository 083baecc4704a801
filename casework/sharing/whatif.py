"""Which of the cases that a change touches somebody may know of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case
from casework.cases.visibility import visible_cases


class Touching(Protocol):
    """A line of a preview, with the references of the cases it counts."""

    @property
    def cases(self) -> set[str]: ...


def known_references(session: Session, viewer: Viewer, lines: Iterable[Touching]) -> frozenset[str]:
    """Of the cases that change, those this person may know of; the others are only counted."""
    wanted = frozenset[str]().union(*(line.cases for line in lines))
    if not wanted:
        return frozenset()
    query = visible_cases(viewer).where(Case.reference.in_(wanted))
    return frozenset(session.scalars(query.with_only_columns(Case.reference)))
