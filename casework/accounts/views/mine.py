"""One's own account: password, authenticator app, where one is signed in."""

from __future__ import annotations

from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.access import Action
from casework.accounts import own, second_factor, sessions
from casework.accounts.arriving import refused
from casework.accounts.blueprint import bp
from casework.accounts.cookies import drop_session, visit
from casework.accounts.current import accounts
from casework.accounts.forms import ChangePasswordForm
from casework.accounts.models import SessionEnd
from casework.errors import Invalid, TooMany
from casework.web.guard import allows, viewer
from casework.web.headers import clear_site_data
from casework.web.kit import form_page
from casework.web.transaction import database, reading, writing


@bp.get("/")
@allows(Action.ACCOUNT_OWN)
def mine() -> ResponseReturnValue:
    """What protects this account, and where it is open."""
    person_id, session = viewer().person_id, reading()
    return render_template(
        "accounts/mine.html",
        sessions=sessions.live_sessions(session, person_id, accounts().limits),
        here=current_user.session_id,
        factor=second_factor.confirmed_factor(session, person_id),
        codes_left=second_factor.codes_left(session, person_id),
    )


@bp.route("/password", methods=["GET", "POST"])
@allows(Action.ACCOUNT_OWN)
def password() -> ResponseReturnValue:
    """Change one's own password."""
    form, template = ChangePasswordForm(), "accounts/password.html"
    if form.validate_on_submit():
        try:
            own.change_password(
                database(), accounts(), person_id=viewer().person_id, old=form.old.data or "",
                new=form.new.data or "", here=current_user.session_id, visit=visit(),
            )  # fmt: skip
        except (Invalid, TooMany) as error:
            return refused(template, form, error)
        flash("Your password was changed, and you were signed out everywhere else.", "success")
        return redirect(url_for("accounts.mine"), 303)
    return form_page(template, form)


@bp.post("/sessions/<uuid:session_id>/end")
@allows(Action.ACCOUNT_OWN)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions."""
    with writing() as session:
        sessions.end_own(session, viewer().person_id, session_id)
    flash("That browser was signed out.", "success")
    return redirect(url_for("accounts.mine"), 303)


@bp.post("/sessions/end-others")
@allows(Action.ACCOUNT_OWN)
def end_others() -> ResponseReturnValue:
    """Sign out everywhere else."""
    because, here = SessionEnd.ENDED_BY_OWNER, current_user.session_id
    with writing() as session:
        sessions.end_all(session, viewer().person_id, because, but=here)
    flash("You are signed out everywhere else.", "success")
    return redirect(url_for("accounts.mine"), 303)


@bp.post("/sessions/end-all")
@allows(Action.ACCOUNT_OWN)
def end_everywhere() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    with writing() as session:
        sessions.end_all(session, viewer().person_id, SessionEnd.ENDED_BY_OWNER)
    answer = make_response(redirect(url_for("accounts.signed_out"), 303))
    return clear_site_data(drop_session(answer))
