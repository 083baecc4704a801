"""The page of what a draft changes, over many live cases: the counts are kept, as in real use.

Rows are written straight into the tables that the preview reads: cases, combinations of facts and
counts. A case has one of some two thousand contexts (stage, risk, who refers, who works with whom,
what was recorded), and in each of fourteen sections one of many parts that its referrer wrote; some
are common and most are rare.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, insert, select

from benchmarks import installation
from benchmarks.measure import Line, each_warm, once
from casework.access import Role
from casework.agreements import service as agreements
from casework.app import create_app
from casework.cases.combining import fingerprinted
from casework.cases.models import Case, CaseCombination, CombinationCount, FactCombination
from casework.catalogue.section import Section
from casework.catalogue.sections import sections
from casework.clock import now
from casework.db import Base, new_id
from casework.startup.house import HOUSE, House, build_house
from tests.factories.accounts import sign_in
from tests.factories.agreements import STARTER
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

FEW, MANY = 10_000, 1_000_000
AIMS = {FEW: 1_000.0, MANY: 5_000.0}
AT_ONCE = 20_000
ROUNDS = 5
STAGES = {"agenda": "listed", "meeting": "listed", "after_meeting": "actions_open"}
RISKS = ("standard", "medium", "high", "very_high")
FACTS = ("serious_threat", "fire_risk", "chair_approved", "tenant_of_recipient")
SECTIONS, WAYS = 14, 12
Json = dict[str, Any]


def measured() -> Iterator[Line]:
    """The page with ten thousand and with a million live cases."""
    first = None
    for cases in (FEW, MANY):
        folder = Path(mkdtemp(prefix="confer-bench-preview-"))
        try:
            cold, warm, own, pairs = _page(folder, cases)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        yield Line(
            f"preview of a draft, {cases:,} live cases, {pairs:,} counts", cold, warm,
            f"{FEW:,} cases" if first else "", first, f"{AIMS[cases] / 1000:.0f} s",
            max(cold, warm) <= AIMS[cases], own=own,
        )  # fmt: skip
        first = warm


def _page(folder: Path, cases: int) -> tuple[float, float, float, int]:
    place = installation.found(folder)
    house = build_house(place.settings)
    author, draft, pairs = seed(house, cases)
    house.dispose()
    app = create_app(place.settings)
    client = sign_in(app.test_client(), author)

    def ask() -> None:
        answer = client.get(f"/protocol/{draft}/compare")
        assert answer.status_code == 200, answer.status
        assert "would see more" in answer.text

    cold = once(ask)
    warm, own = each_warm([ask] * ROUNDS, warming=1)
    app.extensions[HOUSE].dispose()
    return cold, warm, own, pairs


def seed(house: House, cases: int) -> tuple[UUID, UUID, int]:
    """Who drafts, the draft, and how many counts there are."""
    with house.store.writing() as session:
        world = make_world(session, {})
        author = make_viewer(session, world.agencies["police"], Role.PROTOCOL_ADMINISTRATOR)
        text = STARTER.replace('"1.0"', '"1.1"', 1)
        text = text.replace('category = ["health"]', 'category = ["health", "finance"]')
        draft = agreements.draft(session, author, text=text).id
    counts = _write(house, Facts(world, Random(cases)), cases)
    with house.store.writing() as session:
        session.execute(
            insert(_table(CombinationCount)),
            [
                {"id": key, "partnership_id": world.partnership.id, "cases": number}
                for key, number in counts.items()
            ],
        )
        assert session.scalar(select(func.count()).select_from(CaseCombination)) == cases + 1
    return author.person_id, draft, len(counts)


class Facts:
    """The combinations that occur, and one drawn from them for each case."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world, self._rng = world, rng
        self.agencies = sorted(a.id for a in world.agencies.values())
        asked = [s for s in sections("domestic_abuse_marac", "person") if s.fields][:SECTIONS]
        self.texts: dict[str, str] = {}
        self._parts = {a: [self._ways(a, section) for section in asked] for a in self.agencies}
        self._contexts = {a: [self._context(a) for _ in range(200)] for a in self.agencies}

    def drawn(self) -> tuple[Json, str, list[str]]:
        """A context with its fingerprint, and the parts of one case."""
        agency = self._often(self.agencies)
        stage, key = self._often(self._contexts[agency])
        return stage, key, sorted(self._often(ways) for ways in self._parts[agency])

    def _often(self, found: Sequence[Any]) -> Any:
        return self._rng.choices(found, cum_weights=_weights(len(found)))[0]

    def _context(self, referrer: UUID) -> tuple[Json, str]:
        rng, stage = self._rng, self._rng.choice(sorted(STAGES))
        others = rng.sample(self.agencies, 2)
        known = {name: rng.choice(["yes", "no"]) for name in FACTS if rng.random() < 0.3}
        facts = {
            "partnership": self.world.partnership.id.hex,
            "conference": self.world.conference.id.hex, "stage": stage, "risk": rng.choice(RISKS),
            "facts": known, "agencies": {referrer.hex: ["referrer"], others[0].hex: [
                "works_with_victim"]}, "people": {}, "person_facts": {},
            "agency_facts": {others[1].hex: {"own_client": "yes"}},
        }  # fmt: skip
        return {"stage": stage, "risk": facts["risk"]}, self._kept(facts)

    def _ways(self, referrer: UUID, section: Section) -> list[str]:
        """Ways in which a section is filled in: which fields, and what the person agreed to."""
        rng, found = self._rng, []
        for _ in range(WAYS):
            fields = rng.sample(section.fields, rng.randint(1, len(section.fields)))
            consent = rng.choice(["given", "not_asked", "refused"])
            answers = dict.fromkeys((_answer(f.name, referrer, consent) for f in fields), 1)
            about = {"partnership": self.world.partnership.id.hex, "section": section.name}
            found.append(self._kept({**about, "answers": answers}))
        return found

    def _kept(self, facts: Json) -> str:
        key, text = fingerprinted(facts)
        self.texts[key] = text
        return key


@cache
def _weights(many: int) -> list[float]:
    """The first is met most, the second half as much, the third a third as much; added up."""
    return list(accumulate(1 / number for number in range(1, many + 1)))


def _answer(field: str, referrer: UUID, consent: str) -> str:
    return fingerprinted(
        {
            "field": field, "origin": referrer.hex, "released": True, "handling": [], "to": [],
            "told": [], "facts": {"under_18": "no"}, "consent": consent, "granted": [],
        }
    )[1]  # fmt: skip


def _write(house: House, facts: Facts, cases: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    with house.store.writing() as session:
        session.execute(
            insert(_table(FactCombination)),
            [
                {"id": key, "partnership_id": facts.world.partnership.id, "facts": text}
                for key, text in facts.texts.items()
            ],
        )
    for start in range(0, cases, AT_ONCE):
        records, kept = [], []
        for number in range(start, min(start + AT_ONCE, cases)):
            stands, context, parts = facts.drawn()
            counts.update(f"{context}{part}" for part in parts)
            records.append(_record(facts.world, number, stands))
            kept.append(
                {
                    "case_id": records[-1]["id"], "partnership_id": facts.world.partnership.id,
                    "stale": False, "until": None, "context": context, "parts": "".join(parts),
                }
            )  # fmt: skip
        with house.store.writing() as session:
            session.execute(insert(_table(Case)), records)
            session.execute(insert(_table(CaseCombination)), kept)
    return counts


def _record(world: World, number: int, stands: Json) -> Json:
    return {
        "id": new_id(), "partnership_id": world.partnership.id,
        "conference_id": world.conference.id,
        "origin_agency_id": world.agencies["police"].id, "reference": f"C-{number:07d}",
        "kind": "person", "state": STAGES[stands["stage"]], "stage": stands["stage"],
        "risk_level": stands["risk"], "opened_at": now(), "changed_at": now(), "version": 1,
    }  # fmt: skip


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


if __name__ == "__main__":
    for line in measured():
        print(" | ".join(line.cells()), flush=True)
