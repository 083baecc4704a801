"""The first page of everybody: what waits, and what changed."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.clock import now
from casework.errors import Invalid
from casework.insight import changes
from casework.insight.blueprint import bp
from casework.insight.work import groups, tabs, work_of
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing

__all__ = ["bp"]


@bp.get("/")
@allows(Action.WORK_READ)
def work() -> ResponseReturnValue:
    """Everything that waits for this person; `kind` narrows it to one room."""
    who, session = viewer(), reading()
    found = work_of(session, who)
    kind = request.args.get("kind", "")
    kind = kind if found.get(kind) else ""
    shown = found[kind] if kind else [item for items in found.values() for item in items]
    return render_template(
        "insight/work.html",
        tabs=tabs(found),
        kind=kind,
        groups=groups(shown),
        news=changes.news_for(session, who),
        read_at=now().isoformat(),
    )


@bp.post("/looked")
@allows(Action.WORK_READ)
def looked() -> ResponseReturnValue:
    """The person has read what changed: next time the list begins after that."""
    until = _moment(request.form.get("until", ""))
    with writing() as session:
        changes.looked(session, viewer(), until=until)
    flash("Marked as read. New changes will appear here.", "success")
    return redirect(url_for("insight.work"), 303)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid({"": "Go back, reload the page and press the button again."}) from None
