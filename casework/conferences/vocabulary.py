"""The words of a meeting: states, kinds of item, capacities, outcomes, and how they are said."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class MeetingState(StrEnum):
    """Where a meeting stands (domain 2.7, shortened); moved by `conferences.steps` alone."""

    SCHEDULED = "scheduled"
    AGENDA_OPEN = "agenda_open"
    IN_SESSION = "in_session"
    MINUTES_DRAFT = "minutes_draft"
    MINUTES_APPROVED = "minutes_approved"
    LOCKED = "locked"
    CANCELLED = "cancelled"


class ItemKind(StrEnum):
    """How much time a case gets."""

    FULL_DISCUSSION = "full_discussion"
    ALERT_ONLY = "alert_only"


class ItemState(StrEnum):
    """What became of a case on the agenda of one meeting."""

    WAITING = "waiting"
    HEARD = "heard"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class OffReason(StrEnum):
    """Why a case is not heard at this meeting."""

    REFERRER_ABSENT = "referrer_absent"
    AGENCY_ABSENT = "agency_absent"
    RESEARCH_MISSING = "research_missing"
    NO_TIME = "no_time"
    NOT_SAFE = "not_safe"
    DEALT_WITH = "dealt_with"
    MEETING_CANCELLED = "meeting_cancelled"
    LISTED_IN_ERROR = "listed_in_error"


class Capacity(StrEnum):
    """In what capacity somebody sits at the table (R46)."""

    MEMBER = "member"
    DEPUTY = "deputy"
    OBSERVER = "observer"
    GUEST = "guest"


class LeftBecause(StrEnum):
    """Why somebody is not in the room for one case."""

    CONFLICT = "conflict"
    STEPPED_OUT = "stepped_out"


class Outcome(StrEnum):
    """What the meeting made of a case; the words beside it are a sealed answer."""

    ACTIONS_AGREED = "actions_agreed"
    BRING_BACK = "bring_back"
    NO_LEGAL_ROUTE = "no_legal_route"
    REFERRED_ON = "referred_on"
    NOTED = "noted"
    NO_FURTHER_ACTION = "no_further_action"


class Told(StrEnum):
    """Whether the person causing harm is told anything."""

    NOTHING = "nothing"
    AGREED_WORDS = "agreed_words"
    LATER = "later"


STATE_WORDS: Mapping[MeetingState, str] = {
    MeetingState.SCHEDULED: "Date set",
    MeetingState.AGENDA_OPEN: "Agenda open",
    MeetingState.IN_SESSION: "In session now",
    MeetingState.MINUTES_DRAFT: "Minutes waiting for approval",
    MeetingState.MINUTES_APPROVED: "Minutes approved",
    MeetingState.LOCKED: "Minutes locked",
    MeetingState.CANCELLED: "Cancelled",
}
ITEM_WORDS: Mapping[ItemState, str] = {
    ItemState.WAITING: "To be heard",
    ItemState.HEARD: "Heard",
    ItemState.DEFERRED: "Put off",
    ItemState.WITHDRAWN: "Taken off",
}
KIND_WORDS: Mapping[ItemKind, str] = {
    ItemKind.FULL_DISCUSSION: "Full discussion",
    ItemKind.ALERT_ONLY: "For information only",
}
DEFERRALS: Mapping[OffReason, str] = {
    OffReason.REFERRER_ABSENT: "The referrer neither came nor briefed anybody",
    OffReason.AGENCY_ABSENT: "An agency that is needed did not come",
    OffReason.RESEARCH_MISSING: "Research is missing",
    OffReason.NO_TIME: "There was no time left",
    OffReason.NOT_SAFE: "It is not safe to discuss it now",
}
WITHDRAWALS: Mapping[OffReason, str] = {
    OffReason.LISTED_IN_ERROR: "It was put on this agenda by mistake",
    OffReason.DEALT_WITH: "It has been dealt with in another way",
}
OFF_WORDS: Mapping[OffReason, str] = {
    **DEFERRALS,
    **WITHDRAWALS,
    OffReason.MEETING_CANCELLED: "The meeting was cancelled",
}
CAPACITY_WORDS: Mapping[Capacity, str] = {
    Capacity.MEMBER: "Member",
    Capacity.DEPUTY: "Deputy",
    Capacity.OBSERVER: "Observer",
    Capacity.GUEST: "Guest",
}
OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.ACTIONS_AGREED: "Actions agreed",
    Outcome.BRING_BACK: "Bring it back to a later meeting",
    Outcome.NO_LEGAL_ROUTE: "No legal route: another plan was agreed",
    Outcome.REFERRED_ON: "Passed to another forum",
    Outcome.NOTED: "Noted, for information only",
    Outcome.NO_FURTHER_ACTION: "Nothing more for the conference to do: close it",
}
TOLD_WORDS: Mapping[Told, str] = {
    Told.NOTHING: "Nothing is told",
    Told.AGREED_WORDS: "They are told, in the words below",
    Told.LATER: "Decided later",
}
