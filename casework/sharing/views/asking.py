"""The question box: any request, answered by this version and by the one in force."""

from __future__ import annotations

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.sharing import asking, service
from casework.sharing.blueprint import bp
from casework.web.forms import ConferForm
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading


@bp.get("/<uuid:agreement_id>/ask")
@allows(Action.PROTOCOL_READ)
def ask(agreement_id: UUID) -> ResponseReturnValue:
    """Choose who asks for what; read both answers beside each other."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    before = service.predecessor(reading(), row)
    protocol, table, _ = compiled(row.text)
    made = asking.form_class(ConferForm, protocol)
    form = made(
        request.args or None, data=asking.ordinary(protocol),
        meta={"csrf": False},
    )  # fmt: skip
    given = asking.given_of(form, protocol) if request.args and form.validate() else None
    sides = [(row, table)]
    if before is not None and before.id != row.id:
        sides.insert(0, (before, compiled(before.text)[1]))
    return form_page(
        "sharing/ask.html", form, row=row, groups=asking.groups_of(protocol),
        main=[f"q_{n}" for n in asking.MAIN], given=given,
        asked=asking.question_words(given, protocol) if given is not None else [],
        answers=[(r, asking.answer(t, given)) for r, t in sides] if given is not None else [],
    )  # fmt: skip
