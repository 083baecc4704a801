"""A circulation is done only on proof: the document, and the log of who got it (R13)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now, today
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_action, load_to_change, owns
from casework.reviews.history import note
from casework.reviews.models import Recommendation, RecommendationAction
from casework.reviews.plan_models import Distribution
from casework.reviews.service.links import check_link
from casework.reviews.service.plan import UNFINISHED
from casework.reviews.vocabulary import ActionKind, Happened


def attach_document(
    session: Session, viewer: Viewer, *, action_id: UUID, document: str, link: str,
    version: int | None = None,
) -> RecommendationAction:  # fmt: skip
    """Name the document and where it can be read."""
    action, found = _owned(session, viewer, action_id, version)
    wrong = {} if document else {"document": "Enter what the document is called"}
    if problem := check_link(link):
        wrong["link"] = problem
    if wrong:
        raise Invalid(wrong)
    action.document, action.document_link = document, link
    note(session, viewer, found, Happened.CIRCULATED, why=f"Document: {document}, {link}",
         action_id=action.id)  # fmt: skip
    return action


def log_distribution(
    session: Session, viewer: Viewer, *, action_id: UUID, to_whom: str, how: str, sent_on: date,
    acknowledged_on: date | None = None, version: int | None = None,
) -> Distribution:  # fmt: skip
    """One entry: who got it, how and when, and when they said so."""
    action, found = _owned(session, viewer, action_id, version)
    if not action.document:
        raise Conflict("Name the document first: nothing can be sent that is not there.")
    wrong = {} if to_whom else {"to_whom": "Enter who got it"}
    if not how:
        wrong["how"] = "Enter how they got it"
    if sent_on > today():
        wrong["sent_on"] = "The day it was sent must be today or in the past"
    if acknowledged_on is not None and not sent_on <= acknowledged_on <= today():
        wrong["acknowledged_on"] = (
            "The day they acknowledged it must be between the day it was sent and today"
        )
    if wrong:
        raise Invalid(wrong)
    made = Distribution(
        partnership_id=action.partnership_id, recommendation_id=found.id, action_id=action.id,
        to_whom=to_whom, how=how, sent_on=sent_on, acknowledged_on=acknowledged_on,
        person_id=viewer.person_id, at=now(),
    )  # fmt: skip
    session.add(made)
    note(session, viewer, found, Happened.CIRCULATED, why=f"To {to_whom}, {how}",
         action_id=action.id)  # fmt: skip
    return made


def refuse_without_proof(session: Session, action: RecommendationAction) -> None:
    """Raise when a circulation is called done without its document or its log."""
    if action.kind != ActionKind.CIRCULATION:
        return
    if not action.document:
        raise Conflict("A circulation is done only with its document: name it first.")
    if not log_of(session, action.recommendation_id, action.id):
        raise Conflict("A circulation is done only with its log: say who got the document.")


def log_of(session: Session, recommendation_id: UUID, action_id: UUID) -> list[Distribution]:
    """The log of one action, the earliest first."""
    asked = select(Distribution).where(
        Distribution.recommendation_id == recommendation_id, Distribution.action_id == action_id
    )
    return list(session.scalars(asked.order_by(Distribution.sent_on, Distribution.at)))


def _owned(
    session: Session, viewer: Viewer, action_id: UUID, version: int | None
) -> tuple[RecommendationAction, Recommendation]:
    action = load_action(session, viewer, action_id, version=version)
    found = load_to_change(session, viewer, action.recommendation_id, Action.RECOMMENDATION_OWN)
    if not owns(viewer, action):
        raise NotFound("action")
    if action.kind != ActionKind.CIRCULATION:
        raise Conflict("This action is not a circulation.")
    if action.state not in UNFINISHED:
        raise Conflict("This action was reported already. Its proof can be added if it comes back.")
    return action, found
