"""What a template gets, and all it gets: frozen values that a decision has let through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Shown:
    """One field for one viewer. `value` is None unless the effect opens something."""

    field: str
    label: str
    section: str
    subject: str
    subject_id: UUID | None
    # withheld, existence, summary, masked or full: the effect in force, after fall-backs.
    effect: str
    because: str
    value: str | None = None
    answered: bool = False
    clause: str | None = None
    answer_id: UUID | None = None
    about_kind: str | None = None
    about_id: UUID | None = None
    originator: str = ""
    origin_agency_id: UUID | None = None
    author_id: UUID | None = None
    given_at: datetime | None = None
    nature: str = "fact"
    handling: frozenset[str] = frozenset()
    # Who could be asked, in words; None where asking is not offered.
    ask: str | None = None
    pending: str | None = None

    def __repr__(self) -> str:
        return f"Shown({self.field}, {self.effect})"


@dataclass(frozen=True, slots=True)
class Revealed:
    """The whole answer for one case: concealed things are simply not in it."""

    case_id: UUID
    shown: tuple[Shown, ...]
    protocol: str = ""
    version: str = ""
    stage: str = ""

    def by_field(
        self, field: str, subject_id: UUID | None = None, about_id: UUID | None = None
    ) -> Shown | None:
        """The latest shown value of a field, for a subject or an object where given."""
        found = [
            s
            for s in self.shown
            if s.field == field
            and (subject_id is None or s.subject_id == subject_id)
            and (about_id is None or s.about_id == about_id)
        ]
        return found[-1] if found else None

    def value(
        self, field: str, subject_id: UUID | None = None, about_id: UUID | None = None
    ) -> str | None:
        """The value of a field where this viewer may see one."""
        found = self.by_field(field, subject_id, about_id)
        return found.value if found else None

    def of(self, answer_id: UUID) -> Shown | None:
        """What became of one answer."""
        return next((s for s in self.shown if s.answer_id == answer_id), None)

    def about(self, about_id: UUID) -> tuple[Shown, ...]:
        """Everything that belongs to one object of an upper room."""
        return tuple(s for s in self.shown if s.about_id == about_id)

    def in_section(self, section: str) -> tuple[Shown, ...]:
        """Everything of one section, in order."""
        return tuple(s for s in self.shown if s.section == section)
