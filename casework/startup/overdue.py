"""A duty of the protocol whose time has run out: its owner and the coordinator are told once."""

from __future__ import annotations

from datetime import timedelta

from casework.clock import now
from casework.db import Database
from casework.directory.viewers import viewer_of
from casework.notices import outbox
from casework.notices.letters import WORK_WAITING
from casework.recorded.late import late_since, matter_of, whose_matter

# What ran out longer ago was told then; finished notices are kept for longer than this.
RECENT = timedelta(days=14)


def tell_of_overdue(store: Database) -> None:
    """Plan the letters: how many things wait, as ever, and nothing about them."""
    with store.reading() as session:
        late = late_since(session, now() - RECENT)
        people = [viewer_of(session, person) for person in whose_matter(session, late)]
        told = [(viewer, duty) for viewer in people for duty in matter_of(session, viewer, late)]
    if told:
        with store.writing() as session:
            for viewer, duty in told:
                outbox.post(
                    session, partnership_id=viewer.partnership_id, person_id=viewer.person_id,
                    kind=WORK_WAITING, once=f"overdue {duty.id} {viewer.person_id}",
                )  # fmt: skip
