"""How a recommendation comes to be settled, and everything that keeps it from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import moved_to, today
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.reviews.models import Recommendation, SustainmentCheck
from casework.reviews.service import actions, checks, owning, verifying
from casework.reviews.standing import is_settled, rag
from casework.reviews.vocabulary import ActionState, EvidenceKind, Outcome, ReviewState, State
from protocols.clocks import add_months
from tests.clocks import in_days
from tests.factories import reviews as made
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board, make_recommendation, make_review


@pytest.fixture
def sent(session: Session, board: Board) -> Recommendation:
    return make_recommendation(
        session, board, make_review(session, board), State.EVIDENCE_SUBMITTED
    )


def verify(session: Session, viewer: Viewer, found: Recommendation, reason: str = "") -> None:
    verifying.verify(session, viewer, recommendation_id=found.id, outcome=Outcome.ACCEPTED,
                     reason=reason)  # fmt: skip


def test_accepted_evidence_settles_it(session: Session, board: Board, sent: Recommendation) -> None:
    verify(session, board.verifier, sent)
    assert is_settled(sent)
    assert (sent.verified_on, rag(sent, today()).colour) == (today(), "Green")


def test_the_owner_cannot_accept_their_own(
    session: Session, board: Board, sent: Recommendation
) -> None:
    both = make_viewer(session, board.council, Role.VERIFIER, board.conference)
    sent.owner_person_id = both.person_id
    session.flush()
    with pytest.raises(Refused, match="You answer for this"):
        verify(session, both, sent)
    assert not is_settled(sent)


def test_the_owners_agency_cannot_accept_its_own(
    session: Session, board: Board, sent: Recommendation
) -> None:
    near = make_viewer(session, board.housing, Role.VERIFIER, board.conference)
    with pytest.raises(Refused, match="another agency"):
        verify(session, near, sent)
    assert sent.state == State.EVIDENCE_SUBMITTED


def test_who_gave_evidence_cannot_accept_it_after_a_transfer(
    session: Session, board: Board, sent: Recommendation
) -> None:
    giver = Viewer(board.owner.person_id, board.owner.partnership_id, board.health.id, "x", "y",
                   "health", "health", appointments=board.verifier.appointments)  # fmt: skip
    sent.owner_agency_id, sent.owner_person_id = board.council.id, None
    session.flush()
    with pytest.raises(Refused, match="You gave evidence"):
        verify(session, giver, sent)


def test_owner_and_reader_do_not_find_the_act_of_checking(
    session: Session, board: Board, sent: Recommendation
) -> None:
    lay = make_viewer(session, board.council, Role.LAY_MEMBER, board.conference)
    for other in (board.owner, lay):
        with pytest.raises(NotFound):
            verify(session, other, sent)


def test_nobody_owns_what_another_agency_owns(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.AGREED)
    foreign = make_viewer(session, board.health, Role.RECOMMENDATION_OWNER, board.conference)
    with pytest.raises(NotFound):
        owning.accept_recommendation(session, foreign, recommendation_id=found.id)
    owning.accept_recommendation(session, board.colleague, recommendation_id=found.id)
    assert found.state == State.ACCEPTED_BY_OWNER


def test_sent_back_it_needs_a_reason_and_new_evidence(
    session: Session, board: Board, sent: Recommendation
) -> None:
    with pytest.raises(Invalid, match="what is missing"):
        verifying.verify(session, board.verifier, recommendation_id=sent.id,
                         outcome=Outcome.RETURNED)  # fmt: skip
    made.verify(session, board, sent, Outcome.RETURNED)
    assert sent.state == State.IN_PROGRESS
    with pytest.raises(Conflict, match="since it was last sent back"):
        made.send(session, board, sent)
    made.give_evidence(session, board, sent)
    made.send(session, board, sent)
    assert sent.state == State.EVIDENCE_SUBMITTED


def test_without_evidence_actions_or_outcome_nothing_is_sent(
    session: Session, board: Board
) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    with pytest.raises(Conflict, match="evidence"):
        made.send(session, board, found)
    made.give_evidence(session, board, found)
    with pytest.raises(Conflict, match="as an action"):
        made.send(session, board, found)
    action = made.add_action(session, board, found)
    with pytest.raises(Conflict, match=r"Not reported on yet: action 1\.1"):
        made.send(session, board, found)
    made.report(session, board, action.id)
    with pytest.raises(Invalid, match="what has changed"):
        owning.send_for_checking(session, board.owner, recommendation_id=found.id, outcome="")
    assert found.state == State.IN_PROGRESS


def test_an_action_nobody_accepted_keeps_it_open(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    action = made.add_action(session, board, found)
    made.report(session, board, action.id)
    made.give_evidence(session, board, found)
    made.send(session, board, found)
    with pytest.raises(Conflict, match=r"action 1\.1 has not been accepted"):
        verify(session, board.verifier, found)
    verifying.verify_action(session, board.verifier, action_id=action.id, outcome=Outcome.ACCEPTED)
    verify(session, board.verifier, found)
    assert is_settled(found)


def test_what_could_not_be_done_needs_something_in_its_place(
    session: Session, board: Board
) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    lost = made.add_action(session, board, found)
    made.report(session, board, lost.id, ActionState.NOT_POSSIBLE)
    made.give_evidence(session, board, found)
    with pytest.raises(Conflict, match="takes its place"):
        made.send(session, board, found)
    instead = made.add_action(session, board, found, replaces_id=lost.id)
    made.report(session, board, instead.id)
    made.send(session, board, found)
    verifying.verify_action(session, board.verifier, action_id=instead.id, outcome=Outcome.ACCEPTED)
    verify(session, board.verifier, found)
    assert is_settled(found)


def test_an_action_of_another_agency_is_its_own_to_report(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    action = actions.plan_action(
        session, board.chair, recommendation_id=found.id, text="Change the form",
        owner_agency_id=board.council.id, due_on=today(),
    )  # fmt: skip
    with pytest.raises(NotFound):
        made.report(session, board, action.id)
    council = make_viewer(session, board.council, Role.RECOMMENDATION_OWNER, board.conference)
    actions.report_action(session, council, action_id=action.id, report="Done",
                          outcome=ActionState.REPORTED)  # fmt: skip
    mine = make_viewer(session, board.council, Role.VERIFIER, board.conference)
    with pytest.raises(Refused):
        verifying.verify_action(session, mine, action_id=action.id, outcome=Outcome.ACCEPTED)


def test_nothing_is_reported_before_the_owner_has_accepted(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.AGREED)
    action = made.add_action(session, board, found)
    with pytest.raises(Conflict, match="has not accepted"):
        made.report(session, board, action.id)
    with pytest.raises(Conflict, match="Accept this recommendation before"):
        made.give_evidence(session, board, found)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "report", "http://", "https://x y.org", "ftp://a.org", "https://[",
     "https://user@evil.org/", "https://" + "a" * 600 + ".org"],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_no_evidence(
    session: Session, board: Board, link: str
) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    with pytest.raises(Invalid):
        owning.add_evidence(session, board.owner, recommendation_id=found.id, dated=today(),
                            kind=EvidenceKind.DOCUMENT, shows="It", link=link)  # fmt: skip
    assert found.fresh_evidence == 0


def test_accepted_evidence_is_looked_at_again_after_6_and_12_months(
    session: Session, board: Board, sent: Recommendation
) -> None:
    verify(session, board.verifier, sent)
    found = list(session.scalars(select(SustainmentCheck).order_by(SustainmentCheck.due_on)))
    assert [c.due_on for c in found] == [add_months(today(), 6), add_months(today(), 12)]
    assert sent.next_check_on == found[0].due_on
    with pytest.raises(Conflict, match="can be recorded from"):
        _check(session, board, found[0], works=True)
    with moved_to(in_days(200)):
        with pytest.raises(Conflict, match="earlier check"):
            _check(session, board, found[1], works=True)
        _check(session, board, found[0], works=True)
    assert is_settled(sent)
    assert sent.next_check_on == found[1].due_on


def test_a_check_that_fails_reopens_it_and_its_review(
    session: Session, board: Board, sent: Recommendation
) -> None:
    verify(session, board.verifier, sent)
    review = session.get_one(made.Review, sent.review_id)
    review.state = ReviewState.CLOSED
    first = session.scalars(select(SustainmentCheck).order_by(SustainmentCheck.due_on)).first()
    assert first is not None
    with moved_to(in_days(200)):
        _check(session, board, first, works=False)
    assert (sent.state, sent.verified_on, sent.next_check_on) == (State.IN_PROGRESS, None, None)
    assert review.state == ReviewState.PLAN_MONITORING
    with pytest.raises(Conflict, match="piece of evidence"):
        made.send(session, board, sent)


def test_the_owners_agency_does_not_check_whether_it_lasts(
    session: Session, board: Board, sent: Recommendation
) -> None:
    verify(session, board.verifier, sent)
    first = session.scalars(select(SustainmentCheck).order_by(SustainmentCheck.due_on)).first()
    assert first is not None
    near = make_viewer(session, board.housing, Role.VERIFIER, board.conference)
    with moved_to(in_days(200)), pytest.raises(Refused):
        checks.record_check(session, near, check_id=first.id, works=True, words="Seen")


def test_reopening_needs_a_reason(session: Session, board: Board, sent: Recommendation) -> None:
    verify(session, board.verifier, sent)
    with pytest.raises(Invalid):
        checks.reopen(session, board.chair, recommendation_id=sent.id, why="")
    checks.reopen(session, board.chair, recommendation_id=sent.id, why="It came back")
    assert not is_settled(sent)


def test_checks_come_on_the_day_people_would_name_across_the_clock_change(
    session: Session, board: Board
) -> None:
    # Half past eleven in UTC is half past midnight in London, so it was accepted on the 31st.
    review = make_review(session, board)
    found = make_recommendation(session, board, review, State.EVIDENCE_SUBMITTED)
    with moved_to(datetime(2027, 3, 30, 23, 30, tzinfo=UTC)):
        verify(session, board.verifier, found)
    due = [check.due_on.isoformat() for check in checks.pending_checks(session, found)]
    assert due == ["2027-09-30", "2028-03-31"]


def _check(session: Session, board: Board, check: SustainmentCheck, *, works: bool) -> None:
    checks.record_check(
        session, board.verifier, check_id=check.id, works=works, words="Ten logs were looked at"
    )
