"""How many live cases have which combination of facts, exactly as things stand now.

Kept counts, less the cases whose rows no longer hold, plus those cases as they are. What it costs
hangs on how many combinations there are and how many cases changed since the last turn of the
routine (`cases.recounting`), not on how many cases there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casework.cases.combining import Combined, combine, read_fingerprints
from casework.cases.models import Case, CaseCombination, CombinationCount, FactCombination
from casework.cases.models.combination import DIGEST
from casework.cases.recounting import no_longer_holding, unkept
from casework.cases.states import LIVE
from casework.clock import now

Pair = tuple[str, str]
Counts = defaultdict[str, Counter[str]]
Line = TypeVar("Line", bound=Hashable)
# SQLite takes a bounded number of values in one statement.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Tally:
    """Cases by context, then by part; the facts behind both; and cases not counted from a row.

    What ends by itself a moment later was still counted from its row.
    """

    moment: datetime
    cases: Mapping[str, Mapping[str, int]]
    facts: Mapping[str, str]
    changed: Mapping[UUID, Combined]


def tally(session: Session, partnership_id: UUID) -> Tally:
    """Every live case of a partnership, counted."""
    moment = now()
    counts, facts = _counts(session, partnership_id), _facts(session, partnership_id)
    changed = _changed(session, partnership_id, counts, facts, moment)
    for combined in changed.values():
        for part in combined.parts:
            counts[combined.context][part] += 1
    found = {
        context: {part: cases for part, cases in parts.items() if cases}
        for context, parts in counts.items()
    }
    cases = {context: parts for context, parts in found.items() if parts}
    return Tally(moment, cases, facts, changed)


def count_cases(
    session: Session, partnership_id: UUID, counted: Tally, lines: Mapping[Pair, Collection[Line]]
) -> Counter[Line]:
    """In how many live cases each line happens, where it does in several parts of one case."""
    found: Counter[Line] = Counter()
    lasting = or_(CaseCombination.until.is_(None), CaseCombination.until > counted.moment)
    query = select(CaseCombination.context, CaseCombination.parts).where(
        CaseCombination.partnership_id == partnership_id, CaseCombination.stale.is_(False),
        CaseCombination.context.is_not(None), lasting,
    )  # fmt: skip
    for context, parts in session.execute(query).yield_per(AT_ONCE):
        assert context is not None, "asked for"
        pairs = ((context, part) for part in read_fingerprints(parts))
        found.update({line for pair in pairs for line in lines.get(pair, ())})
    for combined in counted.changed.values():
        found.update({line for pair in combined.pairs for line in lines.get(pair, ())})
    return found


def _counts(session: Session, partnership_id: UUID) -> Counts:
    query = select(CombinationCount.id, CombinationCount.cases).where(
        CombinationCount.partnership_id == partnership_id
    )
    found: Counts = defaultdict(Counter)
    for key, cases in session.execute(query).yield_per(AT_ONCE):
        found[key[:DIGEST]][key[DIGEST:]] = cases
    return found


def _facts(session: Session, partnership_id: UUID) -> dict[str, str]:
    query = select(FactCombination.id, FactCombination.facts).where(
        FactCombination.partnership_id == partnership_id
    )
    return dict(session.execute(query).all())


def _changed(
    session: Session, partnership_id: UUID, counts: Counts, facts: dict[str, str],
    moment: datetime,
) -> dict[UUID, Combined]:  # fmt: skip
    """The cases whose rows do not hold, as they are; what was counted of them is taken away."""
    rows = no_longer_holding(
        CaseCombination.case_id, CaseCombination.partnership_id, CaseCombination.context,
        CaseCombination.parts, CaseCombination.stale, moment=moment,
    )  # fmt: skip
    found = [row for row in session.execute(rows).all() if row.partnership_id == partnership_id]
    for row in found:
        counts[row.context].subtract(read_fingerprints(row.parts))
    changed = _combined(session, [row.case_id for row in found], facts)
    ended = sum(not row.stale and row.context is not None for row in found)
    if _live(session, partnership_id) != _holding(session, partnership_id) - ended + len(changed):
        query = unkept(Case.id).where(Case.partnership_id == partnership_id)
        changed |= _combined(session, session.scalars(query).all(), facts)
    return changed


def _combined(
    session: Session, ids: Sequence[UUID], facts: dict[str, str]
) -> dict[UUID, Combined]:  # fmt: skip
    """Cases worked out from their own rows; their facts are kept once for all."""
    found: dict[UUID, Combined] = {}
    for start in range(0, len(ids), AT_ONCE):
        batch = select(Case).where(Case.id.in_(ids[start : start + AT_ONCE]))
        for case_id, combined in combine(session, session.scalars(batch).all()).items():
            facts |= combined.facts
            found[case_id] = replace(combined, facts={})
    return found


def _live(session: Session, partnership_id: UUID) -> int:
    query = select(func.count()).where(
        Case.partnership_id == partnership_id, Case.state.in_(LIVE)
    )  # fmt: skip
    return session.scalar(query) or 0


def _holding(session: Session, partnership_id: UUID) -> int:
    """The rows that count a case and are not marked."""
    query = select(func.count()).where(
        CaseCombination.partnership_id == partnership_id, CaseCombination.stale.is_(False),
        CaseCombination.context.is_not(None),
    )  # fmt: skip
    return session.scalar(query) or 0
