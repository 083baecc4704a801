"""Before something that cannot be undone, a person proves again that it is they who act.

A proof counts for a quarter of an hour. What was typed is carried through, so nothing is lost.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.accounts import proving
from casework.accounts.arriving import HOME, asked_target, refused
from casework.accounts.blueprint import bp
from casework.accounts.cookies import visit
from casework.accounts.current import accounts, current_session
from casework.accounts.forms import ProveCodeForm, ProveForm, ProvePasswordForm
from casework.accounts.models import SessionStage, SignInSession
from casework.accounts.second_factor import confirmed_factor
from casework.clock import now
from casework.errors import Invalid, TooMany
from casework.web.guard import FRESH, allows
from casework.web.kit import form_page
from casework.web.transaction import close_reading, database, reading

LASTS = timedelta(minutes=15)
# Whatever leaves as a file is an export.
EXPORTS = (".csv", ".xlsx", ".docx", ".pdf", ".zip", ".ics")
TEMPLATE = "accounts/prove.html"
# Fields of our own page, which are not part of what was typed before it.
OURS = frozenset({"csrf_token", "proof", "proving", "next"})


@bp.before_app_request
def _ask_first() -> ResponseReturnValue | None:
    row = current_session()
    if row is None or row.stage != SessionStage.OPEN or not _matters() or is_fresh(row, now()):
        return None
    if request.method != "POST":
        return redirect(url_for("accounts.prove", next=request.full_path.rstrip("?")), 303)
    form = _form(row)
    return _try(form) if "proving" in request.form else _page(form)


def is_fresh(row: SignInSession, moment: datetime) -> bool:
    """Whether this browser's person proved who they are within the last quarter of an hour."""
    return row.proved_at is not None and moment - row.proved_at < LASTS


def _matters() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return False
    rule = request.url_rule.rule if request.url_rule else ""
    return rule.endswith(EXPORTS) or (request.method == "POST" and getattr(view, FRESH, False))


def _form(row: SignInSession) -> ProveForm:
    has_app = confirmed_factor(reading(), row.person_id) is not None
    return ProveCodeForm() if has_app else ProvePasswordForm()


def _try(form: ProveForm) -> ResponseReturnValue | None:
    """None when it was proved, and the act goes on; else the page again."""
    row = current_session()
    if row is None or not form.validate_on_submit():
        return _page(form)
    try:
        proving.prove_again(
            database(), accounts(), row=row, proof=form.proof.data or "", visit=visit()
        )
    except (Invalid, TooMany) as error:
        return refused(TEMPLATE, form, error, carried=_carried())
    close_reading()
    return None


def _page(form: ProveForm) -> ResponseReturnValue:
    return form_page(TEMPLATE, form, carried=_carried())


def _carried() -> list[tuple[str, str]]:
    return [(n, v) for n, v in request.form.items(multi=True) if n not in OURS]


@bp.route("/prove", methods=["GET", "POST"])
@allows(Action.ACCOUNT_OWN)
def prove() -> ResponseReturnValue:
    """Prove it, then go on to where one was going."""
    row = current_session()
    assert row is not None, "somebody is signed in"
    form = _form(row)
    form.next.data = asked_target()
    if form.is_submitted():
        return _try(form) or redirect(asked_target() or HOME, 303)
    return _page(form)
