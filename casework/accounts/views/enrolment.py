"""Set up an authenticator app: while signing in for the first time, or from one's own account."""

from __future__ import annotations

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.accounts import own, second_factor, signing_in
from casework.accounts.arriving import asked_target, refused, with_cookies
from casework.accounts.blueprint import bp
from casework.accounts.cookies import visit
from casework.accounts.current import accounts, current_session
from casework.accounts.forms import FirstCodeForm, PasswordForm
from casework.accounts.models import SecondFactor, SessionStage, SignInSession
from casework.directory.models import Person
from casework.errors import Invalid, TooMany
from casework.web.guard import allows, public, viewer
from casework.web.kit import form_page
from casework.web.transaction import database, reading

MAY_ENROL = frozenset({SessionStage.ENROLMENT, SessionStage.OPEN})


@bp.route("/app", methods=["GET", "POST"])
@public
def enrol() -> ResponseReturnValue:
    """Scan the picture, give the first code, get the recovery codes: shown this once."""
    row, form, template = current_session(), FirstCodeForm(), "accounts/enrol.html"
    if row is None or row.stage not in MAY_ENROL:
        return redirect(url_for("accounts.sign_in", next=asked_target() or None), 303)
    factor = second_factor.waiting_factor(reading(), row.person_id)
    if factor is None:
        return redirect(url_for("accounts.mine"), 303)
    form.next.data = asked_target()
    if form.validate_on_submit():
        try:
            opened, codes = signing_in.give_first_code(
                database(), accounts(), row=row, code=form.code.data or "", visit=visit()
            )
        except (Invalid, TooMany) as error:
            return refused(template, form, error, **_shown(row, factor))
        page = render_template("accounts/recovery_codes.html", codes=codes, on=asked_target())
        return with_cookies(make_response(page), opened)
    return form_page(template, form, **_shown(row, factor))


def _shown(row: SignInSession, factor: SecondFactor) -> dict[str, str]:
    email = reading().get_one(Person, row.person_id).email
    return {
        "key": second_factor.setup_key(accounts().secrets, factor),
        "picture": second_factor.setup_picture(accounts().secrets, factor, email),
    }


@bp.route("/app/new", methods=["GET", "POST"])
@allows(Action.ACCOUNT_OWN)
def new_app() -> ResponseReturnValue:
    """Ask for the password, then set up an app or a new one."""
    form, template = PasswordForm(), "accounts/new_app.html"
    if form.validate_on_submit():
        try:
            own.begin_app(
                database(), accounts(), person_id=viewer().person_id,
                password=form.password.data or "", visit=visit(),
            )  # fmt: skip
        except (Invalid, TooMany) as error:
            return refused(template, form, error)
        return redirect(url_for("accounts.enrol"), 303)
    return form_page(template, form)


@bp.route("/recovery-codes", methods=["GET", "POST"])
@allows(Action.ACCOUNT_OWN)
def recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them, once."""
    form, template = PasswordForm(), "accounts/new_codes.html"
    if form.validate_on_submit():
        try:
            codes = own.renew_recovery_codes(
                database(), accounts(), person_id=viewer().person_id,
                password=form.password.data or "", visit=visit(),
            )  # fmt: skip
        except (Invalid, TooMany) as error:
            return refused(template, form, error)
        return render_template(
            "accounts/recovery_codes.html", codes=codes, on=url_for("accounts.mine")
        )
    return form_page(template, form)
