"""What the directory has to know of this room before somebody leaves: open learning (R08, R49)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from casework.directory import handover, holdings
from casework.directory.holdings import Held, Owner, OwnerKind
from casework.directory.viewers import viewer_of
from casework.reviews.holdings import held_by_agency, held_by_board, held_by_person, pass_on

WHY = "Taken over with the post"


def hand_over(session: Session, partnership_id: UUID, from_person: UUID, to_person: UUID) -> int:
    """Open recommendations, actions and reviews of one person become the successor's."""
    successor = viewer_of(session, to_person)
    if successor.partnership_id != partnership_id:
        return 0
    return pass_on(session, successor, person_id=from_person, successor_id=to_person, why=WHY)


def held(session: Session, partnership_id: UUID, owner: Owner) -> Held:  # noqa: ARG001  # ids are unique
    """What this person, agency or board still answers for in reviews."""
    asked = {
        OwnerKind.PERSON: held_by_person,
        OwnerKind.AGENCY: held_by_agency,
        OwnerKind.CONFERENCE: held_by_board,
    }[owner.kind]
    count = len(asked(session, owner.id))
    return Held(count, "open part of a review" if count == 1 else "open parts of reviews")


handover.register("reviews", hand_over)
holdings.register("reviews", held)
