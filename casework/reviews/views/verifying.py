"""What somebody who is not the owner does on the screen."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.errors import NotFound
from casework.reviews.blueprint import bp
from casework.reviews.forms.proof import CheckForm, VerdictForm
from casework.reviews.models import SustainmentCheck
from casework.reviews.separation import reason_against, refuse_unless_apart
from casework.reviews.service import checks, verifying
from casework.reviews.sheet import sheet
from casework.reviews.views.one import One
from casework.reviews.vocabulary import Outcome
from casework.reviews.words import check_words
from casework.web.guard import allows, viewer
from casework.web.transaction import reading
from casework.web.words import capitalised


@bp.route("/recommendations/<uuid:recommendation_id>/check", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_VERIFY)
def verify(recommendation_id: UUID) -> ResponseReturnValue:
    """Accept the evidence, or send it back with a reason."""
    one = One(recommendation_id, Action.RECOMMENDATION_VERIFY)
    refuse_unless_apart(reason_against(reading(), viewer(), one.row))
    form, page = VerdictForm(data=one.saved), sheet(reading(), viewer(), recommendation_id)
    return one.answer(
        form,
        lambda session: verifying.verify(
            session, viewer(), recommendation_id=recommendation_id,
            outcome=Outcome(form.outcome.data), reason=form.reason.data,
            version=form.version.number or 0,
        ),
        template="reviews/verify.html", heading="Check the evidence",
        said="Your answer has been saved", page=page,
    )  # fmt: skip


@bp.route("/checks/<uuid:check_id>", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_VERIFY)
def check(check_id: UUID) -> ResponseReturnValue:
    """Does it still work?"""
    found = reading().get(SustainmentCheck, check_id)
    if found is None or found.partnership_id != viewer().partnership_id:
        raise NotFound("check")
    one = One(found.recommendation_id, Action.RECOMMENDATION_VERIFY)
    refuse_unless_apart(reason_against(reading(), viewer(), one.row))
    form = CheckForm(data=one.saved)
    return one.answer(
        form,
        lambda session: checks.record_check(
            session, viewer(), check_id=check_id, works=form.works.data == "yes",
            words=form.words.data, version=form.version.number or 0,
        ),
        heading=capitalised(check_words(found.months)), said="The check has been recorded",
    )  # fmt: skip
