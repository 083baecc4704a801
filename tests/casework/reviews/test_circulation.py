from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casework.clock import today
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.models import RecommendationAction
from casework.reviews.service import actions, circulation
from casework.reviews.sheet import sheet
from casework.reviews.vocabulary import ActionKind, ActionState, State
from tests.factories.reviews import Board, add_action, make_recommendation, make_review

LINK = "https://example.org/findings"


@pytest.fixture
def action(session: Session, board: Board) -> RecommendationAction:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    return actions.add_action(
        session, board.owner, recommendation_id=found.id, text="Circulate the findings",
        owner_agency_id=board.housing.id, due_on=today(), kind=ActionKind.CIRCULATION,
    )  # fmt: skip


def document(session: Session, board: Board, action: RecommendationAction) -> None:
    circulation.attach_document(
        session, board.owner, action_id=action.id, document="Findings", link=LINK
    )


def log(session: Session, board: Board, action: RecommendationAction, **more: object) -> None:
    given = {"to_whom": "All housing officers", "how": "By e-mail", "sent_on": today()} | more
    circulation.log_distribution(session, board.owner, action_id=action.id, **given)  # type: ignore[arg-type]  # the test names the keywords


def done(session: Session, board: Board, action: RecommendationAction) -> None:
    actions.report_action(
        session, board.owner, action_id=action.id, outcome=ActionState.REPORTED, report="Sent"
    )


def test_it_is_done_only_with_its_document_and_its_log(
    session: Session, board: Board, action: RecommendationAction
) -> None:
    with pytest.raises(Conflict, match="document"):
        done(session, board, action)
    with pytest.raises(Conflict, match="Name the document first"):
        log(session, board, action)
    document(session, board, action)
    with pytest.raises(Conflict, match="log"):
        done(session, board, action)
    log(session, board, action)
    done(session, board, action)
    assert action.state == ActionState.REPORTED
    (shown,) = sheet(session, board.chair, action.recommendation_id).actions
    assert (shown.document, [s.to_whom for s in shown.log]) == (
        "Findings", ["All housing officers"],
    )  # fmt: skip


def test_it_can_still_be_given_up_with_its_reason(
    session: Session, board: Board, action: RecommendationAction
) -> None:
    actions.report_action(session, board.owner, action_id=action.id, report="No findings came",
                          outcome=ActionState.NOT_POSSIBLE)  # fmt: skip
    assert action.state == ActionState.NOT_POSSIBLE


@pytest.mark.parametrize("link", ["", "findings.docx", "javascript:alert(1)", "https://nowhere"])
def test_a_document_that_is_nowhere_is_none(
    session: Session, board: Board, action: RecommendationAction, link: str
) -> None:
    with pytest.raises(Invalid):
        circulation.attach_document(session, board.owner, action_id=action.id, document="Findings",
                                    link=link)  # fmt: skip
    assert not action.document


def test_days_that_contradict_each_other_are_refused(
    session: Session, board: Board, action: RecommendationAction
) -> None:
    document(session, board, action)
    with pytest.raises(Invalid) as wrong:
        log(session, board, action, sent_on=today(), acknowledged_on=today() - timedelta(days=1))
    assert set(wrong.value.errors) == {"acknowledged_on"}
    with pytest.raises(Invalid):
        log(session, board, action, sent_on=today() + timedelta(days=1))


def test_another_agency_and_another_kind_of_action_have_no_log(
    session: Session, board: Board, action: RecommendationAction
) -> None:
    with pytest.raises(NotFound):
        circulation.attach_document(session, board.verifier, action_id=action.id,
                                    document="Findings", link=LINK)  # fmt: skip
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    with pytest.raises(Conflict, match="not a circulation"):
        document(session, board, add_action(session, board, found))
