"""An action plan as every medium shows it: the same columns, words and looks, one row an action.

The first columns are those of the Home Office's template for action plans, so that a partner who
knows that finds its way, and so that what goes out as a file can come in again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.directory.names import agency_names, person_names
from casework.reviews.lines import Line, lines_of_review
from casework.reviews.models import Evidence, Finding, Recommendation, RecommendationAction, Review
from casework.reviews.standing import Look
from casework.reviews.words import ACTION_STATES
from casework.web.dates import day, moment
from casework.web.words import capitalised


class Heading(StrEnum):
    """The columns of a plan, in their order."""

    NUMBER = "Number"
    STANDS = "Stands"
    RECOMMENDATION = "Recommendation"
    SCOPE = "Scope of recommendation"
    ACTION = "Action to take"
    AGENCY = "Lead agency"
    ROLE = "Accountable role"
    OFFICER = "Lead officer"
    TARGET = "Target date"
    ACTION_DUE = "Action due"
    STATE = "State"
    COMPLETED = "Date of completion and outcome"
    STANDING = "Standing"
    MISSING = "Proof still missing"
    EVIDENCE = "Evidence"
    FINDING = "Finding"
    THEMES = "Themes"
    SOURCE = "Source"
    LOCAL = "Number in own papers"


# How wide each column is, in characters, where a medium has to be told.
WIDTHS: Mapping[Heading, int] = {
    Heading.NUMBER: 8, Heading.STANDS: 17, Heading.RECOMMENDATION: 46, Heading.SCOPE: 12,
    Heading.ACTION: 40, Heading.AGENCY: 20, Heading.ROLE: 22, Heading.OFFICER: 18,
    Heading.TARGET: 18, Heading.ACTION_DUE: 14, Heading.STATE: 22, Heading.COMPLETED: 32,
    Heading.STANDING: 26, Heading.MISSING: 24, Heading.EVIDENCE: 32, Heading.FINDING: 30,
    Heading.THEMES: 18, Heading.SOURCE: 20, Heading.LOCAL: 12,
}  # fmt: skip
# What fits on a sheet of paper; the other columns are for a spreadsheet.
ON_PAPER = (
    Heading.NUMBER, Heading.STANDS, Heading.RECOMMENDATION, Heading.SCOPE, Heading.ACTION,
    Heading.AGENCY, Heading.ROLE, Heading.TARGET, Heading.ACTION_DUE, Heading.STATE,
    Heading.COMPLETED, Heading.STANDING, Heading.MISSING,
)  # fmt: skip
# Between the state of the whole and that of one action; what comes in again is cut there.
ACTION_SAYS = ". This action: "
MARKING = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row: the words of each column, and the look that its recommendation has everywhere."""

    look: Look
    cells: Mapping[Heading, str]

    @property
    def alarm(self) -> bool:
        """Whether it must be seen from the back of the room."""
        return self.look.mark.startswith("OVERDUE") or self.look.mark == "NOT YET CHECKED"


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan of a review, for whoever takes it out."""

    title: str
    reference: str
    by: str
    at: datetime
    rows: tuple[PlanRow, ...]

    @property
    def foot(self) -> str:
        """What stands at the foot of every sheet."""
        return f"{MARKING} · {self.reference} · taken out by {self.by}, {moment(self.at)}"


def plan_of(session: Session, viewer: Viewer, review: Review) -> Plan:
    """Everything of one review, by number; queries do not grow with it."""
    rows = _by_id(session, review)
    told = _Told(session, viewer, review)
    found = [
        row
        for line in lines_of_review(session, viewer, review)
        for row in _rows_of(line, rows[line.id], told)
    ]
    return Plan(review.title, review.reference, viewer.name, now(), tuple(found))


class _Told:
    """What belongs to recommendations, gathered once for all of them."""

    def __init__(self, session: Session, viewer: Viewer, review: Review) -> None:
        self.agencies = agency_names(session, viewer.partnership_id)
        self.people = person_names(session, viewer.partnership_id)
        self.findings = {
            f.id: f"{f.number}. {f.text}"
            for f in session.scalars(select(Finding).where(Finding.review_id == review.id))
        }
        self.actions: dict[UUID, list[RecommendationAction]] = {}
        mine = Recommendation.review_id == review.id
        asked = select(RecommendationAction).join(
            Recommendation, Recommendation.id == RecommendationAction.recommendation_id
        )
        for action in session.scalars(asked.where(mine).order_by(RecommendationAction.number)):
            self.actions.setdefault(action.recommendation_id, []).append(action)
        self.evidence: dict[UUID, list[str]] = {}
        proof = select(Evidence).join(
            Recommendation, Recommendation.id == Evidence.recommendation_id
        )
        for piece in session.scalars(proof.where(mine).order_by(Evidence.submitted_at)):
            words = f"{day(piece.dated)}: {piece.shows}{' ' + piece.link if piece.link else ''}"
            self.evidence.setdefault(piece.recommendation_id, []).append(words)


def _by_id(session: Session, review: Review) -> dict[UUID, Recommendation]:
    asked = select(Recommendation).where(Recommendation.review_id == review.id)
    return {row.id: row for row in session.scalars(asked)}


def _rows_of(line: Line, row: Recommendation, told: _Told) -> Sequence[PlanRow]:
    shared = _shared(line, row, told)
    actions = told.actions.get(line.id, [])
    if not actions:
        return [PlanRow(line.look, shared)]
    return [PlanRow(line.look, shared | _of_action(line, action, told, row)) for action in actions]


def _shared(line: Line, row: Recommendation, told: _Told) -> dict[Heading, str]:
    done = f"{day(row.verified_on)}: {row.outcome}" if line.settled else ""
    return {
        Heading.NUMBER: str(line.number), Heading.STANDS: line.look.mark,
        Heading.RECOMMENDATION: line.text, Heading.SCOPE: line.scope, Heading.ACTION: "",
        Heading.AGENCY: line.owner, Heading.ROLE: line.role, Heading.OFFICER: line.person,
        Heading.TARGET: _target(line.target_words, line.target_on), Heading.ACTION_DUE: "",
        Heading.STATE: capitalised(line.state), Heading.COMPLETED: done,
        Heading.STANDING: line.rag.text, Heading.MISSING: "" if line.settled else line.missing,
        Heading.EVIDENCE: "\n".join(told.evidence.get(line.id, ())),
        Heading.FINDING: told.findings.get(row.finding_id, "") if row.finding_id else "",
        Heading.THEMES: ", ".join(line.themes), Heading.SOURCE: line.source,
        Heading.LOCAL: row.local_reference,
    }  # fmt: skip


def _of_action(
    line: Line, action: RecommendationAction, told: _Told, row: Recommendation
) -> dict[Heading, str]:
    person = action.owner_person_id
    state = ACTION_STATES[action.state]
    # The state of an action never makes its row look done: the mark and the look are the whole's.
    whole = capitalised(line.state)
    words = f"{whole}{ACTION_SAYS}{state}"
    own = {Heading.NUMBER: f"{line.number}.{action.number}", Heading.ACTION: action.text}
    if action.owner_agency_id != row.owner_agency_id:
        own |= {Heading.AGENCY: told.agencies[action.owner_agency_id], Heading.ROLE: ""}
    if person:
        own |= {Heading.OFFICER: told.people[person]}
    if action.due_on:
        own |= {Heading.ACTION_DUE: day(action.due_on)}
    return own | {Heading.STATE: words + (f": {action.report}" if action.report else "")}


def _target(words: str, on: date | None) -> str:
    if on is None:
        return ""
    return f"{capitalised(words)} ({day(on)})" if words else day(on)
