"""A board with its people, and recommendations brought to any state through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import now, today
from casework.directory.models import Agency, AgencyType, Conference, ConferenceKind, Partnership
from casework.reviews.file_models import Draft
from casework.reviews.learning import aims, lessons, training
from casework.reviews.learning_models import AimKind
from casework.reviews.models import Recommendation, RecommendationAction, Review
from casework.reviews.service import (
    actions,
    comments,
    filing,
    merging,
    national,
    owning,
    panel,
    publishing,
    recommending,
    reports,
    reviewing,
    sealed,
    verifying,
)
from casework.reviews.vocabulary import (
    ActionState,
    EvidenceKind,
    FileKind,
    Outcome,
    ReportKind,
    ReviewChannel,
    ReviewKind,
    Scope,
    Seat,
    State,
)
from casework.web.uploads import DOCUMENTS, checked
from tests.factories.directory import make_agency, make_conference, make_partnership, make_viewer
from tests.factories.files import pdf


@dataclass(frozen=True)
class Board:
    """A board: the review chair, an owner in housing with a colleague, a verifier in health."""

    partnership: Partnership
    conference: Conference
    housing: Agency
    health: Agency
    council: Agency
    chair: Viewer
    owner: Viewer
    colleague: Viewer
    verifier: Viewer


def make_board(session: Session, partnership: Partnership | None = None) -> Board:
    """One board with everybody it needs."""
    partnership = partnership or make_partnership(session)
    housing = make_agency(session, partnership, AgencyType.HOUSING)
    health = make_agency(session, partnership, AgencyType.HEALTH)
    council = make_agency(session, partnership, AgencyType.LOCAL_AUTHORITY)
    conference = make_conference(
        session, partnership, ConferenceKind.BOARD, (housing, health, council)
    )
    return Board(
        partnership, conference, housing, health, council,
        chair=make_viewer(session, council, Role.REVIEW_CHAIR, conference),
        owner=make_viewer(session, housing, Role.RECOMMENDATION_OWNER, conference),
        colleague=make_viewer(session, housing, Role.RECOMMENDATION_OWNER, conference),
        verifier=make_viewer(session, health, Role.VERIFIER, conference),
    )  # fmt: skip


def make_review(
    session: Session,
    board: Board,
    title: str = "Repeat complaints",
    kind: ReviewKind = ReviewKind.DISCRETIONARY,
) -> Review:
    """A review that was commissioned a year ago."""
    return reviewing.start_review(
        session, board.chair, title=title, kind=kind,
        conference_id=board.conference.id, commissioned_on=today() - timedelta(days=365),
    )  # fmt: skip


def make_recommendation(
    session: Session, board: Board, review: Review, state: State = State.PROPOSED,
    *, target_on: date | None = None, person: bool = True, text: str = "Share the incident log",
) -> Recommendation:  # fmt: skip
    """A recommendation of housing's, brought as far as asked."""
    made = recommending.add_recommendation(
        session, board.chair, review_id=review.id, text=text, owner_agency_id=board.housing.id,
        owner_role="Head of Housing", target_on=target_on or today() + timedelta(days=60),
        owner_person_id=board.owner.person_id if person else None, themes=["Repeat victims"],
    )  # fmt: skip
    for step in ROUTE[state]:
        step(session, board, made)
    return made


def make_record(session: Session, board: Board) -> dict[str, list[UUID]]:
    """A death review with one of everything in its record, by what a page calls it."""
    review, chair = make_review(session, board, kind=ReviewKind.DEATH_REVIEW), board.chair
    member = panel.add_member(
        session, chair, review_id=review.id, person_id=board.verifier.person_id, seat=Seat.MEMBER
    )
    asked = reports.ask_agency(
        session, chair, review_id=review.id, agency_id=board.health.id,
        kind=ReportKind.MANAGEMENT_REVIEW, due_on=today() + timedelta(days=20),
    )  # fmt: skip
    comment = comments.add_comment(
        session, chair, review_id=review.id, text="Say more", received_on=today()
    )
    publishing.approve_publication(
        session, chair, review_id=review.id, channel=ReviewChannel.WEB, resolution="Minute 7",
        resolved_on=today(), withdraw_on=None,
    )  # fmt: skip
    copies = publishing.copies_of(session, review)
    entry = sealed.write_entry(
        session, board.verifier, review_id=review.id, field="review.pseudonym", text="X is Anna"
    )
    handed_in = filing.keep_file(
        session, board.verifier, review, kind=FileKind.REPORT, about_id=asked.id,
        upload=checked(pdf(), DOCUMENTS, name="Report.pdf"),
    )  # fmt: skip
    return {
        "entry_id": [entry.id], "file_id": [handed_in.id],
        "review_id": [review.id], "member_id": [member.id], "review_report_id": [asked.id],
        "review_comment_id": [comment.id], "copy_id": [c.id for c in copies],
        "board_id": [board.conference.id],
    }  # fmt: skip


def make_draft(session: Session, viewer: Viewer, review: Review) -> UUID:
    """A draft of the report, whoever writes it."""
    made = Draft(
        partnership_id=review.partnership_id, review_id=review.id, number=1,
        agency_id=viewer.agency_id, author_id=viewer.person_id, written_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    filing.keep_file(
        session, viewer, review, kind=FileKind.DRAFT, about_id=made.id,
        upload=checked(pdf(), DOCUMENTS, name="Draft.pdf"),
    )  # fmt: skip
    return made.id


def make_aim(session: Session, board: Board, found: Recommendation) -> UUID:
    """Training that a recommendation wants."""
    return aims.set_aim(
        session, board.chair, recommendation_id=found.id, kind=AimKind.TRAINING, name="Trauma",
        wanted="For everybody",
    ).id  # fmt: skip


def make_lesson(session: Session, board: Board) -> UUID:
    """A lesson of another area."""
    return lessons.lesson_from_elsewhere(
        session, board.chair, text="Ask about animals", area="Northtown, 2025",
        link="https://example.org/review", theme="animals",
    ).id  # fmt: skip


def make_training(session: Session, board: Board, title: str = "Trauma") -> dict[str, list[UUID]]:
    """A course that was taught before and given once, by what a page calls its parts."""
    course = training.add_course(
        session, board.chair, title=title, audience="Everybody", label="1", what="The basics",
        in_force_from=today() - timedelta(days=400),
    )  # fmt: skip
    (version,) = training.versions_of(session, course)
    given = training.record_delivery(
        session, board.chair, version_id=version.id, agency_id=board.housing.id,
        held_on=today() - timedelta(days=300), attended=12,
    )  # fmt: skip
    return {
        "training_id": [course.id], "training_version_id": [version.id], "delivery_id": [given.id],
    }  # fmt: skip


def agree(session: Session, board: Board, made: Recommendation) -> None:
    recommending.agree_recommendation(session, board.chair, recommendation_id=made.id)


def accept(session: Session, board: Board, made: Recommendation) -> None:
    owning.accept_recommendation(session, board.owner, recommendation_id=made.id)


def refuse(session: Session, board: Board, made: Recommendation) -> None:
    owning.refuse_recommendation(
        session, board.owner, recommendation_id=made.id, reason="No money", authority="Committee"
    )


def start(session: Session, board: Board, made: Recommendation) -> None:
    owning.start_work(session, board.owner, recommendation_id=made.id)


def finish_actions(session: Session, board: Board, made: Recommendation) -> None:
    """One action, done and accepted."""
    action = add_action(session, board, made)
    report(session, board, action.id)
    verifying.verify_action(session, board.verifier, action_id=action.id, outcome=Outcome.ACCEPTED)


def add_action(
    session: Session, board: Board, made: Recommendation, replaces_id: UUID | None = None
) -> RecommendationAction:
    return actions.add_action(
        session, board.owner, recommendation_id=made.id, text="Write the procedure",
        owner_agency_id=board.housing.id, due_on=today() + timedelta(days=20),
        replaces_id=replaces_id,
    )  # fmt: skip


def report(
    session: Session, board: Board, action_id: UUID, outcome: ActionState = ActionState.REPORTED
) -> None:
    actions.report_action(
        session, board.owner, action_id=action_id, outcome=outcome, report="Written and used"
    )


def give_evidence(session: Session, board: Board, made: Recommendation) -> None:
    owning.add_evidence(
        session, board.owner, recommendation_id=made.id, kind=EvidenceKind.AUDIT,
        shows="Nine of ten logs were shared", dated=today(), link="https://example.org/audit",
    )  # fmt: skip


def give_file(session: Session, board: Board, made: Recommendation) -> UUID:
    """A file as evidence; the id of the file."""
    piece = owning.add_evidence(
        session, board.owner, recommendation_id=made.id, kind=EvidenceKind.AUDIT,
        shows="Nine of ten logs were shared", dated=today(), no_case_data=True,
        upload=checked(pdf(), DOCUMENTS, name="Audit.pdf"),
    )  # fmt: skip
    (file,) = filing.files_about(session, [piece.id])[piece.id]
    return file.id


def send(session: Session, board: Board, made: Recommendation) -> None:
    owning.send_for_checking(
        session, board.owner, recommendation_id=made.id, outcome="People tell it once"
    )


def verify(
    session: Session, board: Board, made: Recommendation, outcome: Outcome = Outcome.ACCEPTED
) -> None:
    verifying.verify(
        session, board.verifier, recommendation_id=made.id, outcome=outcome, reason="Seen"
    )


def raise_it(session: Session, board: Board, made: Recommendation) -> None:
    """Beyond anybody here: raised with a national body."""
    made.scope = Scope.NATIONAL
    national.raise_nationally(
        session, board.chair, recommendation_id=made.id, body="Home Office", on=today(),
        asked="Change the guidance",
    )  # fmt: skip


def merge_it(session: Session, board: Board, made: Recommendation) -> None:
    """Written twice: a twin of it is made, and it is counted with that."""
    twin = make_recommendation(session, board, session.get_one(Review, made.review_id), text="Twin")
    merging.merge(session, board.chair, recommendation_id=made.id, into_id=twin.id, why="The same")


_SENT = (agree, accept, start, finish_actions, give_evidence, send)
ROUTE = {
    State.PROPOSED: (),
    State.AGREED: (agree,),
    State.REJECTED: (agree, refuse),
    State.ACCEPTED_BY_OWNER: (agree, accept),
    State.IN_PROGRESS: (agree, accept, start),
    State.EVIDENCE_SUBMITTED: _SENT,
    State.VERIFIED_COMPLETE: (*_SENT, verify),
    State.RAISED: (agree, accept, raise_it),
    State.MERGED: (agree, merge_it),
}
