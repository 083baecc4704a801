"""Who would see less of which live cases if a version ended: once for each combination of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import InForce
from casework.agreements.models import Agreement
from casework.cases.tally import Pair, Tally, count_cases, tally
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item
from casework.sharing.lookers import Lookers, Loss


def ended_losses(session: Session, gate: Gate, row: Agreement) -> list[Loss]:
    """What each agency would lose, by the name of the agency."""
    counted = tally(session, row.partnership_id)
    lookers = Lookers(session, gate, row, counted)
    found: dict[UUID, Loss] = {}
    touched: dict[Pair, set[UUID]] = defaultdict(set)
    for viewer, context, lost in _lost(lookers, row, counted):
        loss = found.setdefault(viewer.agency_id, Loss(viewer.agency_id, viewer.agency_name))
        for part, cases in counted.cases[context].items():
            if answers := sum(held for text, held in lookers.parts[part].items() if text in lost):
                loss.answers += answers * cases
                touched[context, part].add(viewer.agency_id)
    for key, cases in count_cases(session, row.partnership_id, counted, touched).items():
        found[key].cases = cases
    return sorted(found.values(), key=lambda loss: loss.agency)


def _lost(
    lookers: Lookers, row: Agreement, counted: Tally
) -> Iterator[tuple[Viewer, str, set[str]]]:
    """For each agency before each context: the kinds of answers it would lose, if any."""
    for context, matter, viewers in lookers.contexts():
        held = lookers.held(matter.conference_kind)
        ending = next(version for version in held if version.agreement_id == row.id)
        texts = {text for part in counted.cases[context] for text in lookers.parts[part]}
        # Only what could be lost is decided: everything else stays as it is.
        stake = [
            text for text, item in lookers.items(texts)
            if _is_touched(item, viewers[0].agency_id, ending)
        ]  # fmt: skip
        if lost := lookers.seen(viewers, matter, stake):
            yield viewers[0], context, lost


def _is_touched(item: Item, agency_id: UUID, ending: InForce) -> bool:
    """An answer of another agency between two that were meant to sign: when the version has ended
    it goes on to stand between them, and opens nothing.
    """
    return item.origin_agency_id != agency_id and ending.concerns(item.origin_agency_id, agency_id)
