"""What the clock of a protocol carried out, written down: once, with its moment and its clause.

Nothing waits for this: the gate decides by the moment, whether or not this has run. A turn every
few minutes looks at the cases in which something can have come due lately; one a day, at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.cases.coming_due import Between, may_have_come_due
from casework.cases.models import AskedDecision, AskedToSee, Case, DutyRunOut, RecordedFact
from casework.cases.outcomes import Where, ran_out
from casework.cases.running import Begun
from casework.clock import now
from casework.db import Database
from casework.directory.models import Conference
from casework.disclosure.ledger import Entry, Kind, append

AT_ONCE = 500
# What came due longer ago was written down by a turn before, or is by the one that looks at all.
LATELY = timedelta(days=1)


def carry_out(store: Database) -> None:
    """Every duty that ever ran out, and every request that nobody answered."""
    with store.reading() as session:
        found = list(_not_written(session, _with_facts(session)))
    _keep(store, found)


def carry_out_lately(store: Database) -> None:
    """The same, as far as it can have come to be within a day."""
    with store.reading() as session:
        times = Between(now() - LATELY, now())
        found = list(_not_written(session, may_have_come_due(session, times)))
    _keep(store, found)


def _keep(store: Database, found: Sequence[tuple[UUID, Begun]]) -> None:
    with store.reading() as session:
        lapsed = session.scalars(_lapsed().with_only_columns(AskedToSee.id)).all()
    if found or lapsed:
        with store.writing() as session:
            for partnership_id, begun in found:
                _write_down(session, partnership_id, begun)
            for asked in session.scalars(_lapsed().where(AskedToSee.id.in_(lapsed))).all():
                _refuse(session, asked)


def _with_facts(session: Session) -> dict[UUID, Where]:
    rows = session.execute(
        select(Case.id, Case.partnership_id, Conference.kind)
        .join(Conference, Conference.id == Case.conference_id)
        .where(Case.id.in_(select(RecordedFact.case_id)))
    )
    return {case_id: (partnership_id, kind) for case_id, partnership_id, kind in rows}


def _not_written(session: Session, cases: Mapping[UUID, Where]) -> Iterator[tuple[UUID, Begun]]:
    """With the partnership of each, what has run out and is not written down yet."""
    ids = iter(cases)
    while some := {key: cases[key] for key in islice(ids, AT_ONCE)}:
        over = ran_out(session, some, now())
        known = select(DutyRunOut.id).where(DutyRunOut.case_id.in_({one.case_id for one in over}))
        written = set(session.scalars(known)) if over else set[UUID]()
        yield from ((some[one.case_id][0], one) for one in over if one.id not in written)


def _write_down(session: Session, partnership_id: UUID, begun: Begun) -> None:
    assert begun.due is not None, "what has run out had a time"
    if session.get(DutyRunOut, begun.id) is not None:
        # Another worker was quicker.
        return
    row = DutyRunOut(
        id=begun.id, partnership_id=partnership_id, case_id=begun.case_id,
        clause=begun.clause.number, outcome=begun.duty.missed, ran_out_at=begun.due,
        recorded_at=now(),
    )  # fmt: skip
    session.add(row)
    append(
        session,
        Entry(
            kind=Kind.DUTY_RUN_OUT, partnership_id=partnership_id, at=now(),
            case_id=begun.case_id, object_id=begun.id,
            detail={
                "clause": row.clause, "outcome": row.outcome, "protocol": begun.version.name,
                "since": begun.since.isoformat(), "ran_out": row.ran_out_at.isoformat(),
            },
        ),
    )  # fmt: skip


def _lapsed() -> Select[AskedToSee]:
    return select(AskedToSee).where(
        AskedToSee.decision == AskedDecision.WAITING, AskedToSee.lapses_at <= now()
    )


def _refuse(session: Session, asked: AskedToSee) -> None:
    """It was refused from the moment its time ran out; nobody said so."""
    assert asked.lapses_at is not None, "asked for"
    asked.decision, asked.decided_at = AskedDecision.REFUSED, asked.lapses_at
    append(
        session,
        Entry(
            kind=Kind.ASKED_REFUSED, partnership_id=asked.partnership_id, at=now(),
            case_id=asked.case_id,
            detail={
                "asked": str(asked.id), "section": asked.section,
                "ran_out": asked.lapses_at.isoformat(),
            },
        ),
    )  # fmt: skip
