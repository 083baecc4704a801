"""Which column of a file is which: guessed from the headings that councils use, and changeable."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column of a plan can hold."""

    LOCAL = "local"
    RECOMMENDATION = "recommendation"
    SCOPE = "scope"
    ACTION = "action"
    AGENCY = "agency"
    ROLE = "role"
    OFFICER = "officer"
    MILESTONES = "milestones"
    START = "start"
    TARGET = "target"
    REVISED = "revised"
    ACTION_DUE = "action_due"
    COMPLETED = "completed"
    OUTCOME = "outcome"
    STATUS = "status"
    RAG = "rag"
    EVIDENCE = "evidence"
    FINDING = "finding"
    THEMES = "themes"
    # Its words are kept with the recommendation and used for nothing.
    KEPT = "kept"


COLUMNS: Mapping[str, str] = {
    Column.LOCAL: "Number in your own papers",
    Column.RECOMMENDATION: "Recommendation",
    Column.SCOPE: "Scope: local, regional or national",
    Column.ACTION: "Action to take",
    Column.AGENCY: "Lead agency",
    Column.ROLE: "Accountable role",
    Column.OFFICER: "Lead officer or owner",
    Column.MILESTONES: "Key milestones",
    Column.START: "Start date",
    Column.TARGET: "Target date",
    Column.REVISED: "Target date after it was revised",
    Column.ACTION_DUE: "Day by which the action is due",
    Column.COMPLETED: "Date of completion and outcome",
    Column.OUTCOME: "Outcome or progress in words",
    Column.STATUS: "Status",
    Column.RAG: "RAG colour",
    Column.EVIDENCE: "Evidence",
    Column.FINDING: "Finding or learning point",
    Column.THEMES: "Theme",
    Column.KEPT: "Keep the words only",
}
# Columns of which a file may have several; their words are read one after the other.
SEVERAL = frozenset({Column.KEPT, Column.MILESTONES, Column.OUTCOME, Column.EVIDENCE})
LONGEST = 160
# The first that fits: what is special stands before what is general.
_WORDS: tuple[tuple[Column, str], ...] = (
    (Column.KEPT, r"why (this|the) row|^stands$|^standing$|proof still missing|^source$|^row$"),
    (Column.SCOPE, r"scope|local\b.*\bregional|\blevel\b"),
    (Column.COMPLETED, (r"complet(ed|ion)?\b.*\b(date|outcome)|dates?\b.*\b(complet|achiev|closed)|"
                       r"actual (end|finish)|^completed( on)?$|^completion$|^closed( on)?$")),
    (Column.START, r"\b(start|commence|from)\b.*date|dates?\b.*\b(start|commence|raised|agreed)"),
    (Column.ACTION_DUE, r"^action (due|deadline|target)|date (for|of) (the )?action"),
    (Column.REVISED, (r"(revis|extend|amend|\bnew\b).*(target|deadline|due\b|date|time|by when)|"
                     r"(target|deadline|due\b|date|time ?(scale|frame)s?).*(revis|extend|amend)")),
    (Column.TARGET, (r"target|deadline|due\b|by when|time ?scale|time ?frame|when will|"
                    r"end date|implementation date|^when$|^date$|review date|finish")),
    (Column.RAG, r"\bb?rag\b|colour|traffic"),
    (Column.LOCAL, (r"^(no|nr|num|ref|id|#|item|rec)\.?$|number|\bref(erence)?\b|^rec(ommendation)?"
                   r" ?(no|nr|#|ref)|^s/?n$|^line$")),
    (Column.MILESTONES, r"milestone"),
    (Column.EVIDENCE, r"evidence|assurance|proof"),
    (Column.STATUS, (r"^status|\bstatus\b|^state$|complete\?|\bprogress rating|"
                    r"\bcomplete(d)?\b.*\by(es)?\b|"
                    r"^complete$|^done")),
    (Column.OUTCOME, (r"outcome|progress|update|impact|comment|success|narrative|what has changed|"
                     r"difference")),
    (Column.FINDING, r"finding|learning|lesson|issue|key line"),
    (Column.THEMES, r"theme|category|topic|priority area"),
    (Column.ROLE, r"role|job title|post\b|accountable|position"),
    (Column.OFFICER, (r"officer|owner|responsible (person|individual|lead)|named|lead (person|name|"
                     r"professional)|assigned|by wh(om|o)|^who\b|contact|person")),
    (Column.AGENCY, (r"agenc|organisation|organization|partner|^lead$|lead\b|responsib|service\b|"
                    r"department|directorate|team\b")),
    (Column.RECOMMENDATION, r"recommend|^what must change"),
    (Column.ACTION, r"action|task|activity|how will|what will|steps|implementation"),
)  # fmt: skip
# What a list calls its entries, where nothing in it is called a recommendation or an action.
ENTRY = re.compile(r"^(title|subject|task name)$")
WORDS = tuple((column, re.compile(words)) for column, words in _WORDS)


def plain(heading: str) -> str:
    """A heading for comparing: small letters, one space, no marks at the ends."""
    return " ".join(re.sub(r"[^\w\s#/?&-]", " ", heading.lower()).split())


def guessed(heading: str) -> Column | None:
    """What a heading seems to be; None when no heading of a plan is known that reads like it."""
    words = plain(heading)
    if not words or len(words) > LONGEST:
        return None
    return next((column for column, pattern in WORDS if pattern.search(words)), None)


def guess(headings: Sequence[str]) -> dict[int, Column]:
    """Every column; of two that seem to be the same the first is it, the other is kept in words."""
    found: dict[int, Column] = {}
    for at, heading in enumerate(headings):
        column = guessed(heading) or Column.KEPT
        taken = column in found.values() and column not in SEVERAL
        found[at] = _instead(column, found) if taken else column
    return (
        found
        if {Column.RECOMMENDATION, Column.ACTION} & set(found.values())
        else _named(headings, found)
    )


def _named(headings: Sequence[str], found: Mapping[int, Column]) -> dict[int, Column]:
    named = next((at for at, heading in enumerate(headings) if is_entry(heading)), None)
    return {at: Column.RECOMMENDATION if at == named else column for at, column in found.items()}


def is_entry(heading: str) -> bool:
    """Whether it is what lists that were made for something else call their entries."""
    return ENTRY.search(plain(heading)) is not None


def _instead(column: Column, found: Mapping[int, Column]) -> Column:
    # 'Lead agency' and 'Lead': the second of the two is most likely who in it.
    if column is Column.TARGET and Column.REVISED not in found.values():
        return Column.REVISED
    if column is Column.AGENCY and Column.OFFICER not in found.values():
        return Column.OFFICER
    return Column.KEPT
