"""When the clocks of a protocol start in a case: since when something waits, or is owed.

A duty begins when the last of what starts its clock was recorded (`protocols.starting`). One before
keeps something shut until it is done; one after is owed once what it follows has begun. It is the
case's: a fact about one person or agency of a case sets it off like one about the whole. What is
recorded about a single answer sets off a duty about that answer alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import WERE_IN_FORCE, compiled
from casework.agreements.models import Agreement
from casework.cases.models import RecordedFact
from casework.cases.spans import Span, Test, holds, met, negated, spans_of
from casework.working_days import runs_out
from protocols import clocks
from protocols.clauses import BEFORE, Clause, Obligation, Rule, SharingProtocol
from protocols.derived import APPROVED
from protocols.starting import NOBODYS, speaks_of, starting

# What is recorded about the whole case (None), and about each answer beside it.
Scope = tuple[UUID | None, Sequence[RecordedFact]]


@dataclass(frozen=True, slots=True)
class Version:
    """A version with the time it was in force."""

    name: str
    # Of the conferences that were asked about.
    kind: str
    protocol: SharingProtocol
    starts: datetime
    ends: datetime | None
    # Clause and duty -> since when this protocol, in one version or another, has set its clock.
    clocks: Mapping[tuple[str, str], datetime]

    def held(self, moment: datetime) -> bool:
        """Whether it was in force at a moment."""
        return self.starts <= moment and (self.ends is None or moment < self.ends)


@dataclass(frozen=True, slots=True)
class Begun:
    """A duty that began in a case."""

    case_id: UUID
    answer_id: UUID | None
    version: Version
    clause: Clause
    duty: Obligation
    since: datetime
    # When what it follows, or what waits for it, was so no longer; None while it is.
    until: datetime | None
    # Who recorded the last of what set it off.
    set_off_by: UUID

    @property
    def id(self) -> UUID:
        """The same for as long as it is the same wait."""
        about = f" {self.answer_id}" if self.answer_id else ""
        place = f"{self.version.name} {self.clause.number} {self.duty.what} {self.duty.owner}"
        return uuid5(self.case_id, f"{place} {self.since.timestamp()}{about}")

    @property
    def lasts(self) -> bool:
        """Whether what it follows, or what waits for it, is still so."""
        return self.until is None

    @property
    def due(self) -> datetime | None:
        """When its clock runs out; None where the protocol sets none."""
        return _due(self.duty, self.since)

    def had_run_out(self, moment: datetime) -> bool:
        """Whether its time was over by a moment, before anything else ended it."""
        due = self.due if self.duty.runs_out else None
        return due is not None and due <= moment and (self.until is None or due < self.until)


def versions_of(session: Session, partnership_id: UUID, conference_kind: str) -> list[Version]:
    """Every version that was ever in force for a kind of conference."""
    rows = session.scalars(
        select(Agreement)
        .where(
            Agreement.partnership_id == partnership_id,
            Agreement.state.in_(WERE_IN_FORCE), Agreement.in_force_from.is_not(None),
        )
        .order_by(Agreement.in_force_from, Agreement.id)
    )  # fmt: skip
    found = []
    first: dict[str, dict[tuple[str, str], datetime]] = defaultdict(dict)
    for row in rows:
        protocol, starts = compiled(row.text)[0], row.in_force_from
        if conference_kind in protocol.conference_kinds and starts is not None:
            for key in _clocks(protocol):
                first[row.name].setdefault(key, starts)
            found.append(
                Version(
                    row.name, conference_kind, protocol, starts, row.ended_at, dict(first[row.name])
                )
            )
    return found


def _clocks(protocol: SharingProtocol) -> Iterator[tuple[str, str]]:
    for clause in protocol.clauses:
        for rule in clause.rules:
            yield from ((clause.number, duty.what) for duty in rule.obligations if duty.within)


def begun_in(
    case_id: UUID, versions: Iterable[Version], facts: Sequence[RecordedFact], moment: datetime
) -> Iterator[Begun]:
    """Every duty that began in a case until a moment, by what was recorded until then."""
    told = [fact for fact in facts if fact.person_id is None and fact.recorded_at <= moment]
    if not told:
        return
    scopes = _scopes(told)
    for version in versions:
        for clause in version.protocol.clauses:
            for rule in clause.rules:
                owed = any(duty.what not in NOBODYS for duty in rule.obligations)
                if owed and speaks_of(rule, version.kind, version.protocol):
                    yield from _of_rule(_Place(case_id, version, clause, rule, moment), scopes)


def _scopes(facts: Sequence[RecordedFact]) -> list[Scope]:
    of_case = [fact for fact in facts if fact.answer_id is None]
    narrow: dict[UUID, list[RecordedFact]] = defaultdict(list)
    for fact in facts:
        if fact.answer_id is not None:
            narrow[fact.answer_id].append(fact)
    beside: list[Scope] = [(key, [*of_case, *own]) for key, own in narrow.items()]
    return [(None, of_case), *beside]


@dataclass(frozen=True, slots=True)
class _Place:
    """One rule of one version, for one case, at a moment."""

    case_id: UUID
    version: Version
    clause: Clause
    rule: Rule
    moment: datetime


def _of_rule(place: _Place, scopes: Iterable[Scope]) -> Iterator[Begun]:
    names, of_case = hangs_on(place.rule), set[tuple[str, datetime]]()
    for answer_id, facts in scopes:
        told = [fact for fact in facts if fact.name in names]
        if answer_id is not None and not any(fact.answer_id for fact in told):
            continue
        for begun in _in_scope(place, answer_id, told):
            key = begun.duty.what, begun.since
            # What began for the whole case is owed once, and not again for each answer.
            if answer_id is None:
                of_case.add(key)
            if answer_id is None or key not in of_case:
                yield begun


def _in_scope(
    place: _Place, answer_id: UUID | None, facts: Sequence[RecordedFact]
) -> Iterator[Begun]:
    protocol = place.version.protocol
    done = {d: met(d, protocol, facts) for d in place.rule.obligations if d.when == BEFORE}
    for duty in place.rule.obligations:
        asked = _asked(place.rule, duty, protocol, facts)
        if duty.what in NOBODYS or not asked:
            continue
        if duty.when == BEFORE:
            waiting = spans_of([*asked, negated(done[duty])], facts, place.moment)
            spans = list(_waits(place, duty, waiting, facts))
        else:
            owed = spans_of([*asked, *done.values()], facts, place.moment)
            spans = [span for span in owed if place.version.held(span.since)]
        for span in spans:
            last = [fact for fact in facts if fact.recorded_at <= span.since][-1]
            yield Begun(
                place.case_id, answer_id, place.version, place.clause, duty, span.since,
                span.until, last.recorded_by,
            )  # fmt: skip


def _asked(
    rule: Rule, duty: Obligation, protocol: SharingProtocol, facts: Sequence[RecordedFact]
) -> list[Test]:
    """Whether what starts the clock of a duty is recorded; none where nothing starts it."""
    return [
        holds(c.dimension, c.words, protocol.vocabulary[c.dimension], facts)
        for c in starting(rule, duty, protocol)
    ]


def hangs_on(rule: Rule) -> frozenset[str]:
    """Facts on which the duties of a rule hang."""
    names = {c.dimension for c in rule.requires} | {d.what for d in rule.obligations}
    return frozenset(names | {APPROVED[name] for name in names & APPROVED.keys()})


def _waits(
    place: _Place, duty: Obligation, spans: Iterable[Span], facts: Sequence[RecordedFact]
) -> Iterator[Span]:
    """The waits that go on under the version of now; of those that were refused, every one."""
    agreed = place.version.clocks.get((place.clause.number, duty.what))
    for span in spans:
        # What waited already when partners agreed on a clock has all of its time.
        since = max(span.since, agreed or span.since)
        for one in _asked_again(place, duty, Span(since, span.until), facts):
            due = _due(duty, one.since) if duty.runs_out else None
            if one.until is None:
                goes_on = place.version.held(place.moment)
            else:
                goes_on = due is not None and due < one.until and place.version.held(due)
            if goes_on:
                yield one


def _asked_again(
    place: _Place, duty: Obligation, span: Span, facts: Sequence[RecordedFact]
) -> Iterator[Span]:
    """What counts as refused is asked again by recording once more what asks for it."""
    asking = {c.dimension for c in starting(place.rule, duty, place.version.protocol)}
    since = span.since
    for fact in facts if duty.runs_out else ():
        at, due = fact.recorded_at, _due(duty, since)
        within = span.until is None or at < span.until
        if fact.name in asking and due is not None and at >= due and within:
            yield Span(since, at)
            since = at
    if span.until is None or since < span.until:
        yield Span(since, span.until)


def _due(duty: Obligation, since: datetime) -> datetime | None:
    clock = clocks.read(duty.within)
    return runs_out(clock, since) if clock else None
