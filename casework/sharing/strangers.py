"""Whom a document names, beside the agencies of the directory: who is called otherwise there, who
is not there, who is of another kind.

A rule reaches an agency by its word in the directory, its code. Of an agency that a document calls
otherwise a rule says nothing: a limit as little as what opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.directory.models import Agency
from casework.sharing.findings import NOTE, Settle, everything_about
from protocols.clauses import Party, SharingProtocol
from protocols.renaming import renamed
from protocols.spelling import either, spelled

WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Misnamed:
    """One of a document's parties or bodies, and the agency of ours that it plainly is."""

    one: Party
    agency: Agency


def everything_beside(session: Session, row: Agreement) -> tuple[Settle, ...]:
    """What is odd about whom a version names, then everything that is odd about its text."""
    protocol, agencies = compiled(row.text)[0], taking_part(session, row)
    return (*_odd(protocol, agencies), *everything_about(row.text))


def taking_part(session: Session, row: Agreement) -> Sequence[Agency]:
    """The agencies of the version's partnership that take part, by name."""
    query = select(Agency).where(
        Agency.partnership_id == row.partnership_id, Agency.active.is_(True)
    )
    return session.scalars(query.order_by(Agency.name)).all()


def misnamed(protocol: SharingProtocol, agencies: Sequence[Agency]) -> list[Misnamed]:
    """Parties and bodies that have the name of an agency and not its code; each agency once."""
    codes = {agency.code for agency in agencies}
    named = (*protocol.parties, *protocol.bodies)
    taken, found = {one.id for one in named}, list[Misnamed]()
    for one in (one for one in named if one.id not in codes):
        agency = _namesake(one, (a for a in agencies if a.code not in taken))
        if agency is not None:
            found.append(Misnamed(one, agency))
            taken.add(agency.code)
    return found


def called_as_here(protocol: SharingProtocol, agencies: Sequence[Agency]) -> SharingProtocol:
    """The document with our code for each agency of ours that it calls otherwise."""
    for found in misnamed(protocol, agencies):
        protocol = renamed(protocol, found.one, replace(found.one, id=found.agency.code))
        protocol = replace(
            protocol,
            parties=tuple(_as(found, party) for party in protocol.parties),
            bodies=tuple(_as(found, body) for body in protocol.bodies),
        )
    return protocol


def _as(found: Misnamed, one: Party) -> Party:
    return replace(one, id=found.agency.code) if one.id == found.one.id else one


def _namesake(one: Party, agencies: Iterable[Agency]) -> Agency | None:
    words = {_even(one.id), _even(one.name)}
    return next((a for a in agencies if words & {_even(a.name), _even(a.short_name)} - {""}), None)


def _even(name: str) -> str:
    """Its letters and numbers alone: 'City-Police' and 'city police' are one name."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def _odd(protocol: SharingProtocol, agencies: Sequence[Agency]) -> Iterator[Settle]:
    found = misnamed(protocol, agencies)
    for one in found:
        yield Settle(WARNING, "misnamed", None, _otherwise(one), ())
    known = {a.code for a in agencies} | {one.one.id for one in found}
    if missing := [party.name for party in protocol.parties if party.id not in known]:
        yield Settle(WARNING, "no agency", None, _nobody(missing), ())
    if others := [*_meant(protocol, agencies)]:
        yield Settle(NOTE, "who is meant", None, f"Is it who is meant? {'; '.join(others)}", ())
    kinds = {agency.code: agency.agency_type for agency in agencies}
    for party in (*protocol.parties, *protocol.bodies):
        kind = kinds.get(party.id)
        if party.agency_type and kind and kind != party.agency_type:
            yield _other_kind(protocol, party, kind)


def _otherwise(found: Misnamed) -> str:
    return (
        f"{found.one.name} is “{found.one.id}” in this document and “{found.agency.code}” in the "
        "directory: no rule that names it reaches that agency. Take over the directory's words"
    )


def _meant(protocol: SharingProtocol, agencies: Sequence[Agency]) -> Iterator[str]:
    """Whose word is one of ours, and whose name is another: a file may have it by chance."""
    names = {agency.code: agency for agency in agencies}
    for one in (*protocol.parties, *protocol.bodies):
        agency = names.get(one.id)
        if agency and _even(one.name) not in {_even(agency.name), _even(agency.short_name)}:
            yield f"{one.name} is {agency.name} here"


def _nobody(names: Sequence[str]) -> str:
    them = "it" if len(names) == 1 else "any of them"
    return (
        f"No agency that takes part here is {either(names)}: nobody can sign for {them}, and no "
        f"rule that names {them} reaches anybody. Add the agency, or choose the one that is meant"
    )


def _other_kind(protocol: SharingProtocol, party: Party, kind: str) -> Settle:
    said = (
        f"{party.name} is “{spelled(str(party.agency_type))}” in this document and "
        f"“{spelled(kind)}” in the directory"
    )
    if party.agency_type in protocol.vocabulary["agency_type"].above(kind):
        more = "Rules about either reach it, and the lower answer counts"
        return Settle(NOTE, "kind", None, f"{said}. {more}", ())
    more = "Rules about the first reach it, and rules about the second do not"
    return Settle(WARNING, "kind", None, f"{said}. {more}", ())
