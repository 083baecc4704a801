"""What the states of an action are called, here and in every message."""

from __future__ import annotations

from collections.abc import Mapping

from casework.actions.models import ActionState, Priority

STATES: Mapping[str, str] = {
    ActionState.PROPOSED: "waiting for its owner to agree",
    ActionState.AGREED: "agreed, not started",
    ActionState.IN_PROGRESS: "in progress",
    ActionState.REPORTED: "owner says done, not yet checked",
    ActionState.RETURNED: "sent back: more is needed",
    ActionState.ACCEPTED: "evidence accepted",
    ActionState.NOT_POSSIBLE: "not possible: circumstances changed",
    ActionState.NOT_UNDERTAKEN: "not done",
    ActionState.SUPERSEDED: "replaced by another action",
}
COLOURS: Mapping[str, str] = {
    ActionState.PROPOSED: "purple",
    ActionState.AGREED: "blue",
    ActionState.IN_PROGRESS: "",
    ActionState.REPORTED: "yellow",
    ActionState.RETURNED: "orange",
    # Grey is for what is settled, and nothing else here is grey.
    ActionState.ACCEPTED: "grey",
    ActionState.NOT_POSSIBLE: "pink",
    ActionState.NOT_UNDERTAKEN: "red",
    ActionState.SUPERSEDED: "turquoise",
}
PRIORITIES: Mapping[str, str] = {
    Priority.AT_ONCE: "At once",
    Priority.HIGH: "High",
    Priority.NORMAL: "Normal",
}
EVENTS: Mapping[str, str] = {
    "proposed": "Proposed",
    "changed": "Wording or date changed",
    "reassigned": "Given to another owner",
}


def happened(kind: str, to_state: str | None) -> str:
    """The title of one line of the history."""
    if kind in EVENTS:
        return EVENTS[kind]
    words = STATES.get(to_state or "", kind)
    return words[:1].upper() + words[1:]
