"""The report: each agency this year beside the same months a year before, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.behaviour.counting import Behaviour, Found, Rate, behaviour
from casework.boards.figures.periods import Period
from casework.catalogue.withholding_reasons import WITHHOLDING_BY_CODE
from casework.directory.names import agency_names

CHAIR = "Decided by the chair"
NONE = "n/a"
DAY = 24
# Before this was counted, the reason stood in sealed words alone.
NOT_COUNTED = "Reason not counted yet"


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one agency, now and a year before."""

    measure: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class AgencyReport:
    """One agency's lines, its reasons for holding back, and the plain numbers for a file."""

    name: str
    lines: tuple[Line, ...]
    reasons: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Every agency that was asked anything in one of the two spans."""

    period: Period
    agencies: tuple[AgencyReport, ...]


def report(session: Session, viewer: Viewer, period: Period) -> Report:
    """The report over the conferences of this person, or over all for information governance."""
    places = None if viewer.may(Action.LEDGER_READ) else viewer.conferences(Action.SHARING_REPORT)
    span = period.span
    found = behaviour(session, viewer.partnership_id, places, span)
    earlier = behaviour(session, viewer.partnership_id, places, span.a_year_before())
    names = agency_names(session, viewer.partnership_id)
    return Report(period, tuple(_agencies(found, earlier, names)))


def _agencies(found: Found, earlier: Found, names: Mapping[UUID, str]) -> Iterator[AgencyReport]:
    def called(key: UUID | None) -> tuple[bool, str]:
        return key is None, CHAIR if key is None else names.get(key, "")

    for key in sorted({*found, *earlier}, key=called):
        one, other = found.get(key, Behaviour()), earlier.get(key, Behaviour())
        if not (one.is_empty and other.is_empty):
            yield AgencyReport(
                called(key)[1], tuple(_lines(one, other, research=key is not None)),
                tuple(_reasons(one, other)),
            )  # fmt: skip


def _lines(one: Behaviour, other: Behaviour, *, research: bool) -> Iterator[Line]:
    pairs = _RESEARCH + _DECISIONS if research else _DECISIONS
    for measure, said in pairs:
        yield Line(measure, said(one), said(other))


def _reasons(one: Behaviour, other: Behaviour) -> Iterator[Line]:
    for code in sorted({*one.by_reason, *other.by_reason}):
        reason = WITHHOLDING_BY_CODE.get(code)
        label = reason.label if reason else NOT_COUNTED
        yield Line(label, str(one.by_reason[code]), str(other.by_reason[code]))


def spoken_hours(hours: float | None) -> str:
    """'5 hours', '3 days'; 'n/a' where nothing was answered."""
    if hours is None:
        return NONE
    amount, unit = (hours, "hour") if hours < 2 * DAY else (hours / DAY, "day")
    whole = round(amount)
    return f"{whole} {unit}" if whole == 1 else f"{whole} {unit}s"


_RESEARCH = (
    ("Asked what it knows", lambda b: str(b.asked)),
    ("Answered", lambda b: Rate(b.answered, b.asked).words),
    ("Answered in time", lambda b: Rate(b.in_time, b.asked).words),
    ("Of the answers: not known to us", lambda b: Rate(b.not_known, b.answered).words),
    ("Time to answer, half of them within", lambda b: spoken_hours(b.median_wait)),
    ("Slowest answer", lambda b: spoken_hours(b.slowest)),
    ("Of what it wrote down: held back", lambda b: Rate(b.withheld, b.items).words),
)
_DECISIONS = (
    ("Requests to see more: answered", lambda b: Rate(b.decided, b.to_decide).words),
    ("Of these: yes", lambda b: Rate(b.granted, b.decided).words),
    ("Time to decide, half of them within", lambda b: spoken_hours(b.median_decision)),
)
