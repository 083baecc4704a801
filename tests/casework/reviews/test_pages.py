from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.clock import moved_to, now, today
from casework.db import Database
from casework.reviews.models import Recommendation, Review
from casework.reviews.service import recommending
from casework.reviews.service.checks import pending_checks
from casework.reviews.vocabulary import ActionState, State
from tests.casework.reviews.conftest import Browser
from tests.client import Page, PageClient
from tests.clocks import in_days
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board, make_board, make_recommendation, make_review

DAY = {"day": "31", "month": "3", "year": "2040"}


def date_of(name: str, year: str = "2040") -> dict[str, str]:
    return {f"{name}-{part}": value for part, value in (DAY | {"year": year}).items()}


@pytest.fixture
def every(store: Database, board: Board) -> dict[State, Recommendation]:
    """A recommendation in each state, all past their target date."""
    with moved_to(now() - timedelta(days=100)), store.writing() as session:
        plan = make_review(session, board)
        return {
            state: make_recommendation(
                session,
                board,
                plan,
                state,
                target_on=today() + timedelta(days=60),
                text=f"Do {state}",
            )
            for state in State
        }


def url(found: Recommendation, end: str = "") -> str:
    return f"/reviews/recommendations/{found.id}{end}"


def press(client: PageClient, found: Recommendation, end: str) -> int:
    """Press one of the page's own buttons, which carries the version."""
    form = client.page(url(found)).form(url(found, end))
    return client.post(form.action, data=form.filled() | dict(form.buttons)).status_code


def muted_rows(html: str) -> list[str]:
    rows = re.findall(r"<tr[^>]*confer-settled.*?</tr>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.mark.parametrize("place", ["board", "review"])
def test_only_accepted_evidence_is_muted(
    board: Board, every: dict[State, Recommendation], browser: Browser, place: str
) -> None:
    plan = every[State.AGREED].review_id
    html = (
        browser(board.chair).get("/reviews/board" if place == "board" else f"/reviews/{plan}").text
    )
    (row,) = muted_rows(html)
    assert "Evidence accepted" in row
    assert f"Do {State.VERIFIED_COMPLETE}" in row


def test_an_accepted_action_of_an_unfinished_recommendation_is_not_muted(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    client = browser(board.chair)
    assert muted_rows(client.get(url(every[State.EVIDENCE_SUBMITTED])).text) == []
    assert len(muted_rows(client.get(url(every[State.VERIFIED_COMPLETE])).text)) == 1


def test_the_board_sees_what_is_overdue_who_owns_it_and_what_is_missing(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    words = browser(board.chair).page("/reviews/board").words
    assert "Red: 40 days overdue, no evidence" in words
    assert "Head of Housing" in words
    assert "No evidence yet" in words
    assert words.index("Overdue, the longest first") < words.index("Owner says done")
    assert "accepted_by_owner" not in words.replace("Do accepted_by_owner", "")


@pytest.mark.parametrize("state", State)
def test_every_recommendation_has_a_page_for_everybody_on_the_board(
    board: Board, every: dict[State, Recommendation], browser: Browser, state: State
) -> None:
    for viewer in (board.chair, board.owner, board.verifier):
        page = browser(viewer).page(url(every[state]))
        assert page.heading.startswith("Recommendation ")
        assert "Proposed" in page.words


def test_lists_open_and_csv_comes_with_a_name(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    client = browser(board.verifier)
    assert "Repeat complaints" in client.page("/reviews/").words
    plan = every[State.AGREED].review_id
    for address in ("/reviews/board.csv", f"/reviews/{plan}/recommendations.csv"):
        answer = client.get(address)
        assert answer.mimetype == "text/csv"
        assert "attachment" in answer.headers["Content-Disposition"]
        # A heading, one in each state, and the one that another is counted with.
        assert answer.text.count("\n") == 1 + len(State) + 1


def test_a_chair_writes_a_review_from_start_to_an_agreed_recommendation(
    store: Database, board: Board, browser: Browser
) -> None:
    client = browser(board.chair)
    started = {"title": "Noise in one block", "kind": "audit", "board": str(board.conference.id)}
    assert client.submit("/reviews/start", started).status_code == 303
    with store.reading() as session:
        plan_id = session.scalars(select(Review.id)).one()
    found = {"kind": "good_practice", "text": "Officers listened"}
    written = client.submit(f"/reviews/{plan_id}/findings/add", found)
    assert written.status_code == 303
    wanted = date_of("target_on") | {
        "text": "Keep one log", "scope": "local", "agency": str(board.housing.id),
        "role": "Head of Housing", "themes": "logs, Training",
    }  # fmt: skip
    proposed = client.submit(f"/reviews/{plan_id}/recommendations/add", wanted)
    assert proposed.status_code == 303
    with store.reading() as session:
        row = session.scalars(select(Recommendation)).one()
        session.expunge_all()
    assert press(client, row, "/agree") == 303
    assert "Agreed, not yet accepted by its owner" in client.page(url(row)).words
    step = client.submit(f"/reviews/{plan_id}/next-step", {"wanted": "evidence"})
    assert step.status_code == 303


def test_an_owner_and_a_verifier_bring_it_to_acceptance(
    store: Database, board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    row, owner, verifier = every[State.AGREED], browser(board.owner), browser(board.verifier)
    assert press(owner, row, "/accept") == 303
    task = {"text": "Write it", "agency": str(board.housing.id)} | date_of("due_on")
    assert owner.submit(url(row, "/actions/add"), task).status_code == 303
    link = re.search(r"/reviews/actions/[^\"]+/report", owner.get(url(row)).text)
    assert link is not None
    done = {"outcome": ActionState.REPORTED.value, "report": "Written"}
    assert owner.submit(link[0], done).status_code == 303
    proof_given = {"kind": "audit", "shows": "It works", "statement": "We looked"}
    proof_given |= date_of("dated", str(today().year - 1))
    assert owner.submit(url(row, "/evidence/add"), proof_given).status_code == 303
    assert owner.submit(url(row, "/send"), {"outcome": "People tell it once"}).status_code == 303
    assert "owner says done, not yet checked" in verifier.page(url(row)).words
    yes = {"outcome": "accepted"}
    assert verifier.submit(link[0].replace("report", "check"), yes).status_code == 303
    assert verifier.submit(url(row, "/check"), yes).status_code == 303
    assert "Green: evidence accepted on" in verifier.page(url(row)).words


def test_a_failing_form_says_what_to_do_and_keeps_what_was_typed(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    row, client = every[State.IN_PROGRESS], browser(board.owner)
    typed = {"kind": "audit", "shows": "KEPTWORDS", "link": "nowhere"} | date_of("dated", "2020")
    answer = client.submit(url(row, "/evidence/add"), typed)
    assert answer.status_code == 422
    assert "Enter a full link" in answer.text
    assert "KEPTWORDS" in answer.text
    empty = client.submit(url(row, "/evidence/add"), {})
    assert empty.status_code == 422
    assert "Enter what this evidence shows" in empty.text


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    store: Database, board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    row, client = every[State.IN_PROGRESS], browser(board.chair)
    form = client.page(url(row, "/target-date")).form()
    with store.writing() as session:
        recommending.change_target(session, board.chair, recommendation_id=row.id, why="First",
                                   target_on=today() + timedelta(days=10))  # fmt: skip
    late = form.filled({"why": "SECONDWORDS"} | date_of("target_on"))
    answer = client.post(url(row, "/target-date"), data=late)
    assert answer.status_code == 422
    assert "Somebody else changed this" in answer.text
    assert "SECONDWORDS" in answer.text
    again = Page(answer.text).form().filled()
    assert client.post(url(row, "/target-date"), data=again).status_code == 303


def test_a_step_that_is_not_there_is_said_in_words(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    row, client = every[State.VERIFIED_COMPLETE], browser(board.owner)
    token = client.token(url(row, "/send"))
    answer = client.post(url(row, "/accept"), data={"csrf_token": token, "version": row.version})
    assert answer.status_code == 409
    assert "evidence accepted" in answer.text
    stale = client.post(url(row, "/accept"), data={"csrf_token": token, "version": "x"})
    assert stale.status_code == 409


MANAGING = ["/ask-again", "/target-date", "/transfer", "/reopen", "/plan"]
OWNING = ["/refuse", "/actions/add", "/evidence/add", "/send"]


@pytest.mark.parametrize("end", ["", *MANAGING, *OWNING, "/check"])
def test_strangers_find_nothing_where_something_is(
    store: Database, board: Board, every: dict[State, Recommendation], browser: Browser, end: str
) -> None:
    with store.writing() as session:
        strangers = _all_roles(make_board(session, board.partnership))
        strangers += _all_roles(make_board(session))
    for stranger in strangers:
        answer = browser(stranger).get(url(every[State.IN_PROGRESS], end))
        missing = browser(stranger).get(f"/reviews/recommendations/{board.housing.id}{end}")
        assert answer.status_code == missing.status_code
        assert answer.status_code in {403, 404}


def _all_roles(other: Board) -> list[Viewer]:
    return [other.chair, other.owner, other.verifier]


@pytest.mark.parametrize("end", OWNING)
def test_another_agencys_owner_finds_nothing_to_own(
    store: Database, board: Board, every: dict[State, Recommendation], browser: Browser, end: str
) -> None:
    with store.writing() as session:
        foreign = make_viewer(session, board.health, Role.RECOMMENDATION_OWNER, board.conference)
    assert browser(foreign).get(url(every[State.IN_PROGRESS], end)).status_code == 404


def test_a_verifier_of_the_owners_agency_is_told_why_not(
    store: Database, board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    with store.writing() as session:
        near = make_viewer(session, board.housing, Role.VERIFIER, board.conference)
    row = every[State.EVIDENCE_SUBMITTED]
    assert "somebody from another agency must check it" in browser(near).page(url(row)).words
    assert browser(near).get(url(row, "/check")).status_code == 403


@pytest.mark.parametrize("end", [*MANAGING, *OWNING])
def test_every_form_opens_for_whom_it_is_meant(
    board: Board, every: dict[State, Recommendation], browser: Browser, end: str
) -> None:
    client = browser(board.owner if end in OWNING else board.chair)
    page = client.page(url(every[State.IN_PROGRESS], end))
    assert page.form().method == "post"


def test_a_later_check_is_recorded_on_its_page(
    store: Database, board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    row, client = every[State.VERIFIED_COMPLETE], browser(board.verifier)
    with store.reading() as session:
        check_id = pending_checks(session, row)[0].id
    with moved_to(in_days(200)):
        assert "Record whether it is still working" in client.page(url(row)).words
        said = {"works": "no", "words": "The log was not used"}
        assert client.submit(f"/reviews/checks/{check_id}", said).status_code == 303
        assert "Reopened" in client.page(url(row)).words
        assert muted_rows(client.get("/reviews/board").text) == []


def test_markup_and_long_text_are_shown_as_they_were_typed(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        plan = make_review(session, board, title="<b>Title</b>")
        row = make_recommendation(
            session, board, plan, text="<script>alert(1)</script> " + "a" * 900
        )
    html = browser(board.chair).get(url(row)).text
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;" in html


def test_a_workshops_feedback_is_written_down_finished_and_decided(
    store: Database, board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    client, plan = browser(board.chair), every[State.AGREED].review_id
    said = {"text": "Ring back in a day", "source": "workshop", "stage": "interim",
            "source_words": "Officers’ workshop, May"}  # fmt: skip
    for _ in range(2):
        assert client.submit(f"/reviews/{plan}/candidates/add", said).status_code == 303
    html = client.get(f"/reviews/{plan}/candidates").text
    first, second = re.findall(r"/reviews/candidates/[^\"]+/decide", html)
    made = {"decision": "accepted", "text": "Ring back", "agency": str(board.housing.id),
            "role": "Head of Housing", "scope": "local", "target_words": "May 2040"}  # fmt: skip
    refused = client.submit(first, made)
    assert refused.status_code == 422
    assert "interim feedback" in refused.text
    final = first.replace("decide", "final")
    assert client.submit(final, {"text": "Ring back in an hour"}).status_code == 303
    assert client.submit(first, made).status_code == 303
    alone = client.submit(second, {"decision": "merged", "scope": "local", "reason": "Same"})
    assert "Select the recommendation that says it already" in alone.text
    same = {"decision": "merged", "into": str(every[State.AGREED].id), "reason": "Same"}
    assert client.submit(second, same | {"scope": "local"}).status_code == 303
    assert "Counted with a recommendation" in client.page(f"/reviews/{plan}/candidates").words
    assert "Counted with this one" in client.page(url(every[State.AGREED])).words
    assert "Write down what was said" not in browser(board.owner).get(
        f"/reviews/{plan}/candidates"
    ).text  # fmt: skip


def test_a_national_one_is_raised_answered_and_taken_back(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    client, row = browser(board.chair), every[State.RAISED]
    assert "Raised with Home Office" in client.page(url(row)).words
    answer = {"answer": "Later"} | date_of("on", str(today().year - 1))
    told = client.submit(url(row, "/answer"), answer)
    assert told.status_code == 422
    assert "the answer cannot be earlier" in told.text
    assert client.submit(url(row, "/take-back"), {"why": "Guidance changed"}).status_code == 303
    assert "not yet accepted by its owner" in client.page(url(row)).words


def test_two_that_are_one_are_counted_once_and_parted_again(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    client, row, into = browser(board.chair), every[State.AGREED], every[State.IN_PROGRESS]
    pair = {"into": str(into.id), "why": "The same"}
    assert client.submit(url(row, "/merge"), pair).status_code == 303
    assert "Counted with recommendation" in client.page(url(row)).words
    assert client.submit(url(row, "/separate"), {"why": "Not so"}).status_code == 303
    assert "not yet agreed" in client.page(url(row)).words


def test_an_agency_that_became_part_of_another_is_told_where_its_work_went(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    client = browser(board.chair)
    joined = {"agency": str(board.housing.id), "into": str(board.health.id), "role": "Director",
              "why": "One trust"}  # fmt: skip
    same = client.submit("/reviews/agencies/join", joined | {"into": str(board.housing.id)})
    assert "Choose another agency" in same.text
    assert client.submit("/reviews/agencies/join", joined).status_code == 303
    told = client.page("/reviews/board").words
    assert "A third agency has to look again" in told


def test_a_circulation_names_its_document_and_who_got_it(
    board: Board, every: dict[State, Recommendation], browser: Browser
) -> None:
    row, owner = every[State.IN_PROGRESS], browser(board.owner)
    task = {"text": "Circulate it", "agency": str(board.housing.id), "kind": "circulation"}
    assert owner.submit(url(row, "/actions/add"), task | date_of("due_on")).status_code == 303
    (document,) = re.findall(r"/reviews/actions/[^\"]+/document", owner.get(url(row)).text)
    named = {"document": "Findings", "link": "https://example.org/findings"}
    assert owner.submit(document, named).status_code == 303
    sent = {"to_whom": "All officers", "how": "E-mail"} | date_of("sent_on", str(today().year - 1))
    assert owner.submit(document.replace("document", "log"), sent).status_code == 303
    assert "All officers, E-mail, not yet acknowledged" in owner.page(url(row)).words


@pytest.mark.parametrize("state", State)
def test_what_is_unfinished_says_so_without_any_colour(
    board: Board, every: dict[State, Recommendation], browser: Browser, state: State
) -> None:
    html = browser(board.chair).get(url(every[state])).text
    marked = re.search(r'<strong class="confer-mark[^>]*>([^<]+)<', html)
    if state is State.VERIFIED_COMPLETE:
        assert marked is None
    else:
        assert marked is not None
        assert marked[1] == marked[1].upper()
