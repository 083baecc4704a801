"""One case of the demonstration while its story is told: who acts, where, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case
from casework.cases.opening import subjects
from casework.demo.calendar import Calendar
from casework.demo.cast import Cast
from casework.demo.content import Story
from casework.demo.timeline import Timeline
from casework.referrals.models import Referral

HEARD = frozenset({"heard", "actions_open", "actions_complete", "closed"})
LISTED = frozenset({"listed", "researched"}) | HEARD
# Heard at a meeting that was called for it.
EXTRA = "heard"


@dataclass
class Stage:
    """What every story shares."""

    session: Session
    cast: Cast
    calendar: Calendar
    timeline: Timeline
    scripts: dict[str, Script] = field(default_factory=dict)


@dataclass
class Script:
    """A story with what has been made of it so far."""

    story: Story
    stage: Stage
    case: Case | None = None
    referral: Referral | None = None
    actions: list[UUID] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The story's name."""
        return str(self.story["key"])

    @property
    def conference(self) -> str:
        """The conference's code, after the case was passed on too."""
        return str(self.story["conference"])

    @property
    def fate(self) -> str:
        """How far it goes."""
        return str(self.story["fate"])

    @property
    def is_full(self) -> bool:
        """Told in full, with summaries of its own."""
        return "summary" in self.story

    @property
    def is_heard(self) -> bool:
        """Whether a meeting has heard it."""
        return self.fate in HEARD

    @property
    def author(self) -> Viewer:
        """The referrer."""
        return self.stage.cast.viewer(self.story["by"])

    @property
    def coordinator(self) -> Viewer:
        """Who coordinates."""
        return self.stage.cast.office("coordinator", self.conference)

    @property
    def chair(self) -> Viewer:
        """Who leads the conference."""
        return self.stage.cast.office("chair", self.conference)

    @property
    def made(self) -> Case:
        """The case, once it was started."""
        assert self.case is not None, "it was started"
        return self.case

    def speaker(self, agency: str) -> Viewer:
        """Who speaks for an agency in this case; the deputy where the case is hidden from one."""
        cast, hidden = self.stage.cast, self.story.get("excluded", [])
        key = cast.speaks_for(agency, self.conference)
        if key in hidden:
            key = cast.speaks_for(agency, self.conference, "deputy")
        return cast.viewer(key)

    def agency_id(self, code: str) -> UUID:
        """An agency by the story's word."""
        return self.stage.cast.agencies[code].id

    def subject_ids(self) -> dict[UUID, str]:
        """Everybody in the case, with the sort of row."""
        return {s.id: s.kind for s in subjects(self.stage.session, self.made)}

    @property
    def opened(self) -> datetime:
        """When the referral was begun."""
        return self.stage.calendar.at(self.story["opened"], 9)

    @property
    def accepted_at(self) -> datetime:
        """When the coordinator decided."""
        wait = timedelta(hours=3) if self.story.get("urgent") else timedelta(days=1, hours=2)
        return self.stage.calendar.past(self.opened + wait)

    @property
    def meeting_key(self) -> tuple[str, int, bool]:
        """The meeting that hears it: conference, days ago, and whether it was called for this."""
        if self.fate == EXTRA:
            return self.conference, 2 if self.conference == "marac" else 1, True
        ago = self.stage.calendar.meeting_for(self.conference, self.story["opened"] - 5)
        return self.conference, ago, False

    @property
    def listed_at(self) -> datetime:
        """When it was put on an agenda: not before that agenda is open."""
        _, ago, extra = self.meeting_key
        opens = self.stage.calendar.at(ago, 12) - timedelta(days=27)
        after = self.accepted_at + timedelta(hours=2)
        return after if extra else max(after, opens)

    @property
    def known_at(self) -> datetime:
        """When agencies have looked it up."""
        _, ago, extra = self.meeting_key
        wait = timedelta(hours=2) if extra else timedelta(days=2)
        before = self.stage.calendar.at(ago, 9) - timedelta(hours=1)
        return self.stage.calendar.past(min(self.listed_at + wait, before))
