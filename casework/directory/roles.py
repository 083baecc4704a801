"""Which roles may be held where, and which of them come near a case."""

from __future__ import annotations

from collections.abc import Mapping

from casework.access import TABLE, WIDE, Role
from casework.directory.models import ConferenceKind

# What an action is about, as `access.Action` spells it, when it is about somebody's case.
CASE_SUBJECTS = frozenset({"case", "referral", "research", "action"})
# A meeting is a calendar on a board and cases at a conference: who only observes hears them.
LISTENERS = frozenset({Role.OBSERVER})


def opens_cases(role: Role) -> bool:
    """Whether a role comes near cases: it acts on them, or sits where they are heard."""
    subjects = {action.value.partition(":")[0] for action in TABLE[role]}
    return role in LISTENERS or bool(subjects & CASE_SUBJECTS)


def is_near_cases(role: Role, kind: ConferenceKind | None) -> bool:
    """The same in one place: at a conference, even a meeting is about cases."""
    return opens_cases(role) or kind not in {None, ConferenceKind.BOARD}


# A board never holds case data, so no role on a board comes near a case (R51).
BOARD_ROLES = frozenset(role for role in Role if role not in WIDE and not opens_cases(role))
# Lay members sit on boards only.
CONFERENCE_ROLES = frozenset(role for role in Role if role not in WIDE) - {Role.LAY_MEMBER}
# These speak for their agency, which must therefore have a seat.
SEATED = frozenset({Role.REPRESENTATIVE, Role.DEPUTY})
# A coordinator appoints around the own table; the rest is an administrator's.
COORDINATOR_APPOINTS = frozenset({Role.REFERRER, Role.REPRESENTATIVE, Role.DEPUTY, Role.OBSERVER})
# Of these a partnership always has two, so that one can be ill, leave, or be in the wrong.
NEVER_FEWER_THAN_TWO = (Role.SYSTEM_ADMINISTRATOR, Role.PROTOCOL_ADMINISTRATOR)

ROLE_WORDS: Mapping[Role, str] = {
    Role.REFERRER: "Referrer",
    Role.REPRESENTATIVE: "Agency representative",
    Role.DEPUTY: "Deputy of the agency representative",
    Role.COORDINATOR: "Coordinator",
    Role.CHAIR: "Chair",
    Role.REVIEW_CHAIR: "Chair of case reviews",
    Role.RECOMMENDATION_OWNER: "Owner of recommendations",
    Role.VERIFIER: "Checks evidence of recommendations",
    Role.PROTOCOL_ADMINISTRATOR: "Protocol administrator",
    Role.INFORMATION_GOVERNANCE_OFFICER: "Information governance officer",
    Role.AUDITOR: "Auditor",
    Role.OBSERVER: "Observer",
    Role.LAY_MEMBER: "Lay member",
    Role.SYSTEM_ADMINISTRATOR: "System administrator",
}


def roles_for(kind: ConferenceKind | None) -> frozenset[Role]:
    """Roles that may be held on a body of this kind, or (None) in the whole partnership."""
    if kind is None:
        return WIDE
    return BOARD_ROLES if kind is ConferenceKind.BOARD else CONFERENCE_ROLES
