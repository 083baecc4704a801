"""A circulation on the screen: its document, and the log of who got it."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.reviews.blueprint import bp
from casework.reviews.forms.circulation import DocumentForm, LogForm
from casework.reviews.service import circulation
from casework.reviews.views.one import OneAction
from casework.web.guard import allows, viewer


@bp.route("/actions/<uuid:action_id>/document", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_OWN)
def attach_document(action_id: UUID) -> ResponseReturnValue:
    """What is circulated."""
    one = OneAction(action_id, Action.RECOMMENDATION_OWN)
    kept = {"document": one.found.document, "link": one.found.document_link}
    form = DocumentForm(data=one.saved | kept)
    return one.answer(
        form,
        lambda session: circulation.attach_document(
            session, viewer(), action_id=action_id, document=form.document.data,
            link=form.link.data or "", version=form.version.number or 0,
        ),
        heading=f"Document of action {one.row.number}.{one.found.number}",
        said="The document has been saved. Now say who got it", about=one.found.text,
    )  # fmt: skip


@bp.route("/actions/<uuid:action_id>/log", methods=["GET", "POST"])
@allows(Action.RECOMMENDATION_OWN)
def log_distribution(action_id: UUID) -> ResponseReturnValue:
    """Who got it."""
    one = OneAction(action_id, Action.RECOMMENDATION_OWN)
    form = LogForm(data=one.saved)
    return one.answer(
        form,
        lambda session: circulation.log_distribution(
            session, viewer(), action_id=action_id, to_whom=form.to_whom.data,
            how=form.how.data, sent_on=form.sent_on.data,
            acknowledged_on=form.acknowledged_on.data, version=form.version.number or 0,
        ),
        heading=f"Who got the document of action {one.row.number}.{one.found.number}?",
        said="The log has been saved", about=one.found.text,
    )  # fmt: skip
