"""From what the gate showed to what the live screen and the minutes say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeGuard
from uuid import UUID

from casework.actions.models import CaseAction
from casework.catalogue.legal_tools import TOOL_BY_CODE
from casework.catalogue.reading import read_title
from casework.catalogue.sections import FIELDS, SECTIONS, sections
from casework.catalogue.words import spoken
from casework.conferences.models import MinutePassage
from casework.conferences.reading import Written
from casework.conferences.service.deciding import NO_ROUTE, OUTCOME, REASON, TOLD
from casework.conferences.vocabulary import OUTCOME_WORDS, Outcome
from casework.disclosure.shown import Revealed, Shown

OPEN = ("full", "masked", "summary")
# From `existence` on something may be said about an answer; below it, not even that it is there.
KNOWN = (*OPEN, "existence")
BROUGHT = ("research_items", "research_risks", "research_return")
MINUTE_ORDER = tuple(f.name for f in SECTIONS["minutes"].fields)


@dataclass(frozen=True, slots=True)
class Brought:
    """What one agency shares with the meeting."""

    agency: str
    rows: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """Questions that are not shared, for one and the same reason."""

    labels: tuple[str, ...]
    because: str
    clause: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """One section of the referral as this viewer reads it."""

    name: str
    title: str
    rows: tuple[Shown, ...]
    summary: Shown | None
    closed: tuple[Closed, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of the minutes with its words."""

    row: MinutePassage
    shown: Shown


@dataclass(frozen=True, slots=True)
class ToolLine:
    """One legal tool with what was made of it."""

    title: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action with its words."""

    row: CaseAction
    shown: Shown


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one case as one agency reads them."""

    written: Written
    passages: tuple[Passage, ...]
    tools: tuple[ToolLine, ...]
    actions: tuple[ActionLine, ...]
    outcome: Shown | None
    outcome_words: str
    told: Shown | None
    no_route: Shown | None

    @property
    def is_empty(self) -> bool:
        """Nothing of it is for this viewer, or nothing was written."""
        return not (self.passages or self.tools or self.actions or self.outcome)


def brought(revealed: Revealed, whose: Mapping[UUID, str]) -> tuple[Brought, ...]:
    """What agencies brought, each by itself; what is not shared is simply not there.

    `whose` says what to call each person of the case without a name.
    """
    rows = [
        s for s in revealed.shown if s.section in BROUGHT and s.effect in KNOWN and s.originator
    ]
    rows = [in_words(s) for s in rows if s.value or s.effect == "existence"]
    rows.sort(key=lambda s: s.originator)
    return tuple(
        Brought(agency, _told_apart(found, whose))
        for agency, found in groupby(rows, key=lambda s: s.originator)
    )


def _told_apart(found: Iterable[Shown], whose: Mapping[UUID, str]) -> tuple[Shown, ...]:
    """One question about several people says of whom each answer is."""
    rows = tuple(found)
    asked = Counter(s.label for s in rows)
    return tuple(
        replace(s, label=f"{s.label} ({whose[s.subject_id].lower()})")
        if asked[s.label] > 1 and s.subject_id is not None and s.subject_id in whose
        else s
        for s in rows
    )


def blocks(revealed: Revealed, conference_kind: str, case_kind: str) -> tuple[Block, ...]:
    """The referral in the order of its form."""
    asked = sections(conference_kind, case_kind)
    found = (_block(s.name, read_title(s), revealed.in_section(s.name)) for s in asked)
    return tuple(b for b in found if b.rows or b.summary or b.closed)


def minutes_of(one: Written) -> Minutes:
    """Put the words beside their rows; a row without words for this viewer is left out."""
    outcome = _about(one.revealed, OUTCOME, one)
    return Minutes(
        one,
        tuple(_passages(one)),
        tuple(_tools(one)),
        tuple(_actions(one)),
        outcome,
        OUTCOME_WORDS[Outcome(one.item.outcome)] if outcome and one.item.outcome else "",
        _about(one.revealed, TOLD, one),
        _about(one.revealed, NO_ROUTE, one),
    )


def in_words(shown: Shown) -> Shown:
    """A choice, a date or a yes in words: no stored code reaches a person."""
    if not shown.value:
        return shown
    return replace(shown, value=spoken(FIELDS[shown.field], shown.value))


def _block(name: str, title: str, shown: Sequence[Shown]) -> Block:
    fields = [s for s in shown if not s.field.startswith("summary.")]
    summary = next((s for s in fields if s.effect == "summary" and s.value), None)
    rows = tuple(in_words(s) for s in fields if s.effect in ("full", "masked") and s.value)
    return Block(name, title, rows, summary, tuple(_closed(fields)))


def _closed(fields: Iterable[Shown]) -> Iterable[Closed]:
    def reason(s: Shown) -> tuple[str, str]:
        return s.because, s.clause or ""

    shut = sorted((s for s in fields if s.effect not in OPEN), key=reason)
    for (because, clause), same in groupby(shut, key=reason):
        labels = tuple(dict.fromkeys(s.label for s in same))
        yield Closed(labels, because, clause or None)


def _passages(one: Written) -> Iterable[Passage]:
    for row in one.passages:
        shown = one.revealed.by_field(row.heading, about_id=row.id)
        if _is_known(shown):
            yield Passage(row, shown)


def _tools(one: Written) -> Iterable[ToolLine]:
    for row in one.tools:
        shown = one.revealed.by_field(REASON, about_id=row.id)
        if _is_known(shown) and row.tool in TOOL_BY_CODE:
            yield ToolLine(TOOL_BY_CODE[row.tool].title, shown)


def _actions(one: Written) -> Iterable[ActionLine]:
    for row in one.actions:
        shown = one.revealed.by_field("action.text", about_id=row.id)
        if _is_known(shown):
            yield ActionLine(row, shown)


def _about(revealed: Revealed, field: str, one: Written) -> Shown | None:
    shown = revealed.by_field(field, about_id=one.item.id)
    return shown if _is_known(shown) else None


def _is_known(shown: Shown | None) -> TypeGuard[Shown]:
    # Less than `existence` and the minutes do not even say that there is something.
    return shown is not None and shown.effect in KNOWN and bool(shown.value or shown.ask)
