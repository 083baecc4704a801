"""One thing that waits for one person: what every room hands to the one work list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Words, where to go and since when; never a name, never case data."""

    kind: str
    words: str
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    since: datetime | None = None
    due: date | None = None
    case_id: UUID | None = None
