from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.boards.closing_page import closing_page
from casework.boards.governance_words import Decision, Kind
from casework.boards.models import BoardReference, Paper
from casework.boards.overview import structure
from casework.boards.service import closing
from casework.boards.service import structure as placing
from casework.boards.service.open_things import open_things
from casework.boards.vocabulary import Form
from casework.clock import moved_to
from casework.conferences.models import AgencyAttendance
from casework.conferences.service import approving, calendar
from casework.db import Database
from casework.directory import service as directory
from casework.directory.models import Conference
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.reviews.models import Recommendation, RecommendationEvent, Review
from casework.reviews.vocabulary import State
from tests.casework.boards.conftest import TUESDAY, Browser
from tests.documents import words_of
from tests.factories.boards import (
    add_reference,
    escalate,
    hold,
    lay_member,
    make_paper,
    make_sitting,
    require_report,
)
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board, make_board, make_recommendation, make_review
from tests.statements import counted


@pytest.fixture
def heir(session: Session, board: Board) -> Board:
    """The board that takes over."""
    return make_board(session, board.partnership)


@pytest.fixture
def full(session: Session, board: Board, heir: Board) -> Board:
    """A board with one of everything open, and no meeting ahead."""
    plan = make_review(session, board)
    for state in (State.IN_PROGRESS, State.VERIFIED_COMPLETE):
        make_recommendation(session, board, plan, state)
    with moved_to(TUESDAY - timedelta(days=60)):
        meeting = make_sitting(session, board, TUESDAY - timedelta(days=30))
        make_paper(session, board.owner, meeting)
    held = hold(session, board, TUESDAY - timedelta(days=20))
    with moved_to(TUESDAY - timedelta(days=19)):
        add_reference(session, board, held)
        for one in (meeting, held):
            if one.state == "minutes_draft":
                approving.approve_minutes(session, board.chair, meeting_id=one.id)
        calendar.cancel(session, board.chair, meeting_id=meeting.id)
    escalate(session, board, heir.conference)
    require_report(session, board)
    return board


def body(session: Session, board: Board) -> Conference:
    return session.get_one(Conference, board.conference.id)


def settle_all(session: Session, board: Board, heir: Board) -> None:
    """The escalation ends, everything else goes over."""
    for one in open_things(session, body(session, board)):
        if one.kind is Kind.ESCALATION:
            closing.decide(
                session, board.chair, conference_id=board.conference.id, thing_id=one.id,
                decision=Decision.END, words="The heir decides it itself now.",
            )  # fmt: skip
    closing.decide_rest(
        session, board.chair, conference_id=board.conference.id, successor_id=heir.conference.id
    )


def close(session: Session, board: Board) -> None:
    closing.close_board(
        session, board.chair, conference_id=board.conference.id, words="It did what it was for."
    )


def test_everything_open_is_listed_also_what_was_accepted_and_is_still_followed(
    session: Session, full: Board
) -> None:
    kinds = [one.kind for one in open_things(session, body(session, full))]
    assert kinds == [
        Kind.REVIEW, Kind.RECOMMENDATION, Kind.RECOMMENDATION, Kind.PAPER, Kind.REFERENCE,
        Kind.ESCALATION, Kind.REPORT,
    ]  # fmt: skip


def test_a_board_cannot_close_while_anything_is_undecided(session: Session, full: Board) -> None:
    with pytest.raises(Conflict, match=r"what becomes of review R-.*and 6 more"):
        close(session, full)
    assert body(session, full).active


def test_learning_is_never_ended_by_a_closing(session: Session, full: Board) -> None:
    for one in open_things(session, body(session, full)):
        if one.review_id is not None:
            with pytest.raises(Invalid) as wrong:
                closing.decide(
                    session, full.chair, conference_id=full.conference.id, thing_id=one.id,
                    decision=Decision.END, words="Over.",
                )  # fmt: skip
            assert "decision" in wrong.value.errors


def test_what_ends_says_why(session: Session, full: Board) -> None:
    paper = next(o for o in open_things(session, body(session, full)) if o.kind is Kind.PAPER)
    for words in ("", "  "):
        with pytest.raises(Invalid):
            closing.decide(
                session, full.chair, conference_id=full.conference.id, thing_id=paper.id,
                decision=Decision.END, words=words,
            )  # fmt: skip


def test_a_successor_is_a_board_of_the_partnership_that_sits(session: Session, full: Board) -> None:
    abroad = make_board(session)
    for other in (abroad.conference.id, full.conference.id):
        with pytest.raises(Invalid):
            closing.decide_rest(
                session, full.chair, conference_id=full.conference.id, successor_id=other
            )


def test_closing_hands_everything_over_with_its_history(
    session: Session, full: Board, heir: Board
) -> None:
    coming = make_sitting(session, heir)
    settle_all(session, full, heir)
    close(session, full)
    assert not body(session, full).active
    assert session.scalars(select(Review.conference_id)).all() == [heir.conference.id]
    assert session.scalars(select(Paper.meeting_id)).all() == [coming.id]
    told = session.scalars(
        select(RecommendationEvent.why).where(RecommendationEvent.kind == "transferred")
    ).all()
    assert told == 2 * [
        f"{full.conference.name} was closed; {heir.conference.name} oversees it now."
    ]
    # The accepted one stays accepted, and is still followed.
    states = session.scalars(select(Recommendation.state).order_by(Recommendation.number)).all()
    assert states == [State.IN_PROGRESS, State.VERIFIED_COMPLETE]
    old, new = session.scalars(select(BoardReference).order_by(BoardReference.made_at)).all()
    assert (old.done_at is not None, new.done_at) == (True, None)
    assert old.latest == f"Goes on as reference 1 of {heir.conference.name}."


def test_the_report_says_what_became_of_everything(
    session: Session, full: Board, heir: Board
) -> None:
    make_sitting(session, heir)
    settle_all(session, full, heir)
    close(session, full)
    page = closing_page(session, lay_member(session, heir), full.conference.id)
    assert len(page.lines) == 7
    assert {line.decided for line in page.lines} == {f"Goes to {heir.conference.name}", "Ends"}
    assert page.closing is not None
    assert page.closing.words == "It did what it was for."
    with pytest.raises(Conflict):
        close(session, full)


def test_a_paper_goes_nowhere_while_the_heir_has_no_meeting(
    session: Session, full: Board, heir: Board
) -> None:
    settle_all(session, full, heir)
    with pytest.raises(Conflict, match="has no meeting ahead"), session.begin_nested():
        close(session, full)
    session.expire_all()
    assert body(session, full).active
    assert set(session.scalars(select(Review.conference_id))) == {full.conference.id}


def test_a_meeting_that_lies_ahead_keeps_a_board_open(
    session: Session, full: Board, heir: Board
) -> None:
    make_sitting(session, heir)
    settle_all(session, full, heir)
    make_sitting(session, full)
    with pytest.raises(Conflict, match="1 open meeting"), session.begin_nested():
        close(session, full)


def test_recommendations_of_one_review_go_to_one_board(
    session: Session, full: Board, heir: Board
) -> None:
    make_sitting(session, heir)
    settle_all(session, full, heir)
    third = make_board(session, full.partnership)
    one = next(
        o for o in open_things(session, body(session, full)) if o.kind is Kind.RECOMMENDATION
    )
    closing.decide(
        session, full.chair, conference_id=full.conference.id, thing_id=one.id,
        decision=Decision.TRANSFER, successor_id=third.conference.id,
    )  # fmt: skip
    with pytest.raises(Conflict, match="one and the same board"):
        close(session, full)


def test_nothing_goes_to_a_board_that_closed_after_the_decision(
    session: Session, full: Board, heir: Board
) -> None:
    make_sitting(session, heir)
    settle_all(session, full, heir)
    session.get_one(Conference, heir.conference.id).active = False
    session.flush()
    # Six were to go there; the escalation ends all the same.
    page = closing_page(session, full.chair, full.conference.id)
    assert page.undecided == 6
    told = f"It was to go to {heir.conference.name}, which has closed since. Decide again."
    assert [line.words for line in page.lines if not line.decided] == 6 * [told]
    with pytest.raises(Conflict, match=r"what becomes of review R-.*and 5 more"):
        close(session, full)
    third = make_board(session, full.partnership)
    make_sitting(session, third)
    closing.decide_rest(
        session, full.chair, conference_id=full.conference.id, successor_id=third.conference.id
    )
    close(session, full)
    assert session.scalars(select(Review.conference_id)).all() == [third.conference.id]


def hand_over(session: Session, board: Board, group: Board, to: Board) -> None:
    """A group of the board goes under another one."""
    closing.decide(
        session, board.chair, conference_id=board.conference.id, thing_id=group.conference.id,
        decision=Decision.TRANSFER, successor_id=to.conference.id,
    )  # fmt: skip


def put_under(session: Session, board: Board, above: Board) -> None:
    placing.place_board(
        session, board.chair, conference_id=board.conference.id, form=Form.SUB_GROUP,
        parent_id=above.conference.id,
    )  # fmt: skip


def test_a_group_does_not_go_under_one_of_its_own(
    session: Session, board: Board, heir: Board
) -> None:
    group = make_board(session, board.partnership)
    put_under(session, group, board)
    put_under(session, heir, group)
    for to in (heir, group):
        with pytest.raises(Invalid) as wrong:
            hand_over(session, board, group, to)
        assert "successor_id" in wrong.value.errors
    assert len(structure(session, board.chair)) == 3


def test_two_groups_do_not_go_under_each_other(session: Session, board: Board, heir: Board) -> None:
    group = make_board(session, board.partnership)
    for one, to in ((group, heir), (heir, group)):
        put_under(session, one, board)
        hand_over(session, board, one, to)
    with pytest.raises(Conflict, match="stands under this board already"), session.begin_nested():
        close(session, board)
    session.expire_all()
    assert len(structure(session, board.chair)) == 3


def test_what_opened_after_the_decisions_is_asked_about_too(
    session: Session, full: Board, heir: Board
) -> None:
    make_sitting(session, heir)
    settle_all(session, full, heir)
    require_report(session, full, title="One more")
    with pytest.raises(Conflict, match="report ‘One more’"):
        close(session, full)


def test_the_directory_does_not_close_a_board_with_open_things(
    session: Session, board: Board
) -> None:
    require_report(session, board)
    admin = make_viewer(session, board.council, Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(Conflict, match="1 open thing of a board"):
        directory.close_conference(session, admin, conference_id=board.conference.id)


def test_a_board_with_a_closing_report_is_not_opened_again(session: Session, board: Board) -> None:
    admin = make_viewer(session, board.council, Role.SYSTEM_ADMINISTRATOR)
    place = board.conference.id
    directory.close_conference(session, admin, conference_id=place)
    directory.reopen_conference(session, admin, conference_id=place)
    assert body(session, board).active
    close(session, board)
    with pytest.raises(Conflict, match="closed with a closing report"):
        directory.reopen_conference(session, admin, conference_id=place)
    assert not body(session, board).active


def test_a_paper_is_not_late_because_its_board_was_closed(
    session: Session, full: Board, heir: Board
) -> None:
    make_sitting(session, heir, TUESDAY + timedelta(hours=20))
    settle_all(session, full, heir)
    with pytest.raises(Conflict, match="still takes papers"), session.begin_nested():
        close(session, full)
    session.expire_all()
    later = make_sitting(session, heir, TUESDAY + timedelta(days=30))
    close(session, full)
    handed = session.scalars(select(Paper)).one()
    assert (handed.meeting_id, handed.timeliness) == (later.id, "on_time")
    # Housing of the closed board has no seat here: nobody is written down on the roll for it.
    assert not session.scalars(
        select(AgencyAttendance).where(AgencyAttendance.meeting_id == later.id)
    ).all()


def test_handing_over_the_rest_asks_no_more_for_sixty_than_for_two(
    session: Session, board: Board, heir: Board
) -> None:
    def asked(reports: int) -> int:
        for number in range(reports):
            require_report(session, board, title=f"Report {reports} {number}")
        with counted(session) as told:
            closing.decide_rest(
                session, board.chair, conference_id=board.conference.id,
                successor_id=heir.conference.id,
            )  # fmt: skip
        return sum(1 for one in told if one.startswith("SELECT"))

    assert asked(60) <= asked(2)


def test_only_whoever_runs_it_closes_a_board(session: Session, full: Board, heir: Board) -> None:
    with pytest.raises(Refused):
        closing.close_board(session, full.owner, conference_id=full.conference.id, words="Enough.")
    with pytest.raises(NotFound):
        closing.close_board(session, heir.chair, conference_id=full.conference.id, words="Enough.")


def test_an_empty_board_closes_with_its_last_words(session: Session, board: Board) -> None:
    with pytest.raises(Invalid):
        closing.close_board(session, board.chair, conference_id=board.conference.id, words=" ")
    close(session, board)
    assert not body(session, board).active


def test_the_pages_lead_through_a_closing(store: Database, board: Board, browser: Browser) -> None:
    with store.writing() as session:
        heir = make_board(session, board.partnership)
        require_report(session, board)
    client, home = browser(board.chair), f"/boards/{board.conference.id}/closing"
    assert "1 of 1 not decided yet" in client.get(home).text
    early = client.submit(f"{home}/close", {"words": "Done."}, action="")
    assert early.status_code == 422
    assert "Nobody has decided what becomes of report" in early.text
    assert "Done." in early.text
    rest = {"successor_id": str(heir.conference.id)}
    assert client.submit(f"{home}/rest", rest).status_code == 303
    assert client.submit(f"{home}/close", {"words": "Done."}).status_code == 303
    # Whoever ran it has no role there any more; the boards that sit read its report.
    reader = browser(heir.owner)
    assert "Closed on 10 March 2026" in reader.get(home).text
    assert "Done." in words_of(reader.get(f"{home}.pdf").data)
    assert home in reader.get("/boards/").text
