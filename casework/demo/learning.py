"""A review of the board: findings, and seventeen recommendations, each as far as it has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.access import Viewer
from casework.demo import content
from casework.demo.script import Stage
from casework.demo.told_review import LEADER, ToldReview
from casework.reviews.models import Finding, Recommendation, SustainmentCheck
from casework.reviews.service import actions, checks, owning, recommending, reviewing, verifying
from casework.reviews.vocabulary import (
    ActionState,
    EvidenceKind,
    FindingKind,
    Outcome,
    ReviewKind,
    ReviewState,
    Scope,
)

OTHER_VERIFIER = "pell"
# Days before loading on which the review reached each state.
STEPS: tuple[tuple[int, ReviewState], ...] = (
    (490, ReviewState.EVIDENCE),
    (420, ReviewState.DRAFTING),
    (330, ReviewState.AGREED),
    (326, ReviewState.PUBLISHED_PENDING),
    (300, ReviewState.PUBLISHED),
    (299, ReviewState.PLAN_MONITORING),
)
COMMISSIONED, WRITTEN, AGREED, TAKEN_ON, BEGUN = 520, 380, 328, 310, 290
RECENT = 25
STILL = "Ten files were looked at; it still works."
STOPPED = (
    "Of twelve diaries looked at, three had the check. The practice stopped when two officers left."
)
CHECKED = frozenset({"reopened", "verified_complete"})
SENT = CHECKED | {"evidence_submitted", "returned"}
WORKING = SENT | {"in_progress"}
ACCEPTED = WORKING | {"accepted_by_owner"}


@dataclass
class Told:
    """One recommendation."""

    learning: ToldReview
    told: Mapping[str, Any]
    made: Recommendation | None = None

    @property
    def owner(self) -> Viewer:
        """Who answers for it."""
        return self.learning.stage.cast.viewer(self.told["owner"])

    @property
    def verifier(self) -> Viewer:
        """Who checks it: from another agency."""
        return self.learning.stage.cast.viewer(self.told.get("verifier", OTHER_VERIFIER))

    @property
    def id(self) -> UUID:
        """The recommendation, once it was written."""
        assert self.made is not None, "it was written"
        return self.made.id


def plan(stage: Stage) -> tuple[ToldReview, list[Told]]:
    """Put the review on the timeline; the review and its recommendations, as they will be told."""
    learning, line, clock = ToldReview(stage, content.learning()), stage.timeline, stage.calendar
    line.add(clock.at(COMMISSIONED), lambda: _commission(learning))
    for ago, wanted in STEPS:
        line.add(clock.at(ago), partial(_advance, learning, wanted))
    line.add(clock.at(WRITTEN, 9), lambda: _find(learning))
    recommendations = [Told(learning, told) for told in learning.told["recommendations"]]
    for number, one in enumerate(recommendations):
        _plan_one(one, number)
    return learning, recommendations


def _commission(learning: ToldReview) -> None:
    cast = learning.stage.cast
    learning.review = reviewing.start_review(
        cast.session, learning.leader, title=learning.told["title"],
        kind=ReviewKind.CASE_REVIEW_LEARNING, conference_id=cast.conferences["board"].id,
        chair_id=cast.people[LEADER].id,
    )  # fmt: skip


def _advance(learning: ToldReview, wanted: ReviewState) -> None:
    where = learning.told["published_where"] if wanted is ReviewState.PUBLISHED else ""
    reviewing.advance_review(
        learning.stage.session, learning.leader, review_id=learning.made.id, wanted=wanted,
        where=where,
    )  # fmt: skip


def _find(learning: ToldReview) -> None:
    for told in learning.told["findings"]:
        reviewing.add_finding(
            learning.stage.session, learning.leader, review_id=learning.made.id,
            text=told["text"], kind=FindingKind(told["kind"]),
        )  # fmt: skip


def _plan_one(one: Told, number: int) -> None:
    state, told = one.told["state"], one.told
    _on(one, WRITTEN, number, _write)
    if state != "proposed":
        _on(one, AGREED, number, _agree)
    if state == "rejected":
        _on(one, TAKEN_ON, number, _refuse)
    if state in ACCEPTED:
        _on(one, TAKEN_ON, number, _accept)
    if state in WORKING or "given_up" in told:
        _on(one, BEGUN, number, _work)
    _plan_proof(one, number)


def _plan_proof(one: Told, number: int) -> None:
    state, told = one.told["state"], one.told
    sent = told.get("verified", RECENT) + 12
    if state in SENT:
        _on(one, sent, number, _send)
    if state == "returned":
        _on(one, sent - 8, number, lambda o: _verdict(o, Outcome.RETURNED))
    if state in CHECKED:
        _on(one, told["verified"], number, lambda o: _verdict(o, Outcome.ACCEPTED))
    if "checked" in told:
        _on(one, 10, number, _check)


def _on(one: Told, ago: int, number: int, step: Callable[[Told], object]) -> None:
    stage = one.learning.stage
    moment = stage.calendar.at(ago, 11) + timedelta(minutes=number)
    stage.timeline.add(moment, lambda: step(one))


def _write(one: Told) -> None:
    learning, told = one.learning, one.told
    cast, session = learning.stage.cast, learning.stage.session
    owner = cast.people[told["owner"]]
    finding = _finding(learning, told["finding"])
    one.made = recommending.add_recommendation(
        session, learning.leader, review_id=learning.made.id, text=told["text"],
        owner_agency_id=owner.agency_id, owner_role=told["role"], owner_person_id=owner.id,
        target_on=learning.stage.calendar.day(told["target"]), finding_id=finding,
        scope=Scope(told.get("scope", "local")), themes=told["themes"],
    )  # fmt: skip


def _finding(learning: ToldReview, number: int) -> UUID:
    from_rows = select(Finding.id).where(
        Finding.review_id == learning.made.id, Finding.number == number
    )
    return learning.stage.session.scalars(from_rows).one()


def _agree(one: Told) -> None:
    recommending.agree_recommendation(
        one.learning.stage.session, one.learning.leader, recommendation_id=one.id
    )


def _refuse(one: Told) -> None:
    owning.refuse_recommendation(
        one.learning.stage.session, one.owner, recommendation_id=one.id, reason=one.told["why"],
        authority=one.told["authority"],
    )  # fmt: skip


def _accept(one: Told) -> None:
    session = one.learning.stage.session
    owning.accept_recommendation(session, one.owner, recommendation_id=one.id)
    if one.told["state"] == "accepted_by_owner" and "given_up" not in one.told:
        _action(one, one.told["action"], None)


def _work(one: Told) -> None:
    session, told = one.learning.stage.session, one.told
    owning.start_work(session, one.owner, recommendation_id=one.id)
    action_id = _action(one, told["action"], None)
    if told.get("begun"):
        _report(one, action_id, ActionState.IN_PROGRESS, "")
    if "given_up" in told:
        _report(one, action_id, ActionState(told["given_up"]), told["why"])
    if "instead" in told:
        _action(one, told["instead"], action_id)
    if told["state"] in SENT:
        _report(one, action_id, ActionState.REPORTED, "Done and in use.")
        outcome = Outcome.RETURNED if told["state"] == "returned" else Outcome.ACCEPTED
        _judge_action(one, action_id, outcome)


def _action(one: Told, text: str, replaces_id: UUID | None) -> UUID:
    stage = one.learning.stage
    made = actions.add_action(
        stage.session, one.owner, recommendation_id=one.id, text=text,
        owner_agency_id=one.owner.agency_id, owner_person_id=one.owner.person_id,
        due_on=max(stage.calendar.day(one.told["target"]), stage.calendar.day(BEGUN - 60)),
        replaces_id=replaces_id,
    )  # fmt: skip
    return made.id


def _report(one: Told, action_id: UUID, outcome: ActionState, words: str) -> None:
    actions.report_action(
        one.learning.stage.session, one.owner, action_id=action_id, outcome=outcome, report=words
    )


def _judge_action(one: Told, action_id: UUID, outcome: Outcome) -> None:
    session = one.learning.stage.session
    again = "Please attach the first list as it was used."
    verifying.verify_action(
        session, one.verifier, action_id=action_id, outcome=outcome,
        reason=again if outcome is Outcome.RETURNED else "Seen.",
    )  # fmt: skip
    if outcome is Outcome.RETURNED:
        _report(one, action_id, ActionState.REPORTED, "The first list is attached.")


def _send(one: Told) -> None:
    session, told = one.learning.stage.session, one.told
    day = one.learning.stage.calendar.day(told.get("verified", RECENT) + 14)
    owning.add_evidence(
        session, one.owner, recommendation_id=one.id, kind=EvidenceKind.AUDIT,
        shows=told["shows"], dated=day, statement=f"{told['role']}: {told['shows']}",
    )  # fmt: skip
    owning.send_for_checking(session, one.owner, recommendation_id=one.id, outcome=told["outcome"])


def _verdict(one: Told, outcome: Outcome) -> None:
    reason = one.told["why"] if outcome is Outcome.RETURNED else "The evidence shows it."
    verifying.verify(
        one.learning.stage.session, one.verifier, recommendation_id=one.id, outcome=outcome,
        reason=reason,
    )  # fmt: skip


def _check(one: Told) -> None:
    session = one.learning.stage.session
    due = session.scalars(
        select(SustainmentCheck)
        .where(SustainmentCheck.recommendation_id == one.id, SustainmentCheck.done_on.is_(None))
        .order_by(SustainmentCheck.due_on)
    ).first()
    assert due is not None, "checks were laid down when it was accepted"
    works = one.told["checked"] == "works"
    words = STILL if works else STOPPED
    checks.record_check(session, one.verifier, check_id=due.id, works=works, words=words)
