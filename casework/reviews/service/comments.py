"""Comments of the Home Office quality assurance panel, and what the board made of each (R05)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.errors import Conflict, Invalid, NotFound, StaleEdit
from casework.reviews.access import load_open_review, load_review
from casework.reviews.models import Review
from casework.reviews.record_models import PanelComment
from casework.reviews.service.numbers import next_comment
from casework.reviews.service.owners import check_chair
from casework.reviews.vocabulary import Response


def add_comment(
    session: Session, viewer: Viewer, *, review_id: UUID, text: str, received_on: date
) -> PanelComment:
    """Enter one comment under a number that it keeps."""
    review = load_open_review(session, viewer, review_id)
    if received_on > today():
        raise Invalid({"received_on": "The day it came must be today or in the past"})
    comment = PanelComment(
        partnership_id=review.partnership_id, review_id=review.id, text=text,
        received_on=received_on, number=next_comment(session, review),
    )  # fmt: skip
    session.add(comment)
    session.flush()
    return comment


def load_comment(session: Session, viewer: Viewer, comment_id: UUID) -> PanelComment:
    """A comment on a review that this person runs, else NotFound."""
    comment = session.get(PanelComment, comment_id)
    if comment is None or comment.partnership_id != viewer.partnership_id:
        raise NotFound("comment")
    load_review(session, viewer, comment.review_id, Action.REVIEW_MANAGE)
    return comment


def respond(
    session: Session, viewer: Viewer, *, comment_id: UUID, response: Response, reason: str,
    change: str, owner_id: UUID | None, version: int,
) -> PanelComment:  # fmt: skip
    """Draft the answer to a comment; one that the board had agreed must be agreed again."""
    comment = _to_change(session, viewer, comment_id, version)
    errors = {}
    if response is not Response.ACCEPT and not reason:
        errors["reason"] = "Enter why it is not accepted, or not all of it"
    if response is not Response.REJECT and not change:
        errors["change"] = "Enter what changes in the report"
    if errors:
        raise Invalid(errors)
    if owner_id is not None:
        check_chair(session, viewer, owner_id)
    comment.response, comment.reason, comment.change = response, reason, change
    comment.owner_id, comment.resolution, comment.agreed_on = owner_id, "", None
    session.flush()
    return comment


def agree_response(
    session: Session, viewer: Viewer, *, comment_id: UUID, resolution: str, agreed_on: date,
    version: int,
) -> PanelComment:  # fmt: skip
    """Write down the resolution of the board that agreed the answer."""
    comment = _to_change(session, viewer, comment_id, version)
    if not comment.response:
        raise Conflict("Nothing has been answered yet, so there is nothing to agree.")
    if not comment.received_on <= agreed_on <= today():
        raise Invalid({"agreed_on": "The day must lie between the day the comment came and today"})
    comment.resolution, comment.agreed_on = resolution, agreed_on
    session.flush()
    return comment


def comments_of(session: Session, review: Review) -> list[PanelComment]:
    """Every comment by number."""
    asked = select(PanelComment).where(PanelComment.review_id == review.id)
    return list(session.scalars(asked.order_by(PanelComment.number)))


def _to_change(session: Session, viewer: Viewer, comment_id: UUID, version: int) -> PanelComment:
    comment = load_comment(session, viewer, comment_id)
    load_open_review(session, viewer, comment.review_id)
    if comment.version != version:
        raise StaleEdit("comment")
    return comment
