"""Every measure once: what it is called, what it counts, whether small numbers are kept back.

Counted from plain columns of the workflow: no sealed value is opened for a number. Figures of
cases count every case, also one that is hidden from the reader, and so are always suppressed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from casework.boards.figures import counting as count
from casework.boards.figures.periods import Span
from casework.boards.figures.value import Value
from casework.directory.models import ConferenceKind

Counter = Callable[[Session, UUID, Span], Value]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table."""

    key: str
    label: str
    section: str
    counter: Counter
    # Whether it counts cases, so that small numbers are kept back.
    cases: bool = False
    # The members of a family add up to its total; their small numbers are kept back together.
    family: str = ""
    # `share`: so many of so many; `days`: a number of days, which does not add up.
    unit: str = "count"
    # What it counts, in a sentence that is printed with it.
    meaning: str = ""

    @property
    def about(self) -> str:
        """What a comment, a break or an event of the whole family is written under."""
        return self.family or self.key


KINDS: Mapping[ConferenceKind, str] = {
    ConferenceKind.DOMESTIC_ABUSE_MARAC: "Referrals to domestic abuse conferences",
    ConferenceKind.CCM: "Referrals to community conferences",
    ConferenceKind.ASB_CASE_REVIEW: "Requests for an antisocial behaviour case review",
}
BY_AGENCY, BY_KIND = "referrals_by_agency", "referrals_by_kind"
CASES, RESEARCH, ACTIONS = "Cases", "Research", "Actions"
MEETINGS, LEARNING = "Meetings", "Reviews and learning"

# What the members of either family add up to.
TOTAL = "referrals"

FIXED: tuple[Measure, ...] = (
    Measure(TOTAL, "Referrals received", CASES, count.referrals, cases=True,
            meaning="Referrals that were submitted, whatever became of them."),
    *(
        Measure(f"{BY_KIND}.{kind.value}", label, CASES, count.referrals_to(kind), cases=True,
                family=BY_KIND)
        for kind, label in KINDS.items()
    ),
    Measure("repeats", "Repeat cases", CASES, count.repeats, cases=True,
            meaning="Cases opened in the period that are marked as a repeat."),
    Measure("heard", "Cases heard at a meeting", CASES, count.heard, cases=True,
            meaning="A case that was heard twice counts twice."),
    Measure("research_asked", "Requests for research", RESEARCH, count.research_asked, cases=True),
    Measure("research_in_time", "Research answered in time", RESEARCH, count.research_in_time,
            cases=True, unit="share",
            meaning="Of the answers that came in the period, those on or before their day."),
    Measure("actions_accepted", "Actions done and accepted", ACTIONS, count.actions_accepted,
            cases=True, unit="share",
            meaning="Of the actions that fell due, those that somebody else has accepted as done."),
    Measure("meetings", "Meetings held", MEETINGS, count.meetings),
    Measure("attendance", "Agencies present", MEETINGS, count.attendance, unit="share",
            meaning="Of the seats of agencies that always come, those with somebody there."),
    Measure("late_papers", "Papers that came too late", MEETINGS, count.late_papers),
    Measure("recommendations", "Recommendations made", LEARNING, count.recommendations),
    Measure("recommendations_accepted", "Recommendations whose evidence was accepted", LEARNING,
            count.recommendations_accepted),
    Measure("recommendations_open", "Recommendations open at the end of the period", LEARNING,
            count.recommendations_open),
    Measure("published", "Reviews published", LEARNING, count.published),
    Measure("publishing_days", "Days from agreement to publication", LEARNING,
            count.publishing_days, unit="days",
            meaning="The middle one of the reviews that were published in the period."),
)  # fmt: skip


def measures(agencies: Mapping[UUID, str]) -> list[Measure]:
    """Every measure, with one for each agency that refers, in the order of the table."""
    counter_of = count.referrals_by_agency()
    by_agency = [
        Measure(f"{BY_AGENCY}.{key}", f"Referrals from {name}", CASES, counter_of(key),
                cases=True, family=BY_AGENCY)
        for key, name in agencies.items()
    ]  # fmt: skip
    place = next(n for n, m in enumerate(FIXED) if m.key == "repeats")
    return [*FIXED[:place], *by_agency, *FIXED[place:]]


# What can be commented on, broken, aimed at: one line for a family.
LABELS: Mapping[str, str] = {
    **{m.key: m.label for m in FIXED if not m.family},
    BY_KIND: "Referrals by kind of conference",
    BY_AGENCY: "Referrals by agency",
}
