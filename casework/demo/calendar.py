"""Days and moments of the story, counted back from the day on which it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from casework.clock import LONDON

# Days to the next ordinary meeting of each conference, and between its meetings.
NEXT = {"marac": 2, "ccm": 4, "asb": 5, "board": 12}
EVERY = {"marac": 28, "ccm": 28, "asb": 56, "board": 84}
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The story's clock: `now` is the moment of loading."""

    now: datetime

    @property
    def today(self) -> date:
        """The day of loading."""
        return self.now.astimezone(LONDON).date()

    def day(self, ago: int) -> date:
        """So many days before loading; negative lies ahead."""
        return self.today - timedelta(days=ago)

    def at(self, ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of that day."""
        return datetime.combine(self.day(ago), time(hour, minute), LONDON)

    def past(self, moment: datetime) -> datetime:
        """Not later than an hour before loading: what happened has happened."""
        return min(moment, self.now - timedelta(hours=1))

    def meeting_days(self, conference: str) -> list[int]:
        """Days ago of every ordinary meeting, the oldest first; the next one is negative."""
        first, every = -NEXT[conference], EVERY[conference]
        return sorted((self._workday(first + every * n) for n in range(740 // every)), reverse=True)

    def meeting_for(self, conference: str, ago: int) -> int:
        """The first ordinary meeting on or after a day."""
        return next(d for d in self.meeting_days(conference) if d <= ago)

    def _workday(self, ago: int) -> int:
        later = max(0, 7 - self.day(ago).weekday()) if self.day(ago).weekday() >= SATURDAY else 0
        return ago - later
