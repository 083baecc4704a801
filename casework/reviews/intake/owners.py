"""Who a cell names: an agency by name, short name or initials, a person, a role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from casework.directory.models import Agency, AgencyType, Person

SEVERAL = re.compile(r"\s*(?:[/;,&+\n]|\band\b)\s*")
ROLE = re.compile(
    r"\b(head|manager|director|officer|lead|chair|commander|inspector|superintendent|nurse|worker|"
    r"coordinator|co-ordinator|adviser|advisor|consultant|chief|principal|commissioner|team|board|"
    r"group|partnership|governance|service)\b"
)
SMALL = frozenset({"of", "the", "and", "for", "in", "&"})
# What plans call an agency of each kind, when there is only one of that kind here.
KINDS: Mapping[str, tuple[str, ...]] = {
    AgencyType.POLICE: ("police", "met police", "mps", "constabulary", "police service"),
    AgencyType.VICTIM_SERVICE: ("idva", "idva service", "victim service", "women's aid"),
    AgencyType.CHILDRENS_SOCIAL_CARE: ("csc", "children's social care", "childrens social care",
                                       "children's services", "childrens services"),
    AgencyType.ADULT_SOCIAL_CARE: ("asc", "adult social care", "adult services", "adults"),
    AgencyType.HEALTH: ("health", "nhs", "icb", "ccg", "gp", "primary care"),
    AgencyType.MENTAL_HEALTH: ("mental health", "mental health trust", "cmht"),
    AgencyType.HOUSING: ("housing", "housing services"),
    AgencyType.LOCAL_AUTHORITY: ("council", "la", "local authority"),
    AgencyType.COORDINATING_BODY: ("csp", "community safety", "community safety partnership"),
    AgencyType.PROBATION: ("probation", "nps", "probation service"),
    AgencyType.FIRE: ("fire", "fire service", "frs", "fire and rescue"),
    AgencyType.EDUCATION: ("education", "schools"),
    AgencyType.SUBSTANCE_USE: ("drugs and alcohol", "substance misuse", "substance use"),
    AgencyType.YOUTH_JUSTICE: ("yot", "yos", "yjs", "youth justice", "youth offending"),
    AgencyType.ENVIRONMENTAL_HEALTH: ("environmental health", "eh", "noise team"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """The agency that answers, and others that stand beside it in the cell."""

    agency_id: UUID | None
    odd: str = ""


class Owners:
    """Agencies and people of the partnership, by what a file may call them."""

    def __init__(
        self, agencies: Iterable[Agency], people: Iterable[Person], chosen: Mapping[str, str]
    ) -> None:
        listed = list(agencies)
        self.names = {a.id: a.name for a in listed}
        self.suppliers = {a.id for a in listed if a.agency_type == AgencyType.PRIVATE}
        self._known = _known(listed)
        self._likely = _likely(listed)
        self._people = _people(people)
        # What somebody said on the page about words that nobody could read.
        self._chosen = {words: UUID(key) for words, key in chosen.items() if key}

    def agency(self, words: str) -> Named:
        """The agency a cell names, with what was odd about reading it."""
        whole = self._one(words)
        if whole.agency_id is not None:
            return whole
        parts = [self._one(part) for part in SEVERAL.split(words) if part.strip()]
        found = list(dict.fromkeys(p.agency_id for p in parts if p.agency_id is not None))
        if not found:
            return Named(None)
        first = self.names[found[0]]
        return Named(found[0], f"‘{words[:80]}’ names several: {first} answers for it")

    def person(self, words: str) -> Person | None:
        """The person a cell names, if somebody here has that very name."""
        return self._people.get(_plain(re.split(r"[,(\n]", words, maxsplit=1)[0]))

    def _one(self, words: str) -> Named:
        plain = _plain(words)
        if plain in self._chosen:
            return Named(self._chosen[plain])
        if plain in self._known:
            return Named(self._known[plain])
        if plain in self._likely:
            found = self._likely[plain]
            return Named(found, f"‘{words[:60]}’ is read as {self.names[found]}")
        return Named(None)


def key_of(words: str) -> str:
    """The words of an agency as they are remembered."""
    return _plain(words)


def is_role(words: str) -> bool:
    """Whether a cell reads like a role rather than like the name of a person."""
    return ROLE.search(words.lower()) is not None


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s'&-]", " ", words.lower().replace("’", "'")).split())


def _known(agencies: Sequence[Agency]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for agency in agencies:
        for words in (agency.name, agency.short_name, agency.code, agency.code.replace("_", " ")):
            if words:
                found.setdefault(_plain(words), agency.id)
    return found


def _likely(agencies: Sequence[Agency]) -> dict[str, UUID]:
    # Initials, and the kind where there is one of it; what fits two of them fits none.
    found: dict[str, set[UUID]] = {}
    for agency in agencies:
        letters = "".join(w[0] for w in _plain(agency.name).split() if w not in SMALL)
        usual = KINDS.get(agency.agency_type, ())
        for words in (letters, *usual):
            if len(words) > 1:
                found.setdefault(words, set()).add(agency.id)
    return {words: next(iter(keys)) for words, keys in found.items() if len(keys) == 1}


def _people(people: Iterable[Person]) -> dict[str, Person]:
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(_plain(person.name), []).append(person)
    return {name: same[0] for name, same in found.items() if len(same) == 1}
