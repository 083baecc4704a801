"""How each measure is counted: one question a measure and period, over plain columns alone."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.actions.models import ActionState, CaseAction
from casework.boards.figures.periods import Span
from casework.boards.figures.value import Value
from casework.boards.models import PaperEvent
from casework.boards.vocabulary import PaperStep
from casework.cases.models import Case
from casework.clock import LONDON
from casework.conferences.models import AgencyAttendance, AgendaItem, Meeting
from casework.conferences.vocabulary import ItemState
from casework.directory.models import Conference, ConferenceAgency, ConferenceKind
from casework.referrals.models import Referral
from casework.research.models import RequestState, ResearchRequest
from casework.reviews.models import RecommendationEvent, Review, Verdict
from casework.reviews.vocabulary import NOT_OPEN, Happened, Outcome

Counter = Callable[[Session, UUID, Span], Value]
NO_RESEARCH, NO_ACTIONS = "no request was answered", "no action fell due"
NO_MEETING, NOTHING_PUBLISHED = "no meeting was held", "no review was published"


def referrals(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Submitted in the period."""
    return _number(session, _submitted(partnership_id, span))


def referrals_to(kind: ConferenceKind) -> Counter:
    """Submitted to conferences of one kind."""

    def counted(session: Session, partnership_id: UUID, span: Span) -> Value:
        wanted = select(Conference.id).where(
            Conference.partnership_id == partnership_id, Conference.kind == kind
        )
        return _number(
            session, _submitted(partnership_id, span) & Referral.conference_id.in_(wanted)
        )

    return counted


def referrals_by_agency() -> Callable[[UUID], Counter]:
    """Counters of agencies for one table: a question a period between them, not one each."""
    asked: dict[Span, dict[UUID, int]] = {}

    def of(agency_id: UUID) -> Counter:
        def counted(session: Session, partnership_id: UUID, span: Span) -> Value:
            if span not in asked:
                asked[span] = _by_agency(session, _submitted(partnership_id, span))
            return Value(asked[span].get(agency_id, 0))

        return counted

    return of


def _by_agency(session: Session, of: ColumnElement[bool]) -> dict[UUID, int]:
    rows = session.execute(
        select(Referral.agency_id, func.count()).where(of).group_by(Referral.agency_id)
    )
    return dict(rows.all())


def repeats(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Cases opened in the period and marked as a repeat."""
    of = (Case.partnership_id == partnership_id) & Case.repeat & _in(Case.opened_at, span)
    return _number(session, of)


def heard(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Agenda items that were heard."""
    of = (AgendaItem.partnership_id == partnership_id) & (AgendaItem.state == ItemState.HEARD)
    return _number(session, of & _in(AgendaItem.ended_at, span))


def research_asked(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Requests that were sent, without those that were withdrawn."""
    of = (ResearchRequest.partnership_id == partnership_id) & _in(
        ResearchRequest.requested_at, span
    )
    return _number(session, of & (ResearchRequest.state != RequestState.WITHDRAWN))


def research_in_time(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Answers of the period that came on or before their day, of all of them."""
    rows = session.execute(
        select(ResearchRequest.answered_at, ResearchRequest.due_on).where(
            ResearchRequest.partnership_id == partnership_id,
            ResearchRequest.state.in_((RequestState.RETURNED, RequestState.NIL_RETURN)),
            _in(ResearchRequest.answered_at, span),
        )
    ).all()
    # In Python: the day that counts is London's, and databases disagree about time zones.
    in_time = [at for at, due_on in rows if at and at.astimezone(LONDON).date() <= due_on]
    return _share(len(in_time), len(rows), NO_RESEARCH)


def actions_accepted(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Actions that fell due and have been accepted as done, of all that fell due."""
    due = and_(
        CaseAction.partnership_id == partnership_id, CaseAction.due_on >= span.start,
        CaseAction.due_on < span.end, CaseAction.state != ActionState.SUPERSEDED,
    )  # fmt: skip
    done = _count(session, due & (CaseAction.state == ActionState.ACCEPTED))
    return _share(done, _count(session, due), NO_ACTIONS)


def meetings(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Meetings that were held, of conferences and boards."""
    of = (Meeting.partnership_id == partnership_id) & Meeting.started_at.is_not(None)
    return _number(session, of & _in(Meeting.starts_at, span))


def attendance(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Seats of agencies that always come, and in how many somebody sat."""
    asked = (
        select(AgencyAttendance.present, func.count())
        .join(Meeting, Meeting.id == AgencyAttendance.meeting_id)
        .join(
            ConferenceAgency,
            and_(
                ConferenceAgency.conference_id == Meeting.conference_id,
                ConferenceAgency.agency_id == AgencyAttendance.agency_id,
                ConferenceAgency.core,
            ),
        )
        .where(Meeting.partnership_id == partnership_id, Meeting.ended_at.is_not(None))
        .where(_in(Meeting.starts_at, span))
        .group_by(AgencyAttendance.present)
    )
    found = {bool(row[0]): row[1] for row in session.execute(asked)}
    return _share(found.get(True, 0), sum(found.values()), NO_MEETING)


def late_papers(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Papers that came after the cut-off, whatever became of them."""
    of = (PaperEvent.partnership_id == partnership_id) & (PaperEvent.step == PaperStep.REFUSED)
    return _number(session, of & _in(PaperEvent.at, span))


def recommendations(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Written down in the period."""
    of = (RecommendationEvent.partnership_id == partnership_id) & (
        RecommendationEvent.kind == Happened.PROPOSED
    )
    return _number(session, of & _in(RecommendationEvent.at, span))


def recommendations_accepted(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Acceptances of evidence; accepted, reopened and accepted anew counts twice."""
    of = and_(
        Verdict.partnership_id == partnership_id, Verdict.action_id.is_(None),
        Verdict.outcome == Outcome.ACCEPTED, _in(Verdict.at, span),
    )  # fmt: skip
    return _number(session, of)


def recommendations_open(session: Session, partnership_id: UUID, span: Span) -> Value:
    """By their history: the last state before the end of the period left them open."""
    rows = session.execute(
        select(RecommendationEvent.recommendation_id, RecommendationEvent.to_state)
        .where(
            RecommendationEvent.partnership_id == partnership_id,
            RecommendationEvent.action_id.is_(None),
            RecommendationEvent.to_state.is_not(None),
            RecommendationEvent.at < span.until,
        )
        .order_by(RecommendationEvent.recommendation_id, RecommendationEvent.position)
    )
    last = {key: state for key, state in rows}  # noqa: C416  # the last one of each stays
    return Value(sum(1 for state in last.values() if state not in NOT_OPEN))


def published(session: Session, partnership_id: UUID, span: Span) -> Value:
    """Reviews that anybody can read since then."""
    return _number(session, _published(partnership_id, span))


def publishing_days(session: Session, partnership_id: UUID, span: Span) -> Value:
    """The middle number of days from agreement to publication."""
    asked = select(Review.agreed_on, Review.published_on).where(_published(partnership_id, span))
    days = [(out - agreed).days for agreed, out in session.execute(asked) if agreed and out]
    return Value(float(median(days))) if days else Value(reason=NOTHING_PUBLISHED)


def _published(partnership_id: UUID, span: Span) -> ColumnElement[bool]:
    return and_(
        Review.partnership_id == partnership_id, Review.published_on >= span.start,
        Review.published_on < span.end,
    )  # fmt: skip


def _submitted(partnership_id: UUID, span: Span) -> ColumnElement[bool]:
    return (Referral.partnership_id == partnership_id) & _in(Referral.submitted_at, span)


def _in(column: InstrumentedAttribute[Any], span: Span) -> ColumnElement[bool]:
    return and_(column >= span.since, column < span.until)


def _number(session: Session, of: ColumnElement[bool]) -> Value:
    return Value(_count(session, of))


def _count(session: Session, of: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(of)) or 0


def _share(number: int, base: int, nothing: str) -> Value:
    return Value(number, base) if base else Value(reason=nothing)
