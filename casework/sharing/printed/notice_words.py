"""What the notice for people concerned says, by what kind of agreement it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from protocols.clauses import SharingProtocol
from protocols.conditions import plain

PANEL = "review_panel"


class About(StrEnum):
    """What an agreement does, as somebody outside would notice it."""

    # Its rules open parts of a case to agencies that meet about people.
    CONFERENCE = "conference"
    # It opens the sealed record of a review to the panel.
    REVIEW = "review"
    # In an ordinary case nothing is opened: it hangs on what is true of a case, or on people.
    IT_DEPENDS = "it_depends"


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one kind of notice; `{title}` is that of the agreement."""

    title: str
    intro: str
    shared: str
    seen: str
    seers: str


WORDS: Mapping[About, Words] = {
    About.CONFERENCE: Words(
        "How information about you is shared",
        "Agencies that work together under “{title}” share some information so that people are "
        "safer. This page says what, why and with whom.",
        "Only what is needed, at each step. It can include:",
        "Each agency sees only the part that it needs.",
        "the agencies that have signed the protocol",
    ),
    About.REVIEW: Words(
        "How information is used in a review",
        "A review looks at what happened, so that others are safer. Those who carry it out work "
        "under “{title}”. This page says what they read, why, and who they are.",
        "The panel of the review keeps a record of its own, apart from everything else. It can "
        "include:",
        "Those who sit on the panel of the review, as far as their agencies have signed the "
        "agreement.",
        "the agencies that have signed the agreement",
    ),
    About.IT_DEPENDS: Words(
        "How information about you is shared",
        "Agencies that work together under “{title}” may share information so that people are "
        "safer. This page says why and with whom.",
        "There is no fixed list. Each time, what the agreement asks for is checked first, and "
        "then only what is needed is passed on.",
        "Each agency is told only the part that it needs.",
        "the agencies that have signed it",
    ),
}
# Where something must be true first, whatever it is that is asked for.
CHECKED = (
    "Each time, what the agreement asks for is checked first, and then only what is needed is "
    "passed on. It can include:"
)
# By field of the record of a review; what is not here says nothing to anybody outside.
SAID_OF_REVIEW: Mapping[str, str] = {
    "review.chronology": "what happened, and what each agency knew and did",
    "review.family_contact": "how family and friends were spoken to, and what they said",
    "review.family_comment": "what the family says about the draft of the report",
    "review.pseudonym": "who is called by which other name in the report",
}
PURPOSES: Mapping[str, str] = {
    "safety_planning": "planning how to keep people safe",
    "crime_reduction": "reducing crime",
    "crime_prevention": "preventing crime",
    "safeguarding": "protecting children and adults at risk",
    "case_coordination": "working together on a case",
    "audit": "checking that the rules are kept",
    "monitoring": "following whether it helps",
    "performance": "seeing how well agencies work",
    "service_research": "learning how agencies can do better",
    "criminal_investigation": "investigating crime",
}


def about(protocol: SharingProtocol, shared: Sequence[str]) -> About:
    """Which of the three an agreement is: where it holds, and what it opens in an ordinary case."""
    if set(protocol.conference_kinds) == {PANEL}:
        return About.REVIEW
    return About.CONFERENCE if shared else About.IT_DEPENDS


def purpose_words(purpose: str) -> str:
    """What it is for, as a person concerned would say it; one's own purposes as they are called."""
    return PURPOSES.get(purpose, plain(purpose))
