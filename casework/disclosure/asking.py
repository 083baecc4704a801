"""From a viewer, a matter and an item to the question that the protocol is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.access import Viewer
from casework.agreements.standing import STANDING
from casework.clock import LONDON
from casework.disclosure.matter import Item, Matter
from protocols.question import Fact, FactValue, Question, Value
from protocols.vocabulary import Vocabulary, coined

IN_SESSION = frozenset({"screen_in_session", "verbal"})


class Asking:
    """One viewer in front of one matter; everything that does not depend on the item, once.

    With a word that partners made comes what it stands under in the vocabularies of `spoken`.
    """

    def __init__(
        self,
        viewer: Viewer,
        matter: Matter,
        *,
        purpose: str,
        stage: str,
        channel: str,
        moment: datetime,
        parties: Mapping[UUID, str],
        spoken: Sequence[Vocabulary] = (),
    ) -> None:
        self.viewer, self.matter = viewer, matter
        # A protocol counts the days that people in the room would name.
        self.moment = moment.astimezone(LONDON)
        self._parties = parties
        self._in_session = channel in IN_SESSION
        self._values: dict[str, Value] = {
            "agency": viewer.agency_code,
            "agency_type": viewer.agency_type,
            "party_status": parties.get(viewer.agency_id, "not_a_party"),
            "stage": stage,
            "purpose": purpose,
            "channel": channel,
            "risk_level": matter.risk_level,
            "conference_kind": matter.conference_kind,
        }
        self._many = {
            "role": spread("role", viewer.known_as(matter.conference_id), spoken),
            "relationship": spread(
                "relationship", matter.standing(viewer.agency_id, viewer.person_id), spoken
            ),
        }
        self._facts: dict[str, Fact] = {
            **matter.facts,
            **matter.agency_facts.get(viewer.agency_id, {}),
            **matter.person_facts.get(viewer.person_id, {}),
        }

    def question(self, item: Item) -> Question:
        """The question for one item."""
        about = self.about(item)
        return Question(
            {**self._values, **about.values},
            {**self._many, **about.many},
            {**self._facts, **about.facts},
            self.moment,
        )

    @property
    def words(self) -> Mapping[str, frozenset[str]]:
        """What the person is, and how they stand to the matter."""
        return self._many

    def standing(self) -> Question:
        """The half that is the same for every item of the matter."""
        return Question(self._values, self._many, self._facts, self.moment)

    def about(self, item: Item) -> Question:
        """The half that hangs on the item; what it tells goes before the other half."""
        origin = item.origin_agency_id
        values: dict[str, Value] = {
            "subject": item.subject,
            "category": item.category,
            "field": item.field,
            "sensitivity": item.sensitivity,
            "consent": self.matter.consent_of(item.subject_id, str(self._values["purpose"])),
        }
        if origin is not None:
            code = self.matter.agency_codes.get(origin, "unknown")
            values |= {"originator": code, "discloser": code} | self._kinds(origin)
        many = {"handling": item.handling, "item_relationship": self._to_item(item)}
        return Question(values, many, self._item_facts(item))

    def _kinds(self, origin: UUID) -> dict[str, Value]:
        """The kind of agency a legal basis asks about: who provided it, and who passes it on."""
        kind = self.matter.agency_types.get(origin)
        return {} if kind is None else {"originator_type": kind, "discloser_type": kind}

    def key(self, item: Item) -> tuple[object, ...]:
        """Items with equal keys have equal questions: answers are grouped by equal facts."""
        return (
            item.field,
            item.subject,
            item.subject_id,
            item.origin_agency_id,
            item.handling,
            self._to_item(item),
            tuple(sorted((k, str(v)) for k, v in self._item_facts(item).items())),
        )

    @property
    def is_signed(self) -> bool:
        """Whether the asking agency's own signature stands."""
        return self._parties.get(self.viewer.agency_id) in STANDING

    def both_are_parties(self, item: Item) -> bool:
        """Whether both the agency that supplied the item and the one that asks have signed."""
        origin = item.origin_agency_id
        return self.is_signed and (origin is None or self._parties.get(origin) in STANDING)

    def is_own(self, item: Item) -> bool:
        """Whether the item is this agency's own input."""
        return item.origin_agency_id == self.viewer.agency_id

    def _to_item(self, item: Item) -> frozenset[str]:
        found = set()
        if self.is_own(item):
            found.add("originator")
        if item.author_id == self.viewer.person_id:
            found.add("author")
        if self.viewer.agency_id in item.released_to | item.told_to:
            found.add("released_to")
        return frozenset(found)

    def _item_facts(self, item: Item) -> dict[str, Fact]:
        agency = self.viewer.agency_id
        granted = any(g.covers(item, agency, self.moment) for g in self.matter.granted)
        return {
            **item.facts,
            "released": _fact(
                item.released
                or agency in item.released_to
                # What is told in the room may be read in the room, and nowhere else.
                or (self._in_session and agency in item.told_to)
            ),
            "released_verbally": _fact(agency in item.told_to),
            "granted_request": _fact(granted),
            # The gate writes every reading down before anything is shown.
            "log": FactValue.YES,
        }


def _fact(value: bool) -> FactValue:
    return FactValue.YES if value else FactValue.NO


def askings(
    viewer: Viewer, matter: Matter, *, spoken: Sequence[Vocabulary], **rest: Any
) -> list[Asking]:
    """As one document is asked: of what it has words for; and again with what words of another
    stand under, where that makes a difference.

    The lower answer counts, so what another document says of its words limits and never opens.
    """
    plain = Asking(viewer, matter, **rest)
    if not any(coined(name, words) for name, words in plain.words.items()):
        return [plain]
    return [plain, Asking(viewer, matter, **rest, spoken=spoken)]


def spread(
    dimension: str, words: frozenset[str], spoken: Iterable[Vocabulary]
) -> frozenset[str]:  # fmt: skip
    """With each word that partners made, what it stands under in the document that declares it.

    So a limit of one document on `works_with_perpetrator` also meets what another one calls it.
    """
    own = coined(dimension, words)
    if not own:
        return words
    declared = ((word, v[dimension]) for v in spoken for word in own)
    return words.union(*(d.above(word) for word, d in declared if word in d.parents))
