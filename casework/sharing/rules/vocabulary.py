"""The words of a dimension as boxes to tick: what this partnership uses first, the rest folded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casework.access import Role
from casework.cases.asked import PURPOSES
from casework.catalogue.categories import MEANINGS
from casework.catalogue.field import CATEGORIES
from casework.sharing.matrix import STAGES, SUBJECTS
from casework.sharing.untold import TOLD
from casework.web.choices import choice
from protocols.clauses import SharingProtocol
from protocols.recording import asked_words
from protocols.spelling import headed, spelled
from protocols.vocabulary import Dimension, coined

MORE: Mapping[str, str] = {
    "agency_type": "Other kinds of agency",
    "category": "Other kinds of information",
    "subject": "Others whom information can be about",
    "stage": "Other stages",
    "role": "Other posts, which are given at each conference",
    "relationship": "Other relationships, which no screen records",
    "purpose": "Other purposes",
}
# So few need no folding.
FEW = 12


def ticked(protocol: SharingProtocol, dimension: Dimension) -> list[Any]:
    """Boxes for the words: those in use before the others, each under the word it is a kind of."""
    words, more = in_order(dimension), MORE.get(dimension.name)
    usual = used(protocol, dimension) if more and len(words) > FEW else frozenset()
    if not usual:
        return [_box(dimension, word) for word in words]
    first = [_box(dimension, word) for word in words if word in usual]
    return first + [_box(dimension, word, more) for word in words if word not in usual]


def used(protocol: SharingProtocol, dimension: Dimension) -> frozenset[str]:
    """The words of the document itself, of its rules and parties, and of what the screens ask."""
    ruled = {word for word, _ in asked_words(protocol, dimension.name)}
    named = {a for word in _named(protocol, dimension.name) for a in dimension.above(word)}
    own = coined(dimension.name, dimension.words)
    return frozenset(w for w in own | ruled | named if w in dimension.parents)


def in_order(dimension: Dimension) -> tuple[str, ...]:
    """Every word, each followed by what stands under it."""
    return tuple(_below(dimension, None))


def _below(dimension: Dimension, above: str | None) -> Iterator[str]:
    for word, parent in dimension.parents.items():
        if parent == above:
            yield word
            yield from _below(dimension, word)


def _named(protocol: SharingProtocol, name: str) -> frozenset[str]:
    if name == "agency_type":
        return frozenset(p.agency_type for p in protocol.parties if p.agency_type)
    own = frozenset(protocol.purposes) if name == "purpose" else frozenset()
    return own | _SCREENS.get(name, frozenset())


_SCREENS: Mapping[str, frozenset[str]] = {
    "category": CATEGORIES, "subject": frozenset(SUBJECTS), "stage": frozenset(STAGES),
    "role": frozenset(Role), "purpose": frozenset(PURPOSES),
    # A declared interest hides the case before any rule is asked; partners want to say it too.
    "relationship": TOLD | {"conflicted"},
}  # fmt: skip


def _box(dimension: Dimension, word: str, group: str | None = None) -> Any:
    above = dimension.parents[word]
    kind = f"A kind of {spelled(above)}." if above else ""
    covers = MEANINGS.get(word, "") if dimension.name == "category" else ""
    return choice(word, headed(word), hint=covers or kind, group=group)
