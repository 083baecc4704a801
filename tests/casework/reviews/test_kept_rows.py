"""A row of a review's record that was changed, removed or added past the ledger is found."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from casework.cli.ledger import report
from casework.db import Database, new_id
from casework.disclosure.verify import Outcome, Verdict, verify
from casework.reviews.service import sealed
from casework.reviews.service.kept_rows import kept_rows
from casework.startup.house import House
from tests.casework.reviews.test_sealed import Death, build, death, write

__all__ = ["death"]

Tamper = Callable[[Session, UUID], None]


def ledger_of(store: Database, death: Death) -> Verdict:
    who = death.board.partnership.id
    with store.reading() as session:
        return verify(session, who, records=kept_rows(session, who))


def done(statement: str) -> Tamper:
    def tamper(session: Session, entry: UUID) -> None:
        found = session.execute(
            text(statement), {"id": _key(session, entry), "other": _key(session, new_id())}
        )
        assert found.rowcount == 1  # type: ignore[attr-defined]  # a statement that changes rows

    return tamper


def _key(session: Session, key: UUID) -> object:
    return key.hex if session.get_bind().dialect.name == "sqlite" else key


COPY = (
    "INSERT INTO review_entry (id, partnership_id, review_id, field, envelope, agency_id, "
    "author_id, written_at, current) SELECT :other, partnership_id, review_id, field, envelope, "
    "agency_id, author_id, written_at, current FROM review_entry WHERE id = :id"
)
TAMPERED = {
    "words": (done("UPDATE review_entry SET envelope = 'x' WHERE id = :id"), Outcome.ALTERED),
    "label": (
        done("UPDATE review_entry SET field = 'review.family_comment' WHERE id = :id"),
        Outcome.ALTERED,
    ),
    "day": (
        done("UPDATE review_entry SET written_at = '2020-01-01 00:00:00' WHERE id = :id"),
        Outcome.ALTERED,
    ),
    "what it is about": (
        done("UPDATE review_entry SET about_id = :other WHERE id = :id"), Outcome.ALTERED,
    ),
    "taken out": (
        done("UPDATE review_entry SET current = NOT current WHERE id = :id"), Outcome.ALTERED,
    ),
    "removed": (done("DELETE FROM review_entry WHERE id = :id"), Outcome.GAP),
    "added": (done(COPY), Outcome.ALTERED),
}  # fmt: skip


@pytest.mark.parametrize(("tamper", "outcome"), TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_done_past_the_ledger_is_found(
    store: Database, death: Death, tamper: Tamper, outcome: Outcome
) -> None:
    entry = write(store, death, death.board.owner)
    assert ledger_of(store, death).outcome is Outcome.INTACT
    with store.writing() as session:
        tamper(session, entry)
    found = ledger_of(store, death)
    assert found.outcome is outcome
    assert "entry of a review" in found.message


def test_corrections_and_what_was_taken_out_are_as_the_ledger_has_them(
    store: Database, death: Death
) -> None:
    first, second = write(store, death, death.board.owner), write(store, death, death.board.owner)
    with store.writing() as session:
        sealed.write_entry(
            session, death.board.owner, review_id=death.review_id, field="review.pseudonym",
            text="Another", corrects_id=first,
        )  # fmt: skip
        sealed.set_aside(session, death.board.owner, review_id=death.review_id, entry_id=second)
    assert ledger_of(store, death).outcome is Outcome.INTACT
    for entry in (first, second):
        with store.writing() as session:
            done("UPDATE review_entry SET current = NOT current WHERE id = :id")(session, entry)
        found = ledger_of(store, death)
        assert (found.outcome, "put back" in found.message) == (Outcome.ALTERED, True)
        with store.writing() as session:
            done("UPDATE review_entry SET current = NOT current WHERE id = :id")(session, entry)


def test_the_command_says_so(app_house: House, capsys: pytest.CaptureFixture[str]) -> None:
    with app_house.store.writing() as session:
        death = build(session)
    entry = write(app_house.store, death, death.board.owner)
    assert report(app_house) == Outcome.INTACT
    with app_house.store.writing() as session:
        done("DELETE FROM review_entry WHERE id = :id")(session, entry)
    assert report(app_house) == Outcome.GAP
    assert f"entry of a review {entry}" in capsys.readouterr().out


@pytest.fixture
def app_house(app: object) -> House:
    house: House = app.extensions["confer_house"]  # type: ignore[attr-defined]  # a Flask app
    return house
