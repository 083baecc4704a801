"""What a document says of the agencies it names: which kind of agency each of them is.

A question whose agency is such a party is a question of that kind, so nobody has to tell it: that
holds in every decision and in every analysis, whatever the question tells. Only a narrower kind
is asked about as well, and the lower answer counts: a limit on it holds, and it opens nothing that
the kind which partners signed does not. So nothing that an analysis calls closed is ever open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from protocols.boxes import Box
from protocols.clauses import Party, SharingProtocol
from protocols.question import Question
from protocols.vocabulary import AGENCIES, AGENCY_KINDS, NOT_APPLICABLE, UNKNOWN, Dimension

# Who asks, who provided it and who passes it on, each with its kind.
UNTOLD: Final = frozenset({None, UNKNOWN, NOT_APPLICABLE})
KIND_OF: Final[Mapping[str, str]] = dict(zip(AGENCIES, AGENCY_KINDS, strict=True))


def by_name(parties: Iterable[Party]) -> dict[str, Party]:
    """Parties by what a question may call them."""
    found: dict[str, Party] = {}
    for party in parties:
        found |= {party.id: party, party.name: party}
    return found


def kinds_of(protocol: SharingProtocol) -> dict[str, str]:
    """The kind of every agency that a document names with its kind, by id and by name."""
    named = by_name((*protocol.parties, *protocol.bodies))
    return {word: one.agency_type for word, one in named.items() if one.agency_type}


def of_its_kind(kinds: Mapping[str, str], question: Question) -> Question:
    """The question with the kind that the document gives the agency that asks."""
    kind = kinds.get(str(question.values.get("agency")))
    if kind is None or question.values.get("agency_type") == kind:
        return question
    return replace(question, values={**question.values, "agency_type": kind})


def tells_narrower(kinds: Mapping[str, str], dimension: Dimension, question: Question) -> bool:
    """Whether a question gives the agency that asks a kind under the one of the document."""
    kind, told = kinds.get(str(question.values.get("agency"))), question.values.get("agency_type")
    if kind is None or told == kind or told not in dimension.parents:
        return False
    return kind in dimension.above(str(told))


def possible(kinds: Mapping[str, str], box: Box) -> Box | None:
    """What of a box some agency can be in: a named one is of its kind. None: nothing."""
    found: Box | None = box
    for agency, kind in KIND_OF.items():
        if found is not None and agency in found:
            found = _of_kind(kinds, found, agency, kind)
    return found


def _of_kind(kinds: Mapping[str, str], box: Box, agency: str, kind: str) -> Box | None:
    asked = box.get(kind)
    left = {word for word in box[agency] if asked is None or kinds.get(word) in (None, *asked)}
    if not left:
        return None
    found = {**box, agency: frozenset(left)}
    if left <= kinds.keys():
        found[kind] = frozenset(kinds[word] for word in left)
    return found
