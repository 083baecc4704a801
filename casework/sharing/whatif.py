"""Which of the cases that a change touches somebody may know of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.visibility import visible_cases


class Touching(Protocol):
    """A line of a preview, with the references of the cases it counts."""

    @property
    def cases(self) -> set[str]: ...


def known_references(
    session: Session, viewer: Viewer, lines: Iterable[Touching] | None
) -> frozenset[str]:
    """Of the cases that change, those this person may know of; the others are only counted."""
    wanted = frozenset().union(*(line.cases for line in lines)) if lines else frozenset[str]()
    if not wanted:
        return frozenset()
    return frozenset(c.reference for c in session.scalars(visible_cases(viewer))) & wanted
