"""The composition root: puts the parts together. Nothing imports it but `wsgi.py` and tests."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from casework.accounts.inviting import KIND as INVITATION
from casework.accounts.inviting import Inviter
from casework.accounts.login import init_accounts
from casework.accounts.service import forget_old
from casework.accounts.views import bp as accounts
from casework.actions.views import bp as actions
from casework.advice.views import bp as advice
from casework.behaviour.views import bp as behaviour
from casework.boards.views import bp as boards
from casework.casefile.views import bp as casefile
from casework.cli import commands
from casework.conferences.views import bp as conferences
from casework.config import Settings, load_settings
from casework.crypto.system import SystemSecrets
from casework.db import Database
from casework.directory.views import bp as directory
from casework.disclosure.current import GATE
from casework.errors import ConferError
from casework.health import bp as health
from casework.hindsight.views import bp as hindsight
from casework.insight.views import bp as insight
from casework.insight.work import count_of
from casework.logs import init_logs
from casework.notices.letters import WORK_WAITING, Composer, Desk
from casework.notices.routines import Rhythm, Rhythms
from casework.recorded.views import bp as recorded
from casework.referrals.views import bp as referrals
from casework.research.views import bp as research
from casework.reviews.views import bp as reviews
from casework.sharing.scans import seal_open_scans
from casework.sharing.views import bp as sharing
from casework.startup.checks import refuse_unready
from casework.startup.house import HOUSE, MISSING, House, build_house
from casework.startup.overdue import tell_of_overdue
from casework.startup.presence import be_present
from casework.startup.reminders import Reminders
from casework.startup.standing import DESK, RHYTHMS, standing_rhythms
from casework.web.errors import register_errors
from casework.web.setup import init_web
from casework.web.transaction import init_transactions

ROOT = Path(__file__).resolve().parents[1]

# One line a room, from the bottom of the house upward.
ROOMS: tuple[Blueprint, ...] = (
    health,
    accounts,
    directory,
    referrals,
    research,
    actions,
    conferences,
    casefile,
    recorded,
    hindsight,
    advice,
    reviews,
    sharing,
    boards,
    behaviour,
    insight,
)  # fmt: skip


def forget_old_sign_ins(store: Database) -> None:
    """Tries, links and sessions that count for nothing any more."""
    with store.writing() as session:
        forget_old(session)


# What may be sent, and what is done again and again; rooms add their lines.
NOTICES: Mapping[str, Composer] = {}
ROUTINES: tuple[Rhythm, ...] = (
    Rhythm("old sign-ins", timedelta(days=1), forget_old_sign_ins),
    Rhythm("open scans", timedelta(days=1), seal_open_scans),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application of one installation; refuses to serve while something is missing."""
    # No static folder of Flask's own: `casework.web` has one, with fingerprints.
    app = Flask("casework", static_folder=None)
    commands.register(app)
    init_logs()
    try:
        house = build_house(settings or load_settings(ROOT, os.environ))
    except ConferError as error:
        return _commands_only(app, error)
    if not _on_command_line():
        _refuse_unready(house)
        if not house.settings.testing:
            be_present(house.keys, "server")
    return _furnish(app, house)


def _refuse_unready(house: House) -> None:
    try:
        refuse_unready(house)
    except Exception:
        house.dispose()
        raise


def _rhythms(house: House, reminders: Reminders) -> Rhythms:
    remind = Rhythm("remind", timedelta(minutes=15), reminders.plan)
    overdue = Rhythm("tell of overdue duties", timedelta(minutes=15), tell_of_overdue)
    return Rhythms([*standing_rhythms(house.settings, house.keys), remind, overdue, *ROUTINES])


def _on_command_line() -> bool:
    # Flask's own word: `db upgrade` and `keys create` must run on what is not ready yet.
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def _commands_only(app: Flask, error: ConferError) -> Flask:
    if not _on_command_line():
        raise error
    app.extensions[MISSING] = error.message
    return app


def _furnish(app: Flask, house: House) -> Flask:
    app.extensions |= {HOUSE: house, GATE: house.gate}
    reminders = Reminders(count_of, house.settings.base_url)
    inviter = Inviter(house.store, house.settings.base_url)
    desk = Desk({**NOTICES, WORK_WAITING: reminders.compose, INVITATION: inviter.compose})
    app.extensions |= {DESK: desk, RHYTHMS: _rhythms(house, reminders)}
    app.config.update(
        SECRET_KEY=house.settings.secret_key,
        TESTING=house.settings.testing,
        SESSION_COOKIE_SECURE=house.settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # An unexpected error becomes our page in tests too.
        PROPAGATE_EXCEPTIONS=False,
    )
    _behind_proxies(app, house.settings.proxies)
    init_transactions(app, house.store)
    init_web(app)
    init_accounts(app, SystemSecrets(house.keys), house.settings)
    register_errors(app)
    for room in ROOMS:
        app.register_blueprint(room)
    return app


def _behind_proxies(app: Flask, count: int) -> None:
    # Without it everybody would come from one address, and share one allowance of wrong passwords.
    if count:
        fixed = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)
        app.wsgi_app = fixed  # type: ignore[method-assign]  # as Flask documents it
