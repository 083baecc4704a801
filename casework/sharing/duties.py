"""Who must act so that sharing can go on: said on every screen that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.agreements.in_force import standings_of
from casework.agreements.models import Agreement, AgreementState, Party
from casework.agreements.standing import STANDING, Standing, Why
from casework.clock import now
from casework.directory.administrators import names_of
from casework.directory.models import Agency
from casework.sharing.falling import uncovered
from casework.sharing.officers import unasked
from casework.web.dates import day
from protocols.life import SUSPEND
from protocols.spelling import capitalised


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to be done about a version, in a sentence or two."""

    agreement_id: UUID
    # Nobody's in particular where it concerns the whole version.
    agency_id: UUID | None
    officer_id: UUID | None
    words: str
    # Whether something is not shared until it is done.
    stops: bool = True


def duties(session: Session, partnership_id: UUID) -> list[Duty]:
    """Ends without a successor, missing signatures under what is in force, overdue reviews."""
    moment = now()
    rows = _current(session, partnership_id, moment)
    standings, found = standings_of(session, rows), list[Duty]()
    for row in rows:
        standing = standings[row.id]
        if Why.ENDED in standing.whole(moment) or row.state == AgreementState.WITHDRAWN:
            found += _ended(session, row, standing.end(), moment)
        if Why.ENDED not in standing.whole(moment):
            found += [*_of_version(session, row, standing, moment), *_unasked(session, row)]
    return found


def _current(session: Session, partnership_id: UUID, moment: datetime) -> list[Agreement]:
    """The latest version of every protocol that has begun, also where a later one is agreed."""
    rows = session.scalars(
        select(Agreement)
        .where(
            Agreement.partnership_id == partnership_id,
            Agreement.in_force_from <= moment,
            # What was replaced and has ended says nothing any more.
            or_(Agreement.state != AgreementState.SUPERSEDED, Agreement.ended_at > moment),
        )
        .order_by(Agreement.in_force_from)
    )
    latest = {row.name: row for row in rows}
    return [latest[name] for name in sorted(latest)]


def _ended(
    session: Session, row: Agreement, end: datetime | None, moment: datetime
) -> Iterable[Duty]:
    """Where it leaves conferences without any protocol: who must put another in force."""
    if end is None or not (left := uncovered(session, row, max(end, moment))):
        return
    who = names_of(session, row.partnership_id, Role.PROTOCOL_ADMINISTRATOR)
    which, where = f"version {row.label} of {row.title}", ", ".join(left)
    last = day(end - timedelta(microseconds=1))
    if end <= moment:
        said = f"{capitalised(which)} ended on {last}, and no protocol is in force for"
        yield Duty(
            row.id, None, None,
            f"{said} {where}: each agency sees there only what it wrote itself. {who} must put "
            "another version in force.",
        )  # fmt: skip
    else:
        yield Duty(
            row.id, None, None,
            f"The last day of {which} is {last}. Unless {who} puts another version in force by "
            f"then, no protocol is left for {where}.",
            stops=False,
        )  # fmt: skip


def _of_version(
    session: Session, row: Agreement, standing: Standing, moment: datetime
) -> Iterable[Duty]:
    if standing.review_is_overdue(moment):
        yield _review(row, standing)
    missing = [k for k, m in standing.members.items() if m.status(moment) not in STANDING]
    if not missing:
        return
    parties = session.scalars(
        select(Party).where(Party.agreement_id == row.id, Party.agency_id.in_(missing))
    ).all()
    agencies = {a.id: a for a in session.scalars(select(Agency).where(Agency.id.in_(missing)))}
    words = standing.statuses(moment)
    for party in sorted(parties, key=lambda p: agencies[p.agency_id].name):
        agency = agencies[party.agency_id]
        # Whoever has left is not asked to sign.
        if agency.active and words[agency.id] != "withdrawn":
            yield _signature(row, party, agency, words)


def _unasked(session: Session, row: Agreement) -> Iterable[Duty]:
    # Whoever has left is not asked to sign.
    for agency in (one.agency for one in unasked(session, row) if not one.has_left):
        said = f"{agency.name} has not been asked to sign version {row.label}"
        yield Duty(
            row.id, agency.id, None,
            f"{said}: nobody is named to sign. Until it has signed, nothing is shared with it.",
        )  # fmt: skip


def _signature(row: Agreement, party: Party, agency: Agency, words: Mapping[UUID, str]) -> Duty:
    if words[agency.id] == "suspended":
        said = f"The signature of {agency.name} under version {row.label} is suspended."
    else:
        who = f"{party.officer_name} must sign" if party.officer_name else "nobody is named to sign"
        said = f"{agency.name} has not signed version {row.label}: {who}."
    return Duty(
        row.id, agency.id, party.officer_id, f"{said} Until then nothing is shared with it."
    )


def _review(row: Agreement, standing: Standing) -> Duty:
    stops = standing.life.review_overdue == SUSPEND
    what = "Until then nothing is shared under it." if stops else "Sharing goes on meanwhile."
    due = f"was due by {day(standing.review_by)}. {what}"
    return Duty(row.id, None, None, f"The review of {row.title}, version {row.label}, {due}", stops)
