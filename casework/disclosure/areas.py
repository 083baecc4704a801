"""Where somebody lives, told as their ward: the partnership's list, kept in memory."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.db import Database
from casework.directory.models import WardTable
from casework.directory.wards import Wards, wards_of
from casework.disclosure.masks import HIDDEN, Mask, find_mask, never_the_input, whole_postcodes

# The masks that tell an area.
AREAS = frozenset({"district", "ward"})


class Areas:
    """The lists of all partnerships, each read once and again when it was replaced."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[UUID, tuple[datetime, Wards]] = {}

    def of(self, partnership_id: UUID) -> Wards | None:
        """The list that holds now; None where there is none."""
        with self._database.reading() as session:
            at = session.scalar(
                select(WardTable.imported_at).where(WardTable.partnership_id == partnership_id)
            )
            if at is None:
                return None
            kept = self._kept.get(partnership_id)
            if kept is None or kept[0] != at:
                kept = self._kept[partnership_id] = (at, wards_of(session, partnership_id))
            return kept[1]


def area_mask(name: str, wards: Wards | None) -> Mask | None:
    """A mask by its name; one that tells an area tells the ward where the list knows it."""
    plain = find_mask(name)
    if plain is None or wards is None or name not in AREAS:
        return plain
    known: Wards = wards

    @never_the_input
    def area(text: str) -> str:
        codes = whole_postcodes(text)
        ward = known.ward_of.get(next(iter(codes))) if len(codes) == 1 else None
        if ward is None:
            return plain(text)
        return HIDDEN if known.is_small(ward) else f"{ward} ward"

    return area
