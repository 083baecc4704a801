"""Who may do what: the only table from roles to actions. What may be *seen* is the gate's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """Roles are held per conference, or for the whole partnership where `WIDE` says so."""

    REFERRER = "referrer"
    REPRESENTATIVE = "representative"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    REVIEW_CHAIR = "review_chair"
    RECOMMENDATION_OWNER = "recommendation_owner"
    VERIFIER = "verifier"
    PROTOCOL_ADMINISTRATOR = "protocol_administrator"
    INFORMATION_GOVERNANCE_OFFICER = "information_governance_officer"
    AUDITOR = "auditor"
    OBSERVER = "observer"
    LAY_MEMBER = "lay_member"
    SYSTEM_ADMINISTRATOR = "system_administrator"


WIDE = frozenset(
    {
        Role.PROTOCOL_ADMINISTRATOR,
        Role.INFORMATION_GOVERNANCE_OFFICER,
        Role.AUDITOR,
        Role.SYSTEM_ADMINISTRATOR,
    }
)


class Action(StrEnum):
    """`<subject>:<verb>`; every endpoint declares one."""

    ACCOUNT_OWN = "account:own"
    ACTION_AGREE = "action:agree"
    ACTION_READ = "action:read"
    ACTION_REPORT = "action:report"
    ACTION_VERIFY = "action:verify"
    BOARD_MANAGE = "board:manage"
    CASE_ASK = "case:ask"
    CASE_DECIDE_ASKED = "case:decide_asked"
    CASE_LIST = "case:list"
    CASE_READ = "case:read"
    CASE_RECORD = "case:record"
    CASE_RESTRICT = "case:restrict"
    CASE_VIEW_AS = "case:view_as"
    CONFERENCE_MANAGE = "conference:manage"
    DIRECTORY_READ = "directory:read"
    HISTORY_READ = "history:read"
    LEDGER_READ = "ledger:read"
    MEETING_ATTEND = "meeting:attend"
    MEETING_READ = "meeting:read"
    MEETING_RUN = "meeting:run"
    MEETING_SCHEDULE = "meeting:schedule"
    PEOPLE_MANAGE = "people:manage"
    PROTOCOL_APPROVE = "protocol:approve"
    PROTOCOL_DRAFT = "protocol:draft"
    PROTOCOL_EXAMPLE = "protocol:example"
    PROTOCOL_READ = "protocol:read"
    PROTOCOL_RECORD = "protocol:record"
    RECOMMENDATION_OWN = "recommendation:own"
    RECOMMENDATION_VERIFY = "recommendation:verify"
    REFERRAL_READ = "referral:read"
    REFERRAL_TRIAGE = "referral:triage"
    REFERRAL_WRITE = "referral:write"
    RESEARCH_REQUEST = "research:request"
    RESEARCH_RETURN = "research:return"
    REVIEW_CHECK = "review:check"
    REVIEW_MANAGE = "review:manage"
    REVIEW_READ = "review:read"
    REVIEW_RETURN = "review:return"
    SHARING_REPORT = "sharing:report"
    WORK_READ = "work:read"


_EVERYBODY = frozenset(
    {Action.ACCOUNT_OWN, Action.WORK_READ, Action.PROTOCOL_READ, Action.DIRECTORY_READ}
)
_CASEWORK = frozenset(
    {
        Action.CASE_LIST,
        Action.CASE_READ,
        Action.CASE_ASK,
        Action.MEETING_READ,
        Action.MEETING_ATTEND,
        Action.ACTION_READ,
        Action.ACTION_REPORT,
    }
)
# Officers say in their own words what they expect of the protocol, and sign it.
_OFFICER = frozenset({Action.PROTOCOL_EXAMPLE})
_AGENCY = (
    _CASEWORK
    | _OFFICER
    | {
        Action.REFERRAL_READ,
        Action.REFERRAL_WRITE,
        Action.RESEARCH_RETURN,
        Action.REVIEW_RETURN,
        Action.CASE_DECIDE_ASKED,
    }
)
_OFFICE = (
    _CASEWORK
    | _OFFICER
    | {
        Action.REFERRAL_READ,
        Action.REFERRAL_TRIAGE,
        Action.RESEARCH_REQUEST,
        Action.CASE_RECORD,
        Action.CASE_RESTRICT,
        Action.CASE_VIEW_AS,
        Action.MEETING_SCHEDULE,
        Action.MEETING_RUN,
        Action.ACTION_AGREE,
        Action.ACTION_VERIFY,
        Action.REVIEW_CHECK,
        Action.REVIEW_READ,
        Action.BOARD_MANAGE,
    }
)

# Boards meet without cases: these open a calendar, never a case (R51).
_BOARD = frozenset({Action.REVIEW_READ, Action.MEETING_READ, Action.MEETING_ATTEND})

TABLE: Mapping[Role, frozenset[Action]] = {
    Role.REFERRER: _EVERYBODY
    | {
        Action.REFERRAL_READ,
        Action.REFERRAL_WRITE,
        Action.CASE_LIST,
        Action.CASE_READ,
        Action.CASE_ASK,
        Action.ACTION_READ,
        Action.ACTION_REPORT,
    },
    Role.REPRESENTATIVE: _EVERYBODY | _AGENCY,
    Role.DEPUTY: _EVERYBODY | _AGENCY,
    Role.COORDINATOR: _EVERYBODY
    | _OFFICE
    | {Action.CONFERENCE_MANAGE, Action.PROTOCOL_RECORD, Action.SHARING_REPORT},
    Role.CHAIR: _EVERYBODY
    | _OFFICE
    | {Action.CASE_DECIDE_ASKED, Action.HISTORY_READ, Action.SHARING_REPORT},
    Role.REVIEW_CHAIR: _EVERYBODY
    | _BOARD
    | {
        Action.REVIEW_CHECK,
        Action.REVIEW_MANAGE,
        Action.BOARD_MANAGE,
        Action.RECOMMENDATION_VERIFY,
        Action.MEETING_SCHEDULE,
        Action.MEETING_RUN,
    },
    Role.RECOMMENDATION_OWNER: _EVERYBODY
    | _BOARD
    | {Action.RECOMMENDATION_OWN, Action.REVIEW_RETURN},
    Role.VERIFIER: _EVERYBODY | _BOARD | {Action.RECOMMENDATION_VERIFY, Action.REVIEW_RETURN},
    Role.PROTOCOL_ADMINISTRATOR: _EVERYBODY
    | _OFFICER
    | {
        Action.PROTOCOL_DRAFT,
        Action.PROTOCOL_APPROVE,
        Action.PROTOCOL_RECORD,
        Action.PEOPLE_MANAGE,
    },
    Role.INFORMATION_GOVERNANCE_OFFICER: _EVERYBODY
    | _OFFICER
    | {
        Action.LEDGER_READ,
        Action.HISTORY_READ,
        Action.SHARING_REPORT,
        Action.PROTOCOL_APPROVE,
        Action.PROTOCOL_RECORD,
        Action.REVIEW_READ,
    },
    Role.AUDITOR: _EVERYBODY | {Action.LEDGER_READ, Action.HISTORY_READ, Action.REVIEW_READ},
    Role.OBSERVER: _EVERYBODY | {Action.MEETING_READ, Action.MEETING_ATTEND},
    Role.LAY_MEMBER: _EVERYBODY | _BOARD,
    Role.SYSTEM_ADMINISTRATOR: _EVERYBODY | {Action.PEOPLE_MANAGE, Action.CONFERENCE_MANAGE},
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """One role of a person, in one conference or (None) in the whole partnership."""

    role: Role
    conference_id: UUID | None = None
    # What a sharing protocol calls whoever holds it (`idva`, `police_inspector`); they open a field
    # where its rules say so, and never a page.
    posts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person as the services and the gate know them; built anew at each request."""

    person_id: UUID
    partnership_id: UUID
    agency_id: UUID
    name: str
    agency_name: str
    # Words of the protocol vocabulary: `police`, `housing` …; the code is unique per partnership.
    agency_code: str
    agency_type: str
    appointments: frozenset[Appointment] = field(default_factory=frozenset)
    demonstration: bool = False

    def roles_in(self, conference_id: UUID | None) -> frozenset[Role]:
        """Roles held in that conference, with those held in the whole partnership."""
        return frozenset(
            a.role for a in self.appointments if a.conference_id in (None, conference_id)
        )

    def known_as(self, conference_id: UUID | None) -> frozenset[str]:
        """Words of the protocol's `role` dimension: the roles held there, and their posts."""
        there = [a for a in self.appointments if a.conference_id in (None, conference_id)]
        roles = frozenset(a.role.value for a in there)
        return roles.union(*(a.posts for a in there))

    def conferences(self, action: Action) -> frozenset[UUID]:
        """Conferences in which this person holds a role that allows the action."""
        return frozenset(
            a.conference_id
            for a in self.appointments
            if a.conference_id is not None and action in TABLE[a.role]
        )

    def may(self, action: Action, conference_id: UUID | None = None) -> bool:
        """Whether a role allows the action: anywhere, or in the one conference named."""
        held = self.appointments
        if conference_id is not None:
            held = frozenset(a for a in held if a.conference_id in (None, conference_id))
        # Whoever may sign in has an account and may read the directory, even before the first role.
        return action in _EVERYBODY or any(action in TABLE[a.role] for a in held)
