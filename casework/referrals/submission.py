"""Hand a referral in, or take it back: by the agency that makes it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.answers import write_answer
from casework.cases.guarding import guard_case, guard_texts
from casework.cases.models import Case, RiskAssessment
from casework.catalogue.entry_routes import ThresholdRoute
from casework.catalogue.instruments import instruments_for
from casework.clock import now
from casework.errors import Invalid
from casework.referrals.models import Referral
from casework.referrals.pages import COMPLETED, NOT_STARTED, Progress, progress, shape_of
from casework.referrals.recorded import spread_consent
from casework.referrals.repeats import look_for_everybody
from casework.referrals.steps import Verb, require, require_editable, take

ABOUT = "referral"
# Pages that nobody has to open: they ask for nothing that every case needs.
SCORED = {"risk_checklist", "risk_checklist_continued", "community_matrix"}


def submit(session: Session, viewer: Viewer, *, referral: Referral, case: Case) -> None:
    """Send the referral to the coordinator; refused while practice would send it back (2.4)."""
    require_editable(viewer, referral)
    problems = what_is_open(session, referral, case)
    if problems:
        raise Invalid(problems)
    guard_case(session, viewer, case=case)
    spread_consent(session, viewer, case)
    look_for_everybody(session, viewer, case)
    take(session, viewer, referral, case, Verb.SUBMIT)
    referral.submitted_at = now()
    session.flush()


def withdraw(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, reason: str
) -> None:
    """Take the referral back, and say why; a draft is given up in the same way."""
    require(viewer, referral, Verb.WITHDRAW)
    words = said(reason, "reason", "Enter why you withdraw this referral")
    guard_texts(session, viewer, case=case, texts={"triage.reason": words})
    take(session, viewer, referral, case, Verb.WITHDRAW)
    write_answer(
        session, viewer, case=case, field="triage.reason", text=words,
        about_kind=ABOUT, about_id=referral.id,
    )  # fmt: skip
    referral.decided_at, referral.decided_by = now(), viewer.person_id


def what_is_open(session: Session, referral: Referral, case: Case) -> dict[str, str]:
    """What has to be done before submitting, by page; which questions is not stored."""
    found = {} if referral.route else {"route": "Select why this needs a conference"}
    for page in progress(session, referral, case):
        # Every page has to be looked at once: an empty one that was saved says 'nothing to add'.
        if page.section.name not in SCORED and page.status != COMPLETED:
            found[page.section.name] = _words(page)
    if referral.route == ThresholdRoute.SCORE and not _is_scored(session, referral, case):
        found["risk"] = "Record the risk assessment you rely on, or choose another reason"
    return found


def said(text: str, name: str, otherwise: str) -> str:
    """Words that have to be there."""
    words = text.strip()
    if not words:
        raise Invalid({name: otherwise})
    return words


def _words(page: Progress) -> str:
    if page.status == NOT_STARTED:
        return f"Look at “{page.section.title}” and save it, even if there is nothing to add"
    return f"Answer the questions that are still open in “{page.section.title}”"


def _is_scored(session: Session, referral: Referral, case: Case) -> bool:
    kind = shape_of(session, referral, case).conference_kind
    names = [i.name for i in instruments_for(kind)]
    return (
        session.scalar(
            select(RiskAssessment.id).where(
                RiskAssessment.case_id == case.id,
                RiskAssessment.current.is_(True),
                RiskAssessment.instrument.in_(names),
            ).limit(1)
        )
        is not None
    )  # fmt: skip
