"""Requests for research and what agencies know, through the services."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.clock import today
from casework.research import answering, items
from casework.research.asking import request_research
from casework.research.items import NewItem
from casework.research.models import ResearchItem, ResearchRequest
from tests.factories.world import World

MARKER = "Ostrava-marker"


def make_request(
    session: Session, world: World, who: str = "housing", *, days: int = 7
) -> ResearchRequest:
    """The coordinator asks one agency."""
    made = request_research(
        session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
        agency_ids=[world.agencies[who].id], due_on=today() + timedelta(days=days),
    )  # fmt: skip
    return made[0]


def new_item(**more: object) -> NewItem:
    """A relevant and necessary fact about health, with the marker word in it."""
    given = {
        "field": "research.item_housing", "text": f"Rent arrears since May. {MARKER}",
        "relevant": "yes", "necessary": "yes",
    } | more  # fmt: skip
    return NewItem(**given)  # type: ignore[arg-type]  # the dataclass names the keys


def make_item(
    session: Session, world: World, request: ResearchRequest, who: str = "housing", **more: object
) -> ResearchItem:
    """One thing that the agency knows, private still."""
    return items.add_item(session, world.viewers[who], request_id=request.id, new=new_item(**more))


def describe_search(
    session: Session, world: World, request: ResearchRequest, who: str = "housing"
) -> ResearchRequest:
    """The victim is known, and the agency works with them."""
    return answering.save_search(
        session, world.viewers[who], request_id=request.id, systems="Housing register",
        known={world.subjects["victim"]: "yes"}, standings=["works_with_victim"],
    )  # fmt: skip
