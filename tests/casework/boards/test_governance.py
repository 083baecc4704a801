from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.boards.agenda import agenda
from casework.boards.cutoff import paper_hours
from casework.boards.governance_words import EscalationOutcome, Function
from casework.boards.models import BoardProfile, BoardReferenceUpdate
from casework.boards.overview import board_page, escalation_state, structure, unverified
from casework.boards.service import escalating, references
from casework.boards.service import structure as placing
from casework.boards.themes import theme_lines, themes_of
from casework.boards.vocabulary import Form
from casework.clock import moved_to, today
from casework.db import Database
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit
from casework.reviews.vocabulary import NOT_OPEN, State
from tests.casework.boards.conftest import TUESDAY, Browser
from tests.factories.boards import (
    add_reference,
    escalate,
    hold,
    lay_member,
    make_sitting,
    require_report,
)
from tests.factories.conferences import make_table
from tests.factories.directory import make_conference, make_viewer
from tests.factories.reviews import Board, make_board, make_recommendation, make_review


def place(session: Session, board: Board, **given: object) -> BoardProfile:
    asked = {"form": Form.STANDING} | given
    return placing.place_board(session, board.chair, conference_id=board.conference.id, **asked)


@pytest.fixture
def above(session: Session, board: Board) -> Board:
    """Another board of the same partnership."""
    return make_board(session, board.partnership)


def test_a_group_stands_under_its_board(session: Session, board: Board, above: Board) -> None:
    place(session, board, form=Form.SUB_GROUP, parent_id=above.conference.id)
    nodes = [(n.body.id, n.depth, n.mine) for n in structure(session, above.chair)]
    assert nodes == [(above.conference.id, 0, True), (board.conference.id, 1, False)]


def test_no_board_stands_under_itself(session: Session, board: Board, above: Board) -> None:
    place(session, board, form=Form.SUB_GROUP, parent_id=above.conference.id)
    for parent in (board.conference.id, above.conference.id):
        with pytest.raises(Invalid) as wrong:
            placing.place_board(
                session, above.chair if parent == board.conference.id else board.chair,
                conference_id=above.conference.id if parent == board.conference.id
                else board.conference.id,
                form=Form.SUB_GROUP, parent_id=board.conference.id,
            )  # fmt: skip
        assert "parent_id" in wrong.value.errors


def test_a_ring_of_boards_is_walked_once(session: Session, board: Board, above: Board) -> None:
    place(session, board, form=Form.SUB_GROUP, parent_id=above.conference.id)
    # As somebody could have written it past this program.
    session.add(
        BoardProfile(
            conference_id=above.conference.id, partnership_id=board.partnership.id,
            parent_id=board.conference.id,
        )
    )  # fmt: skip
    session.flush()
    third = make_board(session, board.partnership)
    place(session, third, form=Form.SUB_GROUP, parent_id=above.conference.id)


def test_a_task_and_finish_group_has_an_end_and_a_board(session: Session, board: Board) -> None:
    with pytest.raises(Invalid) as wrong:
        place(session, board, form=Form.TASK_AND_FINISH)
    assert set(wrong.value.errors) == {"ends_on", "parent_id"}


def test_a_group_near_its_end_says_so(session: Session, board: Board, above: Board) -> None:
    place(session, board, form=Form.TASK_AND_FINISH, parent_id=above.conference.id,
          ends_on=today() + timedelta(days=20))  # fmt: skip
    assert [n.ends_soon for n in structure(session, board.chair)] == [False, True]


def test_five_clear_days_can_be_the_cut_off_of_one_board(session: Session, board: Board) -> None:
    meeting = make_sitting(session, board)
    assert paper_hours(session, meeting) == 48
    place(session, board, paper_hours=120)
    assert paper_hours(session, meeting) == 120
    with pytest.raises(Invalid):
        place(session, board, paper_hours=-1)


def test_two_people_at_one_board_the_second_is_told(session: Session, board: Board) -> None:
    place(session, board, version=0)
    with pytest.raises(StaleEdit):
        place(session, board, version=0, paper_hours=72)


def test_a_conference_with_cases_is_no_board(session: Session) -> None:
    table = make_table(session, cases=0)
    with pytest.raises(NotFound):
        placing.place_board(
            session, table.chair, conference_id=table.world.conference.id, form=Form.STANDING
        )


def test_terms_keep_their_versions(session: Session, board: Board) -> None:
    for text in ("First", "Second"):
        placing.agree_terms(
            session, board.chair, conference_id=board.conference.id, text=text, agreed_on=today(),
            review_on=today() + timedelta(days=365),
        )  # fmt: skip
    page = board_page(session, board.chair, board.conference.id)
    assert [(t.number, t.text) for t in page.terms] == [(2, "Second"), (1, "First")]
    with pytest.raises(Invalid):
        placing.agree_terms(
            session, board.chair, conference_id=board.conference.id, text="x", agreed_on=today(),
            review_on=today(),
        )  # fmt: skip


def test_a_function_that_is_missing_says_who_sees_to_it(session: Session, board: Board) -> None:
    def check(*, in_place: bool, words: str = "") -> None:
        placing.check_function(
            session, board.chair, conference_id=board.conference.id, function=Function.PLAN,
            in_place=in_place, words=words,
        )  # fmt: skip

    with pytest.raises(Invalid):
        check(in_place=False)
    check(in_place=False, words="No targets yet; the council writes them.")
    with moved_to(TUESDAY + timedelta(days=1)):
        check(in_place=True)
    lines = board_page(session, board.chair, board.conference.id).functions
    assert [bool(line.check and line.check.in_place) for line in lines] == [
        False,
        True,
        *3 * [False],
    ]


def test_numbers_of_references_are_for_life(session: Session, board: Board) -> None:
    meeting = make_sitting(session, board)
    first, second = (add_reference(session, board, meeting) for _ in "ab")
    references.update_reference(
        session, board.chair, reference_id=second.id, words="Sent.", done=True
    )
    third = add_reference(session, board, meeting)
    assert [r.number for r in (first, second, third)] == [1, 2, 3]
    with pytest.raises(Conflict):
        references.update_reference(session, board.chair, reference_id=second.id, words="More")


def test_a_new_reference_makes_no_form_of_the_board_stale(session: Session, board: Board) -> None:
    version, meeting = place(session, board).version, make_sitting(session, board)
    add_reference(session, board, meeting)
    place(session, board, version=version, paper_hours=72)
    assert add_reference(session, board, meeting).number == 2


def test_everything_that_was_said_of_a_reference_can_be_read(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        row = add_reference(session, board, make_sitting(session, board))
        for words, done in (("Asked the landlord.", False), ("The list is here.", True)):
            references.update_reference(
                session, board.chair, reference_id=row.id, words=words, done=done
            )
        key, reader = row.id, lay_member(session, board)
        stranger = make_board(session, board.partnership).owner
    page = browser(reader).get(f"/boards/references/{key}/history").text
    for words in ("Asked the landlord.", "The list is here.", board.chair.name, "Done on 10 March"):
        assert words in page
    assert browser(stranger).get(f"/boards/references/{key}/history").status_code == 404


def test_a_reference_stands_at_every_meeting_until_it_is_done_and_once_more_as_done(
    session: Session, board: Board
) -> None:
    meetings = [hold(session, board, TUESDAY - timedelta(days=d)) for d in (200, 120, 60)]
    with moved_to(TUESDAY - timedelta(days=200)):
        row = add_reference(session, board, meetings[0], bring_back=True)
    with moved_to(TUESDAY - timedelta(days=100)):
        references.update_reference(
            session, board.chair, reference_id=row.id, words="The list is here.", done=True,
            proof="https://example.org/list",
        )  # fmt: skip
    with moved_to(TUESDAY - timedelta(days=20)):
        after = hold(session, board, TUESDAY - timedelta(days=10))
    found = [[r.id for r in references.at_meeting(session, m)] for m in (*meetings, after)]
    assert found == [[], [row.id], [row.id], []]
    assert session.scalars(select(BoardReferenceUpdate.words)).all() == ["The list is here."]


def test_what_is_brought_back_stands_on_the_next_agenda_by_itself(
    session: Session, board: Board
) -> None:
    held = hold(session, board, TUESDAY - timedelta(days=5))
    with moved_to(TUESDAY - timedelta(days=5)):
        row = add_reference(session, board, held, bring_back=True)
        add_reference(session, board, held)
    coming = make_sitting(session, board)
    page = agenda(session, lay_member(session, board), coming.id)
    assert [r.id for r in page.brought_back] == [row.id]
    assert len(page.references) == 2


def test_the_action_plan_stands_on_the_agenda_until_none_is_open(
    session: Session, board: Board
) -> None:
    coming, plan = make_sitting(session, board), make_review(session, board)
    assert agenda(session, board.chair, coming.id).unverified == 0
    for state in State:
        make_recommendation(session, board, plan, state)
    assert agenda(session, board.chair, coming.id).unverified == len(
        frozenset(State) - NOT_OPEN - {State.PROPOSED}
    )
    assert unverified(session, make_board(session, board.partnership).conference.id) == 0


def test_a_proof_that_leads_nowhere_is_refused(session: Session, board: Board) -> None:
    row = add_reference(session, board, make_sitting(session, board))
    with pytest.raises(Invalid) as wrong:
        references.update_reference(
            session, board.chair, reference_id=row.id, words="Done", done=True, proof="nowhere"
        )
    assert "proof" in wrong.value.errors


def test_a_report_that_is_owed_comes_round_again(session: Session, board: Board) -> None:
    owed = require_report(session, board, next_due_on=date(2025, 11, 30))
    coming = make_sitting(session, board)
    assert agenda(session, board.chair, coming.id).reports == (owed,)
    with pytest.raises(NotFound):
        references.report_given(session, board.owner, report_id=uuid4())
    with pytest.raises(Refused):
        references.report_given(session, board.owner, report_id=owed.id)
    references.report_given(session, board.chair, report_id=owed.id)
    # Three months after 30 November is the last day of February.
    assert (owed.next_due_on, owed.last_given_on) == (date(2026, 2, 28), today())


def test_the_board_that_is_asked_decides_and_the_one_that_asks_withdraws(
    session: Session, board: Board, above: Board
) -> None:
    asked = escalate(session, board, above.conference)
    with pytest.raises(Refused):
        escalating.settle(session, board.chair, escalation_id=asked.id, words="Yes",
                          outcome=EscalationOutcome.DECIDED)  # fmt: skip
    with pytest.raises(Refused):
        escalating.settle(session, above.chair, escalation_id=asked.id, words="No",
                          outcome=EscalationOutcome.WITHDRAWN)  # fmt: skip
    escalating.settle(session, above.chair, escalation_id=asked.id, words="Two posts for a year.",
                      outcome=EscalationOutcome.DECIDED)  # fmt: skip
    with pytest.raises(Conflict):
        escalating.settle(session, board.chair, escalation_id=asked.id, words="No need",
                          outcome=EscalationOutcome.WITHDRAWN)  # fmt: skip
    assert escalation_state(asked) == "Decided"


def test_an_escalation_that_nobody_decided_says_that_it_expired(
    session: Session, board: Board, above: Board
) -> None:
    asked = escalate(session, board, above.conference, expires_on=today() + timedelta(days=3))
    assert escalation_state(asked) == "Waits for a decision"
    with moved_to(TUESDAY + timedelta(days=4)):
        assert escalation_state(asked) == "Expired without a decision"
    with pytest.raises(Invalid):
        escalate(session, board, above.conference, expires_on=today() - timedelta(days=1))


def test_nobody_escalates_to_a_conference_with_cases_or_to_themselves(
    session: Session, board: Board
) -> None:
    cases = make_conference(session, board.partnership)
    for to in (cases, board.conference):
        with pytest.raises(Invalid):
            escalate(session, board, to)
    abroad = make_board(session)
    with pytest.raises(NotFound):
        escalate(session, board, abroad.conference)
    asked = escalate(session, board, make_board(session, board.partnership).conference)
    with pytest.raises(NotFound):
        escalating.load_escalation(session, abroad.chair, asked.id)


def test_a_theme_that_comes_up_in_two_reviews_is_found(session: Session, board: Board) -> None:
    for _ in "ab":
        make_recommendation(session, board, make_review(session, board), State.AGREED)
    found = themes_of(theme_lines(session, board.chair))
    assert [(t.name, t.reviews, t.recurs) for t in found] == [("repeat victims", 2, True)]
    other = make_board(session, board.partnership)
    assert theme_lines(session, other.chair) == []


@pytest.mark.parametrize("role", [Role.LAY_MEMBER, Role.VERIFIER, Role.RECOMMENDATION_OWNER])
def test_members_read_their_board_and_do_not_run_it(
    session: Session, board: Board, role: Role
) -> None:
    who = make_viewer(session, board.council, role, board.conference)
    assert not board_page(session, who, board.conference.id).may_manage
    with pytest.raises(Refused):
        placing.place_board(session, who, conference_id=board.conference.id, form=Form.STANDING)


def test_every_page_of_a_board_opens_and_another_boards_does_not(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        other = make_board(session, board.partnership)
        meeting = make_sitting(session, board)
        row = add_reference(session, board, meeting, bring_back=True)
        asked = escalate(session, board, other.conference)
        require_report(session, board)
        make_recommendation(session, board, make_review(session, board), State.AGREED)
    home = f"/boards/{board.conference.id}"
    own, foreign = browser(board.chair), browser(other.owner)
    forms = "place terms functions reports/add escalations/add closing/rest closing/close"
    for address in ("", "/closing", f"/closing/{row.id}", *(f"/{form}" for form in forms.split())):
        assert own.get(home + address).status_code == 200, address
        assert foreign.get(home + address).status_code in (403, 404), address
    for address in (
        f"meetings/{meeting.id}", f"references/{row.id}", f"escalations/{asked.id}", "",
        f"meetings/{meeting.id}/references/add", "themes?theme=Repeat+victims",
    ):  # fmt: skip
        assert own.get(f"/boards/{address}").status_code == 200, address
    assert "OR1" in own.get(home).text


def test_where_a_board_stands_is_filled_in_and_kept(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        other = make_board(session, board.partnership)
    client, url = browser(board.chair), f"/boards/{board.conference.id}/place"
    form = client.page(url).forms[-1]
    wrong = client.post(url, data=form.filled({"form": "task_and_finish", "paper_hours": "120"}))
    assert wrong.status_code == 422
    assert "Enter its last day" in wrong.text
    good = {"form": "task_and_finish", "parent_id": str(other.conference.id), "paper_hours": "120",
            "ends_on-day": "31", "ends_on-month": "5", "ends_on-year": "2026"}  # fmt: skip
    assert client.post(url, data=form.filled(good)).status_code == 303
    assert "31 May 2026" in client.get(f"/boards/{board.conference.id}").text
    # The same page once more, still open in another window.
    assert client.post(url, data=form.filled(good)).status_code == 422
