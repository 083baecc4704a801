from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.actions import setting
from casework.boards.dashboard.casework import actions, answering
from casework.boards.dashboard.meetings import late_papers, missed
from casework.boards.dashboard.page import Dashboard, dashboard
from casework.boards.dashboard.scope import scope_of
from casework.boards.dashboard.tiles import figures_of
from casework.boards.service import papers
from casework.boards.vocabulary import What
from casework.cases.models import CaseState, Exclusion
from casework.cases.states import move
from casework.clock import moved_to, now, today
from casework.db import Database
from casework.errors import NotFound
from casework.research import asking
from casework.research.answering import nil_return
from casework.reviews.service import reports
from casework.reviews.service.reviewing import advance_review
from casework.reviews.vocabulary import ReportKind, ReviewState, State
from tests.casework.boards.conftest import TUESDAY, Browser
from tests.factories.boards import hold, lay_member, make_paper, make_sitting, require_report
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board, make_board, make_recommendation, make_review
from tests.factories.world import World, make_world
from tests.statements import counted


def ask(session: Session, viewer: Viewer, **chosen: str) -> Dashboard:
    return dashboard(session, viewer, scope_of(session, viewer, **chosen))


def numbers(found: Dashboard) -> dict[str, int]:
    return {f.what.value: f.number for f in figures_of(found)}


@pytest.fixture
def every(store: Database, board: Board) -> Board:
    """A recommendation in each state, all 40 days past their target date."""
    with moved_to(TUESDAY - timedelta(days=100)), store.writing() as session:
        plan = make_review(session, board)
        for state in State:
            make_recommendation(
                session, board, plan, state, target_on=today() + timedelta(days=60), text=str(state)
            )
    return board


def test_what_is_overdue_comes_with_its_owner_and_the_proof_that_is_missing(
    every: Board, session: Session
) -> None:
    found = ask(session, every.chair)
    assert numbers(found)["overdue"] == 3
    assert {(one.owner, one.days, one.missing) for one in found.late} == {
        (every.housing.name, 40, "No evidence yet"),
        (every.housing.name, 40, "An owner who has accepted it"),
    }


def test_what_its_owner_calls_done_is_counted_as_unchecked_never_as_done(
    every: Board, session: Session
) -> None:
    found = ask(session, every.chair)
    assert numbers(found)["to-check"] == 1
    assert [one.line.text for one in found.learning.group("to_check")] == ["evidence_submitted"]


def test_a_review_that_was_agreed_and_not_published_has_its_age(
    session: Session, board: Board
) -> None:
    with moved_to(TUESDAY - timedelta(days=30)):
        review = make_review(session, board)
        for step in (ReviewState.EVIDENCE, ReviewState.DRAFTING, ReviewState.AGREED):
            advance_review(session, board.chair, review_id=review.id, wanted=step)
    found = ask(session, board.chair)
    assert [(one.reference, one.days) for one in found.learning.unpublished] == [
        (review.reference, 30)
    ]


def test_three_flags_of_an_absent_agency_do_not_follow_from_each_other(
    session: Session, board: Board
) -> None:
    with moved_to(TUESDAY - timedelta(days=50)):
        meeting = make_sitting(session, board, TUESDAY - timedelta(days=20))
        make_paper(session, board.verifier, meeting)
    hold(session, board, TUESDAY - timedelta(days=10), sorry=(board.owner,))
    found = {
        one.agency: one for one in missed(session, board.chair, scope_of(session, board.chair))
    }
    housing, health = found[board.housing.name], found[board.health.name]
    assert (housing.paper, housing.apologies, housing.in_a_row) == (False, True, 0)
    assert (health.paper, health.apologies, health.in_a_row) == (False, False, 1)
    assert board.council.name not in found


def test_the_second_silence_in_a_row_goes_to_the_sponsor(session: Session, board: Board) -> None:
    board.health.sponsor = "Chief Nurse"
    session.merge(board.health)
    for ago in (60, 30, 5):
        hold(session, board, TUESDAY - timedelta(days=ago), there=(board.owner,))
    found = ask(session, board.chair)
    assert [(one.agency, one.in_a_row, one.sponsor) for one in found.twice] == [
        (board.health.name, 3, "Chief Nurse")
    ]


def test_coming_once_ends_the_row(session: Session, board: Board) -> None:
    hold(session, board, TUESDAY - timedelta(days=60))
    hold(session, board, TUESDAY - timedelta(days=30), there=(board.verifier,))
    hold(session, board, TUESDAY - timedelta(days=5))
    found = {m.agency: m.in_a_row for m in ask(session, board.chair).missed}
    assert found == {board.housing.name: 3, board.health.name: 1}


def test_a_late_paper_stays_late_also_when_it_was_put_off_or_taken(
    session: Session, board: Board
) -> None:
    meeting = make_sitting(session, board)
    make_sitting(session, board, now() + timedelta(days=80))
    with moved_to(meeting.starts_at - timedelta(hours=3)):
        taken = make_paper(session, board.owner, meeting, title="Taken")
        papers.take_late(session, board.chair, paper_id=taken.id, why="Short.")
        away = make_paper(session, board.verifier, meeting, title="Away")
        papers.put_off(session, board.verifier, paper_id=away.id, why="Too long.")
    found = late_papers(session, board.chair, scope_of(session, board.chair))
    assert {(one.title, one.how) for one in found} == {
        ("Taken", "Late, taken by the chair"),
        ("Away", "Too late, put off to a later meeting"),
    }


def test_a_report_that_a_review_waits_for_is_a_late_paper_of_its_agency(
    store: Database, board: Board, browser: Browser
) -> None:
    with moved_to(TUESDAY - timedelta(days=20)), store.writing() as session:
        review = make_review(session, board)
        reports.ask_agency(
            session, board.chair, review_id=review.id, agency_id=board.health.id,
            kind=ReportKind.CHRONOLOGY, due_on=today() + timedelta(days=15),
        )  # fmt: skip
    with store.reading() as session:
        found = ask(session, board.chair)
        assert numbers(found)["late-papers"] == 1
        assert [(a.agency, a.papers) for a in found.agencies] == [(board.health.name, 1)]
        assert numbers(ask(session, board.chair, agency=str(board.housing.id)))["late-papers"] == 0
    words = browser(board.chair).page("/boards/dashboard/late-papers").words
    assert f"Chronology {board.health.name}" in words
    assert review.reference in words


def behind(page: str) -> list[tuple[str, int]]:
    """Every number of a page that is a link to a list, with the address of the list."""
    found = re.findall(r'<a class="govuk-link" href="(/boards/dashboard/[^"]+)">(.*?)</a>', page)
    words = [(unescape(url), re.sub(r"<[^>]+>", " ", told)) for url, told in found]
    numbered = [(url, re.match(r"\s*(?:All )?(\d+)\b(?! in a row)", told)) for url, told in words]
    return [(url, int(number[1])) for url, number in numbered if number]


def rows_of(listing: str) -> int:
    """The rows of the lists of one page."""
    main = listing.split("<main", 1)[1]
    return sum(part.split("</tbody>")[0].count("<tr") for part in main.split("<tbody")[1:])


def test_every_number_is_the_length_of_the_list_behind_it(
    every: Board, store: Database, browser: Browser
) -> None:
    with store.writing() as session:
        for ago in (60, 5):
            hold(session, every, TUESDAY - timedelta(days=ago))
        with moved_to(TUESDAY - timedelta(days=40)):
            require_report(session, every, next_due_on=today())
        meeting = make_sitting(session, every, TUESDAY + timedelta(hours=30))
        late = [make_paper(session, every.owner, meeting, title=t) for t in ("One", "Two", "Three")]
        papers.take_late(session, every.chair, paper_id=late[0].id, why="Short.")
    client = browser(every.chair)
    page = client.get("/boards/dashboard").text
    told = behind(page)
    whats = {url.split("?")[0].rpartition("/")[2] for url, _ in told}
    assert {
        "overdue", "no-proof", "to-check", "refused", "late-papers", "late-papers-taken",
        "owed-reports", "absent", "absent-no-word", "absent-twice", "unpublished",
    } <= whats  # fmt: skip
    for address, number in told:
        assert rows_of(client.get(address).text) == number, address


def test_the_standing_item_of_a_board_opens_its_list(every: Board, browser: Browser) -> None:
    client = browser(every.chair)
    page = client.get(f"/boards/{every.conference.id}").text
    (found,) = re.findall(r'href="(/boards/dashboard/not-accepted[^"]+)">(\d+) recommend', page)
    assert rows_of(client.get(unescape(found[0])).text) == int(found[1])


def test_the_numbers_of_the_office_open_their_lists(world: World, browser: Browser) -> None:
    client = browser(world.viewers["chair"])
    told = dict(behind(client.get("/boards/dashboard").text))
    for what in ("actions-late", "actions-to-check", "research-late", "slow"):
        address = f"/boards/dashboard/{what}"
        assert rows_of(client.get(address).text) == told[address]


def test_the_choice_of_agency_stays_in_every_address(every: Board, browser: Browser) -> None:
    client = browser(every.chair)
    chosen = f"body={every.conference.id}&amp;agency={every.health.id}"
    page = client.get(f"/boards/dashboard?{chosen}".replace("&amp;", "&")).text
    assert f"/boards/dashboard/overdue?{chosen}" in page
    assert f"/boards/dashboard.pdf?{chosen}" in page
    assert re.findall(r'figure__number">(\d+)<', page)[0] == "0"


@pytest.mark.parametrize("given", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_what_cannot_be_chosen_is_not_found(session: Session, board: Board, given: str) -> None:
    other = make_board(session, board.partnership)
    for body in (given, str(other.conference.id)):
        with pytest.raises(NotFound):
            scope_of(session, board.chair, body=body)
    with pytest.raises(NotFound):
        scope_of(session, board.chair, agency=given)


def test_another_board_counts_nothing_of_this_one(every: Board, session: Session) -> None:
    hold(session, every, TUESDAY - timedelta(days=5))
    other = make_board(session, every.partnership)
    assert set(numbers(ask(session, other.chair)).values()) == {0}


def test_it_fits_one_sheet_of_paper(every: Board, store: Database, browser: Browser) -> None:
    words = "write down who tells the resident what was done " * 5
    with store.writing() as session, moved_to(TUESDAY - timedelta(days=90)):
        plan = make_review(session, every)
        for number in range(30):
            make_recommendation(
                session, every, plan, State.IN_PROGRESS, target_on=today() + timedelta(days=9),
                text=f"Number {number}: {words}",
            )  # fmt: skip
        for ago in (60, 5):
            hold(session, every, TUESDAY - timedelta(days=ago))
    sheet = PdfReader(BytesIO(browser(every.chair).get("/boards/dashboard.pdf").data))
    assert len(sheet.pages) == 1
    text = " ".join(sheet.pages[0].extract_text().split())
    assert "Head of Housing" in text
    assert "OFFICIAL-SENSITIVE" in text
    assert every.chair.name in text


@pytest.mark.parametrize("address", ["/boards/dashboard", "/boards/dashboard/overdue",
                                     "/reviews/board"])  # fmt: skip
def test_as_many_questions_for_sixty_recommendations_as_for_six(
    every: Board, store: Database, browser: Browser, address: str
) -> None:
    client = browser(every.chair)
    client.get(address)
    with counted(store) as few:
        client.get(address)
    with store.writing() as session, moved_to(TUESDAY - timedelta(days=100)):
        for _ in range(3):
            plan = make_review(session, every)
            for number in range(20):
                make_recommendation(
                    session, every, plan, State.AGREED, text=f"More {number}",
                    target_on=today() + timedelta(days=9),
                )  # fmt: skip
        for ago in (70, 40):
            hold(session, every, TUESDAY - timedelta(days=ago))
    with counted(store) as many:
        client.get(address)
    assert len(many) == len(few)


MARKS = {"victim.surname": "Markervictim", "victim.current_address": "Markerlane 4"}


@pytest.fixture
def world(store: Database) -> World:
    """A heard case: one agency answered late, one not at all; an action is overdue."""
    with store.writing() as session:
        with moved_to(TUESDAY - timedelta(days=40)):
            made = make_world(session, MARKS, state=CaseState.LISTED)
            office = made.viewers["coordinator"]
            rows = asking.request_research(
                session, office, case=made.case, due_on=today() + timedelta(days=5),
                agency_ids=[made.agencies[a].id for a in ("housing", "health", "fire")],
            )  # fmt: skip
            by = {row.agency_id: row for row in rows}
        for agency, days in (("housing", 36), ("fire", 10)):
            with moved_to(TUESDAY - timedelta(days=days)):
                nil_return(
                    session, made.viewers[agency], request_id=by[made.agencies[agency].id].id
                )
        with moved_to(TUESDAY - timedelta(days=30)):
            move(session, office, made.case, CaseState.HEARD)
            setting.propose(
                session, office, case=made.case, text="Change the locks Markerlock",
                due_on=today() + timedelta(days=7), owner_agency_id=made.agencies["housing"].id,
                agreed=True,
            )  # fmt: skip
    return made


def test_agencies_that_answer_slowly_are_named_with_counts(world: World, session: Session) -> None:
    chair = world.viewers["chair"]
    found = {a.agency: a for a in answering(session, chair, scope_of(session, chair))}
    housing, health, fire = (found[world.agencies[a].name] for a in ("housing", "health", "fire"))
    assert (housing.in_time, housing.answered, housing.days) == (1, 1, 4.0)
    assert (fire.in_time, fire.answered, fire.days) == (0, 1, 30.0)
    assert (health.late_now, health.answered, health.days) == (1, 0, None)
    assert housing.share == "1 of 1"
    assert [a.slow for a in (housing, health)] == [False, True]


def test_an_answer_on_its_last_evening_is_in_time_in_summer_too(session: Session) -> None:
    # Half past eleven in London on the last day is half past ten in UTC, and the same day.
    asked_on = TUESDAY.replace(month=7, day=1)
    with moved_to(asked_on):
        made = make_world(session, {}, state=CaseState.LISTED)
        chair, police = made.viewers["chair"], made.viewers["police"]
        row = asking.request_research(
            session, made.viewers["coordinator"], case=made.case, due_on=date(2026, 7, 6),
            agency_ids=[police.agency_id],
        )[0]  # fmt: skip
    with moved_to(asked_on.replace(day=6, hour=22, minute=30)):
        nil_return(session, police, request_id=row.id)
        found = answering(session, chair, scope_of(session, chair))
    assert [a.in_time for a in found] == [1]


def test_the_office_sees_overdue_actions_without_a_word_of_the_case(
    world: World, app: Flask, browser: Browser
) -> None:
    client = browser(world.viewers["chair"])
    client.forbidden_markers = {"Markervictim", "Markerlane", "Markerlock"}
    page = client.get("/boards/dashboard").text
    assert world.case.reference in page
    assert "An action of a case" in page
    for what in What:
        assert client.get(f"/boards/dashboard/{what}").status_code == 200


def test_a_case_that_is_hidden_from_somebody_is_in_none_of_the_numbers(
    world: World, session: Session
) -> None:
    chair = world.viewers["chair"]
    before = numbers(ask(session, chair))
    session.add(
        Exclusion(
            partnership_id=world.partnership.id, case_id=world.case.id, person_id=chair.person_id,
            recorded_by=world.viewers["coordinator"].person_id, recorded_at=now(),
        )
    )  # fmt: skip
    session.flush()
    after = numbers(ask(session, chair))
    assert (before["actions-late"], before["research-late"]) == (1, 1)
    assert (after["actions-late"], after["research-late"]) == (0, 0)


@pytest.mark.parametrize("role", [Role.LAY_MEMBER, Role.REVIEW_CHAIR, Role.AUDITOR])
def test_nobody_but_the_office_counts_actions_and_research(
    world: World, every: Board, session: Session, role: Role
) -> None:
    place = None if role is Role.AUDITOR else every.conference
    agency = world.agencies["police"] if role is Role.AUDITOR else every.council
    found = ask(session, make_viewer(session, agency, role, place))
    assert not found.office
    assert not {"actions-late", "research-late"} & set(numbers(found))


def test_a_lay_member_reads_the_board_and_opens_no_case(
    every: Board, world: World, store: Database, browser: Browser
) -> None:
    with store.writing() as session:
        who = lay_member(session, every)
    client = browser(who)
    client.forbidden_markers = {*MARKS.values(), world.case.reference}
    for what in What:
        assert client.get(f"/boards/dashboard/{what}").status_code == 200
    assert client.get(f"/cases/{world.case.id}").status_code in (403, 404)


def test_actions_of_another_conference_are_not_counted(world: World, session: Session) -> None:
    other = make_world(session, {}).viewers["chair"]
    assert actions(session, other, scope_of(session, other)) == []
