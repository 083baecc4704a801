"""What this room says on the screen: groups of pages, states, what happens next."""

from __future__ import annotations

from collections.abc import Mapping

from casework.referrals.models import ReferralState

S = ReferralState

# The task list in the order in which people work, not one list of nineteen lines.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Who is writing", ("about_you",)),
    ("The place", ("place_details", "place_people", "complainants", "place_problem_solving")),
    (
        "The person at risk",
        (
            "household", "victim_identity", "victim_contact", "victim_background", "health",
            "housing_money",
        ),
    ),
    ("The person causing harm", ("alleged_perpetrator", "perpetrator_risk")),
    ("Others at risk", ("children", "other_people")),
    ("What has happened", ("reason", "incident", "incident_log")),
    (
        "Risk",
        ("risk_checklist", "risk_checklist_continued", "community_matrix", "risk_view"),
    ),
    ("Sharing, wishes and safety", ("awareness", "wishes_support", "previous", "safety")),
)  # fmt: skip

STATES: Mapping[str, str] = {
    S.DRAFT: "Draft",
    S.SUBMITTED: "Waiting for the coordinator",
    S.RETURNED_INCOMPLETE: "Returned: something is missing",
    S.ACCEPTED: "Accepted",
    S.DECLINED: "Declined",
    S.REDIRECTED: "Passed on",
    S.WITHDRAWN: "Withdrawn",
}
COLOURS: Mapping[str, str] = {
    S.DRAFT: "grey",
    S.SUBMITTED: "blue",
    S.RETURNED_INCOMPLETE: "yellow",
    S.ACCEPTED: "green",
    S.DECLINED: "grey",
    S.REDIRECTED: "grey",
    S.WITHDRAWN: "grey",
}
NEXT: Mapping[str, tuple[str, ...]] = {
    S.DRAFT: ("The agency that makes the referral is still writing it.",),
    S.SUBMITTED: (
        "The coordinator reads it and accepts it, or sends it back if something is missing.",
        "If it is sent back, nothing has to be typed again.",
        "Do not wait for the meeting before you act to keep somebody safe.",
    ),
    S.RETURNED_INCOMPLETE: ("The agency that makes the referral adds what is missing.",),
    S.ACCEPTED: (
        "The coordinator puts the case on the list of a meeting.",
        "Agencies are asked what they know, and each sees only what the protocol allows.",
        "Tell the coordinator at once if the danger grows.",
    ),
    S.DECLINED: (
        "The reason and where to go instead are below.",
        "You can refer again if anything changes.",
    ),
    S.REDIRECTED: ("The reason and where it went are below.",),
    S.WITHDRAWN: ("Nothing more happens. You can refer again at any time.",),
}
# Beside each page: what nobody needs there. A referral that says less protects more.
NOT_NEEDED: Mapping[str, str] = {
    "about_you": "Private phone numbers.",
    "place_details": "Names of people who complained.",
    "place_people": "Names. Individual people have pages of their own.",
    "complainants": "A name, if they want to stay anonymous.",
    "household": "The address. It has its own, protected place.",
    "victim_identity": "National insurance or passport numbers.",
    "victim_contact": "The name of a refuge, if the postcode district is enough.",
    "victim_background": "Anything that does not bear on the risk or on the help.",
    "health": "A full medical history, or test results.",
    "housing_money": "Account numbers, or amounts that do not matter here.",
    "alleged_perpetrator": "Details of their own victims in other cases.",
    "perpetrator_risk": "Spent convictions that do not bear on the risk; names of informants.",
    "children": "School reports, or names of their friends.",
    "other_people": "People who are neither at risk nor able to help.",
    "reason": "The whole history. It has its own page.",
    "incident": "Addresses and phone numbers, and your opinion.",
    "incident_log": "Names and addresses of people who complained.",
    "risk_view": "The score. It is shown beside your words.",
    "awareness": "Legal argument. Two or three plain sentences are enough.",
    "wishes_support": "What others think they should want.",
    "previous": "Minutes of other meetings.",
    "safety": "Anything that is already on another page.",
}
SCORED_NOT_NEEDED = "The words of the official form. Only its answers."


def not_needed(section: str) -> str:
    """What to leave out of a page."""
    return NOT_NEEDED.get(section, SCORED_NOT_NEEDED)


# What the office and the agency itself read of a contact before the meeting.
CONTACT_OUTCOMES: Mapping[str, str] = {
    "reached": "they were spoken with",
    "not_reached": "tried, but they could not be reached safely",
    "not_safe": "decided that contact is not safe now",
}
