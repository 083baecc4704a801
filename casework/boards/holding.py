"""What the directory has to know of this room: when a board may close, and when it stays closed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.boards.governance_words import ONLY_TRANSFER
from casework.boards.models import Closing
from casework.boards.service.open_things import open_things
from casework.directory import holdings, reopening
from casework.directory.holdings import Held, Owner, OwnerKind
from casework.directory.models import Conference


def held(session: Session, partnership_id: UUID, owner: Owner) -> Held:  # noqa: ARG001  # ids are unique
    """Open papers, references, escalations, owed reports and groups; learning counts itself."""
    if owner.kind != OwnerKind.CONFERENCE:
        return Held(0, "open things of a board")
    body = session.get_one(Conference, owner.id)
    count = sum(1 for one in open_things(session, body) if one.kind not in ONLY_TRANSFER)
    return Held(count, "open thing of a board" if count == 1 else "open things of a board")


def why_closed_for_good(session: Session, body: Conference) -> str:
    """A closing report says where everything went: the board would come back without any of it."""
    if session.get(Closing, body.id) is None:
        return ""
    return (
        f"{body.name} was closed with a closing report: what was open there went to other boards "
        "or ended, and that stands. Add a new board instead."
    )


holdings.register("boards", held)
reopening.register("boards", why_closed_for_good)
