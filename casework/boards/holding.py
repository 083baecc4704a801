"""What the directory has to know of this room: a board with open things is not just closed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.boards.governance_words import ONLY_TRANSFER
from casework.boards.service.open_things import open_things
from casework.directory import holdings
from casework.directory.holdings import Held, Owner, OwnerKind
from casework.directory.models import Conference


def held(session: Session, partnership_id: UUID, owner: Owner) -> Held:  # noqa: ARG001  # ids are unique
    """Open papers, references, escalations, owed reports and groups; learning counts itself."""
    if owner.kind != OwnerKind.CONFERENCE:
        return Held(0, "open things of a board")
    body = session.get_one(Conference, owner.id)
    count = sum(1 for one in open_things(session, body) if one.kind not in ONLY_TRANSFER)
    return Held(count, "open thing of a board" if count == 1 else "open things of a board")


holdings.register("boards", held)
