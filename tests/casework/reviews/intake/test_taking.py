"""Taken in: nothing doubled, nothing called done, broken rows mended and brought back."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.db import Database
from casework.directory.models import Agency, AgencyType
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit
from casework.reviews.intake.columns import Column
from casework.reviews.kept_apart import apart_csv, apart_xlsx
from casework.reviews.lines import lines_of_review
from casework.reviews.models import (
    Evidence,
    Recommendation,
    RecommendationAction,
    RecommendationEvent,
    Review,
)
from casework.reviews.plan_models import Origin, PlanImport
from casework.reviews.plans.as_csv import plan_csv
from casework.reviews.plans.as_docx import plan_docx
from casework.reviews.plans.as_xlsx import plan_xlsx
from casework.reviews.plans.rows import plan_of
from casework.reviews.service import importing, verifying
from casework.reviews.vocabulary import ActionState, Outcome, ReviewState, State
from tests.casework.reviews.intake.conftest import name_agencies
from tests.casework.reviews.intake.files import TEMPLATE, text, xlsx
from tests.casework.reviews.intake.samples import HEALTH, HOUSING, TEMPLATE_AS_IT_IS
from tests.factories.reviews import Board, add_action, make_recommendation, make_review
from tests.statements import counted

HEAD = ["Recommendation", "Lead agency", "Action", "Target date", "Status"]


@pytest.fixture
def review(session: Session, board: Board) -> Review:
    name_agencies(session, board.housing, board.health, board.council)
    return make_review(session, board)


@pytest.fixture
def review_here(store: Database, board: Board) -> UUID:
    """The same in the database itself, for what counts its questions."""
    with store.writing() as session:
        name_agencies(session, board.housing, board.health, board.council)
        return make_review(session, board).id


def bring(
    session: Session, board: Board, review: Review, content: bytes, name: str = "plan.xlsx"
) -> PlanImport:
    made = importing.upload(session, board.chair, review_id=review.id, name=name, content=content)
    return importing.take_in(session, board.chair, import_id=made.id)


def counts(found: PlanImport) -> tuple[int, int, int]:
    return found.taken, found.already, found.apart


def rows_of(session: Session, review: Review) -> list[Recommendation]:
    asked = select(Recommendation).where(Recommendation.review_id == review.id)
    return list(session.scalars(asked.order_by(Recommendation.number)))


def one_row(status: str) -> bytes:
    return xlsx([HEAD, ["Share the log", HOUSING, "Agree a form", "31/03/2040", status]])


@pytest.mark.parametrize(
    ("status", "state"),
    [("Complete", State.EVIDENCE_SUBMITTED), ("Green", State.IN_PROGRESS),
     ("Ongoing", State.IN_PROGRESS), ("Not started", State.AGREED), ("", State.AGREED),
     ("Evidence accepted", State.EVIDENCE_SUBMITTED), ("Nearly complete", State.IN_PROGRESS)],
)  # fmt: skip
def test_nothing_in_a_file_is_ever_accepted_evidence(
    session: Session, board: Board, review: Review, status: str, state: State
) -> None:
    bring(session, board, review, one_row(status))
    (row,) = rows_of(session, review)
    assert row.state == state
    (line,) = lines_of_review(session, board.chair, review)
    assert not line.look.muted


def test_what_it_calls_complete_is_evidence_that_somebody_else_looks_at(
    session: Session, board: Board, review: Review
) -> None:
    bring(session, board, review, one_row("Complete - see policy 7"))
    (row,) = rows_of(session, review)
    (piece,) = session.scalars(select(Evidence))
    assert "Complete - see policy 7" in piece.statement
    (action,) = session.scalars(select(RecommendationAction))
    assert action.state == ActionState.REPORTED
    with pytest.raises(Refused, match="gave evidence"):
        verifying.verify(session, board.chair, recommendation_id=row.id, outcome=Outcome.ACCEPTED)
    with pytest.raises(Conflict, match=r"action 1\.1 has not been accepted"):
        verifying.verify(session, board.verifier, recommendation_id=row.id,
                         outcome=Outcome.ACCEPTED)  # fmt: skip
    verifying.verify_action(session, board.verifier, action_id=action.id, outcome=Outcome.ACCEPTED)
    verifying.verify(session, board.verifier, recommendation_id=row.id, outcome=Outcome.ACCEPTED)
    assert row.state == State.VERIFIED_COMPLETE


def test_the_words_of_every_cell_stay_with_the_recommendation(
    session: Session, board: Board, review: Review
) -> None:
    bring(session, board, review, TEMPLATE_AS_IT_IS.content)
    words = {w for o in session.scalars(select(Origin)) for _, w in o.words}
    assert {"Q3 2031", "TBC", "Ongoing", "National"} <= words
    kinds = list(session.scalars(select(RecommendationEvent.kind)))
    assert kinds.count("imported") == len(rows_of(session, review))


def test_the_same_file_twice_doubles_nothing(
    session: Session, board: Board, review: Review
) -> None:
    first = bring(session, board, review, TEMPLATE_AS_IT_IS.content)
    before = [(r.number, r.text, r.state) for r in rows_of(session, review)]
    again = bring(session, board, review, TEMPLATE_AS_IT_IS.content)
    assert counts(first)[0] == len(before)
    assert counts(again) == (0, len(before), first.apart)
    assert [(r.number, r.text, r.state) for r in rows_of(session, review)] == before


def test_a_heading_that_is_a_formula_comes_back_guarded_and_is_known_again(
    session: Session, board: Board, review: Review
) -> None:
    link = '+HYPERLINK("https://example.org")'
    rows = [[*HEAD, link], ["Do it", "Who knows", "Begin", "31/03/2040", "Ongoing", "x"]]
    first = bring(session, board, review, text(rows), "plan.csv")
    made = apart_csv(first)
    assert made.count(b"HYPERLINK") == made.count(b"'+HYPERLINK") == 1
    again = importing.upload(
        session, board.chair, review_id=review.id, name="mend.csv", content=made
    )
    assert again.cells["headings"][-1] == link


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_of_three_thousand_rows_forty_broken_ones_are_mended_and_brought_back(
    session: Session, board: Board, review: Review, kind: str
) -> None:
    rows = [
        [f"Do thing number {n}", "Who knows" if n % 75 == 0 else HOUSING, f"Begin {n}",
         "31/03/2040", "Ongoing"]
        for n in range(1, 3001)
    ]  # fmt: skip
    first = bring(session, board, review, xlsx([HEAD, *rows]))
    assert counts(first) == (2960, 0, 40)
    made = {"csv": apart_csv, "xlsx": apart_xlsx}[kind](first)
    assert b"Who knows" in made if kind == "csv" else made.startswith(b"PK")
    still = bring(session, board, review, made, f"mend.{kind}")
    assert counts(still) == (0, 0, 40)
    again = importing.upload(
        session, board.chair, review_id=review.id, name=f"mend.{kind}", content=made
    )
    importing.map_columns(
        session, board.chair, import_id=again.id, agencies={"Who knows": str(board.health.id)},
        columns={int(at): Column(name) for at, name in again.columns.items()},
    )  # fmt: skip
    mended = importing.take_in(session, board.chair, import_id=again.id)
    assert counts(mended) == (40, 0, 0)
    assert [row.number for row in rows_of(session, review)] == list(range(1, 3001))


def test_three_thousand_rows_ask_the_database_no_more_than_thirty(
    store: Database, board: Board, review_here: UUID
) -> None:
    asked = []
    for count in (30, 3000):
        rows = [[f"Do {count} {n}", HOUSING, f"Begin {n}", "31/03/2040", "Ongoing"]
                for n in range(count)]  # fmt: skip
        content = xlsx([HEAD, *rows])
        with counted(store) as told, store.writing() as session:
            found = bring(session, board, session.get_one(Review, review_here), content)
            assert counts(found) == (count, 0, 0)
        # A long list of new rows goes out in several parcels of one statement.
        asked.append(sum(not statement.startswith("INSERT") for statement in told))
        assert len(told) < 100
    assert asked[1] <= asked[0]


@pytest.mark.parametrize(
    ("make", "name"),
    [(plan_xlsx, "out.xlsx"), (plan_csv, "out.csv"), (plan_docx, "out.docx")],
    ids=["xlsx", "csv", "docx"],
)
def test_what_goes_out_comes_in_as_the_same_plan_and_never_twice(
    session: Session, board: Board, review: Review, make: type, name: str
) -> None:
    texts = {
        state: f"What stands as {state}; said = ‘so’" for state in State if state != State.MERGED
    }
    for state, words in texts.items():
        make_recommendation(session, board, review, state, text=words)
    for row in rows_of(session, review):
        if row.state == State.IN_PROGRESS:
            add_action(session, board, row)
    content: bytes = make(plan_of(session, board.chair, review))  # type: ignore[call-arg]  # every maker takes a plan
    same = bring(session, board, review, content, name)
    assert counts(same) == (0, len(texts), 0)
    copy = make_review(session, board)
    bring(session, board, copy, content, name)
    there = {row.text: row for row in rows_of(session, copy)}
    for row in rows_of(session, review):
        other = there.pop(row.text)
        assert (other.owner_agency_id, other.owner_role, other.target_on, other.scope) == (
            row.owner_agency_id, row.owner_role, row.target_on, row.scope,
        )  # fmt: skip
        assert other.state == {
            State.EVIDENCE_SUBMITTED: State.EVIDENCE_SUBMITTED,
            # Accepted here by somebody who looked; there nobody has looked yet.
            State.VERIFIED_COMPLETE: State.EVIDENCE_SUBMITTED,
            State.IN_PROGRESS: State.IN_PROGRESS,
            State.RAISED: State.IN_PROGRESS,
        }.get(State(row.state), State.AGREED)
        assert actions(session, other) == actions(session, row)
    assert there == {}


def actions(session: Session, row: Recommendation) -> list[str]:
    asked = select(RecommendationAction.text).where(
        RecommendationAction.recommendation_id == row.id
    )
    return list(session.scalars(asked.order_by(RecommendationAction.number)))


def test_an_action_that_is_new_is_added_to_what_is_here(
    session: Session, board: Board, review: Review
) -> None:
    bring(session, board, review, one_row("Ongoing"))
    more = xlsx([HEAD, ["Share the log", HOUSING, "Agree a form", "", ""],
                 ["Share the log", HOUSING, "Train on it", "", ""]])  # fmt: skip
    assert counts(bring(session, board, review, more)) == (1, 0, 0)
    (row,) = rows_of(session, review)
    assert actions(session, row) == ["Agree a form", "Train on it"]
    assert counts(bring(session, board, review, more)) == (0, 1, 0)


def test_nothing_is_added_to_what_is_being_checked(
    session: Session, board: Board, review: Review
) -> None:
    bring(session, board, review, one_row("Complete"))
    more = xlsx([HEAD, ["Share the log", HOUSING, "Train on it", "", ""]])
    assert counts(bring(session, board, review, more)) == (0, 1, 0)
    (row,) = rows_of(session, review)
    assert actions(session, row) == ["Agree a form"]


def test_columns_are_guessed_and_can_be_changed(
    session: Session, board: Board, review: Review
) -> None:
    content = text([["What", "Who", "Then"], ["Share the log", HOUSING, "31/03/2040"]])
    made = importing.upload(
        session, board.chair, review_id=review.id, name="x.csv", content=content
    )
    wrong = dict.fromkeys(range(3), Column.TARGET)
    with pytest.raises(Invalid, match="one column only"):
        importing.map_columns(session, board.chair, import_id=made.id, columns=wrong, agencies={})
    with pytest.raises(Invalid, match="holds the recommendations"):
        importing.map_columns(session, board.chair, import_id=made.id,
                              columns={0: Column.AGENCY}, agencies={})  # fmt: skip
    right = {0: Column.RECOMMENDATION, 1: Column.AGENCY, 2: Column.TARGET}
    importing.map_columns(session, board.chair, import_id=made.id, columns=right, agencies={})
    done = importing.take_in(session, board.chair, import_id=made.id)
    # The headings were not known as such, so they stand apart as a row.
    assert counts(done) == (1, 0, 1)


def test_a_file_is_taken_in_once_over_what_was_seen_by_whoever_runs_the_review(
    session: Session, board: Board, review: Review
) -> None:
    made = importing.upload(
        session, board.chair, review_id=review.id, name="x.xlsx", content=one_row("")
    )
    for stranger in (board.owner, board.verifier):
        with pytest.raises(NotFound):
            importing.take_in(session, stranger, import_id=made.id)
    with pytest.raises(StaleEdit):
        importing.take_in(session, board.chair, import_id=made.id, version=made.version + 1)
    importing.take_in(session, board.chair, import_id=made.id)
    with pytest.raises(Conflict, match="already"):
        importing.take_in(session, board.chair, import_id=made.id)
    assert made.cells["rows"] == []
    review.state = ReviewState.CLOSED
    with pytest.raises(Conflict, match="closed"):
        bring(session, board, review, one_row(""))
    assert session.scalar(select(func.count()).select_from(Recommendation)) == 1


def test_a_supplier_and_a_long_text_are_kept_apart(
    session: Session, board: Board, review: Review
) -> None:
    session.get_one(Agency, board.health.id).agency_type = AgencyType.PRIVATE
    session.flush()
    content = xlsx([TEMPLATE, ["Pay them", "Local", "Pay", HEALTH, "", "", ""],
                    ["x" * 4001, "Local", "Pay", HOUSING, "", "", ""]])  # fmt: skip
    done = bring(session, board, review, content)
    reasons = [one["reason"] for one in done.kept_apart]
    assert counts(done) == (0, 0, 2)
    assert "is a supplier" in reasons[0]
    assert "longer than 4,000" in reasons[1]
