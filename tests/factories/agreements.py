"""A protocol in force between agencies."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy.orm import Session

from casework.agreements import service
from casework.agreements.models import Agreement
from casework.directory.models import Agency, Partnership
from tests.factories.directory import make_viewer

STARTER = files("protocols").joinpath("library/starter_ccm.toml").read_text()


def adopt(
    session: Session, partnership: Partnership, agencies: tuple[Agency, ...], text: str = STARTER
) -> Agreement:
    """Draft, propose, approve by a second person, and let these agencies sign."""
    author, approver = (make_viewer(session, agencies[0]) for _ in range(2))
    row = service.draft(session, author, text=text)
    service.propose(session, author, agreement_id=row.id, version=row.version)
    service.sign(session, author, agreement_id=row.id, agencies=[a.id for a in agencies])
    service.put_in_force(
        session, approver, agreement_id=row.id, version=row.version, gains_confirmed=0
    )
    return row
