"""The ways a case comes to a conference; a score is one of them and never the only one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from casework.catalogue.field import HEARS, PLACE


class ThresholdRoute(StrEnum):
    """Why this case needs a conference (SafeLives referral criteria; place: local practice)."""

    SCORE = "score"
    PROFESSIONAL_JUDGEMENT = "professional_judgement"
    POTENTIAL_ESCALATION = "potential_escalation"
    REPEAT = "repeat"
    LOCATION = "location"
    URGENT = "urgent"


WORDS: Mapping[ThresholdRoute, str] = {
    ThresholdRoute.SCORE: "The risk assessment reaches the high-risk score",
    ThresholdRoute.PROFESSIONAL_JUDGEMENT: "My professional judgement is that the risk is high",
    ThresholdRoute.POTENTIAL_ESCALATION: "Things are happening more often or getting worse",
    ThresholdRoute.REPEAT: "It has happened again since this case was last heard",
    ThresholdRoute.LOCATION: "The harm keeps happening in one place",
    ThresholdRoute.URGENT: "It cannot wait for the next meeting",
}
HINTS: Mapping[ThresholdRoute, str] = {
    ThresholdRoute.SCORE: (
        "Use the score of the form you filled in. You still say in words what worries you."
    ),
    ThresholdRoute.PROFESSIONAL_JUDGEMENT: (
        "Use this when the score is low but you are worried. It counts as much as a score. "
        "You are asked to say why."
    ),
    ThresholdRoute.POTENTIAL_ESCALATION: "For example, three reports to the police in 12 months.",
    ThresholdRoute.REPEAT: (
        "Anything new between the same people within 12 months of the last referral. "
        "It does not need to be a crime, and the score does not matter."
    ),
    ThresholdRoute.LOCATION: (
        "An estate, a block, a street or premises where several people are affected."
    ),
    ThresholdRoute.URGENT: (
        "Tell the coordinator by phone as well. Do not wait for any meeting before you act to "
        "keep somebody safe."
    ),
}


def routes(conference_kind: str, case_kind: str) -> tuple[ThresholdRoute, ...]:
    """The routes that exist for this kind of conference and case."""
    if case_kind not in HEARS.get(conference_kind, frozenset()):
        return ()
    left_out = ThresholdRoute.SCORE if case_kind == PLACE else ThresholdRoute.LOCATION
    return tuple(route for route in ThresholdRoute if route is not left_out)
