"""Every room that can make work for somebody, and the heading its work stands under."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.work import work_for as actions
from casework.advice.service import work_for as advice
from casework.boards.work import work_for as boards
from casework.cases.work import WorkItem
from casework.conferences.work import work_for as conferences
from casework.insight.summaries import summaries_for
from casework.insight.waiting import (
    duties_for,
    grants_for,
    interests_for,
    lapsed_for,
    protocols_for,
    requests_for,
    threats_for,
)
from casework.referrals.work import work_for as referrals
from casework.research.work import work_for as research
from casework.reviews import work as reviews
from casework.reviews.asked_work import work_for as asked_reports
from casework.sharing.work import work_for as sharing

Found = Callable[[Session, Viewer], Iterable[WorkItem]]


@dataclass(frozen=True, slots=True)
class Source:
    """A room: the word for its tab in an address, the tab's label, and how it answers."""

    tab: str
    label: str
    work_for: Found


def of_reviews(session: Session, viewer: Viewer) -> list[WorkItem]:
    """The review room's own items in the form of the list."""
    return [
        WorkItem(i.kind, i.title, i.url_endpoint, i.url_values, i.since, i.due)
        for i in reviews.work_for(session, viewer)
    ]


# In the order of the tabs; a tab may have several sources.
SOURCES: tuple[Source, ...] = (
    Source("urgent", "Serious threats", threats_for),
    Source("referrals", "Referrals", referrals),
    Source("research", "Research", research),
    Source("actions", "Actions", actions),
    Source("meetings", "Meetings", conferences),
    Source("interests", "Interests", interests_for),
    Source("requests", "Requests to see more", requests_for),
    Source("requests", "Requests to see more", grants_for),
    Source("requests", "Requests to see more", lapsed_for),
    Source("sharing", "Sharing outside", advice),
    Source("duties", "Duties of the protocol", duties_for),
    Source("summaries", "Summaries", summaries_for),
    Source("reviews", "Reviews", asked_reports),
    Source("reviews", "Reviews", of_reviews),
    Source("boards", "Boards", boards),
    Source("protocol", "Protocol", protocols_for),
    Source("protocol", "Protocol", sharing),
)
