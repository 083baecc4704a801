"""From what the gate showed to what a page says: sections, people, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from casework.casefile.waiting import Waits, dated
from casework.catalogue.reading import read_title
from casework.catalogue.section import Section
from casework.catalogue.sections import FIELDS, SECTIONS, sections
from casework.catalogue.words import spoken
from casework.clock import LONDON
from casework.disclosure.shown import Revealed, Shown

OPEN = ("full", "masked")
# The section in which agencies answer what they know of the people of a case.
KNOWN_TO_AGENCIES = "research_items"
# Written by later rooms, shown on their own pages.
ELSEWHERE = frozenset(
    {
        "triage", "requests", "access_decisions", "attachments", "actions", "legal_tools",
        "research_return",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Closed:
    """Fields that are not open, for one and the same reason."""

    effect: str
    labels: tuple[str, ...]
    because: str
    clause: str | None
    ask: str | None
    holder: str
    pending: str | None
    # Named where exactly one field is meant.
    field: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """One person, place or entry of a section, or the section itself."""

    title: str
    subject_id: UUID | None
    rows: tuple[Shown, ...]
    empty: tuple[str, ...]

    @property
    def source(self) -> Shown | None:
        """Any of the rows, if one agency wrote them all on one day: it is then said once."""
        said = {
            (s.originator, s.given_at and s.given_at.astimezone(LONDON).date()) for s in self.rows
        }
        return self.rows[0] if len(said) == 1 else None


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section as one viewer reads it."""

    name: str
    title: str
    groups: tuple[Group, ...]
    summary: Shown | None
    closed: tuple[Closed, ...]
    # What agencies know stands on every listed case alike, or its place would say that they do.
    of_agencies: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the viewer may read everything here and nobody has written anything."""
        written = self.summary or self.closed or self.of_agencies
        return not written and not any(g.rows for g in self.groups)


def page_sections(
    revealed: Revealed, conference_kind: str, case_kind: str, *, listed: bool = True,
    waits: Waits | None = None,
) -> tuple[PageSection, ...]:  # fmt: skip
    """The case page in the order of the form, then what agencies added since."""
    revealed = replace(revealed, shown=tuple(dated(s, waits or {}) for s in revealed.shown))
    asked = sections(conference_kind, case_kind)
    names = {s.name for s in asked}
    later = [s for s in SECTIONS.values() if s.name not in names | ELSEWHERE and not s.on_form]
    found = (
        _section(s, revealed.in_section(s.name), always=listed and s.name == KNOWN_TO_AGENCIES)
        for s in (*asked, *later)
    )
    return tuple(s for s in found if s is not None)


def _section(spec: Section, shown: Sequence[Shown], *, always: bool) -> PageSection | None:
    fields = [s for s in shown if not s.field.startswith("summary.")]
    if not fields and not always:
        return None
    summary = next((s for s in fields if s.effect == "summary" and s.value), None)
    return PageSection(
        spec.name,
        read_title(spec),
        tuple(_groups(spec, fields)),
        summary,
        tuple(_closed(s for s in fields if s.effect not in (*OPEN, "summary"))),
        of_agencies=always,
    )


def _groups(spec: Section, fields: Sequence[Shown]) -> Iterable[Group]:
    visible = [s for s in fields if s.effect in OPEN]
    order = {s.subject_id: n for n, s in reversed(list(enumerate(fields)))}
    visible.sort(key=lambda s: order[s.subject_id])
    for number, (subject_id, rows) in enumerate(groupby(visible, key=lambda s: s.subject_id), 1):
        found = list(rows)
        yield Group(
            f"{spec.each} {number}".strip().capitalize() if spec.repeats else "",
            subject_id,
            tuple(_in_words(s) for s in found if s.value),
            tuple(
                dict.fromkeys(s.label for s in found if not s.value and not FIELDS[s.field].under)
            ),
        )


def _in_words(shown: Shown) -> Shown:
    # A mask has made words of its own; a whole value is stored as codes and ISO dates.
    if shown.effect != "full":
        return shown
    return replace(shown, value=spoken(FIELDS[shown.field], shown.value or ""))


def _closed(fields: Iterable[Shown]) -> Iterable[Closed]:
    def reason(s: Shown) -> tuple[str, str, str, str, str]:
        return s.effect, s.because, s.clause or "", s.ask or "", s.pending or ""

    for (effect, because, clause, ask, pending), same in groupby(
        sorted(fields, key=reason), reason
    ):
        found = list(same)
        labels = tuple(dict.fromkeys(s.label.rstrip("?.") for s in found))
        yield Closed(
            effect, labels, because, clause or None, ask or None, found[0].originator,
            pending or None, found[0].field if len(labels) == 1 else None,
        )  # fmt: skip
