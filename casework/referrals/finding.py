"""Find referrals: one by its id, all of an agency, all that wait at a conference."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.exclusions import cases_kept_from
from casework.cases.models import Case
from casework.cases.visibility import load_case, visible_cases
from casework.errors import NotFound
from casework.referrals.models import Referral, ReferralState

S = ReferralState
# Order of the triage queue and of the chair's list: urgent first, then the highest risk, then age.
RISKS = ("very_high", "high", "medium", "standard", "unknown")


def load_referral(
    session: Session, viewer: Viewer, referral_id: UUID, *, lock: bool = False
) -> tuple[Referral, Case]:
    """A referral with its case; the same 'not found' for missing, foreign and hidden ones."""
    referral = session.get(Referral, referral_id)
    if referral is None or referral.partnership_id != viewer.partnership_id:
        raise NotFound("referral")
    try:
        case = load_case(session, viewer, referral.case_id, lock=lock)
    except NotFound:
        raise NotFound("referral") from None
    if not may_read(viewer, referral):
        raise NotFound("referral")
    return referral, case


def may_read(viewer: Viewer, referral: Referral) -> bool:
    """Its own agency, and the office of the conference it is addressed to."""
    if viewer.may(Action.REFERRAL_TRIAGE, referral.conference_id):
        return True
    own = viewer.agency_id == referral.agency_id
    return own and viewer.may(Action.REFERRAL_READ, referral.conference_id)


def referral_of(session: Session, case: Case) -> Referral | None:
    """The latest referral of a case."""
    return session.scalar(
        select(Referral)
        .where(Referral.case_id == case.id)
        .order_by(Referral.started_at.desc())
        .limit(1)
    )


def of_my_agency(
    session: Session, viewer: Viewer, states: Collection[ReferralState]
) -> list[Referral]:
    """Referrals of this person's agency, the latest change first."""
    query = _visible(viewer).where(
        Referral.agency_id == viewer.agency_id, Referral.state.in_([s.value for s in states])
    )
    return list(session.scalars(query.order_by(Referral.changed_at.desc(), Referral.id)))


def queue(session: Session, viewer: Viewer) -> list[tuple[Referral, Case]]:
    """What waits for triage where this person decides: urgent first, then the oldest."""
    conferences = viewer.conferences(Action.REFERRAL_TRIAGE)
    if not conferences:
        return []
    query = (
        select(Referral, Case)
        .join(Case, Case.id == Referral.case_id)
        .where(
            Referral.state == S.SUBMITTED,
            Referral.conference_id.in_(conferences),
            Case.id.in_(visible_cases(viewer).with_only_columns(Case.id)),
        )
        .order_by(Referral.urgent.desc(), Referral.submitted_at, Referral.id)
    )
    return [(referral, case) for referral, case in session.execute(query)]


def returned_from(session: Session, viewer: Viewer) -> list[Referral]:
    """Referrals that the office sent back and is waiting for; their content is closed to it."""
    conferences = viewer.conferences(Action.REFERRAL_TRIAGE)
    query = select(Referral).where(
        Referral.partnership_id == viewer.partnership_id,
        Referral.conference_id.in_(conferences),
        Referral.state == S.RETURNED_INCOMPLETE,
        Referral.case_id.not_in(cases_kept_from(viewer)),
    )
    return list(session.scalars(query.order_by(Referral.changed_at)))


def ready_to_list(session: Session, viewer: Viewer, conference_id: UUID) -> list[Case]:
    """Accepted cases that are not yet on a list: urgent, then by risk, then the longest wait."""
    if not viewer.may(Action.CASE_LIST, conference_id):
        return []
    found = session.execute(
        select(Case, func.min(Referral.decided_at))
        .join(Referral, Referral.case_id == Case.id)
        .where(
            Case.conference_id == conference_id,
            Case.state == "open",
            Referral.state == S.ACCEPTED,
            Case.id.in_(visible_cases(viewer).with_only_columns(Case.id)),
        )
        .group_by(Case.id)
    ).all()
    ranked = sorted(found, key=lambda row: (not row[0].urgent, _risk(row[0]), row[1]))
    return [case for case, _ in ranked]


def _risk(case: Case) -> int:
    return RISKS.index(case.risk_level) if case.risk_level in RISKS else len(RISKS)


def _visible(viewer: Viewer) -> Select[Referral]:
    return select(Referral).where(
        Referral.partnership_id == viewer.partnership_id,
        Referral.case_id.in_(visible_cases(viewer).with_only_columns(Case.id)),
    )
