"""Who would see less of which live cases if a partner left now: decided, never opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.in_force import standing_of
from casework.agreements.models import Agreement
from casework.agreements.standing import STANDING
from casework.cases.tally import Pair, Tally, count_cases, tally
from casework.clock import now
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item
from casework.sharing.lookers import Lookers, Loss
from protocols.life import ALL


@dataclass(frozen=True, slots=True)
class Losses:
    """The leaver first, with what others gave; then every other agency, with what it gave them."""

    lines: list[Loss]
    counted: Tally
    # In which combinations of facts each agency loses something.
    touched: Mapping[Pair, set[UUID]]


def losses(session: Session, gate: Gate, row: Agreement, agency_id: UUID) -> Losses:
    """Decided once for each combination of facts, and counted."""
    counted = tally(session, row.partnership_id)
    found: dict[UUID, Loss] = {}
    touched: dict[Pair, set[UUID]] = defaultdict(set)
    lookers = Lookers(session, gate, row, counted)
    for viewer, pair, lost in _lost(lookers, counted, agency_id):
        loss = found.setdefault(viewer.agency_id, Loss(viewer.agency_id, viewer.agency_name))
        context, part = pair
        loss.answers += lost * counted.cases[context][part]
        touched[pair].add(viewer.agency_id)
    for key, cases in count_cases(session, row.partnership_id, counted, touched).items():
        found[key].cases = cases
    own = found.pop(agency_id, None)
    rest = sorted(found.values(), key=lambda loss: loss.agency)
    return Losses([own, *rest] if own else rest, counted, touched)


def quorum_words(session: Session, row: Agreement, agency_id: UUID) -> tuple[str, bool]:
    """What its leaving does to the signatures that are needed, and whether that ends sharing."""
    standing, moment = standing_of(session, row), now()
    stand = standing.signatures(moment)
    leaver = standing.members.get(agency_id)
    after = stand - int(leaver is not None and leaver.status(moment) in STANDING)
    needed = standing.life.quorum
    if not needed or needed == ALL:
        return f"{after} of {stand} signatures would stand. It needs no number of them.", False
    ends = after < int(needed) <= stand
    words = f"{after} of {stand} signatures would stand, and the protocol needs {needed}."
    return (f"{words} Nothing would be shared by anybody." if ends else words), ends


def _lost(lookers: Lookers, counted: Tally, agency_id: UUID) -> Iterator[tuple[Viewer, Pair, int]]:
    """How many answers the people of an agency would lose, for each combination."""
    for context, matter, viewers in lookers.contexts():
        for part in counted.cases[context]:
            held = lookers.parts[part]
            # Only what could be lost is decided: everything else stays as it is.
            stake = [
                text for text, item in lookers.items(held)
                if _is_touched(item, viewers[0], agency_id)
            ]  # fmt: skip
            if lost := sum(held[text] for text in lookers.seen(viewers, matter, stake)):
                yield viewers[0], (context, part), lost


def _is_touched(item: Item, viewer: Viewer, agency_id: UUID) -> bool:
    """An answer of another agency, where the leaver either gave it or reads it."""
    if item.origin_agency_id in (None, viewer.agency_id):
        return False
    return agency_id in (viewer.agency_id, item.origin_agency_id)
