"""The one table of steps a referral may take, who may take them, and the step itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.models import Case, CaseState
from casework.cases.states import move as move_case
from casework.clock import now
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Refused, WrongState
from casework.referrals.models import Referral, ReferralState

S = ReferralState


class Verb(StrEnum):
    """Everything that can be done to a referral as a whole."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"
    REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Step:
    """From where, to where, by which right, and what becomes of the case."""

    sources: frozenset[ReferralState]
    target: ReferralState
    action: Action
    case: CaseState | None


_UNDECIDED = frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED_INCOMPLETE})
_WAITING = frozenset({S.SUBMITTED})
_WRITE, _TRIAGE = Action.REFERRAL_WRITE, Action.REFERRAL_TRIAGE

STEPS: Mapping[Verb, Step] = {
    Verb.SUBMIT: Step(
        frozenset({S.DRAFT, S.RETURNED_INCOMPLETE}), S.SUBMITTED, _WRITE, CaseState.SUBMITTED
    ),
    Verb.WITHDRAW: Step(_UNDECIDED, S.WITHDRAWN, _WRITE, CaseState.NOT_TAKEN),
    Verb.ACCEPT: Step(_WAITING, S.ACCEPTED, _TRIAGE, CaseState.OPEN),
    Verb.RETURN: Step(_WAITING, S.RETURNED_INCOMPLETE, _TRIAGE, CaseState.INTAKE),
    Verb.DECLINE: Step(_WAITING, S.DECLINED, _TRIAGE, CaseState.NOT_TAKEN),
    # Where the case goes depends on whether it stays within the partnership.
    Verb.REDIRECT: Step(_WAITING, S.REDIRECTED, _TRIAGE, None),
}
EDITABLE = frozenset({S.DRAFT, S.RETURNED_INCOMPLETE})
NOT_YOURS = "Only the agency that makes a referral can do this."
NOT_OFFICE = "Only the coordinator or the chair of this conference can do this."
OWN_REFERRAL = "Somebody else has to decide on a referral that you wrote yourself."


def allowed(viewer: Viewer, referral: Referral, verb: Verb) -> bool:
    """Whether this person may take this step now."""
    step = STEPS[verb]
    return ReferralState(referral.state) in step.sources and not _objection(viewer, referral, step)


def take(session: Session, viewer: Viewer, referral: Referral, case: Case, verb: Verb) -> None:
    """Take one step with its case; refused for the wrong person or from the wrong state."""
    step = STEPS[verb]
    require(viewer, referral, verb)
    if ReferralState(referral.state) not in step.sources:
        raise WrongState("referral", referral.state, step.target)
    before, referral.state = referral.state, step.target
    referral.changed_at = now()
    if step.case is not None:
        move_case(session, viewer, case, step.case)
    session.flush()
    record(session, viewer, referral, {"from": before, "to": step.target.value})


def require(viewer: Viewer, referral: Referral, verb: Verb) -> None:
    """Refuse whoever has no right to this step, whatever the state."""
    objection = _objection(viewer, referral, STEPS[verb])
    if objection:
        raise Refused(objection)


def require_editable(viewer: Viewer, referral: Referral) -> None:
    """Only the referring agency writes, and only before the office has the referral."""
    require(viewer, referral, Verb.SUBMIT)
    if ReferralState(referral.state) not in EDITABLE:
        raise WrongState("referral", referral.state, "changed")


def record(
    session: Session, viewer: Viewer, referral: Referral, detail: Mapping[str, object]
) -> None:
    """The ledger's entry of an act on a referral."""
    append(
        session,
        Entry(
            kind=Kind.REFERRAL_CHANGED, partnership_id=referral.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=referral.case_id,
            object_id=referral.id, detail=detail,
        ),
    )  # fmt: skip


def _objection(viewer: Viewer, referral: Referral, step: Step) -> str:
    if step.action == _WRITE and viewer.agency_id != referral.agency_id:
        return NOT_YOURS
    if not viewer.may(step.action, referral.conference_id):
        return NOT_YOURS if step.action == _WRITE else NOT_OFFICE
    if step.action == _TRIAGE and viewer.person_id == referral.author_id:
        return OWN_REFERRAL
    return ""
