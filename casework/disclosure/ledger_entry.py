"""What stands in the ledger: who did what to which thing, in ids and code words, never a value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from casework.errors import ConferError

FORMAT = 1
# Code words, ids and hashes pass; a sentence, a name with its space, an address do not.
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/()§#+,-]{0,127}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KIND = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*")


class NotForTheLedger(ConferError):
    """Something that may be a value was handed to the ledger."""


class Kind(StrEnum):
    """Every kind of entry, as `subject:act`; a kind once used keeps its meaning for ever."""

    ANSWERS_SHOWN = "answers:shown"
    ANSWERS_WRITTEN = "answers:written"
    ANSWERS_RELEASED = "answers:released"
    ANSWERS_RESEALED = "answers:resealed"
    ANSWERS_ERASED = "answers:erased"
    FILE_SHOWN = "file:shown"
    FILE_WRITTEN = "file:written"
    REFERRAL_CHANGED = "referral:changed"
    ADDRESS_PROPOSED = "address:proposed"
    ADDRESS_DECIDED = "address:decided"
    CASE_OPENED = "case:opened"
    CASE_LISTED = "case:listed"
    CASE_CLOSED = "case:closed"
    CASE_CHANGED = "case:changed"
    CASE_LINKED = "case:linked"
    CASE_SHREDDED = "case:shredded"
    CASE_HELD = "case:held"
    FACT_RECORDED = "fact:recorded"
    FACT_WITHDRAWN = "fact:withdrawn"
    DUTY_SETTLED = "duty:settled"
    DUTY_RUN_OUT = "duty:run-out"
    EXCLUDED = "exclusion:made"
    EXCLUSION_LIFTED = "exclusion:lifted"
    ASKED = "request:made"
    ASKED_GRANTED = "request:granted"
    ASKED_REFUSED = "request:refused"
    ASKED_WITHDRAWN = "request:withdrawn"
    HISTORY_ASKED = "history:asked"
    EXPLAINED = "explanation:asked"
    SHARING_ASKED = "sharing:asked"
    SHARING_TOLD = "sharing:told"
    EMERGENCY_OPENED = "emergency:opened"
    EMERGENCY_REVIEWED = "emergency:reviewed"
    MATCHING_BUILT = "matching:built"
    MATCHING_ASKED = "matching:asked"
    GUARD_ASKED = "guard:asked"
    GUARD_OVERRULED = "guard:overruled"
    GUARD_STOPPED = "guard:stopped"
    REVIEW_WRITTEN = "review:written"
    REVIEW_SET_ASIDE = "review:set-aside"
    REVIEW_FILED = "review:filed"
    REVIEW_APPROVED = "review:approved"
    REDACTION_CHECKED = "redaction:checked"
    SEARCHED = "search:made"
    EXPORTED = "export:made"
    PRINTED = "print:made"
    SENT = "message:sent"
    PROTOCOL_DRAFTED = "protocol:drafted"
    PROTOCOL_CIRCULATED = "protocol:circulated"
    PROTOCOL_SIGNED = "protocol:signed"
    PROTOCOL_IN_FORCE = "protocol:put-in-force"
    PROTOCOL_END_ASKED = "protocol:end-asked"
    PROTOCOL_END_DROPPED = "protocol:end-dropped"
    PROTOCOL_ENDED = "protocol:ended"
    EXAMPLE_SIGNED = "example:signed"
    EXAMPLE_ENDED = "example:ended"
    EXAMPLE_OVERRULED = "example:overruled"
    EXAMPLES_REPORTED = "example:reported"
    PROTOCOL_SUSPENDED = "protocol:suspended"
    PROTOCOL_RESUMED = "protocol:resumed"
    PROTOCOL_NOTICE = "protocol:notice-given"
    PROTOCOL_NOTICE_BACK = "protocol:notice-taken-back"
    PROTOCOL_OPENED = "protocol:opened"
    PROTOCOL_ANSWERED = "protocol:answered"
    PROTOCOL_REMINDED = "protocol:reminded"
    PROTOCOL_OFFICER = "protocol:officer-named"
    MEETING_STARTED = "meeting:started"
    MEETING_ENDED = "meeting:ended"
    ATTENDED = "meeting:attended"
    MINUTES_RELEASED = "minutes:released"
    RESEARCH_ASKED = "research:asked"
    RESEARCH_CHANGED = "research:changed"
    RESEARCH_CORRECTED = "research:corrected"
    ACTION_SET = "action:set"
    ACTION_CHANGED = "action:changed"
    ACTION_VERIFIED = "action:verified"
    ACCESS_DENIED = "access:denied"
    SIGNED_IN = "account:signed-in"
    ACCOUNT_CHANGED = "account:changed"
    ROLE_CHANGED = "role:changed"
    KEYS_ROTATED = "keys:rotated"
    BACKUP_MADE = "backup:made"
    RESTORED = "backup:restored"
    PROBED = "ledger:probed"
    VERIFIED = "ledger:verified"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `detail` holds ids, field names, effects, clauses, versions, hashes, counts."""

    kind: Kind
    partnership_id: UUID
    at: datetime
    actor_id: UUID | None = None
    agency_id: UUID | None = None
    case_id: UUID | None = None
    object_id: UUID | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


def body_of(entry: Entry, seq: int) -> bytes:
    """The canonical bytes of an entry: what is stored is what is hashed."""
    content = {
        "v": FORMAT,
        "seq": seq,
        "partnership": str(entry.partnership_id),
        "at": moment_text(entry.at),
        "kind": entry.kind.value,
        "actor": _id(entry.actor_id),
        "agency": _id(entry.agency_id),
        "case": _id(entry.case_id),
        "object": _id(entry.object_id),
        "detail": plain_detail(entry),
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def plain_detail(entry: Entry) -> dict[str, object]:
    """The detail as it stands in the stored bytes, or a refusal of what may be a value."""
    return {_key(key): _plain(value) for key, value in entry.detail.items()}


def read_body(body: bytes) -> dict[str, Any]:
    """The content of stored bytes."""
    content = json.loads(body)
    if not isinstance(content, dict):
        raise TypeError("an entry is an object")
    return content


def moment_text(moment: datetime) -> str:
    """A moment as it stands in an entry: UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _key(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise NotForTheLedger("A key in a ledger entry is one lower-case word.")
    return key


def _plain(value: object) -> object:
    # The one place that keeps names, addresses and free text out of the ledger.
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return _word(value)
    if isinstance(value, Mapping):
        return {_word(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [_plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    raise NotForTheLedger(f"The ledger takes no {type(value).__name__}.")


def _word(text: str) -> str:
    if text and not _WORD.fullmatch(text):
        raise NotForTheLedger("The ledger takes ids and code words only, never a value.")
    return text
