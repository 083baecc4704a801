"""Flask-Login on our own sessions: a cookie with a random token, a viewer built at each request."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin

from casework.access import Viewer
from casework.accounts import sessions
from casework.accounts.cookies import session_token
from casework.accounts.current import ACCOUNTS, Accounts, accounts, current_session
from casework.accounts.models import SessionStage, SignInSession
from casework.accounts.passwords import Passwords
from casework.accounts.service import withdraw_access
from casework.accounts.sessions import Limits
from casework.accounts.throttle import Counters
from casework.clock import now
from casework.config import Settings
from casework.crypto.system import SystemSecrets
from casework.directory import departures
from casework.directory.viewers import viewer_of
from casework.errors import NotFound
from casework.web.transaction import database, reading

# Endpoints that show nothing of anybody, and are asked for often.
ANONYMOUS = frozenset({"web.static", "static"})
NEXT_STEP = {
    SessionStage.CODE: "accounts.code",
    SessionStage.ENROLMENT: "accounts.enrol",
    SessionStage.LOCKED: "accounts.unlock",
}


class User(UserMixin):
    """The signed-in person as Flask-Login knows them."""

    def __init__(self, viewer: Viewer, session_id: UUID) -> None:
        self.viewer = viewer
        self.session_id = session_id

    def get_id(self) -> str:
        """Flask-Login's own key; unused, because the cookie is ours."""
        return str(self.viewer.person_id)


def init_accounts(app: Flask, secrets: SystemSecrets, settings: Settings) -> None:
    """Tie sign-in to the application."""
    app.extensions[ACCOUNTS] = Accounts(
        passwords=Passwords(settings),
        secrets=secrets,
        counters=Counters(settings.secret_key),
        limits=Limits(idle=timedelta(minutes=settings.idle_minutes)),
        secure=settings.secure_cookies,
        base_url=settings.base_url,
        mails=bool(settings.smtp_host),
    )
    manager = LoginManager()
    manager.init_app(app)
    manager.session_protection = None
    manager.request_loader(_load_user)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.before_request(_recognise)
    departures.register("sessions and links", withdraw_access)


def _recognise() -> None:
    # A context that outlives its request (pytest-flask keeps one) must not keep its person.
    g.pop("_login_user", None)
    g.sign_in = None
    token = "" if request.endpoint in ANONYMOUS else session_token()
    if token:
        g.sign_in = sessions.find(reading(), token, accounts().limits)
        _touch(g.sign_in)


def _touch(row: SignInSession | None) -> None:
    # The one write of a GET beside the ledger's: at most once a minute, a transaction of its own.
    if row is None or row.stage != SessionStage.OPEN or now() - row.seen_at < sessions.TOUCH_AFTER:
        return
    with database().writing() as session:
        sessions.touch(session, row.id)


def _load_user(_: object) -> User | None:
    row = current_session()
    if row is None or row.stage != SessionStage.OPEN:
        return None
    try:
        return User(viewer_of(reading(), row.person_id), row.id)
    except NotFound:
        return None


def _ask_to_sign_in() -> ResponseReturnValue:
    target = request.full_path.rstrip("?") if request.method == "GET" else ""
    row = current_session()
    step = NEXT_STEP.get(SessionStage(row.stage)) if row is not None else None
    return redirect(url_for(step or "accounts.sign_in", next=target or None), 303)
