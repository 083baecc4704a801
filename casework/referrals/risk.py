"""Record the result of a risk instrument; the number never stands without the words beside it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case, RiskAssessment
from casework.catalogue.instruments import Instrument, Score, instrument, instruments_for, score
from casework.clock import now
from casework.errors import NotFound
from casework.referrals.models import Referral
from casework.referrals.pages import shape_of
from casework.referrals.steps import record, require_editable


def record_risk(
    session: Session,
    viewer: Viewer,
    *,
    referral: Referral,
    case: Case,
    name: str,
    answers: Mapping[str, str],
) -> Score:
    """Score all answers to an instrument and keep the result; an earlier one stays in history."""
    require_editable(viewer, referral)
    tool = _tool(session, referral, case, name)
    result = score(tool, answers)
    for earlier in assessments(session, case):
        if earlier.instrument == tool.name:
            earlier.current = False
    session.add(
        RiskAssessment(
            partnership_id=case.partnership_id, case_id=case.id, instrument=tool.name,
            instrument_version=tool.version, score=result.total, band=result.band,
            assessed_by=viewer.person_id, assessed_at=now(),
        )
    )  # fmt: skip
    session.flush()
    record(session, viewer, referral, {"assessed": f"{tool.name}:{tool.version}"})
    return result


def assessments(session: Session, case: Case) -> list[RiskAssessment]:
    """The results that count now, the oldest first."""
    query = select(RiskAssessment).where(
        RiskAssessment.case_id == case.id, RiskAssessment.current.is_(True)
    )
    return list(session.scalars(query.order_by(RiskAssessment.assessed_at)))


def tool_for_page(conference_kind: str, fields: set[str]) -> Instrument | None:
    """The instrument whose items are asked on a page, if any."""
    return next(
        (i for i in instruments_for(conference_kind) if any(q.field in fields for q in i.items)),
        None,
    )


def _tool(session: Session, referral: Referral, case: Case, name: str) -> Instrument:
    kind = shape_of(session, referral, case).conference_kind
    if kind not in instrument(name).conferences:
        raise NotFound("risk assessment tool")
    return instrument(name)
