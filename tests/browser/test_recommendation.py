"""One recommendation from its finding to 'still working': sent back once, given to another agency.

At each state its looks are read in five media: the screen, print, and the files that go out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select, update

from casework.access import Role
from casework.app import create_app
from casework.clock import today
from casework.db import Database
from casework.reviews.models import Recommendation, SustainmentCheck
from casework.reviews.vocabulary import State
from casework.startup.house import HOUSE
from tests.browser.filling import put
from tests.browser.site import cookie_of, running, settings_in
from tests.casework.reviews.plans.reading_back import Seen, in_csv, in_docx, in_pdf, in_xlsx
from tests.databases import Templates
from tests.factories.directory import make_viewer
from tests.factories.files import pdf
from tests.factories.reviews import Board, make_board

pytestmark = pytest.mark.browser
READERS = {"csv": in_csv, "xlsx": in_xlsx, "docx": in_docx, "pdf": in_pdf}
LOOK = """() => {
  const row = document.querySelector('#plan-caption').closest('table').tBodies[0].rows[0];
  const cell = row.cells[2], mark = row.querySelector('.confer-mark');
  return {
    words: row.cells[1].textContent.trim(),
    ink: getComputedStyle(cell).color,
    ground: mark ? getComputedStyle(mark).backgroundColor : '',
    settled: row.classList.contains('confer-settled'),
  };
}"""
BLACK = "rgb(11, 12, 12)"


@dataclass
class House:
    """A board behind a real server, and a page of each person's browser."""

    address: str
    store: Database
    pages: dict[str, Page]
    board: Board

    def fill(self, who: str, path: str, **answers: str) -> None:
        """Open a form as somebody, answer it, send it; it must lead somewhere."""
        page = self.pages[who]
        page.goto(path if path.startswith("http") else f"{self.address}{path}")
        for name, words in answers.items():
            put(page, name.replace("__", "-"), words)
        before = page.url
        page.locator("main form button[type=submit]").first.click()
        assert page.url != before, page.locator("main").inner_text()[:600]

    def press(self, who: str, path: str, words: str) -> None:
        page = self.pages[who]
        page.goto(f"{self.address}{path}")
        page.get_by_role("button", name=words, exact=True).click()


@pytest.fixture
def house(templates: Templates, browser: Browser, tmp_path: Path) -> Iterator[House]:
    with templates.copy() as urls:
        app = create_app(settings_in(tmp_path, urls))
        store: Database = app.extensions[HOUSE].store
        with store.writing() as session:
            board = make_board(session)
            successor = make_viewer(
                session, board.council, Role.RECOMMENDATION_OWNER, board.conference
            )
        people = {"chair": board.chair, "owner": board.owner, "verifier": board.verifier,
                  "successor": successor}  # fmt: skip
        with running(app) as address, ExitStack() as open_windows:
            pages = {}
            for name, viewer in people.items():
                context = browser.new_context()
                open_windows.callback(context.close)
                context.set_default_timeout(20_000)
                context.add_cookies([cookie_of(app, address, viewer.person_id)])  # type: ignore[list-item]  # a plain dict is one
                pages[name] = context.new_page()
            yield House(address, store, pages, board)


def looks_everywhere(house: House, plan: str, mark: str, *, muted: bool, alarm: bool) -> None:
    """The same look on the screen, in print and in every file."""
    page = house.pages["chair"]
    page.goto(f"{house.address}{plan}")
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)  # type: ignore[arg-type]  # one of the two words
        seen = page.evaluate(LOOK)
        assert (seen["words"], seen["settled"]) == (mark, muted), medium
        assert (seen["ground"] == BLACK) is alarm, (medium, seen)
        assert (seen["ink"] in {"rgb(90, 104, 108)", "rgb(68, 68, 68)"}) is muted, (medium, seen)
    page.emulate_media(media="screen")
    for end, read in READERS.items():
        made = page.context.request.get(f"{house.address}{plan}.{end}")
        assert made.status == 200, end
        rows: dict[str, Seen] = read(made.body())
        one = next(iter(rows.values()))
        assert mark in one.mark.replace("\n", " "), (end, one)
        assert (one.muted, one.alarm) == (muted, alarm), (end, one)


@contextmanager
def checks_due(house: House) -> Iterator[str]:
    """The next check falls due today, as if the months had gone by."""
    with house.store.writing() as session:
        pending = select(SustainmentCheck.id).where(SustainmentCheck.done_on.is_(None))
        key = session.scalars(pending.order_by(SustainmentCheck.due_on)).first()
        session.execute(
            update(SustainmentCheck).where(SustainmentCheck.id == key).values(due_on=today())
        )
        session.execute(update(Recommendation).values(next_check_on=today()))
    yield f"/reviews/checks/{key}"


def hand_in(house: House, who: str, path: str, answers: dict[str, str]) -> None:
    """Give a file as evidence, with the word that it names nobody."""
    page = house.pages[who]
    page.goto(f"{house.address}{path}")
    for name, words in answers.items():
        put(page, name.replace("__", "-"), words)
    page.set_input_files("#file", {"name": "audit.pdf", "mimeType": "", "buffer": pdf()})
    page.check("#no_case_data")
    page.locator("main form button[type=submit]").first.click()
    assert "The evidence has been added" in page.locator("main").inner_text()


def refused_until_opened(house: House, one: str) -> None:
    """Whoever checks cannot accept a file unseen; then they open it."""
    page = house.pages["verifier"]
    page.goto(f"{house.address}{one}/check")
    put(page, "outcome", "accepted")
    page.locator("main form button[type=submit]").first.click()
    assert "Open every file of the evidence" in page.locator("main").inner_text()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Open the file").first.click()
    assert fetched.value.suggested_filename.endswith(".pdf")
    assert Path(fetched.value.path()).read_bytes() == pdf()


def date_of(name: str, year: int) -> dict[str, str]:
    return {f"{name}__day": "31", f"{name}__month": "3", f"{name}__year": str(year)}


def test_from_finding_to_still_working_with_a_rejection_and_a_transfer(house: House) -> None:
    chair, board = house.pages["chair"], house.board
    begun = date_of("commissioned_on", today().year - 1)
    house.fill("chair", "/reviews/start", title="Repeat complaints", kind="discretionary",
               board=str(board.conference.id), **begun)  # fmt: skip
    chair.goto(f"{house.address}/reviews/")
    chair.locator("main table a").first.click()
    review = re.sub(r"^https?://[^/]+", "", chair.url)
    plan = f"{review}/plan"
    house.fill("chair", f"{review}/findings/add", kind="finding", text="Reports were lost")
    owned = {"agency": str(board.housing.id), "role": "Head of Housing"}
    house.fill("chair", f"{review}/recommendations/add", text="Keep one log", scope="local",
               target_words="March 2040", **owned)  # fmt: skip
    chair.goto(f"{house.address}{review}")
    chair.locator("#recommendations-caption").locator("xpath=ancestor::table").locator(
        "tbody a"
    ).first.click()
    one = re.sub(r"^https?://[^/]+", "", chair.url)
    looks_everywhere(house, plan, "NOT YET AGREED", muted=False, alarm=False)
    house.press("chair", one, "Agree it")
    house.press("owner", one, "Accept this recommendation")
    looks_everywhere(house, plan, "NOT DONE", muted=False, alarm=False)

    house.fill("owner", f"{one}/actions/add", text="Write it", agency=str(board.housing.id),
               kind="task", **date_of("due_on", 2040))  # fmt: skip
    action = house.pages["owner"].locator('main a[href$="/report"]').first.get_attribute("href")
    assert action is not None
    house.fill("owner", action, outcome="reported", report="Written")
    house.fill("verifier", action.replace("report", "check"), outcome="accepted")
    proof = {"kind": "audit", "shows": "It works", "statement": "We looked"}
    dated = date_of("dated", today().year - 1)
    house.fill("owner", f"{one}/evidence/add", **proof, **dated)
    house.fill("owner", f"{one}/send", outcome="People tell it once")
    looks_everywhere(house, plan, "NOT YET CHECKED", muted=False, alarm=True)

    house.fill("verifier", f"{one}/check", outcome="returned", reason="Ten files are too few")
    assert "Ten files are too few" in house.pages["verifier"].locator("main").inner_text()
    looks_everywhere(house, plan, "NOT DONE", muted=False, alarm=False)

    house.fill("chair", f"{one}/transfer", agency=str(board.council.id), role="Director",
               why="The log moved to the council")  # fmt: skip
    assert "Given to another owner" in chair.locator("main").inner_text()
    looks_everywhere(house, plan, "NOT DONE", muted=False, alarm=False)
    with house.store.writing() as session:
        session.execute(update(Recommendation).values(target_on=today().replace(year=2024)))
    looks_everywhere(house, plan, "OVERDUE", muted=False, alarm=True)

    house.press("successor", one, "Accept this recommendation")
    looks_everywhere(house, plan, "OVERDUE", muted=False, alarm=True)
    hand_in(
        house, "successor", f"{one}/evidence/add", {"kind": "audit", "shows": "It works"} | dated
    )
    house.fill("successor", f"{one}/send", outcome="People tell it once")
    looks_everywhere(house, plan, "OVERDUE, NOT YET CHECKED", muted=False, alarm=True)
    refused_until_opened(house, one)
    house.fill("verifier", f"{one}/check", outcome="accepted")
    looks_everywhere(house, plan, "Evidence accepted", muted=True, alarm=False)

    for months in (6, 12):
        with checks_due(house) as check:
            house.fill("verifier", check, works="yes", words=f"Used after {months} months")
        looks_everywhere(house, plan, "Evidence accepted", muted=True, alarm=False)
    chair.goto(f"{house.address}{one}")
    told = chair.locator("main").inner_text()
    assert "Still working after 12 months?" in told
    assert "Used after 12 months" in told
    looks_everywhere(house, plan, "Evidence accepted", muted=True, alarm=False)
    with house.store.reading() as session:
        assert session.scalars(select(Recommendation.state)).all() == [State.VERIFIED_COMPLETE]
