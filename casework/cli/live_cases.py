"""Two protocol documents on the live cases of this installation: decided without a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import party_statuses
from casework.agreements.models import Agreement, AgreementState
from casework.cases.models import Case
from casework.cli.place import ready
from casework.clock import now
from casework.directory.models import Agency, Partnership
from casework.sharing.named import name_cases
from casework.sharing.preview import Between, Shift, look_at, side
from protocols.clauses import SharingProtocol
from protocols.writer import write

# Each change, with the references of the live cases it happens in.
Named = list[tuple[Shift, list[str]]]


def shift_lines(old: SharingProtocol, new: SharingProtocol) -> Iterator[str]:
    """A line for each person and part of a case, with the live cases it happens in."""
    for partnership, found in _found(old, new):
        yield f"On the live cases of {partnership}:"
        for shift, references in found:
            verb = "gains" if shift.gains else "loses"
            yield (
                f"{shift.agency}, {shift.person} {verb}: {shift.section} "
                f"({', '.join(sorted(shift.labels))}) in {len(references)}: {', '.join(references)}"
            )
        gains = sum(shift.gains for shift, _ in found)
        touched = {reference for _, references in found for reference in references}
        yield (
            f"{gains} see more and {len(found) - gains} see less, counted by person and part of "
            f"a case, in {len(touched)} live cases."
        )


def shifts_as_json(old: SharingProtocol, new: SharingProtocol) -> list[dict[str, Any]]:
    """The same for scripts."""
    return [
        {"partnership": partnership, **_as_json(shift, references)}
        for partnership, found in _found(old, new)
        for shift, references in found
    ]


def _as_json(shift: Shift, references: list[str]) -> dict[str, Any]:
    return {
        "agency": shift.agency,
        "person": shift.person,
        "section": shift.section,
        "gains": shift.gains,
        "fields": sorted(shift.labels),
        "cases": references,
    }


def _found(old: SharingProtocol, new: SharingProtocol) -> list[tuple[str, Named]]:
    sides = side(write(old)), side(write(new))
    with ready().store.reading() as session:
        return [
            (row.name, _named(session, row.id, Between(*sides, _parties(session, row.id))))
            for row in session.scalars(select(Partnership).order_by(Partnership.name))
        ]


def _named(session: Session, partnership_id: UUID, documents: Between) -> Named:
    """Every change with the references of its cases: whoever has the command line has them all."""
    look = look_at(session, partnership_id, documents)
    shifts = look.shifts()
    everything = select(Case).where(Case.partnership_id == partnership_id)
    named = name_cases(session, everything, look.counted, lambda: look.touched(shifts))
    return [(shift, named[shift.key]) for shift in shifts]


def _parties(session: Session, partnership_id: UUID) -> Mapping[UUID, str]:
    """Parties of what is in force; where nothing is, every agency counts as having signed."""
    held = session.scalars(
        select(Agreement.id).where(
            Agreement.partnership_id == partnership_id,
            Agreement.state == AgreementState.IN_FORCE,
        )
    )
    found = {k: v for row in held for k, v in party_statuses(session, row, now()).items()}
    everybody = select(Agency.id).where(Agency.partnership_id == partnership_id)
    return found or dict.fromkeys(session.scalars(everybody), "signed")
