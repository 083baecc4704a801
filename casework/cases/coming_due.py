"""In which cases something can have come due between two moments, without a look at every case.

What a duty begins with is a change of the facts it hangs on, or the day from which partners agreed
on its time; its clock then says how long before it came due that was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, union
from sqlalchemy.orm import Session

from casework.agreements.in_force import WERE_IN_FORCE, compiled
from casework.agreements.models import Agreement
from casework.cases.models import Case, RecordedFact
from casework.cases.outcomes import Where
from casework.cases.running import Version, hangs_on, versions_of
from casework.directory.models import Conference
from casework.working_days import runs_out, started
from protocols import clocks
from protocols.starting import NOBODYS

CHANGES = (RecordedFact.recorded_at, RecordedFact.withdrawn_at, RecordedFact.ends_at)


@dataclass(frozen=True, slots=True)
class Between:
    """After one moment, until another."""

    after: datetime
    until: datetime

    def has(self, moment: datetime) -> bool:
        """Whether a moment lies between them."""
        return self.after < moment <= self.until


@dataclass(frozen=True, slots=True)
class Timed:
    """The clock of a duty, the facts the duty hangs on, and since when it has been agreed."""

    clock: clocks.Clock
    facts: frozenset[str]
    agreed: datetime


def may_have_come_due(session: Session, times: Between) -> dict[UUID, Where]:
    """Every case in which a duty came due in that time, or came to be due before; and others.

    What is recorded, where a case is heard and what partners agree can set off a duty whose time
    was over before: whatever changed in that time is among them.
    """
    found: dict[UUID, Where] = {}
    for where in _places(session):
        versions = versions_of(session, *where)
        timed = set(_timed(versions))
        if timed:
            everywhere = _anywhere(versions, timed, times)
            query = _heard(where) if everywhere else _some(where, timed, times)
            found |= dict.fromkeys(session.scalars(query), where)
    return found


def setting_off(session: Session) -> frozenset[str]:
    """Facts on which a duty hangs, in any version that was ever in force anywhere.

    A case in which none of them was recorded owes nothing, then or now.
    """
    texts = session.scalars(select(Agreement.text).where(Agreement.state.in_(WERE_IN_FORCE)))
    clauses = (clause for text in texts for clause in compiled(text)[0].clauses)
    rules = (rule for clause in clauses for rule in clause.rules)
    owing = (rule for rule in rules if any(d.what not in NOBODYS for d in rule.obligations))
    return frozenset[str]().union(*map(hangs_on, owing))


def _places(session: Session) -> list[Where]:
    rows = session.execute(select(Conference.partnership_id, Conference.kind).distinct()).all()
    return [(partnership_id, kind) for partnership_id, kind in rows]


def _timed(versions: Iterable[Version]) -> Iterator[Timed]:
    for version in versions:
        for clause in version.protocol.clauses:
            for rule in clause.rules:
                for duty in rule.obligations:
                    clock = clocks.read(duty.within)
                    if clock is not None:
                        agreed = version.clocks[clause.number, duty.what]
                        yield Timed(clock, hangs_on(rule), agreed)


def _anywhere(versions: Sequence[Version], timed: Iterable[Timed], times: Between) -> bool:
    """Whether what was agreed on begins or comes due for everything that waits."""
    begins = any(times.has(version.starts) for version in versions)
    return begins or any(times.has(runs_out(one.clock, one.agreed)) for one in timed)


def _heard(where: Where) -> Select[UUID]:
    partnership_id, kind = where
    return (
        select(Case.id)
        .join(Conference, Conference.id == Case.conference_id)
        .where(Conference.partnership_id == partnership_id, Conference.kind == kind)
    )


def _some(where: Where, timed: Iterable[Timed], times: Between) -> Select[UUID]:
    """Those in which facts changed then, or so long before; and those that moved to this place."""
    facts = [way for one in timed for way in _before(one, times)]
    facts += [and_(at > times.after, at <= times.until) for at in CHANGES]
    changed = select(RecordedFact.case_id).where(
        RecordedFact.partnership_id == where[0], or_(*facts)
    )
    moved = select(Case.id).where(
        Case.partnership_id == where[0], Case.changed_at > times.after
    )  # fmt: skip
    return _heard(where).where(Case.id.in_(union(changed, moved)))


def _before(timed: Timed, times: Between) -> Iterator[ColumnElement[bool]]:
    since, until = started(timed.clock, times.after, times.until)
    for at in CHANGES:
        yield and_(RecordedFact.name.in_(sorted(timed.facts)), at >= since, at < until)
