"""Whom a document names, beside the directory: misnamed, nobody here, closed, of another kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.directory.models import Agency
from casework.sharing.findings import NOTE, Settle, everything_about
from casework.sharing.misnaming import agencies_of, even, misnamed
from casework.sharing.officers import unasked
from protocols.clauses import Party, SharingProtocol
from protocols.spelling import spelled

WARNING = "warning"


def everything_beside(session: Session, row: Agreement) -> tuple[Settle, ...]:
    """What is odd about whom a version names, then everything that is odd about its text."""
    return (*odd_about(session, row), *everything_about(row.text))


def odd_about(session: Session, row: Agreement) -> tuple[Settle, ...]:
    """What is odd about whom a version names, by the directory as it is."""
    protocol, agencies = compiled(row.text)[0], agencies_of(session, row)
    found = [*_odd(protocol, agencies), *_unasked(session, row)]
    return tuple(Settle(severity, kind, None, said, ()) for severity, kind, said in found)


def to_look_at(session: Session, row: Agreement) -> list[Settle]:
    """The part of it that somebody who approves has to know."""
    return [one for one in odd_about(session, row) if one.severity != NOTE]


def _odd(
    protocol: SharingProtocol, agencies: Sequence[Agency]
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    found = misnamed(protocol, agencies)
    yield from ((WARNING, "misnamed", one.said) for one in found)
    wrong, ours = {one.one.id for one in found}, {agency.code: agency for agency in agencies}
    for one in (*protocol.parties, *protocol.bodies):
        agency = ours.get(one.id)
        if agency is None:
            yield from _not_here(one, is_party=one in protocol.parties, known=wrong)
        else:
            yield from _here(one, agency, protocol)


def _unasked(session: Session, row: Agreement) -> Iterator[tuple[str, str, str]]:
    for one in unasked(session, row):
        why = "left an earlier version" if one.has_left else "came later than the draft"
        said = (
            f"{one.agency.name} is named as a party and has not been asked to sign: it {why}. "
            "Nothing is shared with it under this version. To ask it, name its officer under "
            "“Parties and signatures”"
        )
        yield WARNING, "not asked", said


def _not_here(one: Party, *, is_party: bool, known: set[str]) -> Iterator[tuple[str, str, str]]:
    if one.id in known or not is_party:
        return
    reaches = f"no rule that names it reaches anybody until an agency has the word “{one.id}”"
    if one.part_of:
        yield NOTE, "no agency", f"{one.name} is no agency here: {reaches}"
    else:
        do = "Choose the agency, or add it to the directory with that word"
        said = f"{one.name} is no agency here: nobody can sign for it, and {reaches}. {do}"
        yield WARNING, "no agency", said


def _here(
    one: Party, agency: Agency, protocol: SharingProtocol
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    if not agency.active:
        yield WARNING, "closed", f"{one.name} is {agency.name} here, which takes no part any more"
    elif even(one.name) not in {even(agency.name), even(agency.short_name)}:
        yield NOTE, "who is meant", f"{one.name} is {agency.name} here. Is it who is meant?"
    if one.agency_type and one.agency_type != agency.agency_type:
        yield _other_kind(one, agency.agency_type, protocol)


def _other_kind(one: Party, kind: str, protocol: SharingProtocol) -> tuple[str, str, str]:
    said = (
        f"{one.name} is “{spelled(str(one.agency_type))}” in this document and "
        f"“{spelled(kind)}” in the directory"
    )
    if one.agency_type in protocol.vocabulary["agency_type"].above(kind):
        return NOTE, "kind", f"{said}. Rules about either reach it, and the lower answer counts"
    return (
        WARNING, "kind",
        f"{said}. Rules about the first reach it, and rules about the second do not",
    )  # fmt: skip
