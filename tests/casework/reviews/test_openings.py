"""Files of a review: each way to open one is in the ledger first, and closed to those outside."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import today
from casework.db import Database
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.reviews.models import Review
from casework.reviews.service import asked, drafts, owning
from casework.reviews.service.filing import files_about
from casework.reviews.vocabulary import EvidenceKind, State
from casework.web.uploads import DOCUMENTS, Upload, checked
from tests.casework.reviews.test_returning import Returned, make
from tests.factories.accounts import browser_of
from tests.factories.files import pdf
from tests.factories.reviews import make_board, make_recommendation

CONTENT = pdf("Quenby Marrowfat said")
VIEWS = Path(__file__).parents[3] / "casework" / "reviews" / "views"


@dataclass(frozen=True)
class Held:
    """A death review with one file of each kind, and people of another board and partnership."""

    asking: Returned
    files: Mapping[str, UUID]
    draft: UUID
    recommendation: UUID
    strangers: tuple[Viewer, ...]


@dataclass(frozen=True)
class Door:
    """A view that hands a file out: its address, who may, and who of the same board may not."""

    kind: str
    url: Callable[[Held], str]
    inside: Callable[[Held], Viewer]
    outside: tuple[str, ...]


DOORS: Mapping[str, Door] = {
    "report_file": Door(
        "report", lambda h: f"/reviews/reports/{h.asking.report_id}/files/{h.files['report']}",
        lambda h: h.asking.death.board.owner, ("colleague", "observer", "lay", "speaker"),
    ),
    "own_file": Door(
        "report", lambda h: f"{h.asking.url}/files/{h.files['report']}",
        lambda h: h.asking.speaker, ("owner", "colleague", "observer", "lay"),
    ),
    "draft_file": Door(
        "draft", lambda h: f"/reviews/drafts/{h.draft}/file",
        lambda h: h.asking.death.board.chair, ("colleague", "observer", "lay", "speaker"),
    ),
    # Evidence is about systems: whoever may read the recommendation may look at it.
    "evidence_file": Door(
        "evidence",
        lambda h: f"/reviews/recommendations/{h.recommendation}/evidence/{h.files['evidence']}",
        lambda h: h.asking.death.lay, ("speaker",),
    ),
}  # fmt: skip


def upload() -> Upload:
    return checked(CONTENT, DOCUMENTS, name="a.pdf")


@pytest.fixture
def held(store: Database) -> Held:
    with store.writing() as session:
        asking = make(session)
        board, review_id = asking.death.board, asking.death.review_id
        review = session.get_one(Review, review_id)
        review.chair_id = board.chair.person_id
        asked.return_report(
            session, asking.speaker, report_id=asking.report_id, upload=upload(), version=1
        )
        draft = drafts.add_draft(
            session, board.chair, review_id=review_id, upload=upload(), change=""
        )
        found = make_recommendation(session, board, review, State.IN_PROGRESS)
        piece = owning.add_evidence(
            session, board.owner, recommendation_id=found.id, kind=EvidenceKind.AUDIT,
            shows="It works", dated=today(), upload=upload(), no_case_data=True,
        )  # fmt: skip
        about = {"report": asking.report_id, "draft": draft.id, "evidence": piece.id}
        files = {kind: files_about(session, [key])[key][0].id for kind, key in about.items()}
        other, foreign = make_board(session, board.partnership), make_board(session)
        strangers = (other.chair, other.owner, other.verifier, foreign.chair, foreign.owner)
        return Held(asking, files, draft.id, found.id, strangers)


def person(held: Held, name: str) -> Viewer:
    death = held.asking.death
    homes = (death.board, death, held.asking)
    return next(getattr(home, name) for home in homes if hasattr(home, name))


def openings(session: Session) -> list[tuple[str, str, str]]:
    shown = select(LedgerEntry.body).where(LedgerEntry.kind == Kind.FILE_SHOWN.value)
    bodies = [read_body(body) for body in session.scalars(shown)]
    return [(str(b["actor"]), str(b["object"]), str(b["case"])) for b in bodies]


@pytest.mark.parametrize("name", DOORS)
def test_each_opening_is_in_the_ledger_with_who_and_what(
    app: Flask, store: Database, held: Held, name: str
) -> None:
    door = DOORS[name]
    who = door.inside(held)
    assert browser_of(app, who).get(door.url(held)).data == CONTENT
    with store.reading() as session:
        assert openings(session) == [
            (str(who.person_id), str(held.files[door.kind]), str(held.asking.death.review_id))
        ]


@pytest.mark.parametrize("name", DOORS)
def test_nobody_outside_opens_one_and_nothing_is_written_down_as_opened(
    app: Flask, store: Database, held: Held, name: str
) -> None:
    door = DOORS[name]
    for who in (*held.strangers, *(person(held, other) for other in door.outside)):
        answer = browser_of(app, who).get(door.url(held))
        assert answer.status_code in {403, 404}
        assert CONTENT not in answer.data
    with store.reading() as session:
        assert openings(session) == []


def test_every_view_that_hands_out_a_sealed_file_is_tested_here() -> None:
    opening = {"handed_out", "opened_file", "opened_evidence"}
    found = {
        view.name
        for path in VIEWS.glob("*.py")
        for view in ast.parse(path.read_text()).body
        if isinstance(view, ast.FunctionDef)
        and any(isinstance(part, ast.Name) and part.id in opening for part in ast.walk(view))
    }
    # `handed_out` itself is no view: it is how three of them open a file.
    assert found - {"handed_out"} == set(DOORS)
