"""What of the register of training holds, and to how many people of which agencies it was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.clock import today
from casework.reviews.learning.training import courses_of
from casework.reviews.training_models import Training, TrainingDelivery, TrainingVersion


@dataclass(frozen=True, slots=True)
class Given:
    """One version, and everything that was written down of it; mistakes are seen, not counted."""

    version: TrainingVersion
    entries: tuple[TrainingDelivery, ...]

    @property
    def counted(self) -> tuple[TrainingDelivery, ...]:
        """Entries that stand."""
        return tuple(e for e in self.entries if not e.mistaken)

    @property
    def people(self) -> int:
        """How many people it was given to."""
        return sum(e.attended for e in self.counted)

    @property
    def agencies(self) -> int:
        """Of how many agencies."""
        return len({e.agency_id for e in self.counted})

    @property
    def words(self) -> str:
        """'given to 41 people of 3 agencies so far', or that nobody has had it."""
        if not self.counted:
            return "not given to anybody yet"
        people = "person" if self.people == 1 else "people"
        agencies = "agency" if self.agencies == 1 else "agencies"
        return f"given to {self.people} {people} of {self.agencies} {agencies} so far"


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its versions, the newest first."""

    training: Training
    versions: tuple[Given, ...]

    def now(self) -> Given | None:
        """The version that is taught today."""
        day = today()
        return next((g for g in self.versions if g.version.in_force_from <= day), None)


class Register:
    """The whole register with three questions, asked once, when it is first needed."""

    def __init__(self, session: Session, partnership_id: UUID) -> None:
        self._session, self._partnership_id = session, partnership_id

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """Every course by title."""
        versions, entries = self._versions(), self._entries()
        return tuple(
            Course(
                training,
                tuple(Given(v, tuple(entries.get(v.id, ()))) for v in versions[training.id]),
            )
            for training in courses_of(self._session, self._partnership_id)
        )

    def called(self, title: str) -> Course | None:
        """The course of that title, whatever letters it is written in."""
        wanted = title.strip().casefold()
        return next((c for c in self.courses if c.training.title.casefold() == wanted), None)

    def _versions(self) -> Mapping[UUID, list[TrainingVersion]]:
        found: dict[UUID, list[TrainingVersion]] = defaultdict(list)
        asked = select(TrainingVersion).where(
            TrainingVersion.partnership_id == self._partnership_id
        )
        for row in self._session.scalars(asked.order_by(TrainingVersion.in_force_from.desc())):
            found[row.training_id].append(row)
        return found

    def _entries(self) -> Mapping[UUID, list[TrainingDelivery]]:
        found: dict[UUID, list[TrainingDelivery]] = defaultdict(list)
        asked = select(TrainingDelivery).where(
            TrainingDelivery.partnership_id == self._partnership_id
        )
        for row in self._session.scalars(
            asked.order_by(TrainingDelivery.held_on, TrainingDelivery.id)
        ):
            found[row.training_version_id].append(row)
        return found
