"""The register of training: a new version is noticed, and given numbers are numbers of people."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.access import Role
from casework.clock import moved_to, today
from casework.db import Database
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.reviews.learning import aims, training
from casework.reviews.learning.given import Register
from casework.reviews.learning_models import AimKind
from casework.reviews.models import Recommendation
from casework.reviews.service import verifying
from casework.reviews.vocabulary import EvidenceKind, Outcome, State
from tests.casework.reviews.conftest import Browser
from tests.clocks import in_days
from tests.factories.directory import make_conference, make_viewer
from tests.factories.reviews import (
    Board,
    finish_actions,
    make_board,
    make_recommendation,
    make_review,
    make_training,
    send,
)


@pytest.fixture
def found(session: Session, board: Board) -> Recommendation:
    return make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)


def point(session: Session, board: Board, found: Recommendation, name: str = "Trauma") -> aims.Aim:
    return aims.set_aim(
        session, board.chair, recommendation_id=found.id, kind=AimKind.TRAINING, name=name,
        wanted="Teach it",
    )  # fmt: skip


def version(
    session: Session, board: Board, course: UUID, since: date, label: str = "2"
) -> training.TrainingVersion:
    return training.add_version(
        session, board.chair, training_id=course, label=label, what="How stalking begins",
        in_force_from=since,
    )  # fmt: skip


def test_a_new_version_is_the_change_with_those_who_were_given_it(
    session: Session, board: Board, found: Recommendation
) -> None:
    course = make_training(session, board)["training_id"][0]
    aim = point(session, board, found, "TRAUMA")
    assert aims.change_of(session, aim) is None
    second = version(session, board, course, today() + timedelta(days=30))
    # What is to be taught later has changed nothing yet.
    assert aims.change_of(session, aim) is None
    with moved_to(in_days(40)):
        change = aims.change_of(session, aim)
        assert change is not None
        assert "not given to anybody yet" in change.words
        for agency, people in ((board.housing, 30), (board.health, 11), (board.housing, 1)):
            training.record_delivery(
                session, board.chair, version_id=second.id, agency_id=agency.id,
                held_on=today(), attended=people,
            )  # fmt: skip
        change = aims.change_of(session, aim)
        assert change is not None
        taught = "(How stalking begins) is taught, given to 42 people of 2 agencies so far"
        assert taught in change.words
        assert change.since == second.in_force_from


def test_it_is_evidence_only_once_somebody_else_has_accepted_it(
    session: Session, board: Board, found: Recommendation
) -> None:
    course = make_training(session, board)["training_id"][0]
    aim = point(session, board, found)
    version(session, board, course, today())
    piece = aims.use_as_evidence(session, board.owner, aim_id=aim.id)
    assert piece.kind == EvidenceKind.TRAINING
    finish_actions(session, board, found)
    send(session, board, found)
    assert found.state == State.EVIDENCE_SUBMITTED
    near = make_viewer(session, board.housing, Role.VERIFIER, board.conference)
    for owner in (near, board.owner):
        with pytest.raises((Refused, NotFound)):
            verifying.verify(session, owner, recommendation_id=found.id, outcome=Outcome.ACCEPTED)
    verifying.verify(session, board.verifier, recommendation_id=found.id, outcome=Outcome.ACCEPTED)
    assert found.state == State.VERIFIED_COMPLETE


def test_a_course_that_was_wanted_and_came_is_a_change_and_an_old_one_entered_late_is_not(
    session: Session, board: Board, found: Recommendation
) -> None:
    new, old = (point(session, board, found, name) for name in ("Stalking", "Trauma"))
    assert {line.name for line in aims.aim_lines(session, found.id)} == {
        "Stalking (not in the register of training yet)",
        "Trauma (not in the register of training yet)",
    }
    make_training(session, board, "Trauma")
    training.add_course(
        session, board.chair, title="Stalking", audience="All", label="1", what="Signs",
        in_force_from=today(),
    )  # fmt: skip
    assert aims.change_of(session, new) is not None
    assert aims.change_of(session, old) is None


def test_a_mistake_is_seen_and_not_counted(session: Session, board: Board) -> None:
    made = make_training(session, board)
    training.call_mistaken(session, board.chair, delivery_id=made["delivery_id"][0])
    ((given,),) = (c.versions for c in Register(session, board.partnership.id).courses)
    assert (given.people, given.agencies, len(given.entries)) == (0, 0, 1)
    with pytest.raises(Conflict):
        training.call_mistaken(session, board.chair, delivery_id=made["delivery_id"][0])


def test_the_register_is_read_with_three_questions(session: Session, board: Board) -> None:
    for title in ("Trauma", "Stalking", "Noise"):
        make_training(session, board, title)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert len(Register(session, board.partnership.id).courses) == 3
    assert len(asked) == 3


def test_what_cannot_be_is_refused_at_its_field(session: Session, board: Board) -> None:
    made = make_training(session, board)
    course, first = made["training_id"][0], made["training_version_id"][0]
    given: dict[str, Any] = {
        "version_id": first, "agency_id": board.health.id, "held_on": today(), "attended": 3,
    }  # fmt: skip

    def deliver(**more: Any) -> None:
        training.record_delivery(session, board.chair, **given | more)

    for act, field in (
        (lambda: make_training(session, board, "trauma"), "title"),
        (lambda: version(session, board, course, today(), "1"), "label"),
        (lambda: version(session, board, course, today() - timedelta(days=400)), "in_force_from"),
        (lambda: deliver(held_on=today() + timedelta(days=1)), "held_on"),
        (lambda: deliver(held_on=today() - timedelta(days=500)), "held_on"),
        (lambda: deliver(attended=0), "attended"),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert set(refused.value.errors) == {field}


def test_only_the_office_keeps_it_and_nobody_finds_that_of_others(
    session: Session, board: Board
) -> None:
    made, stranger = make_training(session, board), make_board(session).chair
    with pytest.raises(Refused):
        training.add_version(
            session, board.owner, training_id=made["training_id"][0], label="2", what="x",
            in_force_from=today(),
        )  # fmt: skip
    with pytest.raises(NotFound):
        training.load_course(session, stranger, made["training_id"][0])
    with pytest.raises(NotFound):
        training.load_version(session, stranger, made["training_version_id"][0])
    with pytest.raises(NotFound):
        training.call_mistaken(session, stranger, delivery_id=made["delivery_id"][0])


def test_a_coordinator_keeps_the_register_on_screen(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        cases = make_conference(session, board.partnership, agencies=(board.council,))
        office = make_viewer(session, board.council, Role.COORDINATOR, cases)
        coming = today() + timedelta(days=20)
    client = browser(office)
    first = {"title": "Stalking", "audience": "Call handlers", "label": "1", "what": "Signs"}
    form = client.page("/reviews/training/add").form()
    typed = form.filled(first | day(today()))
    assert client.post("/reviews/training/add", data=typed).status_code == 303
    listed = client.get("/reviews/training").text
    (given,) = re.findall(r'href="([^"]+/given)"', listed)
    (another,) = re.findall(r'href="([^"]+/versions/add)"', listed)
    form = client.page(given).form()
    told = {"agency": str(board.health.id), "attended": "14"} | day(today(), "held_on")
    assert client.post(given, data=form.filled(told)).status_code == 303
    form = client.page(another).form()
    later = {"label": "2", "what": "Signs online"} | day(coming)
    assert client.post(another, data=form.filled(later)).status_code == 303
    page = client.page("/reviews/training")
    assert "Signs online" in page.words
    assert "Not yet" in page.words
    mistake = next(f for f in page.forms if f.action.endswith("/mistake"))
    assert client.post(mistake.action, data=mistake.filled()).status_code == 303
    assert "Mistake, not counted" in client.page("/reviews/training").words
    # A reader sees the register and is offered nothing.
    words = browser(board.verifier).page("/reviews/training").words
    assert "Signs online" in words
    assert "A new version" not in words


def day(on: date, name: str = "in_force_from") -> dict[str, str]:
    parts = {"day": on.day, "month": on.month, "year": on.year}
    return {f"{name}-{part}": str(number) for part, number in parts.items()}
