"""Escalations from board to board, and the closing of a board."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.boards.access import load_board
from casework.boards.blueprint import bp
from casework.boards.closing_page import closing_page
from casework.boards.forms.governance import (
    CloseForm,
    DecideForm,
    EscalateForm,
    RestForm,
    SettleForm,
)
from casework.boards.governance_words import Decision, EscalationOutcome
from casework.boards.overview import escalation_state
from casework.boards.service import closing, escalating
from casework.boards.service.open_things import open_things
from casework.boards.views.choosing import boards
from casework.conferences.access import may
from casework.directory.models import Conference
from casework.errors import NotFound
from casework.paper.press import pressed
from casework.reviews.forms.parts import optional_id
from casework.reviews.views.answering import answer
from casework.web.downloads import PDF, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.route("/<uuid:conference_id>/escalations/add", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def escalate(conference_id: UUID) -> ResponseReturnValue:
    """Ask another board for a decision."""
    body = load_board(reading(), viewer(), conference_id, Action.BOARD_MANAGE)
    form, back = EscalateForm(), url_for(".board", conference_id=conference_id)
    form.to_id.choices = boards(closing.successors(reading(), body))
    return answer(
        form,
        lambda session: escalating.escalate(
            session, viewer(), from_id=conference_id, to_id=UUID(form.to_id.data),
            reason=form.reason.data, decision_sought=form.decision_sought.data,
            expires_on=form.expires_on.data,
        ),
        template="form_page.html", goto=back, said="The other board has been asked", back=back,
        heading="Ask another board for a decision", caption=body.name, submit="Ask",
    )  # fmt: skip


@bp.get("/escalations/<uuid:escalation_id>")
@allows(Action.MEETING_READ)
def escalation(escalation_id: UUID) -> str:
    """One escalation."""
    row = escalating.load_escalation(reading(), viewer(), escalation_id)
    sides = [reading().get_one(Conference, key) for key in (row.from_id, row.to_id)]
    open_to = [b for b in sides if may(viewer(), Action.MEETING_READ, b)]
    return render_template(
        "boards/escalation.html", row=row, state=escalation_state(row), sides=sides,
        home=open_to[0],
        may_settle=row.outcome is None
        and any(may(viewer(), Action.BOARD_MANAGE, body) for body in sides),
    )  # fmt: skip


@bp.route("/escalations/<uuid:escalation_id>/outcome", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def settle(escalation_id: UUID) -> ResponseReturnValue:
    """What is made of an escalation."""
    row = escalating.load_escalation(reading(), viewer(), escalation_id)
    form = SettleForm(data={"version": row.version})
    back = url_for(".escalation", escalation_id=escalation_id)
    return answer(
        form,
        lambda session: escalating.settle(
            session, viewer(), escalation_id=escalation_id, words=form.words.data,
            outcome=EscalationOutcome(form.outcome.data), version=form.version.number or 0,
        ),
        template="form_page.html", goto=back, said="Saved", heading="What is made of it?",
        caption=row.decision_sought[:80], back=back, submit="Save",
        current=lambda: escalating.load_escalation(reading(), viewer(), escalation_id).version,
    )  # fmt: skip


@bp.get("/<uuid:conference_id>/closing")
@allows(Action.REVIEW_READ)
def close(conference_id: UUID) -> str:
    """What is open at a board, and what becomes of each; after the closing, the report."""
    return render_template(
        "boards/closing.html", page=closing_page(reading(), viewer(), conference_id)
    )


@bp.get("/<uuid:conference_id>/closing.pdf")
@allows(Action.REVIEW_READ)
def closing_pdf(conference_id: UUID) -> Response:
    """The closing report on paper; as it stands, before the closing."""
    page = closing_page(reading(), viewer(), conference_id)
    html = render_template("boards/closing_sheet.html", page=page, who=viewer())
    return download(pressed(html), PDF, "closing-report.pdf")


@bp.route("/<uuid:conference_id>/closing/<uuid:thing_id>", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def decide(conference_id: UUID, thing_id: UUID) -> ResponseReturnValue:
    """What becomes of one open thing."""
    body = load_board(reading(), viewer(), conference_id, Action.BOARD_MANAGE)
    found = next((o for o in open_things(reading(), body) if o.id == thing_id), None)
    if found is None:
        raise NotFound("open thing")
    form = DecideForm()
    form.successor_id.choices = boards(closing.successors(reading(), body))
    return answer(
        form,
        lambda session: closing.decide(
            session, viewer(), conference_id=conference_id, thing_id=thing_id,
            decision=Decision(form.decision.data), words=form.words.data or "",
            successor_id=optional_id(form.successor_id.data),
        ),
        said="Decided", heading="What becomes of it?", **_around(conference_id, found.label),
    )  # fmt: skip


@bp.route("/<uuid:conference_id>/closing/rest", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def decide_rest(conference_id: UUID) -> ResponseReturnValue:
    """Everything that is left goes to one board."""
    body = load_board(reading(), viewer(), conference_id, Action.BOARD_MANAGE)
    form = RestForm()
    form.successor_id.choices = boards(closing.successors(reading(), body))
    return answer(
        form,
        lambda session: closing.decide_rest(
            session, viewer(), conference_id=conference_id,
            successor_id=UUID(form.successor_id.data),
        ),
        said="Decided", heading="Hand over all that is left", **_around(conference_id, body.name),
    )  # fmt: skip


@bp.route("/<uuid:conference_id>/closing/close", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def close_board(conference_id: UUID) -> ResponseReturnValue:
    """Carry out what was decided, and close the board."""
    body = load_board(reading(), viewer(), conference_id, Action.BOARD_MANAGE)
    form = CloseForm()
    return answer(
        form,
        lambda session: closing.close_board(
            session, viewer(), conference_id=conference_id, words=form.words.data
        ),
        said="The board is closed", heading="Close this board",
        **_around(conference_id, body.name) | {"submit": "Close the board", "goto": "/"},
    )  # fmt: skip


def _around(conference_id: UUID, caption: str) -> dict[str, Any]:
    back = url_for(".close", conference_id=conference_id)
    return {
        "back": back, "goto": back, "caption": caption, "submit": "Save",
        "template": "form_page.html",
    }  # fmt: skip
