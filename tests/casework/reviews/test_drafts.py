"""Drafts of a report: kept, numbered, handed round, commented on; one is what gets published."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.clock import now, today
from casework.db import Database
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.verify import Outcome, verify
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.reviews.file_models import Draft, ReviewFile
from casework.reviews.models import Review
from casework.reviews.service import drafts, panel, publishing, redacting
from casework.reviews.service.kept_rows import kept_rows
from casework.reviews.vocabulary import ReviewChannel, ReviewState, Seat
from casework.web.uploads import DOCUMENTS, checked
from tests.casework.reviews.test_sealed import Death, build
from tests.factories.accounts import browser_of
from tests.factories.directory import make_viewer
from tests.factories.files import docx, pdf, sent

MARK, CHANGED, SAID = "Zephyrine Quillfeather", "Marrowfat", "Underbough"


@pytest.fixture
def death(store: Database) -> Death:
    with store.writing() as session:
        death = build(session)
        chair = death.board.chair
        review = session.get_one(Review, death.review_id)
        panel.set_chair(
            session, chair, review_id=review.id, person_id=chair.person_id,
            independence="From elsewhere", version=review.version,
        )  # fmt: skip
        return death


def add(
    store: Database, death: Death, words: str = "first", who: Viewer | None = None,
    change: str = CHANGED,
) -> UUID:  # fmt: skip
    with store.writing() as session:
        return drafts.add_draft(
            session, who or death.board.chair, review_id=death.review_id, change=change,
            upload=checked(pdf(words), DOCUMENTS, name=f"{MARK}.pdf"),
        ).id  # fmt: skip


def approve(session: Session, death: Death, draft_id: UUID, who: Viewer | None = None) -> Draft:
    return drafts.approve(
        session, who or death.board.chair, draft_id=draft_id, resolution="Minute 7",
        approved_on=today(),
    )  # fmt: skip


def test_each_draft_is_kept_with_its_number_its_author_and_what_changed(
    app: Flask, store: Database, death: Death
) -> None:
    first, second = add(store, death, change=""), add(store, death, "second")
    client = browser_of(app, death.board.verifier)
    words = client.page(f"{death.url}/drafts").words
    assert words.index("Draft 2") < words.index("Draft 1")
    assert CHANGED in words
    for key, content in ((first, pdf("first")), (second, pdf("second"))):
        answer = client.get(f"/reviews/drafts/{key}/file")
        assert answer.data == content
        assert sha256(content).hexdigest() in words
    assert "DRAFT_2" in answer.headers["Content-Disposition"]


def test_only_the_first_needs_no_word_of_what_changed(store: Database, death: Death) -> None:
    add(store, death, change="")
    with pytest.raises(Invalid) as refused:
        add(store, death, "second", change="")
    assert set(refused.value.errors) == {"change"}


def test_the_chair_and_the_author_write_and_the_rest_of_the_panel_comments(
    store: Database, death: Death
) -> None:
    with pytest.raises(Refused):
        add(store, death, who=death.board.owner)
    with store.writing() as session:
        panel.add_member(
            session, death.board.chair, review_id=death.review_id,
            person_id=death.board.colleague.person_id, seat=Seat.REPORT_AUTHOR,
        )  # fmt: skip
    key = add(store, death, who=death.board.colleague)
    with store.writing() as session:
        drafts.comment(session, death.board.owner, draft_id=key, text=SAID)
        with pytest.raises(Refused):
            approve(session, death, key, death.board.colleague)


@pytest.mark.parametrize("who", ["colleague", "observer", "lay"])
def test_whoever_does_not_sit_on_the_panel_finds_no_draft(
    app: Flask, store: Database, death: Death, who: str
) -> None:
    key = add(store, death)
    viewer = getattr(death, who, None) or getattr(death.board, who)
    client = browser_of(app, viewer)
    assert client.get(f"{death.url}/drafts").status_code == 404
    for end in ("file", "comment", "circulate", "approve"):
        assert client.get(f"/reviews/drafts/{key}/{end}").status_code == 404
    assert "Drafts of the report" not in client.page(death.url).words
    with store.writing() as session, pytest.raises(NotFound):
        drafts.comment(session, viewer, draft_id=key, text=SAID)


def test_who_was_given_it_is_written_down_once(app: Flask, store: Database, death: Death) -> None:
    key, member = add(store, death), death.board.owner
    for _ in range(2):
        with store.writing() as session:
            drafts.circulate(
                session, death.board.chair, draft_id=key, people=[member.person_id],
                others="The family\n\nHome Office", sent_on=today(),
            )  # fmt: skip
    with store.reading() as session:
        given = drafts.readers_of(session, [key])[key]
    assert sorted(r.to for r in given) == ["", "Home Office", "The family"]
    words = browser_of(app, death.board.chair).page(f"{death.url}/drafts").words
    assert f"{member.name}, {today().day}" in words
    assert "The family," in words


@pytest.mark.parametrize(
    ("people", "days", "field"),
    [
        ("stranger", 0, "people"),
        ("observer", 0, "people"),
        ("", 0, "people"),
        ("member", 1, "sent_on"),
    ],
)
def test_a_draft_goes_to_members_of_the_panel_on_a_day_that_has_come(
    store: Database, death: Death, people: str, days: int, field: str
) -> None:
    key = add(store, death)
    who = {
        "stranger": [death.lay.person_id],
        "observer": [death.observer.person_id],
        "member": [death.board.owner.person_id],
        "": [],
    }
    with store.writing() as session, pytest.raises(Invalid) as refused:
        drafts.circulate(
            session, death.board.chair, draft_id=key, people=who[people], others="",
            sent_on=today() + timedelta(days=days),
        )  # fmt: skip
    assert set(refused.value.errors) == {field}


def test_comments_stay_with_their_draft(app: Flask, store: Database, death: Death) -> None:
    first = add(store, death)
    client = browser_of(app, death.board.owner)
    url = f"/reviews/drafts/{first}/comment"
    filled = client.page(url).form().filled()
    assert client.post(url, data=filled | {"text": ""}).status_code == 422
    assert client.post(url, data=filled | {"text": SAID}).status_code == 303
    add(store, death, "second")
    page = client.page(f"{death.url}/drafts")
    assert page.words.index("Draft 1") < page.words.index(SAID)
    # Words about drafts are no entries of the record.
    assert SAID not in client.page(f"{death.url}/record").words


def test_nothing_of_a_draft_lies_open(store: Database, death: Death) -> None:
    key = add(store, death, "Ossory Pemberwick was there")
    with store.writing() as session:
        drafts.comment(session, death.board.owner, draft_id=key, text=SAID)
    with store.reading() as session:
        assert b"Ossory" not in session.scalars(select(ReviewFile.content)).one()
        bodies = b"".join(row.body for row in session.scalars(select(LedgerEntry)))
        who = death.board.partnership.id
        assert verify(session, who, records=kept_rows(session, who)).outcome is Outcome.INTACT
    assert not [w for w in (MARK, SAID, CHANGED, "Ossory") if w.encode() in bodies]


def test_the_form_loses_nothing_when_the_file_is_not_taken(
    app: Flask, store: Database, death: Death
) -> None:
    client, url = browser_of(app, death.board.chair), f"{death.url}/drafts/add"
    filled = client.page(url).form().filled() | {"change": "CHANGEWORD"}
    answer = client.post(url, **sent(filled, b"MZ", "draft.docx"))
    assert answer.status_code == 422
    assert "program, not a document" in answer.text
    assert "CHANGEWORD" in answer.text
    assert client.post(url, **sent(filled, docx(), "draft.docx")).status_code == 303


def resolve(session: Session, death: Death) -> int:
    return publishing.approve_publication(
        session, death.board.chair, review_id=death.review_id, channel=ReviewChannel.WEB,
        resolution="Minute 8", resolved_on=today(), withdraw_on=None,
    ).version  # fmt: skip


def pass_file(session: Session, death: Death, content: bytes, version: int) -> None:
    checker = session.info["checker"]
    redacting.pass_report(
        session, checker, review_id=death.review_id, content=content, found=(), on=today(),
        note="", version=version,
    )  # fmt: skip


def test_publication_takes_the_approved_draft_and_no_other_file(
    store: Database, death: Death
) -> None:
    first = add(store, death)
    with store.writing() as session:
        session.info["checker"] = other_chair(session, death)
        version = resolve(session, death)
        with pytest.raises(Conflict, match="none is approved"):
            pass_file(session, death, pdf("first"), version)
        approve(session, death, first)
        with pytest.raises(Conflict, match="not draft 1"):
            pass_file(session, death, pdf("another"), version)
        pass_file(session, death, pdf("first"), version)
        publishing.refuse_unready(session, session.get_one(Review, death.review_id))
    second = add(store, death, "second")
    with store.writing() as session:
        approve(session, death, second)
        with pytest.raises(Conflict, match="not draft 2"):
            publishing.refuse_unready(session, session.get_one(Review, death.review_id))


def other_chair(session: Session, death: Death) -> Viewer:
    """Somebody who may check a report and does not chair this review."""
    return make_viewer(session, death.board.council, Role.REVIEW_CHAIR, death.board.conference)


def test_the_approved_one_is_marked_and_its_approval_is_in_the_ledger(
    app: Flask, store: Database, death: Death
) -> None:
    first, second = add(store, death), add(store, death, "second")
    with store.writing() as session:
        approve(session, death, first)
        approve(session, death, second)
        with pytest.raises(Conflict, match="Draft 2 is approved already"):
            approve(session, death, first)
    offered = browser_of(app, death.board.chair).page(f"{death.url}/drafts").words
    assert "Approve it as the report" not in offered
    client = browser_of(app, death.board.verifier)
    words = client.page(f"{death.url}/drafts").words
    assert "Draft 2: the report" in words
    assert "Minute 7" in words
    assert "replaced by a later one" in words
    name = client.get(f"/reviews/drafts/{second}/file").headers["Content-Disposition"]
    assert "APPROVED_2" in name
    with store.reading() as session:
        kinds = session.scalars(
            select(LedgerEntry.object_id).where(LedgerEntry.kind == Kind.REVIEW_APPROVED.value)
        )
        assert set(kinds) == {first, second}
    resolved = browser_of(app, death.board.chair).page(f"{death.url}/publication").words
    assert "has not resolved" in resolved


def test_a_published_or_closed_review_takes_no_other_report(store: Database, death: Death) -> None:
    key = add(store, death)
    with store.writing() as session:
        review = session.get_one(Review, death.review_id)
        review.published_on = today()
        with pytest.raises(Conflict, match="published"):
            approve(session, death, key)
        review.state = ReviewState.CLOSED
    with pytest.raises(Conflict, match="closed"):
        add(store, death, "second")


def test_a_draft_is_approved_on_a_day_after_it_was_written(store: Database, death: Death) -> None:
    key = add(store, death)
    with store.writing() as session, pytest.raises(Invalid) as refused:
        drafts.approve(
            session, death.board.chair, draft_id=key, resolution="Minute 7",
            approved_on=now().date() - timedelta(days=2),
        )  # fmt: skip
    assert set(refused.value.errors) == {"approved_on"}


def test_without_drafts_publication_is_as_before(store: Database, death: Death) -> None:
    with store.writing() as session:
        session.info["checker"] = other_chair(session, death)
        pass_file(session, death, pdf("kept elsewhere"), resolve(session, death))
