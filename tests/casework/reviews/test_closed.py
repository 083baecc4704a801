"""A closed review stands as it is: every route that changes something refuses, or says why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework.clock import now, today
from casework.errors import Conflict
from casework.reviews.blueprint import bp
from casework.reviews.file_models import Draft
from casework.reviews.learning import aims, lessons
from casework.reviews.learning_models import AimKind
from casework.reviews.models import Review
from casework.reviews.offers import Offer, offers
from casework.reviews.record_models import AgencyReport, PanelComment
from casework.reviews.service import (
    actions,
    asked,
    candidates,
    circulation,
    comments,
    drafts,
    importing,
    merging,
    national,
    owning,
    panel,
    publishing,
    recommending,
    redacting,
    reports,
    reviewing,
    sealed,
    verifying,
)
from casework.reviews.service.plan import actions_of
from casework.reviews.vocabulary import (
    ActionKind,
    ActionState,
    EvidenceKind,
    Outcome,
    ReportState,
    Response,
    ReviewChannel,
    ReviewState,
    Seat,
    Source,
    State,
    Statute,
)
from casework.web.uploads import DOCUMENTS, checked
from tests.casework.reviews.conftest import Browser
from tests.factories.files import pdf
from tests.factories.reviews import (
    Board,
    add_action,
    make_aim,
    make_lesson,
    make_recommendation,
    make_record,
)

# What goes on after a review was closed, and why.
GOES_ON = {
    "reviews.advance": "a closed review can be opened again",
    "reviews.reopen": "what was accepted can be reopened, and its review with it",
    "reviews.check": "checks after 6 and 12 months come after the end (R14)",
    "reviews.transfer": "somebody answers for it until the last check",
    "reviews.join_agencies": "two agencies became one, whatever is closed",
    "reviews.withdraw_publication": "a report comes down years later",
    "reviews.add_copy": "copies are owed after the end too",
    "reviews.send_copy": "copies are owed after the end too",
    "reviews.add_telling": "learning is passed on after the end too",
    "reviews.acknowledge": "learning is passed on after the end too",
}
# Routes that do not belong to one review.
ELSEWHERE = {
    "reviews.start", "reviews.board_times", "reviews.add_lesson", "reviews.case_lesson",
    "reviews.add_course", "reviews.add_training_version", "reviews.record_delivery",
    "reviews.mistaken_delivery",
}  # fmt: skip


class Closed:
    """A review with one of everything, closed over the heads of its recommendations."""

    def __init__(self, session: Session, board: Board) -> None:
        self.board = board
        record = make_record(session, board)
        self.review = session.get_one(Review, record["review_id"][0])
        self.review.chair_id = board.chair.person_id
        self.entry = record["entry_id"][0]
        draft = Draft(
            partnership_id=self.review.partnership_id, review_id=self.review.id, number=1,
            agency_id=board.council.id, author_id=board.chair.person_id, written_at=now(),
        )  # fmt: skip
        session.add(draft)
        session.flush()
        self.draft = draft.id
        self.member = record["member_id"][0]
        self.report = session.get_one(AgencyReport, record["review_report_id"][0])
        self.comment = session.get_one(PanelComment, record["review_comment_id"][0])
        self.made = {
            state: make_recommendation(session, board, self.review, state) for state in State
        }
        working = self.made[State.IN_PROGRESS]
        self.aim = make_aim(session, board, working)
        self.lesson = make_lesson(session, board)
        self.open_action = add_action(session, board, working).id
        send = add_action(session, board, working)
        send.kind, send.document = ActionKind.CIRCULATION, "Findings"
        self.circulation = send.id
        (self.done_action,) = (
            a.id for a in actions_of(session, self.made[State.EVIDENCE_SUBMITTED])
        )
        said = {"text": "Ask twice", "source": Source.WORKSHOP, "source_words": "Workshop"}
        self.candidate = candidates.raise_candidate(
            session,
            board.chair,
            review_id=self.review.id,
            final=True,
            **said,  # type: ignore[arg-type]  # the test names the keywords
        ).id
        self.brought = importing.upload(
            session, board.chair, review_id=self.review.id, name="plan.csv",
            content=b"Recommendation,Lead agency\nKeep one log,Police\n",
        ).id  # fmt: skip
        self.review.state = ReviewState.CLOSED
        session.flush()


Call = Callable[[Session, Closed], object]


def running(call: Callable[..., object], **given: Any) -> Call:
    """Of the review itself, by whoever runs it."""
    return lambda s, c: call(s, c.board.chair, review_id=c.review.id, **given)


def deciding(call: Callable[..., object], state: State, **given: Any) -> Call:
    """Of a recommendation that stands so, by whoever runs the review."""
    return lambda s, c: call(s, c.board.chair, recommendation_id=c.made[state].id, **given)


def owned(call: Callable[..., object], state: State, **given: Any) -> Call:
    """The same by its owner."""
    return lambda s, c: call(s, c.board.owner, recommendation_id=c.made[state].id, **given)


def of(
    call: Callable[..., object], name: str, thing: str, who: str = "chair", **given: Any
) -> Call:
    """Of something under the review."""
    return lambda s, c: call(s, getattr(c.board, who), **{name: getattr(c, thing)}, **given)


def _respond(session: Session, closed: Closed) -> object:
    return comments.respond(
        session, closed.board.chair, comment_id=closed.comment.id, response=Response.ACCEPT,
        reason="", change="A word", owner_id=None, version=closed.comment.version,
    )  # fmt: skip


def _agree_response(session: Session, closed: Closed) -> object:
    return comments.agree_response(
        session, closed.board.chair, comment_id=closed.comment.id, resolution="Minute 3",
        agreed_on=today(), version=closed.comment.version,
    )  # fmt: skip


def _move_report(session: Session, closed: Closed) -> object:
    return reports.move_report(
        session, closed.board.chair, report_id=closed.report.id, wanted=ReportState.RETURNED,
        on=today(), why="", version=closed.report.version,
    )  # fmt: skip


def _versioned(call: Callable[..., object], **given: Any) -> Call:
    return lambda s, c: call(
        s, c.board.chair, review_id=c.review.id, version=c.review.version, **given
    )


def _chair(session: Session, closed: Closed) -> object:
    return panel.set_chair(
        session, closed.board.chair, review_id=closed.review.id, independence="None",
        person_id=closed.board.verifier.person_id, version=closed.review.version,
    )  # fmt: skip


def _act(call: Callable[..., object], who: str, state: State) -> Call:
    def act(session: Session, closed: Closed) -> object:
        return call(
            session, getattr(closed.board, who), recommendation_id=closed.made[state].id,
            text="Do more", owner_agency_id=closed.board.housing.id, due_on=today(),
        )  # fmt: skip

    return act


def _asked(call: Callable[..., object], **given: Any) -> Call:
    """Of the agency that was asked for a report."""
    return lambda s, c: call(
        s, c.board.verifier, report_id=c.report.id, version=c.report.version, **given
    )


FILE = checked(pdf("words"), DOCUMENTS, name="report.pdf")


def _entry(session: Session, closed: Closed, corrects: bool) -> object:
    return sealed.write_entry(
        session, closed.board.verifier, review_id=closed.review.id, field="review.pseudonym",
        text="Y is Ben", corrects_id=closed.entry if corrects else None,
    )  # fmt: skip


CALLS: Mapping[str, Call] = {
    "add_finding": running(reviewing.add_finding, text="Found"),
    "complaints": _versioned(reviewing.count_complaints, complaints=3),
    "add_member": lambda s, c: panel.add_member(
        s, c.board.chair, review_id=c.review.id, person_id=c.board.owner.person_id, seat=Seat.MEMBER
    ),
    "end_member": of(panel.end_member, "member_id", "member"),
    "set_terms": running(panel.set_terms, text="Terms", agreed_on=today()),
    "set_chair": _chair,
    "set_statute": _versioned(panel.set_statute, statute=Statute.DVCVA_S9),
    "ask_agency": lambda s, c: reports.ask_agency(
        s, c.board.chair, review_id=c.review.id, agency_id=c.board.housing.id,
        kind=reports.ReportKind.CHRONOLOGY, due_on=today(),
    ),
    "move_report": _move_report,
    "return_report": _asked(asked.return_report, upload=FILE),
    "hold_nothing": _asked(asked.hold_nothing, why="We looked"),
    "add_draft": running(drafts.add_draft, upload=FILE, change="More"),
    "circulate_draft": of(
        drafts.circulate, "draft_id", "draft", people=[], others="Family", sent_on=today()
    ),
    "comment_draft": of(drafts.comment, "draft_id", "draft", text="Say more"),
    "approve_draft": of(
        drafts.approve, "draft_id", "draft", resolution="Minute 9", approved_on=today()
    ),
    "add_comment": running(comments.add_comment, text="More", received_on=today()),
    "respond": _respond,
    "agree_response": _agree_response,
    "approve_publication": running(
        publishing.approve_publication, channel=ReviewChannel.WEB, resolution="Minute 8",
        resolved_on=today(), withdraw_on=None, version=1,
    ),
    "check_report": running(
        redacting.pass_report, content=b"%PDF", found=(), on=today(), note="", version=1
    ),
    "add_entry": partial(_entry, corrects=False),
    "correct_entry": partial(_entry, corrects=True),
    "remove_entry": lambda s, c: sealed.set_aside(
        s, c.board.verifier, review_id=c.review.id, entry_id=c.entry
    ),
    "add_candidate": running(
        candidates.raise_candidate, text="x", source=Source.WORKSHOP, source_words="y", final=True
    ),
    "make_final": of(candidates.make_final, "candidate_id", "candidate", text="Ask thrice"),
    "decide_candidate": of(
        candidates.reject_candidate, "candidate_id", "candidate", reason="Not ours"
    ),
    "bring_in": lambda s, c: lessons.bring_in(
        s, c.board.chair, lesson_id=c.lesson, review_id=c.review.id
    ),
    "upload_plan": running(importing.upload, name="plan.csv", content=b"Recommendation\nx\n"),
    "map_import": of(importing.map_columns, "import_id", "brought", columns={}, agencies={}),
    "take_in_import": of(importing.take_in, "import_id", "brought"),
    "add_recommendation": lambda s, c: recommending.add_recommendation(
        s, c.board.chair, review_id=c.review.id, text="More", owner_role="Head",
        owner_agency_id=c.board.housing.id,
    ),
    "agree": deciding(recommending.agree_recommendation, State.PROPOSED),
    "reconsider": deciding(recommending.reconsider, State.REJECTED, why="Try"),
    "change_target": deciding(
        recommending.change_target, State.IN_PROGRESS, why="Later", target_on=today()
    ),
    "plan_action": _act(actions.plan_action, "chair", State.IN_PROGRESS),
    "add_action": _act(actions.add_action, "owner", State.IN_PROGRESS),
    "add_aim": deciding(
        aims.set_aim, State.AGREED, kind=AimKind.FIELD, name="victim.aliases", wanted="Ask"
    ),
    "aim_evidence": owned(
        owning.add_evidence, State.IN_PROGRESS, kind=EvidenceKind.DECISION, shows="x",
        dated=today(), statement="y",
    ),
    "merge": lambda s, c: merging.merge(
        s, c.board.chair, recommendation_id=c.made[State.AGREED].id,
        into_id=c.made[State.IN_PROGRESS].id, why="Same",
    ),
    "separate": deciding(merging.separate, State.MERGED, why="Not the same"),
    "raise_nationally": deciding(
        national.raise_nationally, State.RAISED, body="Home Office", on=today(), asked="Again"
    ),
    "record_answer": deciding(national.record_answer, State.RAISED, on=today(), answer="Yes"),
    "take_back": deciding(national.take_back, State.RAISED, why="Now"),
    "accept": owned(owning.accept_recommendation, State.AGREED),
    "refuse": owned(owning.refuse_recommendation, State.AGREED, reason="x", authority="y"),
    "add_evidence": owned(
        owning.add_evidence, State.IN_PROGRESS, kind=EvidenceKind.AUDIT, shows="x", dated=today(),
        statement="y",
    ),
    "send": owned(owning.send_for_checking, State.IN_PROGRESS, outcome="Better"),
    "report_action": of(
        actions.report_action, "action_id", "open_action", "owner", outcome=ActionState.REPORTED,
        report="Done",
    ),
    "attach_document": of(
        circulation.attach_document, "action_id", "circulation", "owner", document="Paper",
        link="https://example.org/paper",
    ),
    "log_distribution": of(
        circulation.log_distribution, "action_id", "circulation", "owner", to_whom="All",
        how="Mail", sent_on=today(),
    ),
    "verify": lambda s, c: verifying.verify(
        s, c.board.verifier, recommendation_id=c.made[State.EVIDENCE_SUBMITTED].id,
        outcome=Outcome.ACCEPTED,
    ),
    "verify_action": of(
        verifying.verify_action, "action_id", "done_action", "verifier", outcome=Outcome.RETURNED,
        reason="Look again",
    ),
}  # fmt: skip


def test_nothing_of_a_closed_review_is_changed(session: Session, board: Board) -> None:
    closed, said = Closed(session, board), {}
    for name, call in CALLS.items():
        with pytest.raises(Conflict) as refused:
            call(session, closed)
        said[name] = refused.value.message
    agency = {said.pop("return_report"), said.pop("hold_nothing")}
    assert agency == {asked.CLOSED}
    assert set(said.values()) == {"This review is closed, so nothing of it can be changed."}, said


def test_every_route_that_changes_something_refuses_or_says_why_not(
    browser: Browser, board: Board
) -> None:
    app = browser(board.chair).application
    changing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{bp.name}.") and "POST" in (rule.methods or ())
    }
    refusing = {f"reviews.{name}" for name in CALLS}
    assert changing == refusing | GOES_ON.keys() | ELSEWHERE
    assert not refusing & (GOES_ON.keys() | ELSEWHERE)


def test_a_closed_review_offers_what_goes_on_and_nothing_else(
    session: Session, board: Board
) -> None:
    closed = Closed(session, board)
    offered = set().union(*(offers(session, board.chair, r, []).acts for r in closed.made.values()))
    assert offered == {Offer.TRANSFER, Offer.REOPEN}
