"""In which live cases something changes, by reference: those of a list one may know of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain

from sqlalchemy import Select
from sqlalchemy.orm import Session

from casework.cases.combining import read_fingerprints
from casework.cases.models import Case, CaseCombination
from casework.cases.states import LIVE
from casework.cases.tally import Line, Pair, Tally

AT_ONCE = 1000


def name_cases(
    session: Session,
    cases: Select[Case],
    counted: Tally,
    touched: Callable[[], Mapping[Pair, Collection[Line]]],
    *,
    most: int | None = None,
) -> dict[Line, list[str]]:
    """The references of each line in their order, of these cases; with `most`, at least so many.

    In which combinations a line happens is `touched`; it is asked only where there is a case.
    """
    found: dict[Line, list[str]] = defaultdict(list)
    known = _live(session, cases, counted)
    first = next(known, None)
    lines = touched() if first else {}
    waiting = {line for happening in lines.values() for line in happening}
    for reference, pairs in chain([first] if first else [], known):
        if not waiting:
            break
        for line in {line for pair in pairs for line in lines.get(pair, ())}:
            found[line].append(reference)
            if most is not None and len(found[line]) >= most:
                waiting.discard(line)
    return found


def _live(
    session: Session, cases: Select[Case], counted: Tally
) -> Iterator[tuple[str, list[Pair]]]:  # fmt: skip
    query = (
        cases.outerjoin(CaseCombination, CaseCombination.case_id == Case.id)
        .where(Case.state.in_(LIVE))
        .order_by(Case.reference)
        .with_only_columns(
            Case.id, Case.reference, CaseCombination.context, CaseCombination.parts
        )
    )  # fmt: skip
    for case_id, reference, context, parts in session.execute(query).yield_per(AT_ONCE):
        changed = counted.changed.get(case_id)
        if changed is not None:
            yield reference, list(changed.pairs)
        elif context is not None:
            yield reference, [(context, part) for part in read_fingerprints(parts)]
