"""An entry of the history as a title and a text."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from casework.reviews.models import RecommendationEvent
from casework.reviews.vocabulary import Happened
from casework.reviews.words import ACTION_STATES, HAPPENED, STATES
from casework.web.words import capitalised

Names = Mapping[UUID, str]


def tell(
    event: RecommendationEvent, numbers: Names, agencies: Names, people: Names
) -> tuple[str, str]:
    """What happened, and why."""
    if event.kind == Happened.TRANSFERRED:
        which = f"Action {numbers[event.action_id]}: given" if event.action_id else "Given"
        return f"{which} to another owner", _owners(event, agencies, people)
    if event.action_id is not None:
        return _action(event, numbers[event.action_id]), event.why
    if event.kind == Happened.MOVED and event.to_state:
        return capitalised(STATES[event.to_state]), event.why
    return HAPPENED[event.kind], event.why


def _action(event: RecommendationEvent, number: str) -> str:
    if event.kind == Happened.ACTION_ADDED:
        return f"Action {number} added"
    if event.kind == Happened.CIRCULATED:
        return f"Action {number}: circulated"
    return f"Action {number}: {ACTION_STATES[event.to_state or '']}"


def _owners(event: RecommendationEvent, agencies: Names, people: Names) -> str:
    before = _one(event.from_agency_id, event.from_person_id, agencies, people)
    after = _one(event.to_agency_id, event.to_person_id, agencies, people)
    return f"From {before} to {after}. {event.why}"


def _one(agency: UUID | None, person: UUID | None, agencies: Names, people: Names) -> str:
    names = [people[person]] if person else []
    return ", ".join([*names, *([agencies[agency]] if agency else [])])
