"""A case as it stood at an earlier moment: the same matter, from what was recorded until then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.exclusions import kept_out
from casework.cases.facts import recorded_until
from casework.cases.matters import matter_from
from casework.cases.models import (
    AnswerRelease,
    AskedDecision,
    AskedToSee,
    Case,
    CaseRole,
    CaseState,
    CaseSubject,
    ContactBeforeMeeting,
    SealedAnswer,
)
from casework.cases.outcomes import missed_in
from casework.cases.rows import (
    CaseRows,
    agencies_of,
    by_answer,
    by_case,
    holding,
    kinds_of,
    natures,
)
from casework.cases.visibility import AT_THE_TABLE, OFFICE, UNLISTED
from casework.chronicle import Past, past_of
from casework.disclosure.matter import Matter


def matter_at(
    session: Session,
    case: Case,
    moment: datetime,
    *,
    fields: Collection[str] | None = None,
    blanks: bool = True,
) -> Matter:
    """The matter that `matters.matter` would have made at that moment. Opens nothing.

    What was erased since (a shredded case, a purged answer) cannot come back.
    """
    return matter_from(case, _rows(session, case, moment, fields), fields, with_blanks=blanks)


def _rows(
    session: Session, case: Case, moment: datetime, fields: Collection[str] | None
) -> CaseRows:
    answers = _answers(session, case, moment, fields)
    people = list(session.scalars(_subjects(case)))
    agencies = agencies_of(session, {case.partnership_id})
    past = past_of(session, [case, *answers, *people, *agencies.values()], moment)
    types = {a.id: past.at(a, "agency_type") for a in agencies.values()}
    kinds = kinds_of(session, {case.conference_id, past.at(case, "conference_id")})
    recorded = by_case(recorded_until(session, [case.id], moment))
    where = {case.id: (case.partnership_id, kinds[past.at(case, "conference_id")])}
    return CaseRows(
        moment=moment,
        answers=by_case(a for a in answers if past.at(a, "current")),
        subjects=by_case(s for s in people if past.existed(s) and not past.at(s, "removed")),
        releases=by_answer(_releases(session, case, moment)),
        roles=by_case(_roles(session, case, moment)),
        facts=holding(recorded, moment),
        missed=missed_in(session, where, recorded, moment),
        granted=by_case(_granted(session, case, moment)),
        agencies=agencies,
        kinds=kinds,
        codes={a.id: past.at(a, "code") for a in agencies.values()},
        names={a.id: a.name for a in agencies.values()},
        types=types,
        by_nature=natures(types),
        past=past,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stood at a moment, and who was kept from it: read once, asked of many people."""

    case: Case
    past: Past
    # From whom it was hidden.
    people: frozenset[UUID]
    agencies: frozenset[UUID]
    # Agencies that were asked to speak with the person at risk before the meeting.
    asked: frozenset[UUID]


def standing_at(session: Session, case: Case, moment: datetime) -> Standing:
    """Everything about a case that `knew_of` hangs on."""
    people, agencies = kept_out(session, case, moment)
    asked = session.scalars(
        select(ContactBeforeMeeting.agency_id).where(
            ContactBeforeMeeting.case_id == case.id, ContactBeforeMeeting.asked_at <= moment
        )
    )
    return Standing(case, past_of(session, [case], moment), people, agencies, frozenset(asked))


def knew_of(viewer: Viewer, then: Standing) -> bool:
    """Whether this viewer of that moment could know that there was such a case (`visibility`)."""
    case, hidden = then.case, viewer.person_id in then.people or viewer.agency_id in then.agencies
    if case.opened_at > then.past.moment or hidden:
        return False
    state, place = then.past.at(case, "state"), then.past.at(case, "conference_id")
    roles = {a.role for a in viewer.appointments if a.conference_id == place}
    if roles & OFFICE and state != CaseState.INTAKE:
        return True
    asked = state == CaseState.OPEN and viewer.agency_id in then.asked
    if roles & AT_THE_TABLE and (state not in UNLISTED or asked):
        return True
    return (
        bool(roles) and viewer.may(Action.CASE_READ) and case.origin_agency_id == viewer.agency_id
    )


def _answers(
    session: Session, case: Case, moment: datetime, fields: Collection[str] | None
) -> list[SealedAnswer]:
    query = select(SealedAnswer).where(
        SealedAnswer.case_id == case.id, SealedAnswer.given_at <= moment
    )
    if fields is not None:
        query = query.where(SealedAnswer.field.in_(fields))
    return list(session.scalars(query.order_by(SealedAnswer.given_at, SealedAnswer.id)))


def _subjects(case: Case) -> Select[CaseSubject]:
    return select(CaseSubject).where(CaseSubject.case_id == case.id).order_by(CaseSubject.ordinal)


def _releases(session: Session, case: Case, moment: datetime) -> list[AnswerRelease]:
    return list(
        session.scalars(
            select(AnswerRelease).where(
                AnswerRelease.case_id == case.id, AnswerRelease.released_at <= moment
            )
        )
    )


def _roles(session: Session, case: Case, moment: datetime) -> list[CaseRole]:
    return list(
        session.scalars(
            select(CaseRole).where(
                CaseRole.case_id == case.id,
                CaseRole.recorded_at <= moment,
                or_(CaseRole.ended_at.is_(None), CaseRole.ended_at > moment),
            )
        )
    )


def _granted(session: Session, case: Case, moment: datetime) -> list[AskedToSee]:
    return list(
        session.scalars(
            select(AskedToSee).where(
                AskedToSee.case_id == case.id,
                AskedToSee.decision == AskedDecision.GRANTED,
                AskedToSee.decided_at <= moment,
                AskedToSee.ends_at > moment,
                or_(AskedToSee.revoked_at.is_(None), AskedToSee.revoked_at > moment),
            )
        )
    )
