"""Words for the screen: a code word of ours never reaches a person."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from protocols import spelling

capitalised = spelling.capitalised
WAITING = "waiting for"
EFFECTS: Mapping[str, str] = {
    "full": "shown",
    "masked": "shown in part",
    "summary": "summary written for sharing",
    "existence": "held by another agency: ask them",
    "withheld": "not shared with you",
    "concealed": "hidden completely",
    "pending": "waiting for a decision",
}
PROTOCOL: Mapping[str, str] = {
    "gate": "must be true first",
    "grant": "may see",
    "cap": "never more than",
    "exception": "unless",
    "duty": "has to be done",
    "cliff": "one small change opens a lot",
    "draft": "draft",
    "circulated": "waiting for signatures",
    "in_force": "in force",
    "superseded": "replaced by a later version",
    "not_applicable": "does not apply",
    "unknown": "not known",
}
PROGRESS: Mapping[str, str] = {
    "proposed": "proposed",
    "accepted": "accepted",
    "open": "open",
    "not_started": "not started",
    "in_progress": "in progress",
    "reported": "owner says done, not yet checked",
    "returned": "sent back: more evidence needed",
    "verified_complete": "evidence accepted",
    "sustainment": "still working after 6 months?",
    "not_accepted": "not accepted",
    "overdue": "overdue",
    "withdrawn": "withdrawn",
}
CASES: Mapping[str, str] = {
    "intake": "referral being written",
    "submitted": "waiting for triage",
    "triage": "in triage",
    "listed": "listed for a conference",
    "research": "agencies are being asked",
    "heard": "discussed",
    "closed": "closed",
    "declined": "not taken to a conference",
    "redirected": "passed to another service",
    "nil_return": "not known to us",
    "verbal_only": "tell in the room only",
    "do_not_confirm": "do not confirm that this is held",
    "originator_consent": "ask the agency that gave it first",
    "break_glass": "emergency access",
    "ledger": "who has seen this",
}
RAG: Mapping[str, str] = {"red": "Red", "amber": "Amber", "green": "Green", "grey": "Not rated"}
ALL = {**EFFECTS, **PROTOCOL, **PROGRESS, **CASES}


def word(code: object) -> str:
    """The words for a code; one that has none of its own is at least readable."""
    key = _key(code)
    return ALL.get(key, spelling.spelled(key.replace(":", "_")))


def sentence(code: object) -> str:
    """The same words as the beginning of a sentence, a tag or a cell."""
    return capitalised(word(code))


def lowered(text: str) -> str:
    """First letter small, unless the word is an abbreviation: 'date of birth', 'IDVA name'."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def grouped(value: object) -> object:
    """A whole number with its thousands apart, as 4,235; anything else as it is."""
    return f"{value:,}" if isinstance(value, int) else value


def effect(code: object, holder: str = "", pending: str = "", ask: str = "") -> str:
    """What a viewer is told about a value: 'held by Health: ask them', 'not shared with you'."""
    if pending:
        return pending if pending.startswith(WAITING) else f"{WAITING} {pending}"
    if _key(code) == "existence" and (holder or ask):
        return f"held by {holder or 'another agency'}: ask {'them' if holder else ask}"
    return EFFECTS.get(_key(code), EFFECTS["withheld"])


def _key(code: object) -> str:
    value = code.value if isinstance(code, Enum) and isinstance(code.value, str) else code
    return (value if isinstance(value, str) else getattr(value, "name", str(value))).lower()
