"""The ledger entry of a read: who was shown which answers at which effect under which clause."""

from __future__ import annotations

from datetime import datetime

from casework.access import Viewer
from casework.disclosure.ledger import Entry, Kind
from casework.disclosure.shown import Revealed


def reading_entry(
    viewer: Viewer,
    revealed: Revealed,
    *,
    purpose: str,
    channel: str,
    moment: datetime,
) -> Entry:
    """One entry for one viewer and one case; a page that showed nothing is an entry too."""
    return Entry(
        kind=Kind.ANSWERS_SHOWN,
        partnership_id=viewer.partnership_id,
        at=moment,
        actor_id=viewer.person_id,
        agency_id=viewer.agency_id,
        case_id=revealed.case_id,
        detail={
            "version": revealed.version or None,
            "purpose": purpose,
            "channel": channel,
            "stage": revealed.stage,
            "shown": [
                [str(s.answer_id), s.field, s.effect, s.clause]
                for s in revealed.shown
                if s.answer_id is not None
            ],
        },
    )
