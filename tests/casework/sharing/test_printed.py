"""The printed document and the notice: everything is in them, on every page, in both formats."""

from __future__ import annotations

import io
from dataclasses import replace
from importlib.resources import files
from uuid import UUID

import pytest
from docx import Document
from pypdf import PdfReader
from pypdf.generic import BooleanObject
from sqlalchemy import select

from casework.agreements.models import Agreement
from casework.agreements.models import Party as Signing
from casework.catalogue.declared.afterwards.review import RECORD
from casework.cli.printed import document_lines
from casework.paper.press import pressed
from casework.sharing.printed.contents import Around, Signatory, paper_of
from casework.sharing.printed.notice import notice_of
from casework.sharing.printed.notice_words import SAID_OF_REVIEW
from casework.sharing.printed.pages import notice_page, paper_page
from casework.sharing.printed.word import notice_docx, paper_docx
from casework.sharing.turns import turns
from protocols.clauses import Group, Party
from protocols.loader import load
from tests.casework.sharing.desk import Desk
from tests.factories.agreements import STARTER

LIFE = """
[life]
quorum = 3
notice_days = 90
review_overdue = "suspend"
keeping = "Six years after the case is closed"
contact = "The coordinator on 0191 498 0000"

[[clause]]
number = "1.1"
"""
WHOLE = load(STARTER.replace('\n[[clause]]\nnumber = "1.1"\n', LIFE, 1))
AROUND = Around(
    phase="In force", binding=True, history=(("1.0", "1 March 2026", "In force"),),
    parties=(Signatory("Harbour Housing", "Sam Okafor", "Director", "Sam Okafor, 1 March 2026"),),
    examples=("Housing does not see health notes.",), agency_types=("police", "housing"),
)  # fmt: skip
IN_BOTH = (
    WHOLE.title, "History", "Harbour Housing", "Sam Okafor", "Director", "3.6 Health",
    "Never more than", "Legal basis: Common law duty of confidence", "Who sees what: meeting",
    "Legal bases", "Exceptions", "Six years after the case is closed", "90 days", "3 parties",
    "nothing is shared while it is overdue", "The coordinator on 0191 498 0000",
    "Housing does not see health notes.", "Signatures", "What the words mean", "1 January 2099",
)  # fmt: skip
SHIPPED = ("blank", "home_office_model", "review_panel", "safelives_marac", "starter_ccm")


def words_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    found = [p.text for p in document.paragraphs]
    found += [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join(found)


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def printed() -> PdfReader:
    return PdfReader(io.BytesIO(pressed(paper_page(paper_of(WHOLE, AROUND)))))


def test_the_pdf_is_tagged_whole_and_bears_its_fingerprint_on_every_page(
    printed: PdfReader,
) -> None:
    catalog = printed.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] == BooleanObject(True)
    assert catalog["/Lang"] == "en-GB"
    pages = [plain(page.extract_text()) for page in printed.pages]
    assert [said for said in IN_BOTH if said not in " ".join(pages)] == []
    fingerprint = paper_of(WHOLE).digest[:32]
    assert all(fingerprint in page for page in pages)
    assert not any("DRAFT" in page for page in pages)


def test_a_text_that_does_not_bind_says_so_on_every_page() -> None:
    made = PdfReader(io.BytesIO(pressed(paper_page(paper_of(WHOLE)))))
    assert all("DRAFT: not in force" in plain(page.extract_text()) for page in made.pages)
    document = Document(io.BytesIO(paper_docx(paper_of(WHOLE))))
    assert "DRAFT: not in force" in document.sections[0].header.paragraphs[0].text
    assert all(s.header.is_linked_to_previous for s in document.sections[1:])


def test_the_word_file_says_the_same_and_repeats_the_heads_of_its_tables() -> None:
    made = paper_docx(paper_of(WHOLE, AROUND))
    words = plain(words_of(made))
    assert [said for said in IN_BOTH if said not in words] == []
    document = Document(io.BytesIO(made))
    assert paper_of(WHOLE).digest[:32] in document.sections[0].footer.paragraphs[0].text
    heads = [t.rows[0]._tr.xpath("w:trPr/w:tblHeader") for t in document.tables]
    assert sum(map(bool, heads)) >= 4
    assert document.core_properties.title == f"{WHOLE.title}, version 1.0"


def test_a_group_of_parties_is_told_with_who_is_in_it_on_every_sort_of_paper() -> None:
    panel = Group("panel_members", "panel members", ("harbour", "court"))
    named = Party("harbour", "Harbour Housing", "housing"), Party("court", "Family court")
    protocol = replace(WHOLE, bodies=named, groups=(panel,))
    assert ("Panel members", "Harbour Housing, Family court") in paper_of(protocol, AROUND).facts
    assert "Panel members: Harbour Housing, Family court" in list(document_lines(protocol))


def test_the_matrix_on_paper_has_the_clause_in_every_cell_that_a_clause_decides() -> None:
    paper = paper_of(WHOLE, AROUND)
    assert {g.stage for g in paper.grids} == {"before listing", "meeting", "emergency"}
    meeting = next(g for g in paper.grids if g.stage == "meeting")
    health = dict(meeting.lines)["health"]
    seen = dict(zip(meeting.columns, health, strict=True))
    assert (seen["police"].words, seen["police"].clause) == ("Summary", "3.6")
    assert "police" in meeting.columns


NAMED = """
[protocol]
id = "t"
title = "T"
version = "1"
starts = 2025-01-01
[[party]]
id = "a"
name = "Avon Police"
agency_type = "police"
[[party]]
id = "b"
name = "Borough Homes"
agency_type = "housing"
[[clause]]
number = "1"
words = "Avon Police sees everything."
[[clause.rule]]
kind = "grant"
level = "full"
applies = { agency = "a" }
"""
SECOND = '[[party]]\nid = "c"\nname = "City Police"\nagency_type = "police"\n[[clause]]'


def test_where_parties_say_their_kinds_no_other_kind_stands_on_paper() -> None:
    (grid, *_) = paper_of(load(NAMED), AROUND).grids
    assert grid.columns == ("Avon Police", "housing, coordinator, chair")
    (grid, *_) = paper_of(load(NAMED.replace("[[clause]]", SECOND, 1)), AROUND).grids
    assert grid.columns == ("other police, housing, coordinator, chair", "Avon Police")


def test_what_opens_to_a_party_alone_is_told_by_its_name() -> None:
    text = NAMED.replace('level = "full"', 'level = "full"\nrequires = { serious_threat = true }')
    found = turns(text)
    assert found is not None
    assert [one.agencies for one in found] == ["1 agency by name"]
    assert [o.agencies for one in found for o in one.opens] == [("Avon Police",)]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_notice_for_people_concerned_is_one_page_of_every_protocol_we_ship(name: str) -> None:
    protocol = load(files("protocols").joinpath(f"library/{name}.toml").read_text())
    made = notice_of(protocol)
    pdf = PdfReader(io.BytesIO(pressed(notice_page(made))))
    assert len(pdf.pages) == 1
    words = plain(pdf.pages[0].extract_text())
    for part in ("What is shared?", "Why?", "Who sees it?", "How long is it kept?", "Whom can you"):
        assert part in words
    assert "How long is it kept?" in words_of(notice_docx(made))


@pytest.mark.parametrize("name", SHIPPED)
def test_no_notice_sends_anybody_to_the_clauses_to_find_out_what_is_shared(name: str) -> None:
    made = notice_of(load(files("protocols").joinpath(f"library/{name}.toml").read_text()))
    assert not any("clauses" in point for point in made.parts[0].points)
    # Words that announce a list are followed by one.
    assert not [part for part in made.parts if part.words.endswith(":") and not part.points]
    assert "service research" not in " ".join(part.words for part in made.parts)


def test_the_notice_of_a_panel_speaks_of_every_part_of_its_record_and_of_no_meeting() -> None:
    made = notice_of(load(files("protocols").joinpath("library/review_panel.toml").read_text()))
    assert made.title == "How information is used in a review"
    assert set(SAID_OF_REVIEW) == {field.name for field in RECORD.fields}
    assert made.parts[0].points == tuple(SAID_OF_REVIEW.values())
    assert "For learning how agencies can do better." in made.parts[1].words
    assert "sit on the panel" in made.parts[2].words


def test_the_notice_promises_only_what_an_absolute_limit_keeps() -> None:
    promise = "never shown to an agency that works with the person"
    assert any(promise in part.words for part in notice_of(WHOLE).parts)
    blank = load(files("protocols").joinpath("library/blank.toml").read_text())
    assert not any(promise in part.words for part in notice_of(blank).parts)


def test_hostile_words_are_words_in_every_format() -> None:
    hostile = "</style><script>alert(1)</script> {{7*7}} \\\\22 abc"
    text = STARTER.replace('title = "Purpose"', f'title = "{hostile}"', 1)
    text = text.replace('version = "1.0"', "version = '\"}</style>\\'", 1)
    paper = paper_of(load(text))
    page = paper_page(paper)
    assert "<script>" not in page
    assert page.count("</style>") == 1
    for made in (words_of(paper_docx(paper)), PdfReader(io.BytesIO(pressed(page))).pages[1]):
        words = made if isinstance(made, str) else made.extract_text()
        assert "{{7*7}}" in words


def test_everybody_takes_document_and_notice_from_the_browser(desk: Desk) -> None:
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        for party in session.scalars(select(Signing).where(Signing.agreement_id == row.id)):
            party.officer_name = "Markus Officer"
    client = desk.browser(desk.world.viewers["police"])
    url = f"/protocol/{desk.in_force}"
    for path, beginning, name in (
        ("paper/pdf", b"%PDF-", ".pdf"), ("paper/word", b"PK", ".docx"),
        ("notice/pdf", b"%PDF-", ".pdf"), ("notice/word", b"PK", ".docx"),
    ):  # fmt: skip
        answer = client.get(f"{url}/{path}")
        assert answer.status_code == 200
        assert answer.data.startswith(beginning)
        assert name in answer.headers["Content-Disposition"]
    words = words_of(client.get(f"{url}/paper/word").data)
    assert "Markus Officer" in words
    assert "In force. 11 of 11 have signed" in words
    assert "Markervictim" not in words
    assert "What is shared?" in client.page(f"{url}/notice").words


def test_the_parties_stand_by_name_whatever_the_order_of_their_rows(desk: Desk) -> None:
    words = desk.browser(desk.author).page(f"/protocol/{desk.in_force}/print").words
    told = [f"{agency.name}: signed" for agency in desk.world.agencies.values()]
    assert sorted(told, key=words.index) == sorted(told)
