"""One recommendation with everything that belongs to it, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.directory.names import agency_names, person_names
from casework.reviews.access import load_recommendation
from casework.reviews.lines import Line, line_of
from casework.reviews.models import (
    Evidence,
    Finding,
    Recommendation,
    RecommendationAction,
    RecommendationEvent,
    Review,
    SustainmentCheck,
    Verdict,
)
from casework.reviews.offers import Offers, offers
from casework.reviews.plan_models import Candidate, Distribution, Origin
from casework.reviews.proof_files import ProofFile, proof_files
from casework.reviews.service.merging import name_of
from casework.reviews.service.plan import actions_of
from casework.reviews.standing import is_settled
from casework.reviews.telling import tell
from casework.reviews.vocabulary import ActionKind
from casework.reviews.words import ACTION_STATES, EVIDENCE, OUTCOMES, check_words

T = TypeVar(
    "T", Evidence, Verdict, SustainmentCheck, RecommendationEvent, Distribution, Candidate, Origin
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One entry of a circulation's log in words."""

    to_whom: str
    how: str
    sent_on: date
    acknowledged_on: date | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another recommendation that this one is counted with, or that is counted with this one."""

    id: UUID
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action in words; muted only with the whole recommendation (R01)."""

    id: UUID
    number: str
    text: str
    owner: str
    due_on: date | None
    state: str
    report: str
    replaces: str
    settled: bool
    # A circulation: its document, where that is, and who got it.
    circulates: bool = False
    document: str = ""
    document_link: str = ""
    log: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence in words."""

    kind: str
    shows: str
    dated: date
    link: str
    statement: str
    by: str
    at: datetime
    file: ProofFile | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a verifier said of the whole."""

    outcome: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A later check in words."""

    asks: str
    due_on: date
    answer: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline."""

    title: str
    by: str
    at: datetime
    text: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    review: Review
    row: Recommendation
    line: Line
    finding: Finding | None
    actions: list[ActionLine]
    evidence: list[Proof]
    verdicts: list[Said]
    checks: list[CheckLine]
    events: list[Told]
    offers: Offers
    into: Elsewhere | None
    taken_in: list[Elsewhere]
    candidates: list[Candidate]
    origins: list[Origin]


def sheet(session: Session, viewer: Viewer, recommendation_id: UUID) -> Sheet:
    """Everything about one recommendation that this person may read."""
    row = load_recommendation(session, viewer, recommendation_id)
    actions = actions_of(session, row)
    agencies = agency_names(session, viewer.partnership_id)
    people = person_names(session, viewer.partnership_id)
    return Sheet(
        review=session.get_one(Review, row.review_id),
        row=row,
        line=line_of(session, viewer, row),
        finding=session.get(Finding, row.finding_id) if row.finding_id else None,
        actions=_actions(session, row, actions, agencies, people),
        evidence=_evidence(session, row, people),
        verdicts=_verdicts(session, row, people, agencies),
        checks=_checks(session, row, people),
        events=_events(session, row, actions, agencies, people),
        offers=offers(session, viewer, row, actions),
        into=_into(session, row),
        taken_in=_taken_in(session, row),
        candidates=sorted(_of(session, Candidate, row), key=lambda c: c.number),
        origins=sorted(_of(session, Origin, row), key=lambda o: o.row),
    )


def _of(session: Session, kind: type[T], row: Recommendation) -> list[T]:
    return list(session.scalars(select(kind).where(kind.recommendation_id == row.id)))


def _into(session: Session, row: Recommendation) -> Elsewhere | None:
    return _elsewhere(session, row.merged_into_id) if row.merged_into_id else None


def _taken_in(session: Session, row: Recommendation) -> list[Elsewhere]:
    asked = select(Recommendation.id).where(Recommendation.merged_into_id == row.id)
    in_order = asked.order_by(Recommendation.number, Recommendation.id)
    return [_elsewhere(session, key) for key in session.scalars(in_order)]


def _elsewhere(session: Session, key: UUID) -> Elsewhere:
    other = session.get_one(Recommendation, key)
    return Elsewhere(other.id, name_of(session, other), other.text)


def _actions(
    session: Session, row: Recommendation, actions: list[RecommendationAction],
    agencies: Mapping[UUID, str], people: Mapping[UUID, str],
) -> list[ActionLine]:  # fmt: skip
    numbers = {a.id: f"{row.number}.{a.number}" for a in actions}
    sent = sorted(_of(session, Distribution, row), key=lambda d: (d.sent_on, d.at))
    return [
        ActionLine(
            id=a.id, number=numbers[a.id], text=a.text, due_on=a.due_on,
            owner=_owner(agencies[a.owner_agency_id], people, a.owner_person_id),
            state=ACTION_STATES[a.state], report=a.report,
            replaces=numbers[a.replaces_id] if a.replaces_id else "",
            settled=is_settled(row), circulates=a.kind == ActionKind.CIRCULATION,
            document=a.document, document_link=a.document_link,
            log=tuple(
                Sent(d.to_whom, d.how, d.sent_on, d.acknowledged_on)
                for d in sent if d.action_id == a.id
            ),
        )
        for a in actions
    ]  # fmt: skip


def _owner(agency: str, people: Mapping[UUID, str], person_id: UUID | None) -> str:
    return f"{people[person_id]}, {agency}" if person_id else agency


def _evidence(session: Session, row: Recommendation, people: Mapping[UUID, str]) -> list[Proof]:
    found = sorted(_of(session, Evidence, row), key=lambda e: (e.submitted_at, e.id))
    files = proof_files(session, row, [e.id for e in found])
    return [
        Proof(EVIDENCE[e.kind], e.shows, e.dated, e.link, e.statement,
              people[e.submitted_by_id], e.submitted_at, files.get(e.id))
        for e in found
    ]  # fmt: skip


def _verdicts(
    session: Session, row: Recommendation, people: Mapping[UUID, str], agencies: Mapping[UUID, str]
) -> list[Said]:
    found = sorted(_of(session, Verdict, row), key=lambda v: v.at)
    return [
        Said(OUTCOMES[v.outcome], v.reason,
             f"{people[v.verifier_id]}, {agencies[v.verifier_agency_id]}", v.at)
        for v in found
        if v.action_id is None
    ]  # fmt: skip


def _checks(session: Session, row: Recommendation, people: Mapping[UUID, str]) -> list[CheckLine]:
    found = sorted(_of(session, SustainmentCheck, row), key=lambda c: c.due_on)
    return [
        CheckLine(check_words(c.months), c.due_on, _answer(c), c.words,
                  people[c.checked_by_id] if c.checked_by_id else "")
        for c in found
        if not c.lapsed
    ]  # fmt: skip


def _answer(check: SustainmentCheck) -> str:
    if check.done_on is None:
        return "Not checked yet"
    return "Yes" if check.works else "No: reopened"


def _events(
    session: Session, row: Recommendation, actions: list[RecommendationAction],
    agencies: Mapping[UUID, str], people: Mapping[UUID, str],
) -> list[Told]:  # fmt: skip
    numbers = {a.id: f"{row.number}.{a.number}" for a in actions}
    found = sorted(_of(session, RecommendationEvent, row), key=lambda e: -e.position)
    return [
        Told(title, people[e.person_id], e.at, text)
        for e in found
        for title, text in [tell(e, numbers, agencies, people)]
    ]
