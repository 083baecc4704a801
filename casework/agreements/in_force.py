"""Which version of which protocol holds now, for whom, compiled once by digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.agreements.models import Agreement, AgreementState, Party
from casework.agreements.standing import (
    INVITED,
    NOTICE_GIVEN,
    SIGNED,
    Member,
    Span,
    Standing,
)
from casework.agreements.standing_models import Leaving, Signature, Suspension
from casework.errors import ConferError
from protocols.clauses import SharingProtocol
from protocols.engine import DecisionTable
from protocols.engine import compile as compile_protocol
from protocols.loader import load
from protocols.writer import digest

KEPT_TABLES = 32
WERE_IN_FORCE = (AgreementState.IN_FORCE, AgreementState.SUPERSEDED, AgreementState.WITHDRAWN)


class TextChanged(ConferError):
    """The stored text of a version is not the text that was approved."""


@dataclass(frozen=True, slots=True)
class InForce:
    """One version that holds, ready to decide."""

    agreement_id: UUID
    name: str
    label: str
    title: str
    digest: str
    protocol: SharingProtocol
    table: DecisionTable
    # Agency -> its `party_status`; agencies that are not in it are not parties.
    parties: Mapping[UUID, str]
    standing: Standing
    moment: datetime
    # Pairs that were asked about already: a list asks the same few for every answer on it.
    _pairs: dict[tuple[UUID | None, UUID], bool] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def holds(self) -> bool:
        """Whether it is in force for anybody at all."""
        return not self.standing.whole(self.moment)

    def concerns(self, discloser: UUID | None, recipient: UUID) -> bool:
        """Whether it has anything to say about this pair."""
        return self.standing.concerns(discloser, recipient)

    def holds_between(self, discloser: UUID | None, recipient: UUID) -> bool:
        """Whether it is in force for this pair."""
        pair = discloser, recipient
        if pair not in self._pairs:
            self._pairs[pair] = self.standing.pair(discloser, recipient, self.moment).holds
        return self._pairs[pair]


@lru_cache(maxsize=KEPT_TABLES)
def compiled(text: str) -> tuple[SharingProtocol, DecisionTable, str]:
    """Load and compile a document; the same text is compiled once per process."""
    protocol = load(text)
    return protocol, compile_protocol(protocol), digest(protocol)


def in_force(
    session: Session, partnership_id: UUID, conference_kind: str, moment: datetime
) -> tuple[InForce, ...]:
    """The versions that hold at a moment for one kind of conference; empty means 'no protocol'."""
    found = to_be_asked(session, partnership_id, conference_kind, moment)
    return tuple(version for version in found if version.holds)


def to_be_asked(
    session: Session, partnership_id: UUID, conference_kind: str, moment: datetime
) -> tuple[InForce, ...]:
    """The latest version of every protocol, also where it holds for nobody just now.

    A version that ended without another in its place, or waits for its quorum, still stands
    between its parties: else its end would open what it had kept closed beside another protocol.
    """
    rows = session.scalars(
        select(Agreement)
        .where(
            Agreement.partnership_id == partnership_id,
            Agreement.state.in_(WERE_IN_FORCE),
            Agreement.in_force_from <= moment,
            or_(
                Agreement.ended_at.is_(None),
                Agreement.ended_at > moment,
                Agreement.state == AgreementState.WITHDRAWN,
            ),
        )
        .order_by(Agreement.in_force_from)
    )
    latest = {row.name: row for row in rows}
    found = (_ready(session, row, moment) for row in latest.values())
    return tuple(f for f in found if conference_kind in f.protocol.conference_kinds)


def _ready(session: Session, row: Agreement, moment: datetime) -> InForce:
    protocol, table, fresh = compiled(row.text)
    if fresh != row.digest:
        raise TextChanged(f"The text of {row.title} {row.label} is not the one that was approved.")
    standing = standing_of(session, row)
    return InForce(
        row.id, row.name, row.label, row.title, row.digest, protocol, table,
        standing.statuses(moment), standing, moment,
    )  # fmt: skip


def party_statuses(session: Session, agreement_id: UUID, moment: datetime) -> dict[UUID, str]:
    """How each agency stands to a version at a moment."""
    return standing_of(session, session.get_one(Agreement, agreement_id)).statuses(moment)


def standing_of(session: Session, row: Agreement) -> Standing:
    """Everything that decides for whom a version is in force."""
    return standings_of(session, [row])[row.id]


def standings_of(session: Session, rows: Sequence[Agreement]) -> dict[UUID, Standing]:
    """The same for many versions of one partnership, in as many questions as for one."""
    members, suspended = _members(session, rows), _suspended(session, rows)
    return {row.id: _standing(row, members[row.id], suspended.get(row.name, {})) for row in rows}


def _standing(
    row: Agreement,
    members: Mapping[UUID, Member],
    suspended: Mapping[tuple[UUID, UUID], Iterable[Span]],
) -> Standing:
    protocol = compiled(row.text)[0]
    return Standing(
        in_force_from=row.in_force_from, ended_at=row.ended_at, starts=protocol.starts,
        ends=protocol.ends, review_by=protocol.review_by, life=protocol.life,
        speaks_of_notice=_speaks_of_notice(row.text), members=members,
        suspended={pair: tuple(spans) for pair, spans in suspended.items()},
    )  # fmt: skip


@lru_cache(maxsize=KEPT_TABLES)
def _speaks_of_notice(text: str) -> bool:
    return any(
        condition.dimension == "party_status" and NOTICE_GIVEN in condition.words
        for clause in compiled(text)[0].clauses
        for rule in clause.rules
        for condition in (*rule.applies, *rule.requires)
    )


def _members(session: Session, rows: Sequence[Agreement]) -> dict[UUID, dict[UUID, Member]]:
    """Version -> agency -> how it stands."""
    ended, notices = _ended(session, rows), _notices(session, rows)
    names = {row.id: row.name for row in rows}
    found: dict[UUID, dict[UUID, Member]] = {key: {} for key in names}
    for party in session.scalars(select(Party).where(Party.agreement_id.in_(names))):
        version, agency = party.agreement_id, party.agency_id
        given = notices[names[version], agency]
        found[version][agency] = _member(party, ended[version, agency], given)
    return found


def _ended(
    session: Session, rows: Sequence[Agreement]
) -> Mapping[tuple[UUID, UUID], Sequence[Signature]]:
    """Signatures under the text of each version that have ended; one under another text is none."""
    texts = {row.id: row.digest for row in rows}
    found: dict[tuple[UUID, UUID], list[Signature]] = defaultdict(list)
    for signature in session.scalars(
        select(Signature)
        .where(
            Signature.agreement_id.in_(texts), Signature.ended_at.is_not(None),
            Signature.ended_as != INVITED,
        )
        .order_by(Signature.ended_at, Signature.id)
    ):  # fmt: skip
        if signature.digest == texts[signature.agreement_id]:
            found[signature.agreement_id, signature.agency_id].append(signature)
    return found


def _member(party: Party, ended: Iterable[Signature], notices: Iterable[Span]) -> Member:
    spans, word = [], "withdrawn"
    for signature in ended:
        spans.append(Span(signature.signed_at, signature.ended_at))
        word = signature.ended_as or word
    if party.status == SIGNED and party.signed_at is not None:
        spans.append(Span(party.signed_at))
    elif party.status not in (SIGNED, INVITED):
        word = party.status
    return Member(tuple(spans), word, tuple(notices))


def _notices(
    session: Session, rows: Sequence[Agreement]
) -> Mapping[tuple[str, UUID], Sequence[Span]]:
    given = session.scalars(
        select(Leaving)
        .where(
            Leaving.partnership_id.in_({row.partnership_id for row in rows}),
            Leaving.name.in_({row.name for row in rows}), Leaving.taken_back_at.is_(None),
        )
        .order_by(Leaving.given_at)
    )  # fmt: skip
    found: dict[tuple[str, UUID], list[Span]] = defaultdict(list)
    for one in given:
        found[one.name, one.agency_id].append(Span(one.given_at, one.leaves_at))
    return found


def _suspended(
    session: Session, rows: Sequence[Agreement]
) -> dict[str, dict[tuple[UUID, UUID], list[Span]]]:
    """Protocol -> who shares nothing with whom, and when: it holds over all versions."""
    found: dict[str, dict[tuple[UUID, UUID], list[Span]]] = {}
    for one in session.scalars(
        select(Suspension).where(
            Suspension.partnership_id.in_({row.partnership_id for row in rows}),
            Suspension.name.in_({row.name for row in rows}),
        )
    ):
        pairs = found.setdefault(one.name, {})
        pairs.setdefault((one.by_agency_id, one.towards_agency_id), []).append(_span(one))
    return found


def _span(one: Suspension) -> Span:
    ends = [at for at in (one.ends_at, one.lifted_at) if at is not None]
    return Span(one.starts_at, min(ends, default=None))
