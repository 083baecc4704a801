"""Why a referral is not taken to a conference, each with where it should go instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class DeclineReason:
    """Why a referral does not go to this conference, and where it should go instead."""

    code: str
    label: str
    signpost: str
    # The referral goes on to another conference or panel and is not simply closed.
    redirects: bool = False


DECLINE_REASONS: tuple[DeclineReason, ...] = (
    DeclineReason("below_threshold",
                  "The risk is below the threshold and nothing else calls for a conference",
                  "Carry on with your own agency's support and safety plan. Refer again if "
                  "anything changes: "
                  "your professional judgement counts."),
    DeclineReason("advocate_only", "The referral only asks for an advocate",
                  "Refer straight to the independent domestic violence advocacy or victim support "
                  "service."),
    DeclineReason("housing_only", "The referral only asks for a move or for housing advice",
                  "Refer to the council's housing options team. Domestic abuse gives priority "
                  "need."),
    DeclineReason("signposting_only", "The referral only asks where to find help",
                  "Use the directory of local services, or ask the coordinator for the right "
                  "contact."),
    DeclineReason("one_agency", "One agency can deal with this alone",
                  "The agency named in the reason takes it on and tells the person who is at "
                  "risk."),
    DeclineReason("other_conference", "Another conference of this partnership is the better place",
                  "The coordinator passes it to that conference. Nothing has to be typed again.",
                  redirects=True),
    DeclineReason("other_forum", "Another forum is the better place",
                  "Refer to the forum named in the reason: for example MAPPA, a child protection "
                  "conference, "
                  "a safeguarding adults enquiry or offender management.", redirects=True),
    DeclineReason("prevent", "The concern is about being drawn into terrorism",
                  "Refer to Channel through the police Prevent team. It is not held here.",
                  redirects=True),
    DeclineReason("outside_area", "The person lives in another area",
                  "Send it to the conference of that area. Risk is assessed again after a move.",
                  redirects=True),
    DeclineReason("duplicate", "It is already an open case",
                  "What you wrote is linked to the open case. Nothing is lost."),
    DeclineReason("complaint", "It is a complaint about how a service was run",
                  "Use the complaints procedure of that service. An ASB case review is not a "
                  "complaints process."),
    DeclineReason("not_qualifying", "The reports do not qualify for an ASB case review",
                  "The letter says why and how to ask for this to be looked at again."),
)  # fmt: skip

DECLINE_BY_CODE: Mapping[str, DeclineReason] = MappingProxyType(
    {r.code: r for r in DECLINE_REASONS}
)
