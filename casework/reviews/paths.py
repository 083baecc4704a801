"""The way a review of each kind goes: its first state, what may follow what, and its clocks.

States and clocks of death reviews are those of `domain.md` 2.11, of antisocial behaviour case
reviews those of 2.10; every other kind takes the general way. Lengths are the published ones that
were found; a board sets its own (`service/clocks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from casework.reviews.vocabulary import ReviewKind, ReviewState

R = ReviewState
Steps = Mapping[ReviewState, frozenset[ReviewState]]


class Unit(StrEnum):
    """What a clock counts."""

    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Clock:
    """How long may pass between two states, and where the figure comes from."""

    code: str
    words: str
    since: ReviewState
    until: frozenset[ReviewState]
    length: int
    unit: Unit
    source: str


@dataclass(frozen=True, slots=True)
class Path:
    """One kind of review."""

    first: ReviewState
    steps: Steps
    clocks: tuple[Clock, ...] = ()


def _steps(text: str, pausing: str = "") -> Steps:
    """'agreed: published closed' a line: what may follow each state."""
    found: dict[ReviewState, frozenset[ReviewState]] = {R.PAUSED: frozenset()}
    for line in text.strip().splitlines():
        state, _, after = line.strip().partition(":")
        found[R(state)] = frozenset(R(word) for word in after.split())
    for state in map(R, pausing.split()):
        found[state] |= {R.PAUSED}
    return found


def _clock(
    code: str, words: str, since: ReviewState, until: str, length: int, unit: Unit, source: str
) -> Clock:
    return Clock(code, words, since, frozenset(map(R, until.split())), length, unit, source)


# A check that fails brings a closed review back (R14).
LAST = """
    published: plan_monitoring
    plan_monitoring: closed
    closed: plan_monitoring
"""
GENERAL = Path(
    R.COMMISSIONED,
    _steps(
        """
        commissioned: evidence
        evidence: drafting
        drafting: evidence agreed
        agreed: published_pending
        published_pending: published
        """.strip() + LAST,
        "commissioned evidence drafting agreed published_pending",
    ),
)  # fmt: skip
DEATH = Path(
    R.NOTIFIED,
    _steps(
        """
        notified: decided not_conducted
        decided: home_office_told
        not_conducted: decided closed
        home_office_told: chair_appointed
        chair_appointed: scoped
        scoped: agency_reports
        agency_reports: panel
        panel: agency_reports drafting
        drafting: panel family_consulted
        family_consulted: drafting agreed
        agreed: submitted_qa
        submitted_qa: qa_feedback
        qa_feedback: revised cleared
        revised: submitted_qa cleared
        cleared: published
        """.strip() + LAST,
        "decided home_office_told chair_appointed scoped agency_reports panel drafting "
        "family_consulted agreed submitted_qa qa_feedback revised cleared",
    ),
    (
        _clock("decide", "Decide whether to hold a review", R.NOTIFIED, "decided not_conducted",
               1, Unit.MONTHS, "Statutory guidance of 2016, section 5; check before relying on it"),
        _clock("finish", "Send the agreed report to the Home Office", R.DECIDED, "submitted_qa",
               6, Unit.MONTHS, "Statutory guidance of 2016, section 5; check before relying on it"),
    ),
)  # fmt: skip
_ASB_SOURCE = "Published local procedure; each area sets its own"
ASB = Path(
    R.APPLIED,
    _steps(
        """
        applied: acknowledged
        acknowledged: info_requested
        info_requested: threshold_met threshold_not_met
        threshold_met: panel_listed
        threshold_not_met: outcome_sent
        panel_listed: reviewed
        reviewed: outcome_sent
        outcome_sent: appealed plan_monitoring closed
        appealed: panel_listed outcome_sent
        """.strip() + LAST.replace("published: plan_monitoring\n", ""),
    ),
    (
        _clock("acknowledge", "Acknowledge the application", R.APPLIED, "acknowledged",
               3, Unit.WORKING_DAYS, _ASB_SOURCE),
        _clock("information", "Get the agencies’ information back", R.INFO_REQUESTED,
               "threshold_met threshold_not_met", 14, Unit.WORKING_DAYS, _ASB_SOURCE),
        _clock("threshold", "Decide whether the threshold is met", R.APPLIED,
               "threshold_met threshold_not_met", 21, Unit.WORKING_DAYS, _ASB_SOURCE),
        _clock("panel", "Hold the panel", R.APPLIED, "reviewed", 28, Unit.WORKING_DAYS,
               _ASB_SOURCE),
        _clock("outcome", "Send the outcome", R.REVIEWED, "outcome_sent", 7, Unit.WORKING_DAYS,
               _ASB_SOURCE),
        _clock("appeal", "Hear the appeal", R.APPEALED, "reviewed outcome_sent", 15,
               Unit.WORKING_DAYS, _ASB_SOURCE),
    ),
)  # fmt: skip

PATHS: Mapping[ReviewKind, Path] = {
    kind: {ReviewKind.DEATH_REVIEW: DEATH, ReviewKind.ASB_CASE_REVIEW: ASB}.get(kind, GENERAL)
    for kind in ReviewKind
}
# Agreed by the board, and nothing published yet (R11).
UNPUBLISHED = frozenset(
    {R.AGREED, R.PUBLISHED_PENDING, R.SUBMITTED_QA, R.QA_FEEDBACK, R.REVISED, R.CLEARED}
)
