"""A report that is to be published names nobody: found by line and kind, never repeated."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.matters import matters
from casework.cases.models import Case, CaseKind
from casework.cases.opening import start_case
from casework.db import Database
from casework.disclosure import redaction
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.disclosure.redaction import Found, identifying_fields, identifying_lines
from casework.errors import Invalid, TooMany
from casework.reviews.service.report_text import report_text
from tests.factories.files import bursting
from tests.factories.world import World, make_world

ANSWERS = {
    "victim.given_name": "Marigold", "victim.surname": "Quillfeather",
    "victim.aliases": "Goldie Penhallow", "victim.date_of_birth": "1986-03-27",
    "victim.current_address": "17 Zephyr Crescent\nQuayside\nEC2A 4NE",
    "victim.telephone": "01632 960 123", "victim.safe_email": "kept.apart@example.org",
}  # fmt: skip


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, ANSWERS)


def look(session: Session, world: World, text: str) -> tuple[Found, ...]:
    case = session.get_one(Case, world.case.id)
    held = matters(session, [case], fields=identifying_fields())
    return identifying_lines(session, world.viewers["police"], held, text)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Mrs QUILLFEATHER was seen", "a name"),
        ("Marigold told the nurse", "a name"),
        ("known as Penhallow", "a name"),
        ("she lived at 17 Zephyr Cresc.", "an address or postcode"),
        ("in ec2a4ne", "an address or postcode"),
        ("rang 01632-960123 twice", "a phone number"),
        ("wrote from kept.apart @ example.org", "an email address"),
        ("born on 27 March 1986", "a date of birth"),
        ("born 27/03/1986", "a date of birth"),
        ("born on the 27th Mar 1986", "a date of birth"),
        ("dob 1986-03-27", "a date of birth"),
    ],
)
def test_what_says_who_or_where_somebody_is_is_found(
    store: Database, world: World, line: str, what: str
) -> None:
    with store.writing() as session:
        found = look(session, world, f"First line.\n{line}\nLast line, 28 March 1986.")
    assert found == (Found(2, what),)


def test_a_report_under_pseudonyms_passes(store: Database, world: World) -> None:
    text = "Anna told her GP. On 28 March 1986 and 31 February 1990 nothing was recorded.\n" * 50
    with store.writing() as session:
        assert look(session, world, text) == ()


def test_the_ledger_knows_who_asked_and_nothing_of_what_stands_there(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        look(session, world, "Quillfeather")
    with store.reading() as session:
        rows = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "redaction:checked"))
        (entry,) = rows
    assert entry.case_id == world.case.id
    assert b"uillfeather" not in entry.body
    assert b'"lines":1' in entry.body


def test_nobody_finds_an_address_by_guessing_line_by_line(
    store: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "MOST_CHECKS", 3)
    for _ in range(3):
        with store.writing() as session:
            look(session, world, "17 Other Street")
    with store.writing() as session, pytest.raises(TooMany):
        look(session, world, "17 Other Street")


def test_one_check_over_several_cases_counts_once_and_stands_in_each(
    store: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "MOST_CHECKS", 2)
    with store.writing() as session:
        other = start_case(
            session, world.viewers["police"], conference_id=world.conference.id,
            kind=CaseKind.PERSON,
        )  # fmt: skip
    both = [world.case.id, other.id]
    for _ in range(2):
        with store.writing() as session:
            cases = [session.get_one(Case, key) for key in both]
            held = matters(session, cases, fields=identifying_fields())
            identifying_lines(session, world.viewers["police"], held, "17 Other Street")
    with store.reading() as session:
        checked = LedgerEntry.kind == Kind.REDACTION_CHECKED.value
        rows = session.scalars(select(LedgerEntry.case_id).where(checked)).all()
    assert sorted(rows) == sorted(both * 2)
    with store.writing() as session, pytest.raises(TooMany):
        look(session, world, "17 Other Street")


def word_file(*paragraphs: str, author: str = "", header: str = "") -> bytes:
    document, sink = Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "in a table"
    document.core_properties.author = author
    document.sections[0].header.paragraphs[0].text = header
    document.save(sink)
    return sink.getvalue()


def test_everything_that_travels_with_a_word_file_is_read() -> None:
    text = report_text(word_file("First", "Second", author="M Quillfeather", header="Draft 3"))
    lines = text.splitlines()
    assert lines[:3] == ["First", "Second", "in a table"]
    assert "Draft 3" in lines
    assert "M Quillfeather" in lines


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK\x03\x04 broken", b"\xff\xfe\x00\x01", b"x" * (10 * 1024 * 1024 + 1),
        bursting({"word/document.xml": b"<w/>"}),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_at_its_field(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        report_text(content)
    assert set(refused.value.errors) == {"file"}
