"""What an installation knows around a version: state, history, officers, signatures, examples."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements import service as agreements
from casework.agreements.models import Agreement
from casework.agreements.standing_models import Signature, Way
from casework.clock import now
from casework.directory.models import Agency
from casework.directory.names import agency_names, person_names
from casework.sharing.examples.service import examples_of
from casework.sharing.phases import phases
from casework.sharing.printed.contents import Around, Signatory
from casework.sharing.signatures import signatures_of
from casework.web.dates import day

WAYS = {Way.PAPER: "on paper", Way.CARRIED: "carried over"}


def around_of(session: Session, row: Agreement) -> Around:
    """Everything that stands on paper besides the text itself."""
    phase = phases(session, row.partnership_id, [row])[row.id]
    types = session.scalars(
        select(Agency.agency_type).where(Agency.partnership_id == row.partnership_id).distinct()
    )
    return Around(
        phase=f"{phase.words}. {phase.more}".strip(" ."),
        binding=row.in_force_from is not None and row.in_force_from <= now(),
        parties=tuple(_signatories(session, row)),
        history=tuple(_history(session, row)),
        examples=tuple(
            f"{e.sentence} (signed by {e.signed_name}, {e.signed_agency})"
            for e in examples_of(session, row)
            if e.signed_at is not None
        ),
        agency_types=tuple(types),
    )  # fmt: skip


def _signatories(session: Session, row: Agreement) -> Iterator[Signatory]:
    names = agency_names(session, row.partnership_id)
    signed = signatures_of(session, row)
    for party in agreements.parties(session, row):
        yield Signatory(
            names[party.agency_id], party.officer_name, party.officer_post,
            _signed(signed, party.agency_id),
        )  # fmt: skip


def _signed(signed: dict[UUID, Signature], agency_id: UUID) -> str:
    one = signed.get(agency_id)
    if one is None:
        return ""
    words = f"{one.signed_by or 'Recorded'}, {day(one.paper_day or one.signed_at)}"
    way = WAYS.get(Way(one.way), "")
    return f"{words}, {way}" if way else words


def _history(session: Session, row: Agreement) -> Iterator[tuple[str, str, str]]:
    """Every version of this protocol up to this one, oldest first."""
    people = person_names(session, row.partnership_id)
    found = agreements.versions(session, row.partnership_id)
    for one in reversed([a for a in found if a.name == row.name]):
        if one.created_at > row.created_at:
            continue
        yield one.label, day(one.created_at), f"Draft begun by {people.get(one.author_id, '')}"
        if one.in_force_from is not None:
            approver = people.get(one.approved_by, "") if one.approved_by else ""
            yield one.label, day(one.in_force_from), f"In force, approved by {approver}"
        if one.ended_at is not None:
            yield one.label, day(one.ended_at), "Ended"
