"""From combinations of facts back to what is asked about: a matter and items of no case."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.combining import EVERYBODY
from casework.cases.matters import described, read_value
from casework.cases.rows import agencies_of, natures
from casework.catalogue.sections import FIELDS
from casework.directory.models import Conference
from casework.disclosure.matter import Granted, Item, Matter, stands
from protocols.question import Fact

# Stands for 'while the row holds': a granted request that ended is not in it.
LASTING = datetime.max.replace(tzinfo=UTC)
NOBODY = UUID(int=0)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Around:
    """What combinations do not say because it is the same for every case of a partnership."""

    partnership_id: UUID
    codes: Mapping[UUID, str]
    types: Mapping[UUID, str]
    by_nature: Mapping[UUID, frozenset[str]]
    kinds: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One kind of answer: an item about somebody of its own, with consent and granted requests."""

    item: Item
    consent: str
    granted: tuple[Granted, ...]


def around(session: Session, partnership_id: UUID) -> Around:
    """The agencies and conferences of a partnership as they are now."""
    agencies = agencies_of(session, {partnership_id}).values()
    types = {agency.id: agency.agency_type for agency in agencies}
    query = select(Conference.id, Conference.kind).where(
        Conference.partnership_id == partnership_id
    )
    return Around(
        partnership_id,
        codes={agency.id: agency.code for agency in agencies},
        types=types,
        by_nature=natures(types),
        kinds=dict(session.execute(query).all()),
    )


def context_of(text: str, known: Around) -> Matter:
    """The matter of a context, without items."""
    told: Json = json.loads(text)
    conference_id = UUID(told["conference"])
    return Matter(
        partnership_id=known.partnership_id,
        case_id=NOBODY,
        conference_id=conference_id,
        conference_kind=known.kinds[conference_id],
        stage=told["stage"],
        risk_level=told["risk"],
        items=(),
        facts=_facts(told["facts"]),
        standings=_standings(told["agencies"], known.by_nature),
        person_standings={UUID(key): stands(words) for key, words in told["people"].items()},
        agency_facts={UUID(key): _facts(facts) for key, facts in told["agency_facts"].items()},
        person_facts={UUID(key): _facts(facts) for key, facts in told["person_facts"].items()},
        agency_codes=known.codes,
        agency_types=known.types,
    )


def part_of(text: str) -> tuple[str, Mapping[str, int]]:
    """The section of a part, and how many answers of each kind stand in it."""
    told: Json = json.loads(text)
    return told["section"], told["answers"]


def answers_of(texts: Iterable[str], known: Around) -> dict[str, Answer]:
    """Kinds of answers by their texts; one whose question is asked no more is left out."""
    told = ((text, json.loads(text)) for text in sorted(texts))
    asked = ((text, entry) for text, entry in told if entry["field"] in FIELDS)
    return {
        text: _answer(entry, UUID(int=number), known)
        for number, (text, entry) in enumerate(asked, start=1)
    }


def matter_about(answers: Iterable[Answer], known: Around) -> Matter:
    """A matter in which each of these answers can be asked about."""
    found = list(answers)
    return Matter(
        partnership_id=known.partnership_id, case_id=NOBODY, conference_id=NOBODY,
        conference_kind="", stage="", risk_level="",
        items=tuple(answer.item for answer in found),
        consent={answer.item.subject_id: answer.consent for answer in found},
        granted=tuple(grant for answer in found for grant in answer.granted),
        agency_codes=known.codes, agency_types=known.types,
    )  # fmt: skip


def _answer(entry: Json, subject_id: UUID, known: Around) -> Answer:
    spec = FIELDS[entry["field"]]
    told = entry["told"]
    item = Item(
        **described(spec),  # type: ignore[arg-type]  # the keys are Item's own
        subject_id=subject_id,
        # There is something to show; what, no combination says.
        envelope=b"",
        origin_agency_id=UUID(entry["origin"]),
        author_id=UUID(entry["author"]) if "author" in entry else None,
        handling=frozenset(entry["handling"]),
        released=entry["released"],
        released_to=frozenset(map(UUID, entry["to"])),
        told_to=frozenset(known.codes if told == [EVERYBODY] else map(UUID, told)),
        facts=_facts(entry["facts"]),
    )
    grants = (
        Granted(UUID(agency), spec.section, subject_id, None, LASTING)
        for agency in entry["granted"]
    )
    return Answer(item, entry["consent"], tuple(grants))


def _facts(told: Mapping[str, str | int]) -> dict[str, Fact]:
    return {name: read_value(str(value)) for name, value in told.items()}


def _standings(
    told: Mapping[str, list[str]], by_nature: Mapping[UUID, frozenset[str]]
) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset, by_nature)
    for key, words in told.items():
        found[UUID(key)] |= stands(words)
    return dict(found)
