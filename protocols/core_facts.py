"""The core facts: what each says, what it is about, and who records it where.

A rule may only use facts that somebody can record; this table is what `protocol check` and the
screen that records facts go by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """What a recorded fact holds for."""

    CASE = "case"
    SUBJECT = "subject"
    INFORMATION = "information"
    RECIPIENT = "recipient"
    PERSON = "person"


class Place(StrEnum):
    """Where a fact comes from. `case` is the screen that records facts with their reasons."""

    CASE = "case"
    REFERRAL = "referral"
    RESEARCH = "research"
    MEETING = "meeting"
    THREAT = "threat"
    RELEASE = "release"
    REQUEST = "request"
    PROGRAM = "program"


@dataclass(frozen=True)
class Recording:
    """Who records a fact, where, and what it is about. `by` are roles or sides of the sharing."""

    says: str
    about: About
    place: Place
    by: tuple[str, ...] = ()
    kind: str = "yes_no"
    # A date that may lie ahead.
    ahead: bool = False


# Sides that may record a fact, beside the words of `role`.
SIDES = frozenset({"originator", "discloser", "recipient", "anyone", "program"})
_ANY = ("anyone",)
_OFFICE = ("coordinator", "chair")


def _on_case(
    says: str,
    about: About = About.CASE,
    by: tuple[str, ...] = _ANY,
    kind: str = "yes_no",
    *,
    ahead: bool = False,
) -> Recording:
    return Recording(says, about, Place.CASE, by, kind, ahead)


FACTS: Mapping[str, Recording] = {
    "confidentiality_signed": Recording(
        "this person has signed this meeting's confidentiality statement",
        About.PERSON, Place.MEETING, ("recipient",),
    ),
    "relevant": Recording(
        "the information is recorded as relevant",
        About.INFORMATION, Place.RESEARCH, ("originator",),
    ),
    "necessary": Recording(
        "the information is recorded as necessary",
        About.INFORMATION, Place.RESEARCH, ("originator",),
    ),
    "owner_judged_relevant": _on_case(
        "the agency that holds it judged it relevant and proportionate",
        About.INFORMATION, ("originator",),
    ),
    "related_to_risk": _on_case("the information is related to the risk to be managed"),
    "serious_threat": Recording("a serious threat is recorded", About.CASE, Place.THREAT, _ANY),
    "serious_threat_reason_recorded": Recording(
        "the reason for the serious threat is written down", About.CASE, Place.THREAT, _ANY
    ),
    "chair_approved": Recording(
        "the chair has approved it", About.CASE, Place.THREAT, ("chair",)
    ),
    "originator_approved": _on_case(
        "the agency that provided it has approved it", About.INFORMATION, ("originator",)
    ),
    "victim_told": Recording("the victim has been told", About.CASE, Place.REFERRAL, _ANY),
    "victim_agrees": Recording("the victim agrees", About.CASE, Place.REFERRAL, _ANY),
    "lawful_basis_recorded": Recording(
        "the lawful basis is recorded", About.CASE, Place.REFERRAL, _ANY
    ),
    "duty_of_confidence": Recording(
        "a duty of confidence is owed", About.CASE, Place.REFERRAL, _ANY
    ),
    "released": Recording(
        "the agency that holds it has released it",
        About.INFORMATION, Place.RELEASE, ("originator",),
    ),
    "released_verbally": Recording(
        "the agency that holds it has released it by word of mouth only",
        About.INFORMATION, Place.RELEASE, ("originator",),
    ),
    "under_18": _on_case("the person is under 18", About.SUBJECT),
    "emergency_declared": _on_case("an emergency is declared", by=_OFFICE),
    "tenant_of_recipient": _on_case(
        "the case concerns the recipient's own tenants", About.RECIPIENT
    ),
    "own_client": _on_case("the person is the recipient's own client", About.RECIPIENT),
    "fire_risk": _on_case("a fire risk is recorded"),
    "in_own_remit": _on_case(
        "the matter falls within the recipient's own remit", About.RECIPIENT
    ),
    "granted_request": Recording(
        "a request by this recipient to see more was granted and has not ended",
        About.RECIPIENT, Place.REQUEST, ("originator", "chair"),
    ),
    "log": Recording(
        "the sharing is written in the record", About.CASE, Place.PROGRAM, ("program",)
    ),
    "consent_informed": _on_case("the person was told what consent means", About.SUBJECT),
    "consent_covers_purpose": _on_case("consent covers this purpose", About.SUBJECT),
    "consent_overridden": _on_case(
        "it was decided to share without consent, and the reason is recorded", About.SUBJECT,
        _OFFICE,
    ),
    "lacks_capacity": _on_case("the person lacks capacity to decide this", About.SUBJECT),
    "best_interests_decided": _on_case("sharing is recorded as in their best interests",
                                       About.SUBJECT),
    "public_interest_recorded": _on_case("an overriding public interest is recorded"),
    "legal_duty_recorded": _on_case("a legal duty or court order to share is recorded"),
    "safe_to_tell": _on_case("it is recorded as safe to tell the person", About.SUBJECT),
    "proportionate": _on_case("sharing is recorded as proportionate", About.INFORMATION),
    "accurate": _on_case("the information is confirmed as accurate and up to date",
                         About.INFORMATION, ("originator",)),
    "would_prejudice": _on_case("sharing would prejudice an investigation or proceedings",
                                About.INFORMATION, ("originator",)),
    "requested_in_writing": _on_case("the recipient asked in writing", About.RECIPIENT),
    "need_to_know": _on_case("the recipient's need to know is recorded", About.RECIPIENT),
    "purpose_recorded": _on_case("the purpose of the request is recorded", About.RECIPIENT),
    "undertaking_signed": _on_case(
        "the recipient's undertaking is on file", About.RECIPIENT, _OFFICE
    ),
    "vetted": _on_case("this person is vetted to the level needed", About.PERSON, _OFFICE),
    "trained": _on_case("this person has had the training needed", About.PERSON, _OFFICE),
    "covers_home": _on_case(
        "the person lives in the recipient's area", About.RECIPIENT
    ),
    "covers_former_home": _on_case(
        "the person used to live in the recipient's area", About.RECIPIENT
    ),
    "covers_new_home": _on_case(
        "the person is moving to the recipient's area", About.RECIPIENT
    ),
    "asked_on": _on_case("the recipient asked", About.RECIPIENT, kind="date"),
    "moved_on": _on_case("the person moved", About.SUBJECT, kind="date"),
    "case_closed_on": _on_case("the case closed", by=_OFFICE, kind="date"),
    "retention_ends_on": _on_case(
        "the time for keeping it ends", by=_OFFICE, kind="date", ahead=True
    ),
    "chair_approval": _on_case("approval by the chair", by=("chair",), kind="approval"),
    "originator_approval": _on_case(
        "approval by the agency that provided it", About.INFORMATION, ("originator",), "approval"
    ),
    "agencies_approval": _on_case(
        "approval by the agencies concerned", by=_OFFICE, kind="approval"
    ),
}  # fmt: skip

# Dimensions of a question that the program does not know by itself and no screen records.
UNRECORDED: frozenset[str] = frozenset({"marking"})
