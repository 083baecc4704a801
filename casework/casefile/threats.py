"""Where a serious threat stands: recorded, agreed to, and what the clock has made of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.casefile.standing import CHAIR_APPROVED, SERIOUS_THREAT, current_fact
from casework.casefile.waiting import wait_for
from casework.cases.duties import Duty, duties_of
from casework.cases.models import Case, RecordedFact
from protocols.clauses import ENDS


@dataclass(frozen=True, slots=True)
class Threat:
    """The record of a threat, the chair's agreement, the wait for it, and duties that ran out."""

    recorded: RecordedFact | None
    approved: RecordedFact | None
    wait: Duty | None
    ended: tuple[Duty, ...]

    @property
    def is_over(self) -> bool:
        """Whether the clock has closed what it opened, or refused what it asked for."""
        return bool(self.ended) or (self.wait is not None and self.wait.is_refused)


def threat_of(session: Session, case: Case) -> Threat:
    """The threat of a case as it stands now."""
    recorded = current_fact(session, case, SERIOUS_THREAT)
    return Threat(
        recorded, current_fact(session, case, CHAIR_APPROVED),
        wait_for(session, case, CHAIR_APPROVED),
        tuple(_ended_by(session, case, recorded)) if recorded else (),
    )  # fmt: skip


def _ended_by(session: Session, case: Case, fact: RecordedFact) -> list[Duty]:
    """Duties about the whole case, begun with a fact, of which what they opened has ended."""
    return [
        d
        for d in duties_of(session, [case])[case.id]
        if d.has_run_out and d.missed == ENDS and d.until is None
        and d.answer_id is None and d.since >= fact.recorded_at
    ]  # fmt: skip
