"""Pages of what a recommendation wants changed, and of the change as its evidence."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.catalogue.legal_tools import LEGAL_TOOLS
from casework.reviews.access import load_recommendation
from casework.reviews.blueprint import bp
from casework.reviews.forms.learning import AimForm
from casework.reviews.learning import aims
from casework.reviews.learning.clauses import Clauses
from casework.reviews.learning.training import courses_of
from casework.reviews.learning_models import AimKind
from casework.reviews.views.answering import answer
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.route("/recommendations/<uuid:recommendation_id>/aims/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_aim(recommendation_id: UUID) -> ResponseReturnValue:
    """What this recommendation wants changed."""
    row = load_recommendation(reading(), viewer(), recommendation_id, Action.REVIEW_MANAGE)
    form, back = _form(), url_for(".recommendation", recommendation_id=recommendation_id)
    return answer(
        form,
        lambda session: aims.set_aim(
            session, viewer(), recommendation_id=recommendation_id, kind=AimKind(form.kind.data),
            name=form.aimed, wanted=form.wanted.data,
        ),
        template="reviews/form.html", goto=back, said="The recommendation points at it",
        heading=f"What does recommendation {row.number} want changed?", back=back, submit="Save",
    )  # fmt: skip


@bp.post("/aims/<uuid:aim_id>/evidence")
@allows(Action.RECOMMENDATION_OWN)
def aim_evidence(aim_id: UUID) -> ResponseReturnValue:
    """The owner offers a change that has come to hold as evidence."""
    with writing() as session:
        piece = aims.use_as_evidence(session, viewer(), aim_id=aim_id)
    flash("The change is given as evidence. Somebody else will check it", "success")
    return redirect(url_for(".recommendation", recommendation_id=piece.recommendation_id), 303)


def _form() -> AimForm:
    form, partnership = AimForm(), viewer().partnership_id
    known = Clauses(reading(), partnership).in_force()
    form.clause.choices = [choice("", "None"), *(choice(k, v) for k, v in known.items())]
    form.tool.choices = [
        choice("", "None, or one that is not in the list"),
        *(choice(tool.code, tool.title) for tool in LEGAL_TOOLS),
    ]
    form.training.choices = [
        choice("", "None, or a course that is not in the register"),
        *(choice(c.title, c.title) for c in courses_of(reading(), partnership)),
    ]
    return form
