"""Whom a document names by another word than the directory has for them.

A rule reaches an agency by its word in the directory, its code. Of an agency that a document calls
otherwise a rule says nothing: a limit as little as what opens. So a version in which somebody is
misnamed is not handed over, and not put in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.directory.models import Agency
from casework.errors import Conflict
from protocols.clauses import Group, Party, SharingProtocol
from protocols.renaming import renamed

NOTHING = "There is no word to take over any more."


@dataclass(frozen=True, slots=True)
class Misnamed:
    """One of a document's parties or bodies, what is wrong with its word, and which it needs."""

    one: Party
    said: str
    # The agency that it plainly is and whose word is free: then one press sets it right.
    agency: Agency | None = None


def agencies_of(session: Session, row: Agreement) -> Sequence[Agency]:
    """Every agency of a version's partnership by name, closed ones too."""
    query = select(Agency).where(Agency.partnership_id == row.partnership_id)
    return session.scalars(query.order_by(Agency.name)).all()


def misnamed_in(session: Session, row: Agreement) -> list[Misnamed]:
    """Who is misnamed in a version, by the directory as it is."""
    return misnamed(compiled(row.text)[0], agencies_of(session, row))


def refuse_misnamed(session: Session, row: Agreement) -> None:
    """Conflict that names everybody who is misnamed in a version, if anybody is."""
    if found := misnamed_in(session, row):
        raise Conflict(" ".join(f"{one.said}." for one in found))


def misnamed(protocol: SharingProtocol, agencies: Sequence[Agency]) -> list[Misnamed]:
    """Parties and bodies whose word is another agency's or nobody's, though one has their name."""
    named = (*protocol.parties, *protocol.bodies)
    found = (_wrong(one, protocol, agencies) for one in named)
    return [one for one in (*found, *_twice(protocol.parties)) if one is not None]


def to_take_over(
    protocol: SharingProtocol, agencies: Sequence[Agency]
) -> list[tuple[Party, Agency]]:
    """Whom one press gives the directory's word; of two that are one agency, the first."""
    found: dict[str, tuple[Party, Agency]] = {}
    for one in misnamed(protocol, agencies):
        if one.agency is not None:
            found.setdefault(one.agency.code, (one.one, one.agency))
    return list(found.values())


def called_as_here(protocol: SharingProtocol, agencies: Sequence[Agency]) -> SharingProtocol:
    """The document with our code for each agency of ours that it plainly calls otherwise."""
    found = to_take_over(protocol, agencies)
    if not found:
        raise Conflict(NOTHING)
    for one, agency in found:
        protocol = _with_id(protocol, one, agency.code)
    return protocol


def not_named(protocol: SharingProtocol, agencies: Iterable[Agency]) -> list[Agency]:
    """The agencies that take part and that a document names by none of their words."""
    taken = {even(word) for word in protocol.names}
    return [a for a in agencies if a.active and taken.isdisjoint(_every_word(a))]


def namesakes(one: Party, agencies: Iterable[Agency]) -> list[Agency]:
    """The agencies that have its name, or else that are called so for short, or its id is."""
    known = list(agencies)
    for word, names in ((one.name, _names), (one.name, _short), (one.id, _every_word)):
        if found := [agency for agency in known if even(word) in names(agency)]:
            return found
    return []


@lru_cache(maxsize=4096)
def even(name: str) -> str:
    """Its letters and numbers alone: 'City-Police' and 'city police' are one name."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def _names(agency: Agency) -> set[str]:
    return {even(agency.name)} - {""}


def _short(agency: Agency) -> set[str]:
    return {even(agency.short_name), even(agency.code)} - {""}


def _every_word(agency: Agency) -> set[str]:
    return _names(agency) | _short(agency)


def _wrong(one: Party, protocol: SharingProtocol, agencies: Sequence[Agency]) -> Misnamed | None:
    own = next((agency for agency in agencies if agency.code == one.id), None)
    active = [agency for agency in agencies if agency.active]
    if own is not None:
        return _of_another(one, own, active)
    found = namesakes(one, active)
    if not found:
        return None
    if len(found) > 1:
        names = " or ".join(agency.name for agency in found)
        return Misnamed(one, f"{one.name} may be {names}. Open it and choose the agency")
    return _otherwise(one, found[0], protocol)


def _of_another(one: Party, own: Agency, active: Iterable[Agency]) -> Misnamed | None:
    """Whose word is that of one agency and whose name is that of another."""
    meant = {a.code for a in (own, *active) if even(one.name) in _every_word(a)}
    if own.code in meant or not meant:
        return None
    said = (
        f"{one.name} has the word “{one.id}” in this document, which is {own.name} in the "
        f"directory: rules that name it reach {own.name}. Open it and choose the agency"
    )
    return Misnamed(one, said)


def _otherwise(one: Party, agency: Agency, protocol: SharingProtocol) -> Misnamed:
    said = f"{one.name} is “{one.id}” in this document and “{agency.code}” in the directory"
    if agency.name != one.name:
        said += f" ({agency.name})"
    others = (other for other in protocol.named if other.id != one.id)
    holder = next((o for o in others if agency.code in (o.id, o.name)), None)
    if holder is not None:
        more = f"but {holder.name} has that word here. One of them has to go or be another agency"
        return Misnamed(one, f"{said}, {more}")
    more = "no rule that names it reaches that agency. Take over the directory's word"
    return Misnamed(one, f"{said}: {more}", agency)


def _twice(parties: Sequence[Party]) -> Iterator[Misnamed]:
    """Parties of one name: a rule that says the name means the last of them only."""
    for place, one in enumerate(parties):
        first = next((p for p in parties[:place] if {p.id, p.name} & {one.id, one.name}), None)
        if first is not None:
            ids = f"“{first.id}” and “{one.id}”"
            said = f"{one.name} stands twice, as {ids}. Take one out, or give it another name"
            yield Misnamed(one, said)


def _with_id(protocol: SharingProtocol, one: Party, id: str) -> SharingProtocol:
    told = renamed(protocol, one, replace(one, id=id))
    return replace(
        told,
        parties=tuple(replace(p, id=id) if p.id == one.id else p for p in told.parties),
        bodies=tuple(replace(b, id=id) if b.id == one.id else b for b in told.bodies),
    )


def names_but(protocol: SharingProtocol, but: Party | Group | None) -> set[str]:
    """Ids and names of everybody whom a document names, apart from one of them."""
    return {word for one in protocol.named if one != but for word in (one.id, one.name)}
