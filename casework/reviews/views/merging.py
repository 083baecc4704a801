"""Merging on the screen: two recommendations that are one, two agencies that became one."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Action
from casework.reviews.blueprint import bp
from casework.reviews.forms.parts import agency_choices
from casework.reviews.forms.recommendation import JoinForm, MergeForm, SeparateForm
from casework.reviews.service import joining, merging
from casework.reviews.service.owners import active_agencies
from casework.reviews.views.answering import answer
from casework.reviews.views.one import One
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.route("/recommendations/<uuid:recommendation_id>/merge", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def merge(recommendation_id: UUID) -> ResponseReturnValue:
    """The same commitment as another one."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = MergeForm(data=one.saved)
    form.into.choices = [
        choice("", "Choose a recommendation"),
        *(
            choice(str(row.id), f"{review.reference}, {row.number}: {row.text[:70]}")
            for row, review in merging.mergeable(reading(), one.row)
        ),
    ]
    return one.answer(
        form,
        lambda session: merging.merge(
            session, viewer(), recommendation_id=recommendation_id,
            into_id=UUID(form.into.data), why=form.why.data, version=form.version.number or 0,
        ),
        heading="Count it with another recommendation", submit="Count them as one",
        said="They are counted as one now",
    )  # fmt: skip


@bp.route("/recommendations/<uuid:recommendation_id>/separate", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def separate(recommendation_id: UUID) -> ResponseReturnValue:
    """Not the same after all."""
    one = One(recommendation_id, Action.REVIEW_MANAGE)
    form = SeparateForm(data=one.saved)
    return one.answer(
        form,
        lambda session: merging.separate(
            session, viewer(), recommendation_id=recommendation_id, why=form.why.data,
            version=form.version.number or 0,
        ),
        heading="Count it on its own again",
        said="It is counted on its own now. The board has to agree it anew",
    )  # fmt: skip


@bp.route("/agencies/join", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def join_agencies() -> ResponseReturnValue:
    """An agency has become part of another."""
    form, back = JoinForm(), url_for(".board")
    form.agency.choices = agency_choices(active_agencies(reading(), viewer()))
    form.into.choices = form.agency.choices
    joined: list[joining.Joined] = []

    def save(session: Session) -> None:
        joined[:] = [
            joining.join_agencies(
                session, viewer(), from_id=UUID(form.agency.data), into_id=UUID(form.into.data),
                role=form.role.data, why=form.why.data,
            )
        ]  # fmt: skip

    return answer(
        form, save, template="reviews/form.html", goto=back, back=back,
        said=lambda: _told(joined[0]), heading="An agency has become part of another",
        submit="Give everything open to that agency",
    )  # fmt: skip


def _told(joined: joining.Joined) -> str:
    words = f"{joined.recommendations} recommendations and {joined.actions} actions have gone over"
    if not joined.looked_at_again:
        return words
    again = ", ".join(joined.looked_at_again)
    return f"{words}. A third agency has to look again at {again}: its new owner had accepted it"
