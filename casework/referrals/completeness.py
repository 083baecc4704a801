"""What a referral still needs, from the answers alone: pure, and the same for form and import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from casework.catalogue.field import DOMESTIC_ABUSE, PLACE, Field, Row
from casework.catalogue.section import Section
from casework.catalogue.sections import needed_fields, sections
from casework.catalogue.validate import missing

# Answers of one row by field name; None stands for the case itself.
Given = Mapping[UUID | None, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, and the page on which to put it right."""

    section: str
    title: str
    words: str
    subject_id: UUID | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides which pages a referral has."""

    conference_kind: str
    case_kind: str
    route: str | None

    def pages(self) -> tuple[Section, ...]:
        """The pages of the form in order."""
        return sections(self.conference_kind, self.case_kind)

    def page(self, name: str) -> Section | None:
        """One page, as this conference asks it."""
        return next((s for s in self.pages() if s.name == name), None)

    def first_with(self, row: Row) -> Section:
        """The page on which people or entries of this sort are added."""
        return next(s for s in self.pages() if s.row is row)


def gaps_on(shape: Shape, section: Section, answers: Mapping[str, str]) -> list[Field]:
    """The questions of one page, for one row, that need an answer and have none."""
    given = {**answers, "route": shape.route or ""}
    needed = needed_fields(shape.conference_kind, shape.case_kind, given)
    return [f for f in needed if f.section == section.name and not answers.get(f.name)]


def gaps(shape: Shape, subjects: Mapping[Row, Sequence[UUID]], given: Given) -> list[Gap]:
    """Everything missing before a referral can be submitted, in the order of the form."""
    found = [] if shape.route else [Gap("route", "Why now", "Select why this needs a conference")]
    for section in shape.pages():
        found += _of_nobody(shape, section, subjects)
        found += _unanswered(shape, section, subjects, given)
    return found


def rows_of(section: Section, subjects: Mapping[Row, Sequence[UUID]]) -> Sequence[UUID | None]:
    """The rows that a page is filled in for."""
    return (None,) if section.row is Row.CASE else subjects.get(section.row, ())


def needs_somebody(shape: Shape, row: Row) -> bool:
    """Whether there must be one: somebody at risk; in domestic abuse somebody who harms too."""
    if row in (Row.VICTIM, Row.PLACE, Row.HOUSEHOLD):
        return True
    if row is Row.ALLEGED_PERPETRATOR:
        return shape.conference_kind == DOMESTIC_ABUSE and shape.case_kind != PLACE
    return False


def _of_nobody(
    shape: Shape, section: Section, subjects: Mapping[Row, Sequence[UUID]]
) -> Iterable[Gap]:
    row = section.row
    if row is Row.CASE or subjects.get(row) or not needs_somebody(shape, row):
        return
    if shape.first_with(row).name == section.name:
        yield Gap(section.name, section.title, f"Add the {section.each or 'details'}")


def _unanswered(
    shape: Shape, section: Section, subjects: Mapping[Row, Sequence[UUID]], given: Given
) -> Iterable[Gap]:
    for subject_id in rows_of(section, subjects):
        for field in gaps_on(shape, section, given.get(subject_id, {})):
            yield Gap(section.name, section.title, missing(field), subject_id, field.name)
