"""The face of the risk instruments: which there are, and what answers come to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.catalogue.declared.checklist import CHECKLIST
from casework.catalogue.declared.matrix import MATRIX
from casework.catalogue.instrument import Band, Instrument, Item, RedFlag, Score, score
from casework.errors import NotFound

__all__ = [
    "INSTRUMENTS",
    "Band",
    "Instrument",
    "Item",
    "RedFlag",
    "Score",
    "instrument",
    "instruments_for",
    "score",
]

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType({i.name: i for i in (CHECKLIST, MATRIX)})


def instrument(name: str) -> Instrument:
    """The instrument of that name."""
    if name not in INSTRUMENTS:
        raise NotFound("risk assessment tool")
    return INSTRUMENTS[name]


def instruments_for(conference_kind: str) -> tuple[Instrument, ...]:
    """The instruments this kind of conference uses."""
    return tuple(i for i in INSTRUMENTS.values() if conference_kind in i.conferences)
