"""A section: one page of the referral form, or one group of what is written later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from casework.catalogue.field import (
    CASE_KINDS,
    CONFERENCES,
    PERSON,
    Field,
    Kind,
    Row,
    SubjectKind,
)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that are asked, shown, summarised and asked for together."""

    name: str
    title: str
    hint: str
    why_we_ask: str
    subject: SubjectKind
    # The protocol category that a summary of the whole section counts as.
    category: str
    fields: tuple[Field, ...]
    row: Row = Row.CASE
    # Asked once for each child, person, incident …; `each` is what one of them is called.
    repeats: bool = False
    each: str = ""
    # A person case has one victim, a household may have several.
    once_for: frozenset[str] = frozenset()
    # A page of the referral form; the others are written by later rooms.
    on_form: bool = True

    @property
    def summary_name(self) -> str:
        """The field that holds the summary written for sharing."""
        return f"summary.{self.name}"

    @property
    def questions(self) -> tuple[Field, ...]:
        """The fields that are questions of their own, without those asked under another."""
        return tuple(f for f in self.fields if not f.under)

    def under(self, name: str) -> tuple[Field, ...]:
        """The fields asked under one question."""
        return tuple(f for f in self.fields if f.under == name)

    def narrowed(self, conference_kind: str, case_kind: str) -> Section:
        """The section as one kind of conference asks it about one kind of case."""
        return replace(
            self,
            fields=tuple(f for f in self.fields if f.applies(conference_kind, case_kind)),
            repeats=self.repeats and case_kind not in self.once_for,
        )

    def summary_field(self) -> Field:
        """The long text that may be shown in place of the section."""
        return Field(
            self.summary_name,
            f"Summary for sharing: {self.title}",
            Kind.LONG_TEXT,
            self.subject,
            self.category,
            3,
            self.name,
            hint="Write only what the other agencies need. Leave out addresses and who told you.",
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the fields of one section have in common, so that each field is one line."""

    section: str
    subject: SubjectKind
    row: Row = Row.CASE
    conferences: frozenset[str] = CONFERENCES
    case_kinds: frozenset[str] = CASE_KINDS

    def __call__(
        self,
        name: str,
        label: str,
        kind: Kind,
        category: str,
        sensitivity: int,
        hint: str = "",
        **more: Any,
    ) -> Field:
        """One field of the section."""
        common: dict[str, Any] = {
            "subject": self.subject,
            "row": self.row,
            "conferences": self.conferences,
            "case_kinds": self.case_kinds,
        }
        return Field(
            name=name, label=label, kind=kind, category=category, sensitivity=sensitivity,
            section=self.section, hint=hint, **(common | more),
        )  # fmt: skip

    def page(self, title: str, category: str, fields: Iterable[Field], **more: Any) -> Section:
        """The section with these fields."""
        common = {
            "name": self.section,
            "subject": self.subject,
            "row": self.row,
            "hint": "",
            "why_we_ask": "",
        }
        return Section(title=title, category=category, fields=tuple(fields), **(common | more))


# A case about one person has one victim.
ONE_VICTIM = frozenset({PERSON})
