"""Past decisions replayed under the version of their day, and under another: counts and clauses."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.models import Agreement
from casework.clock import now
from casework.disclosure.current import gate
from casework.disclosure.ledger import Entry, Kind
from casework.sharing.blueprint import bp
from casework.sharing.replay_forms import ReplayForm, usual_days
from casework.sharing.replay_report import Report, report
from casework.web.guard import allows, viewer
from casework.web.pagination import page_number
from casework.web.transaction import reading


@bp.get("/<uuid:agreement_id>/replay")
@allows(Action.PROTOCOL_APPROVE)
def replay(agreement_id: UUID) -> ResponseReturnValue:
    """The question and, once it is asked, its answer."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    others = [one for one in _versions(row) if one.id != row.id]
    form = _form(others)
    draft = next((one for one in others if str(one.id) == form.draft.data), None)
    found = _asked(row, form, draft) if _is_asked() and form.validate() else None
    page = render_template(
        "sharing/replay.html", row=row, form=form, found=found, draft=draft,
        held=[one for one in others if one.in_force_from is not None],
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _is_asked() -> bool:
    return "since-day" in request.args


def _form(others: list[Agreement]) -> ReplayForm:
    """As it was sent; before that the last month, with the draft that a link may name."""
    usual = {**usual_days(), "draft": request.args.get("draft", "")}
    form = ReplayForm(request.args if _is_asked() else None, data=usual, meta={"csrf": False})
    form.offer(others)
    return form


def _versions(row: Agreement) -> list[Agreement]:
    found = agreements.versions(reading(), row.partnership_id)
    return [one for one in found if one.name == row.name]


def _asked(row: Agreement, form: ReplayForm, draft: Agreement | None) -> Report:
    since, until = form.span
    made = report(
        reading(), gate(), viewer(), row, since=since, until=until,
        number=page_number(request.args), draft=draft,
    )  # fmt: skip
    # Nothing was opened; that somebody asked what others were shown is written down.
    gate().note(_entry(row, form, draft))
    return made


def _entry(row: Agreement, form: ReplayForm, draft: Agreement | None) -> Entry:
    who = viewer()
    # Which days and which draft: else another question within a minute would count as the same.
    detail = {
        "since": form.since.data.isoformat(), "until": form.until.data.isoformat(),
        "draft": draft.id if draft else None,
    }  # fmt: skip
    return Entry(
        kind=Kind.HISTORY_ASKED, partnership_id=who.partnership_id, at=now(),
        actor_id=who.person_id, agency_id=who.agency_id, object_id=row.id, detail=detail,
    )  # fmt: skip
