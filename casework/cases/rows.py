"""The rows behind a set of cases, fetched in a handful of queries, by case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.cases.facts import is_current, recorded_until
from casework.cases.models import (
    AnswerRelease,
    AskedDecision,
    AskedToSee,
    Case,
    CaseRole,
    CaseSubject,
    RecordedFact,
    SealedAnswer,
)
from casework.cases.outcomes import Missed, missed_in
from casework.chronicle import Past
from casework.directory.models import Agency, Conference

Row = TypeVar("Row", SealedAnswer, CaseSubject, CaseRole, RecordedFact, AskedToSee)
ByCase = Mapping[UUID, list[Row]]


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Everything a matter is built from."""

    moment: datetime
    answers: ByCase[SealedAnswer]
    subjects: ByCase[CaseSubject]
    releases: Mapping[UUID, list[AnswerRelease]]
    roles: ByCase[CaseRole]
    facts: ByCase[RecordedFact]
    # What the clocks of the protocol have carried out.
    missed: Mapping[UUID, Missed]
    granted: ByCase[AskedToSee]
    agencies: Mapping[UUID, Agency]
    kinds: Mapping[UUID, str]
    # What every case of a list needs of the agencies, worked out once.
    codes: Mapping[UUID, str]
    names: Mapping[UUID, str]
    types: Mapping[UUID, str]
    by_nature: Mapping[UUID, frozenset[str]]
    # Columns that change in place, as they stood at the moment (`cases.past`).
    past: Past | None = None

    def was(self, row: object, column: str) -> Any:
        """What a column says at the moment of these rows."""
        return getattr(row, column) if self.past is None else self.past.at(row, column)


# What an agency is to every case, before anybody has recorded how it stands to this one.
BY_NATURE: Mapping[str, str] = {"perpetrator_service": "works_with_perpetrator"}


def fetch(
    session: Session,
    cases: Sequence[Case],
    moment: datetime,
    *,
    fields: Collection[str] | None,
    about: UUID | None,
) -> CaseRows:
    """All rows of these cases; `fields` and `about` narrow the answers."""
    ids = [c.id for c in cases]
    agencies = agencies_of(session, {c.partnership_id for c in cases})
    types = {a.id: a.agency_type for a in agencies.values()}
    kinds = kinds_of(session, {c.conference_id for c in cases})
    recorded = by_case(recorded_until(session, ids, moment))
    where = {c.id: (c.partnership_id, kinds[c.conference_id]) for c in cases}
    return CaseRows(
        moment=moment,
        answers=by_case(session.scalars(_answers(ids, fields, about))),
        subjects=by_case(session.scalars(_subjects(ids))),
        releases=by_answer(
            session.scalars(select(AnswerRelease).where(AnswerRelease.case_id.in_(ids)))
        ),
        roles=by_case(
            session.scalars(
                select(CaseRole).where(CaseRole.case_id.in_(ids), CaseRole.ended_at.is_(None))
            )
        ),
        facts=holding(recorded, moment),
        missed=missed_in(session, where, recorded, moment),
        granted=by_case(session.scalars(_granted(ids, moment))),
        agencies=agencies,
        kinds=kinds,
        codes={a.id: a.code for a in agencies.values()},
        names={a.id: a.name for a in agencies.values()},
        types=types,
        by_nature=natures(types),
    )


def holding(recorded: ByCase[RecordedFact], moment: datetime) -> dict[UUID, list[RecordedFact]]:
    """Of what was recorded, the facts that hold at a moment."""
    return {key: [f for f in found if is_current(f, moment)] for key, found in recorded.items()}


def natures(types: Mapping[UUID, str]) -> dict[UUID, frozenset[str]]:
    """What each agency is to every case, by its kind."""
    return {key: frozenset({BY_NATURE[kind]}) for key, kind in types.items() if kind in BY_NATURE}


def _answers(
    ids: Sequence[UUID], fields: Collection[str] | None, about: UUID | None
) -> Select[SealedAnswer]:
    query = select(SealedAnswer).where(
        SealedAnswer.case_id.in_(ids), SealedAnswer.current.is_(True)
    )
    if fields is not None:
        query = query.where(SealedAnswer.field.in_(fields))
    if about is not None:
        query = query.where(SealedAnswer.about_id == about)
    return query.order_by(SealedAnswer.given_at, SealedAnswer.id)


def _subjects(ids: Sequence[UUID]) -> Select[CaseSubject]:
    return (
        select(CaseSubject)
        .where(CaseSubject.case_id.in_(ids), CaseSubject.removed.is_(False))
        .order_by(CaseSubject.ordinal)
    )


def _granted(ids: Sequence[UUID], moment: datetime) -> Select[AskedToSee]:
    return select(AskedToSee).where(
        AskedToSee.case_id.in_(ids),
        AskedToSee.decision == AskedDecision.GRANTED,
        AskedToSee.ends_at > moment,
        AskedToSee.revoked_at.is_(None) | (AskedToSee.revoked_at > moment),
    )


def agencies_of(session: Session, partnerships: set[UUID]) -> dict[UUID, Agency]:
    """Every agency of these partnerships."""
    rows = session.scalars(select(Agency).where(Agency.partnership_id.in_(partnerships)))
    return {a.id: a for a in rows}


def kinds_of(session: Session, conferences: set[UUID]) -> dict[UUID, str]:
    """What kind of body each conference is."""
    rows = session.execute(
        select(Conference.id, Conference.kind).where(Conference.id.in_(conferences))
    )
    return dict(rows.all())


def by_case(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    """Rows under the case they belong to."""
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def by_answer(rows: Iterable[AnswerRelease]) -> dict[UUID, list[AnswerRelease]]:
    """Releases under the answer they let go of."""
    found: dict[UUID, list[AnswerRelease]] = defaultdict(list)
    for row in rows:
        found[row.answer_id].append(row)
    return found
