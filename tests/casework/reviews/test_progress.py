"""What the public gets: files that stand alone, name nobody, and mute only what is accepted."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import today
from casework.db import Database
from casework.directory.models import Person
from casework.reviews.models import Review
from casework.reviews.vocabulary import ReviewState, State
from tests.casework.reviews.conftest import Browser
from tests.factories.reviews import Board, make_recommendation, make_review


@pytest.fixture
def published(store: Database, board: Board) -> Review:
    """A published review with a recommendation in every state."""
    with store.writing() as session:
        review = make_review(session, board, title="Noise <in> one block")
        for state in State:
            make_recommendation(session, board, review, state, text=f"=Do {state}")
        review.state, review.published_on = ReviewState.PUBLISHED, today()
        review.published_where = "https://example.org/report"
    return review


def names(session: Session, *viewers: Viewer) -> list[str]:
    return [session.get_one(Person, v.person_id).name for v in viewers]


def test_the_page_stands_alone_and_mutes_only_accepted_evidence(
    board: Board, published: Review, browser: Browser
) -> None:
    answer = browser(board.verifier).get(f"/reviews/{published.id}/publication/progress.html")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert not re.search(r"<script|src=|@import|url\(", answer.text)
    assert "Noise &lt;in&gt; one block" in answer.text
    muted = re.findall(r'<tr class="settled">.*?</tr>', answer.text, re.DOTALL)
    assert [f"Do {State.VERIFIED_COMPLETE}" in row for row in muted] == [True]
    assert f"Do {State.PROPOSED}" not in answer.text
    assert f"Do {State.MERGED}" not in answer.text
    assert f"1 of {len(State) - 2}" in answer.text


def test_no_file_names_a_person(
    store: Database, board: Board, published: Review, browser: Browser
) -> None:
    with store.reading() as session:
        known = names(session, board.chair, board.owner, board.verifier)
    base, client = f"/reviews/{published.id}/publication", browser(board.verifier)
    for end in ("progress.html", "progress.csv"):
        text = client.get(f"{base}/{end}").text
        assert "Head of Housing" in text
        assert not [name for name in known if name in text]


def test_the_pack_holds_every_file_and_no_formula(
    board: Board, published: Review, browser: Browser
) -> None:
    answer = browser(board.chair).get(f"/reviews/{published.id}/publication/pack.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert set(packed.namelist()) == {"progress.html", "progress.csv", "about.txt"}
        rows = list(csv.reader(io.StringIO(packed.read("progress.csv").decode("utf-8-sig"))))
        assert "https://example.org/report" in packed.read("about.txt").decode()
    assert len(rows) == len(State) - 1
    assert all(row[1].startswith("'=") for row in rows[1:])
    assert {row[-2]: row[-1] for row in rows[1:]}["evidence accepted"] == "yes"
    assert [row[-1] for row in rows[1:]].count("yes") == 1


def test_before_publication_there_is_nothing_for_the_public(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        review = make_review(session, board)
    for end in ("progress.html", "progress.csv", "pack.zip"):
        answer = browser(board.chair).get(f"/reviews/{review.id}/publication/{end}")
        assert answer.status_code == 409
