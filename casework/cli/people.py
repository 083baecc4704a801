"""Whoever a command is run for: `--as` and an e-mail address."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.directory.viewers import viewer_by_email
from casework.errors import Invalid, NotFound


def person_named(session: Session, email: str) -> Viewer:
    """The person with that address, who works here now. Raises Invalid."""
    try:
        return viewer_by_email(session, email)
    except NotFound:
        raise Invalid({"as": "Nobody with that e-mail address works here."}) from None
