"""The mail that says to a victim service how many things wait: at once where it is urgent."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from casework.cases.models import Case, ContactBeforeMeeting
from casework.clock import LONDON, now
from casework.notices import outbox
from casework.notices.letters import WORK_WAITING
from casework.referrals.contact_finding import people_to_tell
from casework.working_days import is_working_day

# The working day: what is not urgent is not sent into somebody's evening or weekend.
BEGINS, ENDS = time(7, 30), time(18)


def tell(session: Session, case: Case, row: ContactBeforeMeeting) -> None:
    """Everybody who could make the contact hears that something waits; never what, nor whose."""
    due_at = now() if case.urgent else next_working_moment(now())
    for person_id in people_to_tell(session, case, row.agency_id):
        outbox.post(
            session, partnership_id=case.partnership_id, person_id=person_id, kind=WORK_WAITING,
            once=f"contact {row.id} {person_id} {'urgent' if case.urgent else 'asked'}",
            due_at=due_at,
        )  # fmt: skip


def next_working_moment(moment: datetime) -> datetime:
    """Now if people are at work, else when they next begin; by the clock on their wall."""
    here = moment.astimezone(LONDON)
    if is_working_day(here.date()) and BEGINS <= here.time() < ENDS:
        return moment
    day = here.date() if here.time() < BEGINS else here.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, BEGINS, LONDON)
