"""Write, sign and end examples; they belong to a protocol and are asked of every version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.clock import now
from casework.directory.names import agency_codes, person_names
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit
from casework.sharing.examples.models import ExampleOverruled, ProtocolExample
from casework.sharing.examples.running import EXPECTED, Case, Result, run
from casework.web.dates import moment
from protocols.engine import check_words
from protocols.errors import QuestionError
from protocols.question import Question

MOST = 500


def examples_of(session: Session, row: Agreement) -> list[ProtocolExample]:
    """The living examples of a version's protocol, signed ones first, then the oldest."""
    found = session.scalars(
        select(ProtocolExample)
        .where(
            ProtocolExample.partnership_id == row.partnership_id,
            ProtocolExample.name == row.name,
            ProtocolExample.ended_at.is_(None),
        )
        .order_by(ProtocolExample.signed_at.is_(None), ProtocolExample.created_at)
    )
    return list(found)


def load_example(session: Session, row: Agreement, example_id: UUID) -> ProtocolExample:
    """A living example of this version's protocol, or NotFound."""
    found = _example(session, row, example_id)
    if found.ended_at is not None:
        raise NotFound("example")
    return found


def typed_about(
    session: Session, viewer: Viewer, row: Agreement, example_id: UUID
) -> ProtocolExample:
    """The same for whoever has typed something: one of the own agency also after its end."""
    found = _example(session, row, example_id)
    if found.ended_at is not None and found.agency_id != viewer.agency_id:
        raise NotFound("example")
    return found


def _example(session: Session, row: Agreement, example_id: UUID) -> ProtocolExample:
    found = session.get(ProtocolExample, example_id)
    whose = (row.partnership_id, row.name)
    if found is None or (found.partnership_id, found.name) != whose:
        raise NotFound("example")
    return found


def case_of(example: ProtocolExample) -> Case:
    """A stored example as plain values."""
    return Case(
        example.sentence, json.loads(example.given), example.expected,
        signed=example.signed_at is not None,
    )  # fmt: skip


def results(session: Session, row: Agreement) -> list[tuple[ProtocolExample, Result]]:
    """Every example of a version with what the version answers."""
    found = examples_of(session, row)
    return list(zip(found, _answers(session, row, found), strict=True))


def result_of(session: Session, row: Agreement, example: ProtocolExample) -> Result:
    """One example with what a version answers."""
    return _answers(session, row, [example])[0]


def _answers(session: Session, row: Agreement, found: Sequence[ProtocolExample]) -> list[Result]:
    codes = set(agency_codes(session, row.partnership_id).values())
    return run(compiled(row.text)[1], map(case_of, found), codes=codes)


def broken_signed(session: Session, row: Agreement) -> list[tuple[ProtocolExample, Result]]:
    """Signed examples that a version breaks."""
    return [(e, r) for e, r in results(session, row) if e.signed_at is not None and not r.held]


def write_example(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    sentence: str,
    given: Mapping[str, Any],
    expected: str,
) -> ProtocolExample:
    """A new example; its words have to be words of the version it was written under."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    if len(examples_of(session, row)) >= MOST:
        raise Conflict(f"There are {MOST} examples already. End some that are no longer needed.")
    example = ProtocolExample(
        partnership_id=row.partnership_id, name=row.name, author_id=viewer.person_id,
        agency_id=viewer.agency_id, created_at=now(),
    )  # fmt: skip
    _say(row, example, sentence, given, expected)
    session.add(example)
    session.flush()
    return example


def change_example(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    example_id: UUID,
    version: int,
    sentence: str,
    given: Mapping[str, Any],
    expected: str,
) -> ProtocolExample:
    """Put an unsigned example in other words; a signed one is ended and written anew."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    example = _own(session, viewer, row, example_id, version)
    if example.signed_at is not None:
        raise Conflict("This example is signed. End it and write another if it is wrong.")
    _say(row, example, sentence, given, expected)
    session.flush()
    return example


def sign_example(
    session: Session, viewer: Viewer, *, agreement_id: UUID, example_id: UUID, version: int
) -> ProtocolExample:
    """An officer signs an example of the own agency: from now on it may not break unnoticed."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    example = _own(session, viewer, row, example_id, version)
    if example.signed_at is not None:
        raise Conflict("This example is signed already.")
    example.signed_by_id, example.signed_at = viewer.person_id, now()
    example.signed_name, example.signed_agency = viewer.name[:120], viewer.agency_name[:120]
    _log(session, viewer, example, Kind.EXAMPLE_SIGNED)
    return example


def end_example(
    session: Session,
    viewer: Viewer,
    *,
    agreement_id: UUID,
    example_id: UUID,
    version: int,
    reason: str,
) -> None:
    """The agency that wrote an example no longer stands by it; it is kept, with the reason."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    example = _own(session, viewer, row, example_id, version)
    if not reason.strip():
        raise Invalid({"reason": "Enter why this example no longer counts."})
    example.ended_at, example.ended_by_id = now(), viewer.person_id
    example.ended_reason = reason.strip()[:300]
    _log(session, viewer, example, Kind.EXAMPLE_ENDED)


def overrule(
    session: Session,
    viewer: Viewer,
    row: Agreement,
    broken: Sequence[ProtocolExample],
    reason: str,
) -> None:
    """Write down why a version is put in force although it breaks what officers signed."""
    for example in broken:
        session.add(
            ExampleOverruled(
                partnership_id=row.partnership_id, agreement_id=row.id, example_id=example.id,
                person_id=viewer.person_id, at=now(), reason=reason.strip()[:300],
            )
        )  # fmt: skip
        _log(session, viewer, example, Kind.EXAMPLE_OVERRULED)


def overruled(session: Session, row: Agreement) -> list[ExampleOverruled]:
    """What an approver set aside for a version, and why, the oldest first."""
    query = select(ExampleOverruled).where(ExampleOverruled.agreement_id == row.id)
    return list(session.scalars(query.order_by(ExampleOverruled.at)))


def _say(
    row: Agreement, example: ProtocolExample, sentence: str, given: Mapping[str, Any], expected: str
) -> None:
    errors = _wrong(row, sentence, given, expected)
    if errors:
        raise Invalid(errors)
    case = Case(sentence.strip(), given, expected)
    example.sentence, example.expected, example.digest = case.sentence, expected, case.digest
    example.given = json.dumps(given, sort_keys=True)


def _wrong(
    row: Agreement, sentence: str, given: Mapping[str, Any], expected: str
) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not sentence.strip():
        errors["sentence"] = "Enter what you expect, in your own words."
    if expected not in EXPECTED:
        errors["expected"] = "Select what you expect."
    if not (given.get("agency_type") or given.get("agency") or given.get("role")):
        errors["q_agency_type"] = "Select the kind of agency that asks."
    if not (given.get("category") or given.get("field")):
        errors["q_category"] = "Select the kind of information."
    try:
        check_words(compiled(row.text)[0], Question.from_given(given))
    except QuestionError as error:
        errors[f"q_{error.key}"] = str(error)
    return errors


def _own(
    session: Session, viewer: Viewer, row: Agreement, example_id: UUID, version: int
) -> ProtocolExample:
    example = typed_about(session, viewer, row, example_id)
    if example.ended_at is not None:
        raise Conflict(_ended(session, example))
    if example.agency_id != viewer.agency_id:
        raise Refused("Another agency wrote this example, so its own officers change and sign it.")
    if example.version != version:
        raise StaleEdit("example")
    return example


def _ended(session: Session, example: ProtocolExample) -> str:
    """Who said that an example no longer counts, when and why."""
    assert example.ended_by_id is not None, "who ends an example is written down"
    who = person_names(session, example.partnership_id)[example.ended_by_id]
    when, why = moment(example.ended_at), example.ended_reason
    return f"{who} ended this example ({when}): {why} What you typed is still here."


def _log(session: Session, viewer: Viewer, example: ProtocolExample, kind: Kind) -> None:
    session.flush()
    append(
        session,
        Entry(
            kind=kind, partnership_id=example.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, object_id=example.id, detail={"digest": example.digest},
        ),
    )  # fmt: skip
