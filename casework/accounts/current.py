"""The accounts room of the running application, for views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app, g

from casework.accounts.models import SignInSession
from casework.accounts.passwords import Passwords
from casework.accounts.sessions import Limits
from casework.accounts.throttle import Counters
from casework.crypto.system import SystemSecrets

ACCOUNTS = "confer_accounts"


@dataclass(frozen=True)
class Accounts:
    """What signing in needs, made once by the composition root."""

    passwords: Passwords
    secrets: SystemSecrets
    counters: Counters
    limits: Limits
    secure: bool
    base_url: str
    # Whether a mail server is set, so that links go to their person and to nobody else.
    mails: bool = False

    @property
    def cookie(self) -> str:
        """The session's cookie; over HTTPS the browser itself ties it to this host."""
        return "__Host-confer" if self.secure else "confer"

    @property
    def device_cookie(self) -> str:
        """The cookie by which a browser is known again after it signed out."""
        return "__Host-confer-device" if self.secure else "confer-device"


def accounts() -> Accounts:
    """The accounts room of the running application."""
    return cast(Accounts, current_app.extensions[ACCOUNTS])


def current_session() -> SignInSession | None:
    """The live session of this request's browser, at whatever stage."""
    return cast("SignInSession | None", g.get("sign_in"))
