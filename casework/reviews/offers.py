"""What a person may do with a recommendation now; the services ask again when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.reviews.access import owns
from casework.reviews.models import Recommendation, RecommendationAction, Review
from casework.reviews.separation import reason_against, reason_against_action
from casework.reviews.service.actions import PLANNING, WORKING
from casework.reviews.service.checks import pending_checks
from casework.reviews.service.plan import UNFINISHED
from casework.reviews.steps import ACTION_STEPS, STEPS, ActionStep, Step
from casework.reviews.vocabulary import NOT_OPEN, ActionState, ReviewState, Scope, State


class Offer(StrEnum):
    """An act the page offers; the value is the endpoint it leads to."""

    AGREE = "reviews.agree"
    RECONSIDER = "reviews.reconsider"
    CHANGE_TARGET = "reviews.change_target"
    TRANSFER = "reviews.transfer"
    REOPEN = "reviews.reopen"
    PLAN_ACTION = "reviews.plan_action"
    ADD_AIM = "reviews.add_aim"
    RAISE = "reviews.raise_nationally"
    ANSWER = "reviews.record_answer"
    TAKE_BACK = "reviews.take_back"
    MERGE = "reviews.merge"
    SEPARATE = "reviews.separate"
    ACCEPT = "reviews.accept"
    REFUSE = "reviews.refuse"
    ADD_ACTION = "reviews.add_action"
    ADD_EVIDENCE = "reviews.add_evidence"
    SEND = "reviews.send"
    VERIFY = "reviews.verify"


MANAGING: dict[Offer, frozenset[State]] = {
    Offer.AGREE: frozenset({State.PROPOSED}),
    Offer.RECONSIDER: frozenset({State.REJECTED}),
    Offer.CHANGE_TARGET: frozenset(State) - NOT_OPEN,
    Offer.TRANSFER: frozenset(State) - {State.MERGED},
    Offer.REOPEN: frozenset({State.VERIFIED_COMPLETE}),
    Offer.PLAN_ACTION: PLANNING,
    Offer.ADD_AIM: frozenset(State) - NOT_OPEN,
    Offer.RAISE: STEPS[Step.RAISE][0] | {State.RAISED},
    Offer.ANSWER: frozenset({State.RAISED}),
    Offer.TAKE_BACK: frozenset({State.RAISED}),
    Offer.MERGE: STEPS[Step.MERGE][0],
    Offer.SEPARATE: frozenset({State.MERGED}),
}
# What goes on after a review was closed: handing over until the last check, and opening again.
AFTER_IT = frozenset({Offer.TRANSFER, Offer.REOPEN})
OWNING: dict[Offer, frozenset[State]] = {
    Offer.ACCEPT: frozenset({State.AGREED}),
    Offer.REFUSE: frozenset({State.AGREED}),
    Offer.ADD_ACTION: frozenset({State.ACCEPTED_BY_OWNER, State.IN_PROGRESS}),
    Offer.ADD_EVIDENCE: frozenset({State.ACCEPTED_BY_OWNER, State.IN_PROGRESS}),
    Offer.SEND: frozenset({State.IN_PROGRESS}),
}


@dataclass(frozen=True, slots=True)
class Offers:
    """What the page offers: acts on the recommendation, actions by id, one check."""

    acts: frozenset[Offer]
    report: frozenset[UUID]
    check_actions: frozenset[UUID]
    check_id: UUID | None
    # Why a verifier may not check this one.
    apart: str | None


def offers(
    session: Session, viewer: Viewer, found: Recommendation, actions: list[RecommendationAction]
) -> Offers:
    """Everything this person may do here now."""
    review = session.get_one(Review, found.review_id)
    board = review.conference_id
    verifier = viewer.may(Action.RECOMMENDATION_VERIFY, board)
    apart = reason_against(session, viewer, found) if verifier else None
    acts = _managing(viewer, found, board) | _owning(viewer, found, board)
    if verifier and not apart and found.state == State.EVIDENCE_SUBMITTED:
        acts |= {Offer.VERIFY}
    if review.state == ReviewState.CLOSED:
        acts &= AFTER_IT
    return Offers(
        acts=frozenset(acts),
        report=_reportable(viewer, found, actions, board),
        check_actions=_checkable(viewer, found, actions) if verifier else frozenset(),
        check_id=_check_due(session, found) if verifier and not apart else None,
        apart=apart,
    )


def _managing(viewer: Viewer, found: Recommendation, board: UUID) -> set[Offer]:
    if not viewer.may(Action.REVIEW_MANAGE, board):
        return set()
    # Only what reaches the whole country is raised with a national body.
    local = set() if found.scope == Scope.NATIONAL else {Offer.RAISE}
    return {offer for offer, states in MANAGING.items() if found.state in states} - local


def _owning(viewer: Viewer, found: Recommendation, board: UUID) -> set[Offer]:
    if not viewer.may(Action.RECOMMENDATION_OWN, board) or not owns(viewer, found):
        return set()
    return {offer for offer, states in OWNING.items() if found.state in states}


def _reportable(
    viewer: Viewer, found: Recommendation, actions: list[RecommendationAction], board: UUID
) -> frozenset[UUID]:
    if not viewer.may(Action.RECOMMENDATION_OWN, board) or found.state not in WORKING:
        return frozenset()
    return frozenset(a.id for a in actions if a.state in UNFINISHED and owns(viewer, a))


def _checkable(
    viewer: Viewer, found: Recommendation, actions: list[RecommendationAction]
) -> frozenset[UUID]:
    if found.state not in WORKING:
        return frozenset()
    returnable = ACTION_STEPS[ActionStep.RETURN][0]
    return frozenset(
        a.id for a in actions
        if ActionState(a.state) in returnable and not reason_against_action(viewer, found, a)
    )  # fmt: skip


def _check_due(session: Session, found: Recommendation) -> UUID | None:
    if found.next_check_on is None or found.next_check_on > today():
        return None
    return next((check.id for check in pending_checks(session, found)), None)
