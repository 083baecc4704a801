"""Learning that closes the loop: the change is the evidence, and what comes back is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from casework.agreements import service as agreements
from casework.cases.models import CaseState
from casework.catalogue import legal_tools
from casework.clock import LONDON, moved_to, now, today
from casework.db import Database
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.redaction import MOST_CHECKS
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.learning import aims, lessons, recurring, telling
from casework.reviews.learning_models import AimKind, Lesson, LessonOrigin
from casework.reviews.service.candidates import candidates_of
from casework.reviews.vocabulary import Source, State
from tests.casework.reviews.conftest import Browser
from tests.client import PageClient
from tests.clocks import in_days
from tests.factories.accounts import sign_in
from tests.factories.agreements import STARTER, adopt, sign_all
from tests.factories.directory import make_viewer
from tests.factories.reviews import (
    Board,
    make_recommendation,
    make_review,
)
from tests.factories.world import World, make_world

CLAUSE = "starter-ccm 3.15"
OLD = "Counts from which nobody can be recognised are open to every party, its board included."


def next_version(
    session: Session, board: Board, words: str, label: str = "1.1", *, approved: int = 1,
    starts_at: datetime | None = None,
) -> None:  # fmt: skip
    """A version with other words in clause 3.15, approved so many days later."""
    text_of = STARTER.replace('"1.0"', f'"{label}"', 1).replace(OLD, words)
    author, approver = (make_viewer(session, board.council) for _ in range(2))
    with moved_to(in_days(approved)):
        row = agreements.draft(session, author, text=text_of)
        agreements.propose(session, author, agreement_id=row.id, version=row.version)
        sign_all(session, row)
        agreements.put_in_force(
            session, approver, agreement_id=row.id, version=row.version, gains_confirmed=0,
            starts_at=starts_at,
        )  # fmt: skip


def point(session: Session, board: Board, recommendation_id: UUID, **more: object) -> UUID:
    given = {"kind": AimKind.CLAUSE, "name": CLAUSE, "wanted": "Say it plainly"} | more
    return aims.set_aim(
        session, board.chair, recommendation_id=recommendation_id, **given,  # type: ignore[arg-type]  # the test names the keywords
    ).id  # fmt: skip


def test_a_clause_that_was_changed_as_wanted_is_evidence_to_be_checked(
    session: Session, board: Board
) -> None:
    adopt(session, board.partnership, (board.housing, board.health, board.council))
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    aim = point(session, board, found.id)
    with pytest.raises(Conflict):
        aims.use_as_evidence(session, board.owner, aim_id=aim)
    next_version(session, board, "Counts are open to everybody.")
    with moved_to(in_days(2)):
        change = aims.change_of(session, aims.load_aim(session, board.owner, aim))
        assert change is not None
        assert "version 1.1" in change.words
        assert change.since == today() - timedelta(days=1)
        piece = aims.use_as_evidence(session, board.owner, aim_id=aim)
    assert piece.shows == change.words
    # It is offered, not accepted: somebody else still has to check it.
    assert found.state == State.IN_PROGRESS


def test_a_new_version_that_leaves_the_clause_alone_is_no_evidence(
    session: Session, board: Board
) -> None:
    adopt(session, board.partnership, (board.housing, board.health, board.council))
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    aim = point(session, board, found.id)
    next_version(session, board, OLD)
    assert seen(session, board, aim, days=2) is None


def seen(session: Session, board: Board, aim: UUID, days: int) -> aims.Change | None:
    """What an owner is shown so many days later."""
    with moved_to(in_days(days)):
        return aims.change_of(session, aims.load_aim(session, board.owner, aim))


def test_a_version_that_is_approved_for_later_has_changed_nothing_yet(
    session: Session, board: Board
) -> None:
    adopt(session, board.partnership, (board.housing, board.health, board.council))
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    aim = point(session, board, found.id)
    next_version(session, board, "Otherwise.", starts_at=now() + timedelta(days=30))
    assert seen(session, board, aim, days=2) is None
    with moved_to(in_days(2)):
        # What holds until then can still be pointed at, as it stands.
        other = make_recommendation(session, board, make_review(session, board))
        again = point(session, board, other.id)
        assert OLD in aims.load_aim(session, board.owner, again).stood
    for one in (aim, again):
        change = seen(session, board, one, days=31)
        assert change is not None
        assert change.since == (now() + timedelta(days=30)).astimezone(LONDON).date()


def test_a_clause_that_was_changed_back_is_no_evidence(session: Session, board: Board) -> None:
    adopt(session, board.partnership, (board.housing, board.health, board.council))
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    aim = point(session, board, found.id)
    next_version(session, board, "Otherwise.")
    assert seen(session, board, aim, days=2) is not None
    next_version(session, board, OLD, "1.2", approved=3)
    assert seen(session, board, aim, days=4) is None


def test_five_aims_are_read_with_as_many_questions_as_one(session: Session, board: Board) -> None:
    adopt(session, board.partnership, (board.housing, board.health, board.council))
    review = make_review(session, board)
    one, five = (make_recommendation(session, board, review) for _ in range(2))
    point(session, board, one.id)
    for number in ("3.15", "3.1", "3.2", "3.3", "3.4"):
        point(session, board, five.id, name=f"starter-ccm {number}")
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert [len(aims.aim_lines(session, r.id)) for r in (one, five)] == [1, 5]
    assert len(asked) == 4


def test_only_the_owner_offers_a_change_as_evidence(session: Session, board: Board) -> None:
    adopt(session, board.partnership, (board.housing, board.health, board.council))
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    aim = point(session, board, found.id)
    next_version(session, board, "Otherwise.")
    with moved_to(in_days(2)), pytest.raises(NotFound):
        aims.use_as_evidence(session, board.verifier, aim_id=aim)


@pytest.mark.parametrize(
    ("kind", "name"),
    [(AimKind.CLAUSE, "starter-ccm 99"), (AimKind.CLAUSE, ""), (AimKind.FIELD, "no name"),
     (AimKind.LEGAL_TOOL, ""), (AimKind.TRAINING, "")],
)  # fmt: skip
def test_an_aim_at_nothing_is_refused_at_its_field(
    session: Session, board: Board, kind: AimKind, name: str
) -> None:
    found = make_recommendation(session, board, make_review(session, board))
    with pytest.raises(Invalid) as refused:
        point(session, board, found.id, kind=kind, name=name)
    assert set(refused.value.errors) == {"name"}


def test_a_question_that_the_form_has_is_not_news(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    known = point(session, board, found.id, kind=AimKind.FIELD, name="victim.aliases")
    asked = point(session, board, found.id, kind=AimKind.FIELD, name="victim.shoe_size")
    for aim in (known, asked):
        assert aims.change_of(session, aims.load_aim(session, board.owner, aim)) is None
    # The question came with a later version of the program.
    session.execute(text("UPDATE recommendation_aim SET name = 'victim.surname', stood = 'nothing' "
                         "WHERE name = 'victim.shoe_size'"))  # fmt: skip
    session.expire_all()
    change = aims.change_of(session, aims.load_aim(session, board.owner, asked))
    assert change is not None
    assert "is asked" in change.words


def test_a_tool_that_came_was_changed_or_has_ended_is_noticed_from_its_day(
    session: Session, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    closure = legal_tools.TOOL_BY_CODE["closure"]
    names = {"closure": closure, "dispersal": legal_tools.TOOL_BY_CODE["dispersal"]}
    kept = {n: point(session, board, found.id, kind=AimKind.LEGAL_TOOL, name=n) for n in names}
    kept["new"] = point(session, board, found.id, kind=AimKind.LEGAL_TOOL, name="Respect act")
    day = today() + timedelta(days=30)
    monkeypatch.setattr(legal_tools, "LEGAL_TOOLS", (
        replace(closure, facts="Order up to 6 months.", holds_from=day),
        replace(names["dispersal"], ended_on=day),
        legal_tools.LegalTool("respect", "Respect act", "An Act", "Council", "New.",
                              holds_from=day, conferences=frozenset({"ccm"})),
    ))  # fmt: skip
    assert [seen(session, board, aim, days=29) for aim in kept.values()] == [None] * 3
    changes = [seen(session, board, aim, days=30) for aim in kept.values()]
    assert [c.since for c in changes if c] == [day] * 3
    for change, words in zip(
        changes, ("was changed", "no longer", "came into the list"), strict=True
    ):
        assert change is not None
        assert words in change.words
    with moved_to(in_days(30)):
        assert [t.code for t in legal_tools.tools_for("ccm")] == ["closure", "respect"]
        piece = aims.use_as_evidence(session, board.owner, aim_id=kept["closure"])
    assert "Order up to 6 months" in piece.statement
    assert found.state == State.IN_PROGRESS


def test_a_tool_that_nobody_knows_is_said_to_be_in_no_list(session: Session, board: Board) -> None:
    found = make_recommendation(session, board, make_review(session, board), State.IN_PROGRESS)
    point(session, board, found.id, kind=AimKind.LEGAL_TOOL, name="Magic")
    point(session, board, found.id, kind=AimKind.LEGAL_TOOL, name="closure")
    names = [line.name for line in aims.aim_lines(session, found.id)]
    assert names == ["Magic (not in the list of tools yet)", "Closure notice and order"]


def test_the_same_lesson_in_another_review_is_found(session: Session, board: Board) -> None:
    first, second = (make_review(session, board, title=t) for t in ("One", "Two"))
    given = "Give each resident who reports twice one named worker"
    old = make_recommendation(session, board, first, State.VERIFIED_COMPLETE, text=given)
    new = make_recommendation(
        session, board, second, text="One named worker for each resident that reports twice"
    )
    make_recommendation(session, board, second, text="Train call handlers about disability")
    assert [line.id for line in recurring.same_lesson(session, board.chair, new.id)] == [old.id]
    (theme,) = recurring.recurring_themes(session, board.chair)
    assert (theme.theme, theme.reviews, theme.settled) == ("repeat victims", 2, 1)


def test_within_one_review_nothing_recurs(session: Session, board: Board) -> None:
    review = make_review(session, board)
    one, _ = (make_recommendation(session, board, review) for _ in range(2))
    assert recurring.recurring_themes(session, board.chair) == []
    assert recurring.same_lesson(session, board.chair, one.id) == []


def test_lessons_of_other_areas_are_brought_in_and_decided_by_a_review(
    session: Session, board: Board
) -> None:
    lesson = lessons.lesson_from_elsewhere(
        session, board.chair, text="Ask about animals", area="Northtown, 2025",
        link="https://example.org/review", theme="animals",
    )  # fmt: skip
    review = make_review(session, board)
    lessons.bring_in(session, board.chair, lesson_id=lesson.id, review_id=review.id)
    (candidate,) = candidates_of(session, review.id)
    assert (candidate.text, candidate.source) == ("Ask about animals", Source.OTHER_AREA)
    assert candidate.source_words == "Northtown, 2025"
    with pytest.raises(Conflict):
        lessons.bring_in(session, board.chair, lesson_id=lesson.id, review_id=review.id)


@pytest.mark.parametrize(("area", "link", "field"), [("", "https://example.org/x", "area"),
                                                      ("North", "nowhere", "link")])  # fmt: skip
def test_a_lesson_from_nowhere_is_refused(
    session: Session, board: Board, area: str, link: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        lessons.lesson_from_elsewhere(
            session, board.chair, text="x", area=area, link=link, theme=""
        )
    assert set(refused.value.errors) == {field}


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(
            session,
            {"victim.surname": "Quillfeather", "victim.current_address": "17 Zephyr Crescent"},
            state=CaseState.LISTED,
        )


def test_a_case_teaches_in_one_step_and_is_forgotten(store: Database, world: World) -> None:
    lessons.lesson_from_case(
        store.writing, world.viewers["coordinator"], case_id=world.case.id, theme="closing",
        text="Close a case only after a call to the resident",
    )  # fmt: skip
    with store.reading() as session:
        (lesson,) = session.scalars(select(Lesson))
    kept = {str(getattr(lesson, c.key)) for c in Lesson.__table__.columns}
    assert lesson.origin == LessonOrigin.CASE
    assert not kept & {str(world.case.id), world.case.reference, *map(str, world.subjects.values())}


@pytest.mark.parametrize(
    "words", ["Mrs Quillfeather was not asked", "Nobody went to 17 Zephyr Crescent"]
)
def test_a_lesson_that_says_whose_case_it_was_is_refused(
    store: Database, world: World, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        lessons.lesson_from_case(
            store.writing, world.viewers["coordinator"], case_id=world.case.id, text=words, theme=""
        )
    assert set(refused.value.errors) == {"text"}
    assert "Quillfeather" not in str(refused.value.errors)
    assert "Zephyr" not in str(refused.value.errors)


@pytest.mark.parametrize("who", ["housing", "stranger"])
def test_only_the_office_of_the_conference_keeps_a_lesson_of_its_case(
    store: Database, world: World, who: str
) -> None:
    with pytest.raises(NotFound):
        lessons.lesson_from_case(
            store.writing, world.viewers[who], case_id=world.case.id, text="x", theme=""
        )


def test_learning_is_passed_on_and_taken_in_once_a_person(session: Session, board: Board) -> None:
    review = make_review(session, board)
    telling.tell(
        session, board.chair, review_id=review.id, audience="Call handlers", how="Briefing",
        held_on=today(), attended=12, what="Ask about disability",
    )  # fmt: skip
    for _ in range(2):
        telling.acknowledge(session, board.owner, review_id=review.id)
    assert [t.attended for t in telling.tellings_of(session, review)] == [12]
    assert len(telling.acknowledged_by(session, review)) == 1
    with pytest.raises(Invalid):
        telling.tell(
            session, board.chair, review_id=review.id, audience="All", how="Mail",
            held_on=today() + timedelta(days=1), attended=None, what="x",
        )  # fmt: skip


def test_the_pages_show_what_is_learnt(store: Database, board: Board, browser: Browser) -> None:
    with store.writing() as session:
        adopt(session, board.partnership, (board.housing, board.health, board.council))
        first, second = (make_review(session, board, title=t) for t in ("One", "Two"))
        old = make_recommendation(session, board, first, State.IN_PROGRESS)
        make_recommendation(session, board, second)
        point(session, board, old.id)
        next_version(session, board, "Otherwise.")
        url, ask = f"/reviews/recommendations/{old.id}", f"/reviews/{first.id}/telling"
    words = browser(board.chair).page("/reviews/lessons").words
    assert "repeat victims: 2 reviews" in words
    with moved_to(in_days(2)):
        client = browser(board.owner)
        page = client.page(url)
        assert "was changed in version 1.1" in page.words
        assert "The same lesson in other reviews" in page.words
        form = next(f for f in page.forms if f.action.startswith("/reviews/aims/"))
        assert client.post(form.action, data=form.filled()).status_code == 303
        assert "was changed in version 1.1" in client.page(url).words
    form = client.page(ask).form(f"{ask}/acknowledge")
    assert client.post(form.action, data=form.filled()).status_code == 303
    assert "Nobody has said so yet" not in client.page(ask).words


def test_a_chair_points_at_a_clause_and_adds_a_lesson_on_screen(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        adopt(session, board.partnership, (board.housing, board.health, board.council))
        review = make_review(session, board)
        found = make_recommendation(session, board, review)
        url = f"/reviews/recommendations/{found.id}/aims/add"
        told = f"/reviews/{review.id}/telling/add"
    client = browser(board.chair)
    for address, typed in (
        (url, {"kind": "clause", "clause": CLAUSE, "wanted": "Say it plainly"}),
        (url, {"kind": "training", "name": "Trauma", "wanted": "For all"}),
        ("/reviews/lessons/add", {"text": "Ask", "area": "North", "link": "https://example.org/r",
                                  "theme": "animals"}),
        (told, {"audience": "Staff", "how": "Mail", "what": "Ask"}),
    ):  # fmt: skip
        form = client.page(address).form()
        assert client.post(address, data=form.filled() | typed).status_code == 303
    typed = {"kind": "field", "name": "?", "wanted": "Kept words"}
    answer = client.post(url, data=client.page(url).form().filled() | typed)
    assert answer.status_code == 422
    assert "Kept words" in answer.text


def test_the_office_keeps_a_lesson_from_the_page_of_a_case(app: Flask, world: World) -> None:
    client = sign_in(app.test_client(), world.viewers["coordinator"].person_id)
    assert isinstance(client, PageClient)
    url = f"/reviews/lessons/from-case/{world.case.id}"
    assert url in client.get(f"/cases/{world.case.id}").text
    form = client.page(url).form().filled()
    answer = client.post(url, data=form | {"text": "Mrs Quillfeather"})
    assert answer.status_code == 422
    assert answer.text.count("Quillfeather") == 1  # what was typed, and nowhere else
    assert client.post(url, data=form | {"text": "Ask first"}).status_code == 303


def _asked(store: Database, kind: Kind) -> int:
    with store.reading() as session:
        rows = session.scalars(select(LedgerEntry.kind).where(LedgerEntry.kind == kind.value))
        return len(list(rows))


def test_whoever_guesses_at_a_name_by_lessons_is_written_down_and_stopped(
    app: Flask, store: Database, world: World
) -> None:
    client = sign_in(app.test_client(), world.viewers["coordinator"].person_id)
    assert isinstance(client, PageClient)
    url = f"/reviews/lessons/from-case/{world.case.id}"
    form = client.page(url).form().filled()
    for guess in ("Mrs Quillfeather", "17 Zephyr Crescent") * (MOST_CHECKS // 2):
        answer = client.post(url, data=form | {"text": guess})
        assert "seems to say who or where somebody is" in answer.text
    assert _asked(store, Kind.REDACTION_CHECKED) == MOST_CHECKS
    # From now on a right guess and a wrong one get the same answer, and what was typed is kept.
    for guess in ("Mrs Quillfeather", "Mrs Merriweather"):
        answer = client.post(url, data=form | {"text": guess})
        assert answer.status_code == 422
        assert "many texts checked" in answer.text
        assert "seems to say" not in answer.text
        assert guess in answer.text
    with store.reading() as session:
        assert not list(session.scalars(select(Lesson)))


def test_a_lesson_that_the_address_guard_alone_refuses_is_in_the_ledger(
    app: Flask, store: Database
) -> None:
    with store.writing() as session:
        # Where she is stands in the middle of a sentence, which the check for names does not read.
        told = {"research.item_location": "She has been at 17 Zephyr Crescent since March."}
        world = make_world(session, told, state=CaseState.LISTED)
    client = sign_in(app.test_client(), world.viewers["coordinator"].person_id)
    assert isinstance(client, PageClient)
    url = f"/reviews/lessons/from-case/{world.case.id}"
    typed = client.page(url).form().filled() | {"text": "Ask\nat 17 Zephyr Crescent"}
    answer = client.post(url, data=typed)
    assert answer.status_code == 422
    assert "the safe address" in answer.text
    assert _asked(store, Kind.GUARD_STOPPED) == 1
