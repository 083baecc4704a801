"""Where a version stands in its life (domain 2.13), in words, from its dates and signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.agreements.in_force import standings_of
from casework.agreements.models import Agreement, AgreementState
from casework.agreements.standing import Standing, Why
from casework.clock import now
from casework.sharing.rounds import open_rounds
from casework.web.dates import day


@dataclass(frozen=True, slots=True)
class Phase:
    """A word for the tag, its colour, and what follows in small print."""

    words: str
    colour: str = ""
    more: str = ""


def phases(
    session: Session, partnership_id: UUID, rows: Sequence[Agreement]
) -> Mapping[UUID, Phase]:
    """The phase of each version now."""
    going_round = {row.id: made.reply_by for made, row in open_rounds(session, partnership_id)}
    moment, found = now(), {}
    frozen = [row for row in rows if row.state != AgreementState.DRAFT]
    standings = standings_of(session, frozen)
    for row in rows:
        if row.state == AgreementState.DRAFT:
            by = going_round.get(row.id)
            found[row.id] = (
                Phase("Consultation", "blue", f"Replies by {day(by)}") if by
                else Phase("Draft", "grey")
            )  # fmt: skip
        else:
            found[row.id] = _phase(row, standings[row.id], moment)
    return found


def holds_now(row: Agreement, moment: datetime) -> bool:
    """Whether a version is the one that counts now, whatever follows it later."""
    return row.is_agreed(moment) and row.in_force_from is not None and row.in_force_from <= moment


def _phase(row: Agreement, standing: Standing, moment: datetime) -> Phase:
    signed = f"{standing.signatures(moment)} of {len(standing.members)} have signed"
    if row.state == AgreementState.PROPOSED:
        return Phase("Awaiting signature", "yellow", signed)
    if row.ended_at is not None and row.ended_at <= moment:
        withdrawn = row.state == AgreementState.WITHDRAWN
        return Phase(
            "Ended without another" if withdrawn else "Replaced by a later version", "grey",
            f"Ended on {day(row.ended_at)}" if row.in_force_from else "It was never in force",
        )  # fmt: skip
    return _in_force(row, standing, moment, signed)


def _in_force(row: Agreement, standing: Standing, moment: datetime, signed: str) -> Phase:
    why = standing.whole(moment)
    if Why.NOT_STARTED in why:
        return Phase("Agreed", "blue", f"In force from {day(standing.start())}; {signed}")
    if Why.QUORUM in why:
        return Phase("Awaiting signature", "yellow", signed)
    if Why.ENDED in why:
        return Phase("Ended", "grey", f"Its last day was {day(standing.ends)}")
    if standing.review_is_overdue(moment):
        return Phase("Review due", "red", f"By {day(standing.review_by)}; {signed}")
    until = f"; until {day(row.ended_at)}" if row.ended_at else ""
    return Phase("In force", "green", f"{signed}{until}")
