"""Sign in with password and code, lock the screen, sign out."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask import session as browser_session
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.accounts import sessions, signing_in
from casework.accounts.arriving import HOME, arrive, asked_target, refused
from casework.accounts.blueprint import bp
from casework.accounts.cookies import drop_session, session_token, visit
from casework.accounts.current import accounts, current_session
from casework.accounts.forms import CodeForm, EmptyForm, SignInForm, UnlockForm
from casework.accounts.models import SessionEnd, SessionStage
from casework.errors import Invalid, TooMany
from casework.web.guard import allows, public
from casework.web.headers import clear_site_data
from casework.web.kit import form_page
from casework.web.transaction import database, writing


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """First step: e-mail and password."""
    row, form, template = current_session(), SignInForm(), "accounts/sign_in.html"
    if row is not None and row.stage == SessionStage.OPEN:
        return redirect(asked_target() or HOME, 303)
    form.next.data = asked_target()
    if form.validate_on_submit():
        try:
            opened = signing_in.give_password(
                database(), accounts(), email=form.email.data or "",
                password=form.password.data or "", visit=visit(),
            )  # fmt: skip
        except (Invalid, TooMany) as error:
            return refused(template, form, error)
        return arrive(opened, asked_target())
    ended = request.method == "GET" and bool(session_token()) and row is None
    minutes = int(accounts().limits.idle.total_seconds()) // 60
    return form_page(template, form, ended=ended, minutes=minutes)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Second step: the code from the app, or a recovery code."""
    half_way, form, template = current_session(), CodeForm(), "accounts/code.html"
    if half_way is None or half_way.stage != SessionStage.CODE:
        return redirect(url_for("accounts.sign_in", next=asked_target() or None), 303)
    form.next.data = asked_target()
    if form.validate_on_submit():
        try:
            opened = signing_in.give_code(
                database(), accounts(), half_way=half_way, code=form.code.data or "", visit=visit()
            )
        except (Invalid, TooMany) as error:
            return refused(template, form, error)
        return arrive(opened, asked_target())
    return form_page(template, form)


@bp.post("/lock")
@allows(Action.ACCOUNT_OWN)
def lock() -> ResponseReturnValue:
    """Hide everything until the password is given again."""
    row = current_session()
    if row is not None and EmptyForm().validate_on_submit():
        with writing() as session:
            sessions.lock(session, row.id)
    return redirect(url_for("accounts.unlock", next=asked_target() or None), 303)


@bp.route("/unlock", methods=["GET", "POST"])
@public
def unlock() -> ResponseReturnValue:
    """Open a locked screen."""
    row, form, template = current_session(), UnlockForm(), "accounts/unlock.html"
    if row is None or row.stage != SessionStage.LOCKED:
        return redirect(url_for("accounts.sign_in", next=asked_target() or None), 303)
    form.next.data = asked_target()
    if form.validate_on_submit():
        try:
            opened = signing_in.unlock(
                database(), accounts(), row=row, password=form.password.data or "", visit=visit()
            )
        except (Invalid, TooMany) as error:
            return refused(template, form, error)
        return arrive(opened, asked_target())
    return form_page(template, form)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this session."""
    row = current_session()
    if row is not None:
        with writing() as session:
            sessions.end(session, row.id, SessionEnd.SIGNED_OUT)
    browser_session.clear()
    answer = make_response(redirect(url_for("accounts.signed_out"), 303))
    return clear_site_data(drop_session(answer))


@bp.get("/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    """A page that says so."""
    return render_template("accounts/signed_out.html")
