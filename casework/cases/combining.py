"""From a case to its combinations: all that a protocol may ask of it, but not which case it is.

A combination is one of two things. A *context* is what holds for the whole case: conference, stage,
risk, recorded facts, who stands how. A *part* is what stands in one section: for each answer its
field, who supplied it, its marks and facts; never the answer. Two cases with equal context and part
are answered alike in that section by every protocol, whoever asks: they are decided once.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.matters import matter_from
from casework.cases.models import AnswerRelease, Case, CaseRole
from casework.cases.models.combination import DIGEST
from casework.cases.outcomes import NOTHING
from casework.cases.rows import CaseRows, fetch
from casework.cases.states import LIVE
from casework.clock import now
from casework.directory.models import Person
from casework.disclosure.matter import Item, Matter
from protocols.question import Fact

# What a preview asks for; consent is said for a purpose.
PURPOSE = "safety_planning"
EVERYBODY = "*"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Combined:
    """The fingerprints of one case, the facts behind them, and when something in it ends."""

    context: str
    parts: tuple[str, ...]
    facts: Mapping[str, str]
    until: datetime | None

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every part beside the context: what is counted."""
        return ((self.context, part) for part in self.parts)


def combine(session: Session, cases: Sequence[Case]) -> dict[UUID, Combined]:
    """The combinations of those of some cases that are live, from the rows as they stand now."""
    live = [case for case in cases if case.state in LIVE]
    if not live:
        return {}
    rows = fetch(session, live, now(), fields=None, about=None)
    rows = replace(rows, missed={key: found.changing for key, found in rows.missed.items()})
    homes = _homes(session, {case.partnership_id for case in live})
    return {case.id: _combined(case, rows, homes) for case in live}


def read_fingerprints(text: str) -> tuple[str, ...]:
    """The fingerprints of parts, as a row keeps them one after the other."""
    return tuple(text[start : start + DIGEST] for start in range(0, len(text), DIGEST))


def _homes(session: Session, partnerships: set[UUID]) -> dict[UUID, UUID]:
    query = select(Person.id, Person.agency_id).where(Person.partnership_id.in_(partnerships))
    return dict(session.execute(query).all())


def _combined(case: Case, rows: CaseRows, homes: Mapping[UUID, UUID]) -> Combined:
    matter = matter_from(case, rows, None, with_blanks=False)
    context = fingerprinted(_context(matter, rows.roles.get(case.id, [])))
    parts = dict(fingerprinted(part) for part in _parts(matter, rows, homes))
    facts = {**dict([context]), **parts}
    return Combined(context[0], tuple(sorted(parts)), facts, _first_end(case, rows))


def fingerprinted(facts: Json) -> tuple[str, str]:
    """Facts as a text that is the same whenever they are, and its fingerprint before it."""
    text = _text(facts)
    return sha256(text.encode()).hexdigest()[:DIGEST], text


def _text(facts: Json) -> str:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))


def _context(matter: Matter, roles: Iterable[CaseRole]) -> Json:
    agencies: dict[str, set[str]] = defaultdict(set)
    people: dict[str, set[str]] = defaultdict(set)
    for role in roles:
        held = (
            agencies[role.agency_id.hex] if role.person_id is None else people[role.person_id.hex]
        )
        held.add(role.relationship)
    return {
        "partnership": matter.partnership_id.hex,
        "conference": matter.conference_id.hex,
        "stage": matter.stage,
        "risk": matter.risk_level,
        "facts": _told(matter.facts),
        # What an agency is by its kind is not of the case, and is added when the facts are read.
        "agencies": {key: sorted(words) for key, words in agencies.items()},
        "people": {key: sorted(words) for key, words in people.items()},
        "agency_facts": {key.hex: _told(facts) for key, facts in matter.agency_facts.items()},
        "person_facts": {key.hex: _told(facts) for key, facts in matter.person_facts.items()},
    }


def _told(facts: Mapping[str, Fact]) -> dict[str, str | int]:
    return {name: value if isinstance(value, int) else str(value) for name, value in facts.items()}


def _parts(matter: Matter, rows: CaseRows, homes: Mapping[UUID, UUID]) -> Iterator[Json]:
    sections: dict[str, Counter[str]] = defaultdict(Counter)
    for item in matter.items:
        sections[item.section][_text(_entry(item, matter, rows, homes))] += 1
    for section, entries in sections.items():
        yield {
            "partnership": matter.partnership_id.hex,
            "section": section,
            # Each kind of answer as a text of its own, so that equal ones are read once.
            "answers": dict(entries),
        }


def _entry(item: Item, matter: Matter, rows: CaseRows, homes: Mapping[UUID, UUID]) -> Json:
    assert item.answer_id is not None, "no blanks were asked for"
    assert item.origin_agency_id is not None, "an answer was given by somebody"
    entry: Json = {
        "field": item.field,
        "origin": item.origin_agency_id.hex,
        "released": item.released,
        "handling": sorted(item.handling),
        "to": sorted(agency.hex for agency in item.released_to),
        "told": _told_to(rows.releases.get(item.answer_id, [])),
        "facts": _told(item.facts),
        "consent": matter.consent_of(item.subject_id, PURPOSE),
        "granted": sorted(_granted(item, matter, rows.moment)),
    }
    # Within the agency that supplied it nobody is asked who wrote it.
    if item.author_id is not None and homes.get(item.author_id) != item.origin_agency_id:
        entry["author"] = item.author_id.hex
    return entry


def _told_to(releases: Sequence[AnswerRelease]) -> list[str]:
    verbal = [release.agency_id for release in releases if release.verbal]
    return [EVERYBODY] if None in verbal else sorted({agency.hex for agency in verbal if agency})


def _granted(item: Item, matter: Matter, moment: datetime) -> set[str]:
    return {
        grant.agency_id.hex
        for grant in matter.granted
        if grant.covers(item, grant.agency_id, moment)
    }


def _first_end(case: Case, rows: CaseRows) -> datetime | None:
    ends = [fact.ends_at for fact in rows.facts.get(case.id, [])]
    # One that was taken back from a moment on that has not come yet ends then.
    ends += [fact.withdrawn_at for fact in rows.facts.get(case.id, [])]
    ends.append(rows.missed.get(case.id, NOTHING).then)
    for asked in rows.granted.get(case.id, []):
        ends += [asked.ends_at, asked.revoked_at]
    return min((end for end in ends if end is not None), default=None)
