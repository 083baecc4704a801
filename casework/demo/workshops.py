"""What a workshop said, what was raised nationally, what was circulated, what was written twice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from casework.demo import content
from casework.demo.learning import WRITTEN, Told
from casework.demo.told_review import ToldReview
from casework.reviews.plan_models import Candidate
from casework.reviews.service import (
    actions,
    candidates,
    circulation,
    importing,
    merging,
    national,
    owning,
)
from casework.reviews.vocabulary import ActionKind, Source

SAID, RAISED, MERGED, CIRCULATED, BROUGHT_IN = 60, 210, 270, 70, 15


def plan(learning: ToldReview, recommendations: list[Told]) -> None:
    """Put it on the timeline, after what it is about."""
    line, clock = learning.stage.timeline, learning.stage.calendar
    for number, said in enumerate(learning.told["candidates"]):
        line.add(clock.at(SAID, 14, number), partial(_say, learning, said, recommendations))
    for one in recommendations:
        if one.told["state"] == "raised":
            line.add(clock.at(RAISED), partial(_raise, one))
        if one.told["state"] == "merged":
            line.add(clock.at(MERGED), partial(_merge, one, recommendations[one.told["into"] - 1]))
        if "circulates" in one.told:
            line.add(clock.at(CIRCULATED), partial(_circulate, one))
    line.add(clock.at(BROUGHT_IN), partial(_bring_in, learning))
    assert WRITTEN > MERGED > RAISED, "nothing is told before it was written"


def _bring_in(learning: ToldReview) -> None:
    session, leader = learning.stage.session, learning.leader
    made = importing.upload(
        session, leader, review_id=learning.made.id, name="landlords-plan.csv",
        content=content.partner_plan(),
    )  # fmt: skip
    importing.take_in(session, leader, import_id=made.id)


def _say(learning: ToldReview, said: Mapping[str, Any], recommendations: list[Told]) -> None:
    made = candidates.raise_candidate(
        learning.stage.session, learning.leader, review_id=learning.made.id, text=said["text"],
        source=Source(said["source"]), source_words=said["source_words"], final=said["final"],
    )  # fmt: skip
    _decide(learning, made, said, recommendations)


def _decide(
    learning: ToldReview, made: Candidate, said: Mapping[str, Any], recommendations: list[Told]
) -> None:
    session, leader = learning.stage.session, learning.leader
    if "into" in said:
        into = recommendations[said["into"] - 1]
        candidates.merge_candidate(
            session, leader, candidate_id=made.id, into_id=into.id, reason=said["reason"]
        )
    elif "owner" in said:
        owner = learning.stage.cast.people[said["owner"]]
        candidates.accept_candidate(
            session, leader, candidate_id=made.id, text=said["text"], reason=said["reason"],
            owner_agency_id=owner.agency_id, owner_role=said["role"], owner_person_id=owner.id,
            target_on=learning.stage.calendar.day(said["target"]),
        )  # fmt: skip
    elif "reason" in said:
        candidates.reject_candidate(session, leader, candidate_id=made.id, reason=said["reason"])


def _raise(one: Told) -> None:
    stage = one.learning.stage
    national.raise_nationally(
        stage.session, one.learning.leader, recommendation_id=one.id, body=one.told["body"],
        on=stage.calendar.day(RAISED), asked=one.told["asked"],
    )  # fmt: skip


def _merge(one: Told, into: Told) -> None:
    session, told = one.learning.stage.session, one.told
    owning.accept_recommendation(session, one.owner, recommendation_id=one.id)
    actions.add_action(
        session, one.owner, recommendation_id=one.id, text=told["action"],
        owner_agency_id=one.owner.agency_id, due_on=one.learning.stage.calendar.day(told["target"]),
    )  # fmt: skip
    merging.merge(
        session, one.learning.leader, recommendation_id=one.id, into_id=into.id, why=told["why"]
    )


def _circulate(one: Told) -> None:
    stage, told = one.learning.stage, one.told["circulates"]
    made = actions.add_action(
        stage.session, one.owner, recommendation_id=one.id, text=told["text"],
        owner_agency_id=one.owner.agency_id, due_on=stage.calendar.day(-20),
        kind=ActionKind.CIRCULATION,
    )  # fmt: skip
    circulation.attach_document(
        stage.session, one.owner, action_id=made.id, document=told["document"], link=told["link"]
    )
    circulation.log_distribution(
        stage.session, one.owner, action_id=made.id, to_whom=told["to_whom"], how=told["how"],
        sent_on=stage.calendar.day(CIRCULATED), acknowledged_on=stage.calendar.day(CIRCULATED),
    )  # fmt: skip
