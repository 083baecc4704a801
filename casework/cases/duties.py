"""Duties that the protocol sets for a case: who owes what, since when, and until when.

A duty begins when the last of what its rule asks for was recorded, and runs by the rule's clock.
One before keeps something shut until it is done; one after is owed once what it follows has begun.
It is the case's: a fact about one person or agency of a case sets it off like one about the whole.
What is recorded about a single answer sets off nothing here, or it would say that there is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import WERE_IN_FORCE, compiled
from casework.agreements.models import Agreement
from casework.cases.facts import is_current
from casework.cases.models import Case, RecordedFact
from casework.clock import now
from casework.directory.models import Conference
from casework.working_days import runs_out
from protocols import approvals, clocks
from protocols.clauses import Clause, Obligation, Rule, SharingProtocol
from protocols.conditions import Condition, Op, plain
from protocols.derived import APPROVED
from protocols.sentences import duty_words
from protocols.vocabulary import Dimension, DimensionKind

BEFORE = "before"
# What the program does by itself is owed by nobody; requests to see more have a clock of their own.
NOBODYS = frozenset({"log", "answer_request"})
RECORDED = (DimensionKind.YES_NO, DimensionKind.APPROVAL)

# Whether something is so at a moment.
Test = Callable[[datetime], bool]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed in one case; `due` is None where the protocol sets no clock."""

    # The same for as long as it is the same wait.
    id: UUID
    case_id: UUID
    conference_id: UUID
    clause: str
    what: str
    says: str
    when: str
    owner: str
    # Who recorded what set it off: 'the person who asks'.
    set_off_by: UUID
    since: datetime
    due: datetime | None
    missed: str

    @property
    def is_overdue(self) -> bool:
        """Whether its clock has run out."""
        return self.due is not None and self.due <= now()


@dataclass(frozen=True, slots=True)
class _Version:
    """A version with the time it was in force."""

    name: str
    protocol: SharingProtocol
    starts: datetime
    ends: datetime | None

    def held(self, moment: datetime) -> bool:
        return self.starts <= moment and (self.ends is None or moment < self.ends)


def duties_of(session: Session, cases: Sequence[Case]) -> dict[UUID, list[Duty]]:
    """What is owed in each of these cases, done or not settled here, the oldest first."""
    facts: dict[UUID, list[RecordedFact]] = defaultdict(list)
    for fact in _facts(session, [case.id for case in cases]):
        facts[fact.case_id].append(fact)
    versions: dict[UUID, list[_Version]] = {}
    found: dict[UUID, list[Duty]] = {}
    for case in cases:
        if case.conference_id not in versions:
            versions[case.conference_id] = list(_versions(session, case))
        every = versions[case.conference_id]
        held = (duty for version in every for duty in _of_version(version, case, facts[case.id]))
        found[case.id] = sorted(held, key=lambda duty: (duty.since, duty.clause, duty.what))
    return found


def _facts(session: Session, ids: Sequence[UUID]) -> Iterable[RecordedFact]:
    return session.scalars(
        select(RecordedFact)
        .where(
            RecordedFact.case_id.in_(ids), RecordedFact.answer_id.is_(None),
            RecordedFact.person_id.is_(None),
        )
        .order_by(RecordedFact.recorded_at, RecordedFact.id)
    )  # fmt: skip


def _versions(session: Session, case: Case) -> Iterator[_Version]:
    kind = session.get_one(Conference, case.conference_id).kind
    rows = session.scalars(
        select(Agreement).where(
            Agreement.partnership_id == case.partnership_id,
            Agreement.state.in_(WERE_IN_FORCE), Agreement.in_force_from.is_not(None),
        )
    )  # fmt: skip
    for row in rows:
        protocol = compiled(row.text)[0]
        if kind in protocol.conference_kinds and row.in_force_from is not None:
            yield _Version(row.name, protocol, row.in_force_from, row.ended_at)


def _of_version(version: _Version, case: Case, facts: Sequence[RecordedFact]) -> Iterator[Duty]:
    if not facts:
        return
    for clause in version.protocol.clauses:
        for rule in clause.rules:
            if any(duty.what not in NOBODYS for duty in rule.obligations):
                yield from _of_rule(version, clause, rule, case, facts)


def _of_rule(
    version: _Version, clause: Clause, rule: Rule, case: Case, facts: Sequence[RecordedFact]
) -> Iterator[Duty]:
    asked = _asked(rule, version.protocol, facts)
    if asked is None:
        return
    told = [fact for fact in facts if fact.name in _names(rule)]
    met = {d: _met(d, version.protocol, told) for d in rule.obligations if d.when == BEFORE}
    for duty in rule.obligations:
        if duty.what in NOBODYS:
            continue
        if duty.when == BEFORE:
            begun = _waiting(version, asked, met[duty], told)
        else:
            begun = _incurred(version, asked, list(met.values()), told)
        for moment in begun:
            yield _duty(version, clause, duty, case, moment, told)


def _names(rule: Rule) -> set[str]:
    """Facts on which the duties of a rule hang."""
    names = {c.dimension for c in rule.requires} | {d.what for d in rule.obligations}
    return names | {APPROVED[name] for name in names & APPROVED.keys()}


def _waiting(
    version: _Version, asked: Test, met: Test, facts: Sequence[RecordedFact]
) -> list[datetime]:
    """Since when something has waited without a break until now, under the version of now."""
    if not version.held(now()) or not asked(now()) or met(now()):
        return []
    return _begun(lambda at: asked(at) and not met(at), facts)[-1:]


def _incurred(
    version: _Version, asked: Test, met: Iterable[Test], facts: Sequence[RecordedFact]
) -> list[datetime]:
    """Every time it began to be owed, under the version of that moment."""
    tests = [asked, *met]
    begun = _begun(lambda at: all(test(at) for test in tests), facts)
    return [moment for moment in begun if version.held(moment)]


def _begun(so: Test, facts: Sequence[RecordedFact]) -> list[datetime]:
    """The moments at which something became so: a fact was recorded, or another one ended."""
    ends = [at for f in facts for at in (f.withdrawn_at, f.ends_at) if at is not None]
    found, was = [], False
    for moment in sorted({*(f.recorded_at for f in facts), *ends}):
        if moment <= now() and so(moment) != was:
            was = not was
            found += [moment] if was else []
    return found


def _asked(rule: Rule, protocol: SharingProtocol, facts: Sequence[RecordedFact]) -> Test | None:
    """Whether what the rule asks for is recorded; None where people record nothing of it."""
    wanted = [c for c in rule.requires if protocol.vocabulary[c.dimension].is_fact]
    if not wanted or any(not _is_followed(c, protocol) for c in wanted):
        return None
    tests = [_holds(c.dimension, c.words, protocol.vocabulary[c.dimension], facts) for c in wanted]
    return lambda at: all(test(at) for test in tests)


def _is_followed(condition: Condition, protocol: SharingProtocol) -> bool:
    kind = protocol.vocabulary[condition.dimension].kind
    return kind in RECORDED and condition.op in (Op.IS, Op.EXACTLY)


def _met(duty: Obligation, protocol: SharingProtocol, facts: Sequence[RecordedFact]) -> Test:
    dimension = protocol.vocabulary[duty.what]
    return _holds(duty.what, (duty.needs or "yes",), dimension, facts)


def _holds(
    name: str, words: Iterable[object], dimension: Dimension, facts: Sequence[RecordedFact]
) -> Test:
    """Whether a fact of that name, or the plain yes that stands for an approval, says one word."""
    names = {name, APPROVED.get(name, name)}
    wanted = {str(word) for word in words}
    saying = [f for f in facts if f.name in names and _says(f, wanted, dimension)]
    return lambda at: any(_held(fact, at) for fact in saying)


def _says(fact: RecordedFact, wanted: set[str], dimension: Dimension) -> bool:
    if dimension.kind is not DimensionKind.APPROVAL:
        return fact.value in wanted
    told = approvals.answers(fact.name, fact.value)
    return any(told.get(word) == approvals.YES for word in wanted)


def _held(fact: RecordedFact, at: datetime) -> bool:
    return fact.recorded_at <= at and is_current(fact, at)


def _duty(
    version: _Version, clause: Clause, duty: Obligation, case: Case, since: datetime,
    facts: Sequence[RecordedFact],
) -> Duty:  # fmt: skip
    clock = clocks.read(duty.within)
    last = [fact for fact in facts if fact.recorded_at <= since][-1]
    place = f"{version.name} {clause.number} {duty.what} {duty.owner} {since.timestamp()}"
    return Duty(
        uuid5(case.id, place), case.id, case.conference_id, clause.number, duty.what,
        plain(duty_words(duty, version.protocol.vocabulary)), duty.when, duty.owner,
        last.recorded_by, since, runs_out(clock, since) if clock else None, duty.missed,
    )  # fmt: skip
