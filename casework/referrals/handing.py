"""What a person or agency holds in this room: they cannot go before it is handed on (R08)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from casework.clock import now
from casework.directory import handover, holdings
from casework.directory.holdings import Held, Owner, OwnerKind
from casework.directory.models import Person
from casework.disclosure.ledger import Entry, Kind, append
from casework.referrals.models import Referral, ReferralState

# A submitted one is with the coordinator, and comes back to the agency and not to a person.
HELD = (ReferralState.DRAFT, ReferralState.RETURNED_INCOMPLETE, ReferralState.SUBMITTED)
OWNER: dict[OwnerKind, Any] = {
    OwnerKind.PERSON: Referral.author_id,
    OwnerKind.AGENCY: Referral.agency_id,
    OwnerKind.CONFERENCE: Referral.conference_id,
}


def held(session: Session, partnership_id: UUID, owner: Owner) -> Held:
    """Drafts, returned and waiting referrals of a person, an agency or a conference."""
    query = _open(partnership_id, OWNER[owner.kind] == owner.id).subquery()
    count = session.scalar(select(func.count()).select_from(query)) or 0
    return Held(count, "unfinished referral" if count == 1 else "unfinished referrals")


def hand_over(session: Session, partnership_id: UUID, from_person: UUID, to_person: UUID) -> int:
    """Give unfinished referrals to a colleague of the same agency; nothing is opened.

    A referral stays with its agency: a successor elsewhere takes none.
    """
    before, after = session.get_one(Person, from_person), session.get_one(Person, to_person)
    if before.agency_id != after.agency_id:
        return 0
    found = session.scalars(_open(partnership_id, Referral.author_id == from_person)).all()
    for referral in found:
        referral.author_id = to_person
        append(session, _entry(referral, from_person, to_person))
    session.flush()
    return len(found)


def _open(partnership_id: UUID, condition: ColumnElement[bool]) -> Select[Referral]:
    return select(Referral).where(
        Referral.partnership_id == partnership_id,
        Referral.state.in_([s.value for s in HELD]),
        condition,
    )


def _entry(referral: Referral, from_person: UUID, to_person: UUID) -> Entry:
    return Entry(
        kind=Kind.REFERRAL_CHANGED, partnership_id=referral.partnership_id, at=now(),
        agency_id=referral.agency_id, case_id=referral.case_id, object_id=referral.id,
        detail={"author_from": from_person, "author_to": to_person},
    )  # fmt: skip


handover.register("referrals", hand_over)
holdings.register("referrals", held)
