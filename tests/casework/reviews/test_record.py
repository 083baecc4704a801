"""The record of a review: nothing goes on without its ground, and decisions carry reasons."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import today
from casework.errors import ConferError, Conflict, Invalid, NotFound, Refused, StaleEdit, WrongState
from casework.reviews.models import Review
from casework.reviews.service import comments, panel, publishing, redacting, reports, reviewing
from casework.reviews.vocabulary import (
    ReportKind,
    ReportState,
    Response,
    ReviewChannel,
    ReviewKind,
    ReviewState,
    Seat,
    Statute,
)
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board, make_review

R = ReviewState
SOON = timedelta(days=20)


@pytest.fixture
def death(session: Session, board: Board) -> Review:
    return make_review(session, board, kind=ReviewKind.DEATH_REVIEW)


@pytest.fixture
def asb(session: Session, board: Board) -> Review:
    return make_review(session, board, kind=ReviewKind.ASB_CASE_REVIEW)


def go(session: Session, board: Board, review: Review, *wanted: R, why: str = "") -> None:
    for state in wanted:
        reviewing.advance_review(
            session, board.chair, review_id=review.id, wanted=state, why=why,
            where="https://example.org/report" if state is R.PUBLISHED else "",
        )  # fmt: skip


def refused(
    session: Session, board: Board, review: Review, wanted: R, words: str, why: str = "Because"
) -> None:
    before = review.state
    with pytest.raises(ConferError, match=words):
        go(session, board, review, wanted, why=why)
    assert review.state == before


def ask(session: Session, board: Board, review: Review, agency_id: UUID | None = None) -> UUID:
    made = reports.ask_agency(
        session, board.chair, review_id=review.id, agency_id=agency_id or board.housing.id,
        kind=ReportKind.MANAGEMENT_REVIEW, due_on=today() + SOON,
    )  # fmt: skip
    return made.id


def move(
    session: Session, board: Board, report_id: UUID, wanted: ReportState, why: str = ""
) -> None:
    version = reports.load_report(session, board.chair, report_id).version
    reports.move_report(
        session, board.chair, report_id=report_id, wanted=wanted, on=None, why=why, version=version
    )


def appoint(session: Session, board: Board, review: Review) -> None:
    panel.set_chair(
        session, board.chair, review_id=review.id, person_id=board.chair.person_id,
        independence="Has worked for none of the agencies", version=review.version,
    )  # fmt: skip


def test_a_death_review_goes_from_the_notice_to_its_action_plan(
    session: Session, board: Board, death: Review
) -> None:
    refused(session, board, death, R.DECIDED, "why a review is held", why="")
    go(session, board, death, R.DECIDED, why="The death meets the definition")
    refused(session, board, death, R.HOME_OFFICE_TOLD, "under which law")
    panel.set_statute(
        session, board.chair, review_id=death.id, statute=Statute.VPA_S19, version=death.version
    )
    go(session, board, death, R.HOME_OFFICE_TOLD)
    refused(session, board, death, R.CHAIR_APPOINTED, "independent")
    appoint(session, board, death)
    go(session, board, death, R.CHAIR_APPOINTED)
    refused(session, board, death, R.SCOPED, "terms of reference")
    panel.set_terms(
        session, board.chair, review_id=death.id, text="How agencies worked", agreed_on=today()
    )
    go(session, board, death, R.SCOPED)
    refused(session, board, death, R.AGENCY_REPORTS, "Ask at least one agency")
    report = ask(session, board, death)
    go(session, board, death, R.AGENCY_REPORTS)
    refused(session, board, death, R.PANEL, "sits on the panel")
    panel.add_member(
        session, board.chair, review_id=death.id, person_id=board.verifier.person_id,
        seat=Seat.MEMBER,
    )  # fmt: skip
    go(session, board, death, R.PANEL, R.DRAFTING)
    refused(session, board, death, R.FAMILY_CONSULTED, "1 agency report is still to come")
    move(session, board, report, ReportState.RETURNED)
    go(session, board, death, R.FAMILY_CONSULTED, R.AGREED, R.SUBMITTED_QA, R.QA_FEEDBACK)
    comment = comments.add_comment(
        session, board.chair, review_id=death.id, text="Say more about school", received_on=today()
    )
    refused(session, board, death, R.REVISED, "Comment 1 has no response")
    comments.respond(
        session, board.chair, comment_id=comment.id, response=Response.PART, reason="Half of it",
        change="Chapter 4", owner_id=None, version=comment.version,
    )  # fmt: skip
    go(session, board, death, R.REVISED)
    refused(session, board, death, R.CLEARED, "has not agreed the response to comment 1")
    comments.agree_response(
        session, board.chair, comment_id=comment.id, resolution="Minute 5", agreed_on=today(),
        version=comment.version,
    )  # fmt: skip
    go(session, board, death, R.CLEARED)
    refused(session, board, death, R.PUBLISHED, "resolution to publish")
    row = publish(session, board, death)
    refused(session, board, death, R.PUBLISHED, "could identify")
    checked(session, another_chair(session, board), death, row.version)
    go(session, board, death, R.PUBLISHED, R.PLAN_MONITORING, R.CLOSED)
    assert death.published_on == today()


def checked(session: Session, viewer: Viewer, review: Review, version: int) -> None:
    redacting.pass_report(
        session, viewer, review_id=review.id, content=b"The report", found=(), on=today(), note="",
        version=version,
    )  # fmt: skip


def another_chair(session: Session, board: Board) -> Viewer:
    return make_viewer(session, board.health, Role.REVIEW_CHAIR, board.conference)


def publish(session: Session, board: Board, review: Review) -> publishing.Publication:
    return publishing.approve_publication(
        session, board.chair, review_id=review.id, channel=ReviewChannel.WEB,
        resolution="Minute 7", resolved_on=today(), withdraw_on=today() + timedelta(days=365),
    )  # fmt: skip


def test_a_decision_not_to_review_carries_its_reason_and_can_be_changed(
    session: Session, board: Board, death: Review
) -> None:
    refused(session, board, death, R.NOT_CONDUCTED, "why no review", why="")
    go(session, board, death, R.NOT_CONDUCTED, why="Not a death from domestic abuse")
    go(session, board, death, R.DECIDED, why="The Home Office asked again")
    assert death.state == R.DECIDED


@pytest.mark.parametrize(("complaints", "met"), [(0, False), (2, False), (3, True), (7, True)])
def test_three_qualifying_complaints_oblige_to_review(
    session: Session, board: Board, asb: Review, complaints: int, met: bool
) -> None:
    go(session, board, asb, R.ACKNOWLEDGED)
    ask(session, board, asb)
    go(session, board, asb, R.INFO_REQUESTED)
    refused(session, board, asb, R.THRESHOLD_NOT_MET, "how many complaints")
    reviewing.count_complaints(
        session, board.chair, review_id=asb.id, complaints=complaints, version=asb.version
    )
    if met:
        refused(session, board, asb, R.THRESHOLD_NOT_MET, "section 104")
    else:
        go(session, board, asb, R.THRESHOLD_NOT_MET, why="Answered in full")
        assert asb.state == R.THRESHOLD_NOT_MET


def test_fewer_complaints_may_still_meet_a_local_threshold(
    session: Session, board: Board, asb: Review
) -> None:
    go(session, board, asb, R.ACKNOWLEDGED)
    ask(session, board, asb)
    go(session, board, asb, R.INFO_REQUESTED)
    reviewing.count_complaints(
        session, board.chair, review_id=asb.id, complaints=1, version=asb.version
    )
    go(session, board, asb, R.THRESHOLD_MET, why="One hate incident")
    assert asb.state == R.THRESHOLD_MET


def test_somebody_sits_on_a_panel_once_and_is_remembered_when_gone(
    session: Session, board: Board, death: Review
) -> None:
    member = panel.add_member(
        session, board.chair, review_id=death.id, person_id=board.owner.person_id, seat=Seat.MEMBER
    )
    with pytest.raises(Invalid, match="already"):
        panel.add_member(
            session, board.chair, review_id=death.id, person_id=board.owner.person_id,
            seat=Seat.OBSERVER,
        )  # fmt: skip
    panel.end_member(session, board.chair, member_id=member.id)
    assert [m.until for m in panel.members(session, death)] == [today()]
    with pytest.raises(Conflict):
        panel.end_member(session, board.chair, member_id=member.id)


def test_older_terms_of_reference_are_kept(session: Session, board: Board, death: Review) -> None:
    for text in ("First", "Second"):
        panel.set_terms(session, board.chair, review_id=death.id, text=text, agreed_on=today())
    assert [(t.number, t.text) for t in panel.terms_of(session, death)] == [
        (2, "Second"), (1, "First"),
    ]  # fmt: skip


ALLOWED = {
    ("asked", "returned"), ("asked", "none_held"), ("returned", "accepted"),
    ("returned", "sent_back"), ("sent_back", "returned"), ("sent_back", "none_held"),
    ("accepted", "sent_back"), ("none_held", "returned"),
}  # fmt: skip


@pytest.mark.parametrize("wanted", ReportState)
@pytest.mark.parametrize("state", ReportState)
def test_an_agency_report_takes_only_the_steps_it_has(
    session: Session, board: Board, death: Review, state: ReportState, wanted: ReportState
) -> None:
    report_id = ask(session, board, death)
    row = reports.load_report(session, board.chair, report_id)
    row.state = state
    session.flush()
    if (state, wanted) in ALLOWED:
        move(session, board, report_id, wanted, why="Because")
        assert row.state == wanted
    else:
        with pytest.raises(WrongState):
            move(session, board, report_id, wanted, why="Because")


def test_a_report_is_asked_for_once_and_sent_back_with_a_reason(
    session: Session, board: Board, death: Review
) -> None:
    report_id = ask(session, board, death)
    with pytest.raises(Invalid, match="already"):
        ask(session, board, death)
    move(session, board, report_id, ReportState.RETURNED)
    with pytest.raises(Invalid, match="why"):
        move(session, board, report_id, ReportState.SENT_BACK)


def test_a_changed_response_has_to_be_agreed_again(
    session: Session, board: Board, death: Review
) -> None:
    made = comments.add_comment(
        session, board.chair, review_id=death.id, text="Too long", received_on=today()
    )
    with pytest.raises(Conflict):
        agree(session, board, made.id, today())
    for change in ("Shorter", "Much shorter"):
        comments.respond(
            session, board.chair, comment_id=made.id, response=Response.ACCEPT, reason="",
            change=change, owner_id=None, version=made.version,
        )  # fmt: skip
        assert made.agreed_on is None
        agree(session, board, made.id, today())
        assert made.agreed_on == today()
    with pytest.raises(Invalid):
        agree(session, board, made.id, today() - timedelta(days=1))


def agree(session: Session, board: Board, comment_id: UUID, on: date) -> None:
    version = comments.load_comment(session, board.chair, comment_id).version
    comments.agree_response(
        session, board.chair, comment_id=comment_id, resolution="Minute 2", agreed_on=on,
        version=version,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("response", "reason", "change", "field"),
    [(Response.REJECT, "", "", "reason"), (Response.PART, "", "Yes", "reason"),
     (Response.ACCEPT, "", "", "change")],
)  # fmt: skip
def test_a_response_says_why_or_what_changes(
    session: Session, board: Board, death: Review, response: Response, reason: str, change: str,
    field: str,
) -> None:  # fmt: skip
    made = comments.add_comment(
        session, board.chair, review_id=death.id, text="Too long", received_on=today()
    )
    with pytest.raises(Invalid) as error:
        comments.respond(
            session, board.chair, comment_id=made.id, response=response, reason=reason,
            change=change, owner_id=None, version=made.version,
        )  # fmt: skip
    assert set(error.value.errors) == {field}


def test_copies_that_the_law_asks_for_are_on_the_list(
    session: Session, board: Board, death: Review
) -> None:
    panel.set_statute(
        session, board.chair, review_id=death.id, statute=Statute.VPA_S19, version=death.version
    )
    publish(session, board, death)
    owed = publishing.copies_of(session, death)
    assert {c.to for c in owed} == {
        "Domestic Abuse Commissioner", "Secretary of State", "Family, before publication",
    }  # fmt: skip
    with pytest.raises(Invalid, match="full link"):
        publishing.send_copy(
            session, board.chair, copy_id=owed[0].id, sent_on=today(), proof="javascript://x",
            version=owed[0].version,
        )  # fmt: skip
    publishing.send_copy(
        session, board.chair, copy_id=owed[0].id, sent_on=today(), proof="Receipt 4711",
        version=owed[0].version,
    )  # fmt: skip
    assert publishing.copies_of(session, death)[-1].sent_on == today()


def test_the_chair_of_a_review_does_not_check_its_report(
    session: Session, board: Board, death: Review
) -> None:
    appoint(session, board, death)
    row = publish(session, board, death)
    with pytest.raises(Refused):
        checked(session, board.chair, death, row.version)


def test_two_people_at_one_resolution_lose_nothing(
    session: Session, board: Board, death: Review
) -> None:
    publish(session, board, death)
    with pytest.raises(StaleEdit):
        publish(session, board, death)


def test_nobody_else_touches_the_record(session: Session, board: Board, death: Review) -> None:
    report_id = ask(session, board, death)
    for act in (
        lambda: reports.load_report(session, board.owner, report_id),
        lambda: panel.set_terms(
            session, board.verifier, review_id=death.id, text="x", agreed_on=today()
        ),
        lambda: comments.add_comment(
            session, board.owner, review_id=death.id, text="x", received_on=today()
        ),
    ):
        with pytest.raises(NotFound):
            act()
