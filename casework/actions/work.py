"""What waits for a person in this room, for the one work list: references and dates, no names."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.lists import own_actions, to_check
from casework.actions.models import ActionState, CaseAction
from casework.cases.models import Case
from casework.cases.work import WorkItem

# A list that is longer is not read to its end; the room's own pages have them all.
MOST = 200
VERBS = {
    ActionState.PROPOSED: ("action_to_agree", "Agree to action"),
    ActionState.RETURNED: ("action_returned", "More is needed for action"),
}


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """My agency's actions to agree to and to do, and what I may check; the earliest due first."""
    found = [
        _item(action, case, *VERBS.get(ActionState(action.state), ("action_to_do", "Do action")))
        for action, case in own_actions(session, viewer, limit=MOST)
        # What a colleague was named for is on the colleague's list.
        if action.owner_person_id in (None, viewer.person_id)
    ]
    found += [
        _item(action, case, "action_to_check", "Check action")
        for action, case in to_check(session, viewer)
    ]
    return sorted(found, key=lambda item: item.due or date.max)


def _item(action: CaseAction, case: Case, kind: str, verb: str) -> WorkItem:
    return WorkItem(
        kind=kind,
        words=f"{verb} {case.reference}/{action.number}",
        endpoint="actions.show",
        values={"action_id": action.id},
        since=action.state_since,
        due=action.due_on,
        case_id=case.id,
    )
