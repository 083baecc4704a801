"""Random histories of a few cases, written straight into the tables: facts, versions, settling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState
from casework.cases.models import Case, CaseState, DutySettled, RecordedFact, SealedAnswer
from casework.cases.outcomes import Where, ran_out
from casework.cases.running import Begun
from casework.clock import day_of
from casework.db import new_id
from tests.factories.agreements import STARTER, timed
from tests.factories.world import World

BUILT = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOURS = 24 * 150
OWED = ('owner = "coordinator"', 'owner = "information governance officer"')
WAIT, TELL = ("1 working day", "24 hours", "1 week"), ("2 working days", "3 days", "1 month")
NAMES = (
    "serious_threat", "serious_threat", "chair_approved", "serious_threat_reason_recorded",
    # No duty hangs on it.
    "fire_risk",
)  # fmt: skip
CASES, SOME = 6, 8


def clocked(wait: str, tell: str) -> str:
    text = timed(STARTER, "chair_approved", wait, "refused")
    return timed(text, "tell_originator", tell, "ends")


TEXTS = (
    STARTER,
    *(clocked(wait, tell) for wait, tell in zip(WAIT, TELL, strict=True)),
    # The same under another number is another duty.
    clocked("2 days", "2 weeks").replace('number = "4.1"', 'number = "4.11"'),
    # Owed by whoever asked, and by somebody who opens no case.
    *(
        timed(text, "serious_threat_reason_recorded", "3 hours", "reported")
        for text in (clocked("3 days", "1 day"), clocked("1 day", "5 days").replace(*OWED))
    ),
)


@dataclass
class History:
    """Cases, facts and versions at random, over a summer in which the clocks change."""

    session: Session
    world: World
    rng: Random

    def __post_init__(self) -> None:
        self.where: Where = (self.world.partnership.id, self.world.conference.kind)
        self.answers = list(self.session.scalars(select(SealedAnswer.id)))
        self.facts: list[RecordedFact] = []
        self.starts = sorted({self.moment() for _ in range(self.rng.randint(0, 3))})
        self._agree()
        self.cases = [self._case() for _ in range(CASES)]
        for case in self.cases:
            self.facts += [self._fact(case) for _ in range(self.rng.choice([1, 1, 2, 3, 5, 7]))]
        self.session.add_all(self.facts)
        self.session.flush()

    @property
    def everywhere(self) -> dict[UUID, Where]:
        return {case.id: self.where for case in self.cases}

    def moment(self) -> datetime:
        hours = self.rng.randint(1, HOURS)
        return BUILT + timedelta(hours=hours, minutes=self.rng.choice([0, 0, 30]))

    def _agree(self) -> None:
        """One version after the other, with or without a gap, the first from the beginning."""
        (first,) = self.session.scalars(
            select(Agreement).where(Agreement.partnership_id == self.world.partnership.id)
        )
        before = first
        self._say(first)
        for start in self.starts:
            before.ended_at = start - timedelta(days=self.rng.choice([0, 0, 5]))
            before.state = AgreementState.SUPERSEDED
            before = self._next(first, start)
        self.session.flush()

    def _next(self, first: Agreement, start: datetime) -> Agreement:
        row = Agreement(
            partnership_id=first.partnership_id, name=self.rng.choice([first.name, "other"]),
            label=f"{start:%m-%d %H:%M}", title=first.title, state=AgreementState.IN_FORCE,
            author_id=first.author_id, created_at=start, changed_at=start, in_force_from=start,
        )  # fmt: skip
        self._say(row)
        self.session.add(row)
        return row

    def _say(self, row: Agreement) -> None:
        row.text = self.rng.choice(TEXTS)
        row.digest = compiled(row.text)[2]

    def _case(self) -> Case:
        case = Case(
            id=new_id(), partnership_id=self.where[0], conference_id=self.world.conference.id,
            origin_agency_id=self.world.agencies["police"].id, reference=new_id().hex[:16],
            kind="person", state=CaseState.LISTED, opened_at=BUILT, changed_at=BUILT,
        )  # fmt: skip
        self.session.add(case)
        self.session.flush()
        return case

    def _fact(self, case: Case) -> RecordedFact:
        rng, at = self.rng, self.moment()
        return RecordedFact(
            partnership_id=self.where[0], case_id=case.id, name=rng.choice(NAMES),
            value=rng.choice(["yes", "yes", "no"]), recorded_at=at,
            recorded_by=rng.choice(list(self.world.viewers.values())).person_id,
            answer_id=rng.choice([None, None, None, *self.answers]),
            withdrawn_at=self._later(at), ends_at=self._later(at),
        )  # fmt: skip

    def _later(self, at: datetime) -> datetime | None:
        return at + timedelta(hours=self.rng.randint(0, 400)) if self.rng.random() < 0.4 else None

    def ran_out(self) -> list[Begun]:
        """What ever runs out, in an order that does not hang on ids drawn at random."""
        order = {case.id: number for number, case in enumerate(self.cases)}
        found = ran_out(self.session, self.everywhere, BUILT + timedelta(days=400))
        return sorted(
            found,
            key=lambda b: (b.since, order[b.case_id], b.clause.number, b.duty.what, b.version.name),
        )

    def settle_some(self, begun: Sequence[Begun]) -> None:
        for one in self.rng.sample(begun, len(begun) // 4):
            assert one.due is not None
            at = one.due + timedelta(hours=self.rng.randint(-30, 300))
            row = DutySettled(
                id=one.id, partnership_id=self.where[0], case_id=one.case_id,
                clause=one.clause.number, settled_at=at, settled_by=one.set_off_by,
                done_on=self.rng.choice([None, day_of(one.due), day_of(at)]),
            )  # fmt: skip
            self.session.add(row)
        self.session.flush()

    def moments(self, begun: Sequence[Begun]) -> list[datetime]:
        """Soon after something came due, a version began, or a fact changed."""
        due = [one.due for one in begun if one.due is not None]
        changed = [at for fact in self.facts for at in (fact.recorded_at, fact.withdrawn_at) if at]
        told = [*due, *self.starts, *self.rng.sample(changed, min(len(changed), SOME))]
        return [at + timedelta(minutes=self.rng.choice([0, 1, 300, 3000])) for at in told]

    def over(self, cases: dict[UUID, Where], moment: datetime) -> set[UUID]:
        return {one.id for one in ran_out(self.session, cases, moment)}
