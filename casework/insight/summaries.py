"""Summaries that others wait for: a section that the protocol shares as a summary has none yet.

Only what the person's own agency wrote counts, so that nobody learns here who else wrote what.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.agreements.in_force import KEPT_TABLES, InForce, in_force
from casework.cases.models import Case, CaseState, SealedAnswer
from casework.cases.visibility import visible_cases
from casework.cases.work import WorkItem
from casework.catalogue.field import Field
from casework.catalogue.sections import FIELDS, SECTIONS
from casework.clock import now
from casework.directory.models import Conference
from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Op
from protocols.vocabulary import Effect

# From listing until it is heard: that is when the others read.
READ_NOW = (CaseState.LISTED, CaseState.RESEARCHED)


class Heard(NamedTuple):
    """A case that is read now, as a work list names it."""

    id: UUID
    reference: str
    conference_id: UUID


# When an agency last wrote in each field of a case.
Written = Mapping[str, datetime]


def summaries_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Cases in which this agency's own sections want a summary, or a fresh one."""
    if not viewer.may(Action.CASE_READ):
        return []
    wanted = _wanted(session, viewer)
    fields = frozenset[str]().union(*wanted.values())
    held = _written(session, viewer, fields) if fields else {}
    found = ((case, _missing(when, wanted[case.conference_id])) for case, when in held.items())
    return [_item(case, missing) for case, missing in found if missing]


def summarised_fields(protocol: SharingProtocol) -> frozenset[str]:
    """Fields of which a protocol gives somebody a summary at most, or at least."""
    return frozenset(
        name
        for rule in (rule for clause in protocol.clauses for rule in clause.rules)
        if rule.level == Effect.SUMMARY and rule.applies
        for name, spec in FIELDS.items()
        if not name.startswith("summary.") and _speaks_of(protocol, rule, spec)
    )


def _speaks_of(protocol: SharingProtocol, rule: Rule, spec: Field) -> bool:
    about = {"category": spec.category, "field": spec.name, "subject": spec.subject.value}
    tests = [c for c in rule.applies if c.dimension in about]
    named = any(c.dimension != "subject" and c.op != Op.NOT for c in tests)
    return named and all(
        bool(_with_above(protocol, c.dimension, about[c.dimension]) & set(c.words))
        != (c.op == Op.NOT)
        for c in tests
    )


def _with_above(protocol: SharingProtocol, dimension: str, word: str) -> set[object]:
    held = protocol.vocabulary[dimension]
    return {word, *held.above(word)} if word in held.parents else {word}


def _item(case: Heard, missing: Mapping[str, datetime]) -> WorkItem:
    many = "a summary" if len(missing) == 1 else f"{len(missing)} summaries"
    section = {"section": next(iter(missing))} if len(missing) == 1 else {}
    return WorkItem(
        "summary_wanted", f"Write {many} for sharing in case {case.reference}",
        "casefile.summary" if section else "casefile.show", {"case_id": case.id, **section},
        min(missing.values()), None, case.id,
    )  # fmt: skip


def _missing(when: Written, wanted: frozenset[str]) -> dict[str, datetime]:
    """Sections with something that is shared as a summary, and no summary since it was written."""
    latest: dict[str, datetime] = {}
    for name, at in when.items():
        if name in wanted:
            section = FIELDS[name].section
            latest[section] = max(at, latest.get(section, at))
    return {
        section: at
        for section, at in latest.items()
        if (told := when.get(SECTIONS[section].summary_name)) is None or told < at
    }


def _written(
    session: Session, viewer: Viewer, fields: frozenset[str]
) -> dict[Heard, dict[str, datetime]]:
    """When the agency last wrote in each of these fields, or their summaries, of every case."""
    cases = _read_now(session, viewer)
    told = {SECTIONS[FIELDS[name].section].summary_name for name in fields}
    rows = session.execute(
        select(SealedAnswer.case_id, SealedAnswer.field, SealedAnswer.given_at).where(
            SealedAnswer.case_id.in_(cases),
            SealedAnswer.current.is_(True),
            SealedAnswer.origin_agency_id == viewer.agency_id,
            SealedAnswer.released.is_(True),
            SealedAnswer.field.in_(fields | told),
        )
    )
    found: dict[Heard, dict[str, datetime]] = {case: {} for case in cases.values()}
    for case_id, name, at in rows:
        written = found[cases[case_id]]
        written[name] = max(at, written.get(name, at))
    return found


def _read_now(session: Session, viewer: Viewer) -> dict[UUID, Heard]:
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(Case.id, Case.reference, Case.conference_id)
        # Named again, so that the index of conference and state is used.
        .where(
            Case.conference_id.in_(viewer.conferences(Action.CASE_READ)),
            Case.state.in_(READ_NOW),
        )
        .order_by(Case.reference)
    )
    return {case_id: Heard(case_id, name, place) for case_id, name, place in rows}


def _wanted(session: Session, viewer: Viewer) -> dict[UUID, frozenset[str]]:
    """For each of a person's conferences, the fields that its protocol shares as a summary."""
    read = viewer.conferences(Action.CASE_READ)
    rows = session.execute(select(Conference.id, Conference.kind).where(Conference.id.in_(read)))
    kinds = dict(rows.all())
    by_kind = {
        kind: frozenset[str]().union(
            *(_summarised(v) for v in in_force(session, viewer.partnership_id, kind, now()))
        )
        for kind in set(kinds.values())
    }
    return {conference: by_kind[kind] for conference, kind in kinds.items()}


def _summarised(version: InForce) -> frozenset[str]:
    known = _KNOWN.get(version.digest)
    if known is None:
        if len(_KNOWN) >= KEPT_TABLES:
            _KNOWN.clear()
        known = _KNOWN[version.digest] = summarised_fields(version.protocol)
    return known


# By the digest of a version: every first page asks, and a document does not change.
_KNOWN: dict[str, frozenset[str]] = {}
