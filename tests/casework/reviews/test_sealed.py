"""The sealed record of a review: its panel alone, under the panel's agreement, through the gate."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import today
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.directory.models import Person
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.places import review_scope
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.models import Review
from casework.reviews.service import panel, sealed
from casework.reviews.vocabulary import ReviewKind, ReviewState, Seat
from tests.factories.accounts import browser_of
from tests.factories.agreements import adopt
from tests.factories.directory import make_viewer
from tests.factories.reviews import Board, make_board, make_review

AGREEMENT = files("protocols").joinpath("library/review_panel.toml").read_text()
MARK = "Zephyrine Quillfeather"


@dataclass(frozen=True)
class Death:
    """A death review: housing and health sit on its panel, an observer beside them."""

    board: Board
    review_id: UUID
    observer: Viewer
    lay: Viewer

    @property
    def url(self) -> str:
        return f"/reviews/{self.review_id}"


def build(session: Session, *, signed: bool = True) -> Death:
    board = make_board(session)
    review = make_review(session, board, kind=ReviewKind.DEATH_REVIEW)
    observer = make_viewer(session, board.council, Role.VERIFIER, board.conference)
    lay = make_viewer(session, board.council, Role.LAY_MEMBER, board.conference)
    for who, seat in (
        (board.owner, Seat.MEMBER), (board.verifier, Seat.MEMBER), (observer, Seat.OBSERVER),
    ):  # fmt: skip
        panel.add_member(
            session, board.chair, review_id=review.id, person_id=who.person_id, seat=seat
        )
    if signed:
        adopt(session, board.partnership, (board.housing, board.health, board.council), AGREEMENT)
    return Death(board, review.id, observer, lay)


@pytest.fixture
def death(store: Database) -> Death:
    with store.writing() as session:
        return build(session)


def write(store: Database, death: Death, viewer: Viewer, field: str = "review.pseudonym") -> UUID:
    with store.writing() as session:
        return sealed.write_entry(
            session, viewer, review_id=death.review_id, field=field, text=f"{MARK} is Anna",
            happened_on=today(),
        ).id  # fmt: skip


def test_the_panel_reads_what_a_member_wrote_and_the_reading_is_written_down(
    app: Flask, store: Database, death: Death
) -> None:
    write(store, death, death.board.owner)
    words = browser_of(app, death.board.verifier).page(f"{death.url}/record").words
    assert f"{MARK} is Anna" in words
    assert "Confidentiality agreement of a review panel" in words
    seen = browser_of(app, death.board.owner).page(f"{death.url}/record/seen").words
    with store.reading() as session:
        reader = session.get_one(Person, death.board.verifier.person_id).name
    assert reader in seen
    assert MARK not in seen


@pytest.mark.parametrize("who", ["chair", "colleague", "observer", "lay"])
def test_whoever_does_not_sit_on_the_panel_finds_nothing(
    app: Flask, store: Database, death: Death, who: str
) -> None:
    entry = write(store, death, death.board.owner)
    viewer = getattr(death, who, None) or getattr(death.board, who)
    client = browser_of(app, viewer)
    for end in ("record", "record/seen", "record/add", f"record/{entry}"):
        assert client.get(f"{death.url}/{end}").status_code == 404
    assert "Sealed record" not in client.page(death.url).words
    with store.writing() as session, pytest.raises(NotFound):
        sealed.write_entry(
            session, viewer, review_id=death.review_id, field="review.pseudonym", text="x"
        )


def test_who_leaves_the_panel_reads_no_more(app: Flask, store: Database, death: Death) -> None:
    write(store, death, death.board.owner)
    client = browser_of(app, death.board.verifier)
    assert client.get(f"{death.url}/record").status_code == 200
    with store.writing() as session:
        review = session.get_one(Review, death.review_id)
        seat = next(
            m for m in panel.members(session, review)
            if m.person_id == death.board.verifier.person_id
        )  # fmt: skip
        panel.end_member(session, death.board.chair, member_id=seat.id)
    assert client.get(f"{death.url}/record").status_code == 404


def test_without_the_panels_agreement_each_agency_reads_only_its_own(
    app: Flask, store: Database
) -> None:
    with store.writing() as session:
        death = build(session, signed=False)
    write(store, death, death.board.owner)
    assert MARK in browser_of(app, death.board.owner).page(f"{death.url}/record").words
    words = browser_of(app, death.board.verifier).page(f"{death.url}/record").words
    assert MARK not in words
    assert "No agreement of the panel is in force" in words


def test_nothing_of_it_lies_open_in_the_database_or_the_ledger(
    store: Database, keys: KeyStore, death: Death
) -> None:
    write(store, death, death.board.owner, "review.chronology")
    assert keys.get_many([review_scope(death.review_id)])
    with store.reading() as session:
        (envelope,) = session.scalars(text("SELECT envelope FROM review_entry"))
        assert b"Zephyrine" not in bytes(envelope)
        for entry in session.scalars(select(LedgerEntry)):
            assert b"Zephyrine" not in entry.body


def test_an_entry_moved_to_another_place_does_not_open(
    app: Flask, store: Database, death: Death
) -> None:
    first, second = (write(store, death, death.board.owner) for _ in range(2))
    with store.writing() as session:
        session.execute(
            text("UPDATE review_entry SET envelope = (SELECT envelope FROM review_entry "
                 "WHERE id = :first) WHERE id = :second"),
            {"first": _key(session, first), "second": _key(session, second)},
        )  # fmt: skip
    words = browser_of(app, death.board.owner).page(f"{death.url}/record").words
    assert words.count(MARK) == 1


def _key(session: Session, key: UUID) -> object:
    return key.hex if session.get_bind().dialect.name == "sqlite" else key


def test_a_correction_takes_the_place_of_what_it_corrects_and_history_is_kept(
    app: Flask, store: Database, death: Death
) -> None:
    entry = write(store, death, death.board.owner, "review.chronology")
    client, url = browser_of(app, death.board.owner), f"{death.url}/record/{entry}"
    filled = client.page(url).form().filled()
    assert filled["text"] == [f"{MARK} is Anna"]
    assert client.post(url, data=filled | {"text": "Nobody"}).status_code == 303
    words = client.page(f"{death.url}/record").words
    assert "Nobody" in words
    assert MARK not in words
    assert client.get(url).status_code == 404
    with store.reading() as session:
        assert len(list(session.scalars(select(sealed.ReviewEntry)))) == 2


def test_an_event_needs_its_day_and_nothing_typed_is_lost(
    app: Flask, store: Database, death: Death
) -> None:
    client, url = browser_of(app, death.board.owner), f"{death.url}/record/add"
    form = client.page(url).form().filled()
    answer = client.post(url, data=form | {"field": "review.chronology", "text": MARK})
    assert answer.status_code == 422
    assert "Enter the day on which it happened" in answer.text
    assert MARK in answer.text


def test_an_entry_can_be_taken_out_and_a_closed_review_takes_none(
    app: Flask, store: Database, death: Death
) -> None:
    entry = write(store, death, death.board.owner)
    client, url = browser_of(app, death.board.owner), f"{death.url}/record"
    form = client.page(url).form(f"{url}/{entry}/remove")
    assert client.post(form.action, data=form.filled()).status_code == 303
    assert MARK not in client.page(url).words
    with store.writing() as session:
        session.get_one(Review, death.review_id).state = ReviewState.CLOSED
    with pytest.raises(Conflict):
        write(store, death, death.board.owner)


def test_who_took_an_entry_out_is_in_the_ledger(app: Flask, store: Database, death: Death) -> None:
    entry = write(store, death, death.board.owner)
    url = f"{death.url}/record"
    client = browser_of(app, death.board.verifier)
    form = client.page(url).form(f"{url}/{entry}/remove")
    client.post(form.action, data=form.filled())
    with store.reading() as session:
        (row,) = session.scalars(
            select(LedgerEntry).where(LedgerEntry.kind == Kind.REVIEW_SET_ASIDE.value)
        )
    body = read_body(row.body)
    assert (body["actor"], body["object"]) == (str(death.board.verifier.person_id), str(entry))
    assert body["detail"]["field"] == "review.pseudonym"


def test_nothing_is_taken_out_of_the_record_of_a_closed_review(
    app: Flask, store: Database, death: Death
) -> None:
    entry = write(store, death, death.board.owner)
    client, url = browser_of(app, death.board.owner), f"{death.url}/record"
    form = client.page(url).form(f"{url}/{entry}/remove")
    with store.writing() as session:
        session.get_one(Review, death.review_id).state = ReviewState.CLOSED
    assert client.post(form.action, data=form.filled()).status_code == 409
    page = client.page(url)
    assert MARK in page.words
    assert "Take out" not in page.words
    assert "Add to the sealed record" not in page.words


def test_nobody_takes_out_what_they_may_not_read(app: Flask, store: Database) -> None:
    with store.writing() as session:
        death = build(session, signed=False)
    entry = write(store, death, death.board.owner)
    client, url = browser_of(app, death.board.verifier), f"{death.url}/record"
    token = client.page(f"{url}/add").form().filled()
    assert client.post(f"{url}/{entry}/remove", data=token).status_code == 404
    assert MARK in browser_of(app, death.board.owner).page(url).words


def test_too_long_an_entry_is_refused_at_its_field(store: Database, death: Death) -> None:
    with store.writing() as session, pytest.raises(Invalid) as refused:
        sealed.write_entry(
            session, death.board.owner, review_id=death.review_id, field="review.pseudonym",
            text="x" * 4001,
        )  # fmt: skip
    assert set(refused.value.errors) == {"text"}
