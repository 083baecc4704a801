"""A national recommendation on the screen: with whom it was raised, and what they answered."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.reviews.blueprint import bp
from casework.reviews.forms.recommendation import AnswerForm, RaiseForm, TakeBackForm
from casework.reviews.service import national
from casework.reviews.views.one import One
from casework.web.guard import allows, viewer


@bp.route("/recommendations/<uuid:recommendation_id>/raise", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def raise_nationally(recommendation_id: UUID) -> ResponseReturnValue:
    """It was raised with a body that can complete it."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = RaiseForm(data=one.saved | {"body": one.row.raised_with})
    return one.answer(
        form,
        lambda session: national.raise_nationally(
            session, viewer(), recommendation_id=recommendation_id, body=form.body.data,
            on=form.on.data, asked=form.asked.data, link=form.link.data or "",
            version=form.version.number or 0,
        ),
        heading="Raise it with a national body",
        said="It waits for a national body now, and is never shown as done meanwhile",
    )  # fmt: skip


@bp.route("/recommendations/<uuid:recommendation_id>/answer", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def record_answer(recommendation_id: UUID) -> ResponseReturnValue:
    """The body answered."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = AnswerForm(data=one.saved)
    return one.answer(
        form,
        lambda session: national.record_answer(
            session, viewer(), recommendation_id=recommendation_id, on=form.on.data,
            answer=form.answer.data, link=form.link.data or "", version=form.version.number or 0,
        ),
        heading="Record the answer", said="The answer has been recorded",
    )  # fmt: skip


@bp.route("/recommendations/<uuid:recommendation_id>/take-back", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def take_back(recommendation_id: UUID) -> ResponseReturnValue:
    """Its owner here goes on with it."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = TakeBackForm(data=one.saved)
    return one.answer(
        form,
        lambda session: national.take_back(
            session, viewer(), recommendation_id=recommendation_id, why=form.why.data,
            version=form.version.number or 0,
        ),
        heading="Give it back to its owner here", said="Its owner is asked to accept it",
    )  # fmt: skip
