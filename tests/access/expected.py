"""Who may do what, once more and by hand: a change of `access.py` has to be made here too."""

from __future__ import annotations

from collections.abc import Mapping

EVERYBODY = "account:own work:read protocol:read directory:read"
CASEWORK = "case:list case:read case:ask meeting:read meeting:attend action:read action:report "
AGENCY = (
    CASEWORK + "protocol:example referral:read referral:write research:return case:decide_asked "
    "review:return"
)
OFFICE = CASEWORK + (
    "protocol:example referral:read referral:triage research:request case:record "
    "case:restrict case:view_as "
    "meeting:schedule meeting:run action:agree action:verify review:read review:check "
    "board:manage"
)
BOARD = "review:read meeting:read meeting:attend"

ALLOWED: Mapping[str, str] = {
    "referrer": (
        "referral:read referral:write case:list case:read case:ask action:read action:report"
    ),
    "representative": AGENCY,
    "deputy": AGENCY,
    "coordinator": f"{OFFICE} conference:manage protocol:record sharing:report",
    "chair": f"{OFFICE} case:decide_asked history:read sharing:report",
    "review_chair": (
        f"{BOARD} review:manage review:check board:manage recommendation:verify meeting:schedule "
        "meeting:run"
    ),
    "recommendation_owner": f"{BOARD} recommendation:own review:return",
    "verifier": f"{BOARD} recommendation:verify review:return",
    "protocol_administrator": (
        "protocol:draft protocol:approve protocol:example protocol:record people:manage"
    ),
    "information_governance_officer": (
        "ledger:read history:read sharing:report protocol:approve protocol:example "
        "protocol:record review:read"
    ),
    "auditor": "ledger:read history:read review:read",
    "observer": "meeting:read meeting:attend",
    "lay_member": BOARD,
    "system_administrator": "people:manage conference:manage",
}


def allowed(role: str) -> frozenset[str]:
    """The actions of a role; somebody without any role has an account and nothing more."""
    return frozenset(f"{EVERYBODY} {ALLOWED.get(role, '')}".split())


# Never a word of a case for these, whatever page they find.
NO_CASE = (
    "lay_member",
    "system_administrator",
    "protocol_administrator",
    "review_chair",
    "recommendation_owner",
    "verifier",
    "auditor",
    "information_governance_officer",
)
# Whatever these subjects are called in an address, nobody without casework opens them.
CASE_ACTIONS = ("case:", "referral:", "research:", "action:")
