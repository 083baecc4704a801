from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.reviews.models import Recommendation
from casework.reviews.standing import days_overdue, is_settled, missing_proof, rag
from casework.reviews.vocabulary import State

TODAY = date(2026, 6, 15)
LATE, SOON = TODAY - timedelta(days=12), TODAY + timedelta(days=9)


def standing(
    state: State, target_on: date | None = SOON, *, evidence: int = 0, since: int = 0,
    verified_on: date | None = None, next_check_on: date | None = None,
) -> Recommendation:  # fmt: skip
    return Recommendation(
        state=state, target_on=target_on, fresh_evidence=evidence, verified_on=verified_on,
        next_check_on=next_check_on,
        state_since=datetime(2026, 6, 15, 9, tzinfo=UTC) - timedelta(days=since),
    )  # fmt: skip


ACCEPTED = date(2026, 1, 5)
UNCHECKED = (
    "Amber: evidence accepted on 5 January 2026, "
    "but nobody has checked since 3 June 2026 that it works"
)
TABLE = [
    (standing(State.PROPOSED, LATE), "Not rated: not yet agreed"),
    (standing(State.AGREED), "Amber: not yet accepted by its owner, due in 9 days"),
    (standing(State.AGREED, LATE), "Red: 12 days overdue, not accepted by its owner"),
    (standing(State.REJECTED), "Red: refused by its owner, the board must decide"),
    (standing(State.ACCEPTED_BY_OWNER), "Amber: due in 9 days, no evidence yet"),
    (standing(State.ACCEPTED_BY_OWNER, LATE), "Red: 12 days overdue, no evidence"),
    (standing(State.IN_PROGRESS, TODAY), "Amber: due today, no evidence yet"),
    (standing(State.IN_PROGRESS, TODAY - timedelta(days=1)), "Red: 1 day overdue, no evidence"),
    (standing(State.IN_PROGRESS, LATE), "Red: 12 days overdue, no evidence"),
    (
        standing(State.IN_PROGRESS, LATE, evidence=1),
        "Red: 12 days overdue, evidence not sent for checking",
    ),
    (
        standing(State.IN_PROGRESS, evidence=1),
        "Amber: due in 9 days, evidence not sent for checking",
    ),
    (standing(State.IN_PROGRESS, None), "Amber: no target date"),
    (standing(State.EVIDENCE_SUBMITTED), "Amber: owner says done, not yet checked"),
    (
        standing(State.EVIDENCE_SUBMITTED, LATE, since=30),
        "Amber: owner says done, not yet checked for 30 days",
    ),
    (
        standing(State.VERIFIED_COMPLETE, LATE, verified_on=ACCEPTED),
        "Green: evidence accepted on 5 January 2026",
    ),
    (
        standing(State.VERIFIED_COMPLETE, verified_on=ACCEPTED, next_check_on=date(2026, 7, 5)),
        "Green: evidence accepted on 5 January 2026, next check 5 July 2026",
    ),
    (
        standing(State.VERIFIED_COMPLETE, verified_on=ACCEPTED, next_check_on=LATE),
        UNCHECKED,
    ),
]


@pytest.mark.parametrize(("row", "words"), TABLE, ids=[words for _, words in TABLE])
def test_colour_and_reason_follow_from_where_it_stands(row: Recommendation, words: str) -> None:
    assert rag(row, TODAY).text == words


@pytest.mark.parametrize("state", State)
def test_only_accepted_evidence_settles(state: State) -> None:
    assert is_settled(standing(state)) is (state is State.VERIFIED_COMPLETE)


@pytest.mark.parametrize("state", set(State) - {State.VERIFIED_COMPLETE})
@pytest.mark.parametrize("target", [LATE, TODAY, SOON, None])
@pytest.mark.parametrize("evidence", [0, 3])
def test_nothing_unfinished_is_ever_green(state: State, target: date | None, evidence: int) -> None:
    assert rag(standing(state, target, evidence=evidence), TODAY).colour != "Green"


def test_what_was_accepted_is_never_overdue() -> None:
    assert days_overdue(standing(State.VERIFIED_COMPLETE, LATE), TODAY) == 0
    assert days_overdue(standing(State.EVIDENCE_SUBMITTED, LATE), TODAY) == 12


def test_the_missing_proof_is_named() -> None:
    assert missing_proof(standing(State.IN_PROGRESS)) == "No evidence yet"
    assert "check" in missing_proof(standing(State.EVIDENCE_SUBMITTED))


def test_no_column_holds_a_colour_or_a_tick() -> None:
    names = {column.name for column in Recommendation.__table__.columns}
    assert not names & {
        "rag",
        "colour",
        "color",
        "done",
        "complete",
        "completed",
        "closed",
        "muted",
    }
