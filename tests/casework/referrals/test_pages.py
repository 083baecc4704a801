"""The pages: what each person reaches, what bad input gets, what stands nowhere it should not."""

from __future__ import annotations

import logging
import re
import uuid
from io import BytesIO
from typing import Any

import pytest

from casework.access import Role
from casework.cases.exclusions import exclude
from casework.cases.models import Case, CaseKind
from casework.catalogue.field import Row
from casework.catalogue.sections import sections
from casework.db import Database
from casework.directory.models import AgencyType, ConferenceKind
from casework.referrals import attachments, intake
from casework.referrals.forms.page import html_name
from casework.referrals.models import Referral, ReferralState
from casework.referrals.pages import rows
from casework.referrals.work import work_for
from tests.casework.referrals.conftest import Browser
from tests.client import PageClient
from tests.factories.directory import make_agency, make_conference, make_viewer, seat
from tests.factories.referrals import FIXED, World, fill_in, make_draft, make_referral, make_world

S = ReferralState
LONG = "x" * 30_000
NUL = "a\0b"
DIGITS = "9" * 50
HOSTILE = (
    LONG,
    NUL,
    DIGITS,
    "<script>alert(1)</script>",
    "'; DROP TABLE referral; --",
    "\u202eoverride",
)
NAMES = ("Marigold", "Quillfeather", "Thistlewood", "Zephyr", "EC2A 4NE")


@pytest.fixture
def draft(site: Database, world: World) -> Referral:
    with site.writing() as session:
        referral, case = make_draft(session, world)
        fill_in(session, world.writer, referral, case)
        return referral


def _all_pages(client: PageClient, start: str) -> set[str]:
    """Every page of the referral that links lead to, each reviewed by the client."""
    seen, waiting = set(), [start]
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        if answer.mimetype == "text/html":
            found = re.findall(r'href="(/referrals/[^"#]*)"', answer.text)
            waiting += [link.replace("&amp;", "&") for link in found]
    return seen


def test_every_page_of_a_draft_is_reached_by_links_and_stands_the_review(
    site: Database, world: World, browser: Browser, draft: Referral
) -> None:
    client = browser(world.writer)
    url = f"/referrals/{draft.id}/files"
    client.submit(url, {"file": (BytesIO(b"a diary"), "diary.txt")},
                  content_type="multipart/form-data")  # fmt: skip
    seen = _all_pages(client, "/referrals/")
    assert sum("/pages/" in page for page in seen) >= len(
        sections("domestic_abuse_marac", "person")
    )
    for part in ("/why", "/check", "/files", "/withdraw", "/remove"):
        assert any(part in page for page in seen), part


@pytest.mark.parametrize("state", [s for s in S if s not in (S.DRAFT, S.RETURNED_INCOMPLETE)])
def test_the_office_reaches_every_decision_and_the_agency_every_standing(
    site: Database, world: World, browser: Browser, state: ReferralState
) -> None:
    with site.writing() as session:
        referral, _ = make_referral(session, world, state)
    _all_pages(browser(world.coordinator), f"/referrals/{referral.id}/triage")
    _all_pages(browser(world.writer), f"/referrals/{referral.id}")


def test_the_referrer_reads_what_is_missing_at_the_top_and_nothing_was_lost(
    site: Database, world: World, browser: Browser
) -> None:
    with site.writing() as session:
        referral, _ = make_referral(session, world, S.RETURNED_INCOMPLETE)
    client = browser(world.writer)
    page = client.page(f"/referrals/{referral.id}")
    assert "Say who saw it." in page.words
    assert "Not started" not in page.words.replace("Check your answers and submit Not started", "")
    assert client.submit(f"/referrals/{referral.id}/check").status_code == 302


@pytest.mark.parametrize(
    ("state", "words"), [(S.DECLINED, "One agency is enough."), (S.REDIRECTED, "MAPPA is better.")]
)
def test_the_referrer_reads_why_and_where_to_go(
    site: Database, world: World, browser: Browser, state: ReferralState, words: str
) -> None:
    with site.writing() as session:
        referral, _ = make_referral(session, world, state)
    page = browser(world.writer).page(f"/referrals/{referral.id}")
    assert words in page.words
    assert "Where to go instead" in page.words


def test_to_everybody_else_a_referral_does_not_exist(
    site: Database, world: World, browser: Browser, draft: Referral
) -> None:
    with site.writing() as session:
        submitted, case = make_referral(session, world)
        abroad = make_world(session, ConferenceKind.CCM)
        elsewhere = make_conference(session, world.partnership, ConferenceKind.CCM)
        there = make_viewer(session, world.council, Role.COORDINATOR, elsewhere)
        kept_out = make_viewer(session, world.council, Role.COORDINATOR, world.conference)
        exclude(session, world.chair, case=case, person_id=kept_out.person_id)
    for key in (draft.id, submitted.id, uuid.uuid4()):
        for viewer in (world.other_writer, abroad.writer, abroad.coordinator, there, kept_out):
            client = browser(viewer)
            for page in ("", "/check", "/why", "/files", "/triage", "/withdraw", "/triage/accept"):
                answer = client.get(f"/referrals/{key}{page}")
                assert answer.status_code in (404, 403), (page, answer.status_code)
                assert not any(name in answer.text for name in NAMES)
    listed = browser(kept_out).page("/referrals/").words
    assert submitted.reference not in listed


def test_the_office_does_not_see_a_draft(world: World, browser: Browser, draft: Referral) -> None:
    client = browser(world.coordinator)
    assert draft.reference not in client.page("/referrals/").words
    assert client.get(f"/referrals/{draft.id}/triage").status_code == 404


def test_a_name_stands_in_no_title_address_redirect_or_log(
    site: Database, world: World, browser: Browser, draft: Referral,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    client = browser(world.writer)
    for url in _all_pages(client, f"/referrals/{draft.id}"):
        answer = client.get(url)
        title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
        for words in (url, title and title[1], heading and heading[1]):
            assert not any(name in str(words) for name in NAMES), (url, words)
    sent = client.submit(f"/referrals/{draft.id}/pages/victim_identity",
                         {"victim-surname": "Quillfeather-Smythe"})  # fmt: skip
    assert "Quill" not in str(sent.headers)
    assert not any(name in caplog.text for name in NAMES)


def test_work_has_no_names_and_goes_to_the_right_people(
    site: Database, world: World, draft: Referral
) -> None:
    with site.writing() as session:
        make_referral(session, world, S.RETURNED_INCOMPLETE)
        make_referral(session, world, S.SUBMITTED)
    with site.reading() as session:
        found = {
            name: [w.kind for w in work_for(session, getattr(world, name))]
            for name in ("writer", "colleague", "other_writer", "coordinator")
        }
    assert found == {
        "writer": ["referral_returned", "referral_draft"],
        "colleague": ["referral_returned"],
        "other_writer": [],
        "coordinator": ["referral_triage"],
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_get_words_and_never_an_error_page(
    site: Database, world: World, browser: Browser, text: str
) -> None:
    with site.writing() as session:
        referral, case = make_draft(session, world)
        row = intake.add_row(
            session, world.writer, referral=referral, case=case, section="children"
        )
    client, base = browser(world.writer), f"/referrals/{referral.id}/pages"
    for section in sections("domestic_abuse_marac", "person"):
        if section.repeats and section.name != "children":
            continue
        url = f"{base}/{section.name}" + (f"/{row.id}" if section.repeats else "")
        sent: dict[str, Any] = {html_name(f.name): text for f in section.fields}
        answer = client.post(url, data={"csrf_token": client.token(url), "version": text, **sent})
        assert answer.status_code in (302, 400, 422), (section.name, answer.status_code)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_decisions_get_words_too(
    site: Database, world: World, browser: Browser, text: str
) -> None:
    with site.writing() as session:
        referral, _ = make_referral(session, world)
    office, url = browser(world.coordinator), f"/referrals/{referral.id}/triage"
    for page in ("decline", "redirect", "return", "urgent"):
        names = ("code", "conference_id", "reason", "missing", "signpost")
        answer = office.submit(f"{url}/{page}", dict.fromkeys(names, text))
        assert answer.status_code in (302, 422), page
        if answer.status_code == 302:
            with site.reading() as session:
                assert session.get_one(Referral, referral.id).state in (
                    S.SUBMITTED, S.RETURNED_INCOMPLETE,
                )  # fmt: skip
            break


def test_a_choice_that_is_not_offered_and_a_page_that_is_not_asked_are_refused(
    world: World, browser: Browser, draft: Referral
) -> None:
    client, base = browser(world.writer), f"/referrals/{draft.id}"
    assert client.submit(f"{base}/pages/risk_view", {"risk-level": "enormous"}).status_code == 422
    assert client.submit(f"{base}/why", {"route": "location"}).status_code == 422
    assert client.get(f"{base}/pages/place_details").status_code == 404
    assert client.get(f"{base}/pages/nothing").status_code == 404
    assert client.get(f"{base}/pages/children/{uuid.uuid4()}").status_code == 404
    sent = client.submit("/referrals/new", {"conference": str(uuid.uuid4()), "kind": "person"})
    assert sent.status_code == 422


def test_what_was_typed_is_still_there_when_something_is_wrong(
    world: World, browser: Browser, draft: Referral
) -> None:
    client = browser(world.writer)
    answer = client.submit(
        f"/referrals/{draft.id}/pages/victim_identity",
        {"victim-date_of_birth": "31/02/1986", "victim-surname": "Ampersand & Sons"},
    )
    assert answer.status_code == 422
    assert "31/02/1986" in answer.text
    assert "Ampersand &amp; Sons" in answer.text


def test_a_second_editor_sees_what_is_saved_and_what_they_typed(
    world: World, browser: Browser, draft: Referral
) -> None:
    url = f"/referrals/{draft.id}/pages/reason"
    one, two = browser(world.writer), browser(world.colleague)
    token = two.page(url).form().filled({"reason-why_here": "The second version."})
    one.submit(url, {"reason-why_here": "The first version."})
    answer = two.post(url, data=token)
    assert answer.status_code == 422
    assert "The first version." in answer.text
    assert "The second version." in answer.text


def test_files_are_taken_by_what_is_in_them_and_come_back_as_they_were(
    world: World, browser: Browser, draft: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 1000)
    client, url = browser(world.writer), f"/referrals/{draft.id}/files"

    def send(name: str, content: bytes) -> int:
        sent = {"csrf_token": client.token(url), "file": (BytesIO(content), name)}
        return client.post(url, data=sent, content_type="multipart/form-data").status_code

    assert send("diary.pdf", b"%PDF-1.7\nwords") == 302
    for name, content in (
        ("page.html", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("run.pdf", b"MZ\x90\x00\x03"),
        ("empty.txt", b""),
        ("zip.docx", b"PK\x03\x04 not really"),
        ("huge.txt", b"a" * (attachments.LARGEST + 1)),
    ):
        assert send(name, content) == 422, name
    assert client.submit(url).status_code == 422
    (link,) = re.findall(rf'href="({url}/[0-9a-f-]+)"', client.get(url).text)
    answer = client.get(link)
    assert answer.data == b"%PDF-1.7\nwords"
    assert answer.headers["Content-Disposition"] == "attachment; filename=diary.pdf"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    for viewer in (world.other_writer, world.coordinator):
        assert browser(viewer).get(link).status_code == 404
    assert client.submit(f"{link}/remove").status_code == 302
    assert client.get(link).status_code == 404


def test_beside_a_page_stands_who_will_read_it(
    site: Database, world: World, browser: Browser, draft: Referral
) -> None:
    with site.writing() as session:
        fire = make_agency(session, world.partnership, AgencyType.FIRE)
        seat(session, world.conference, fire)
    words = browser(world.writer).page(f"/referrals/{draft.id}/pages/victim_identity").words
    assert f"All of it {world.housing.name}" in words
    # The fire service has a seat and no signature.
    assert re.search(rf"Nothing [^.]*{fire.name}", words)
    assert "What is not needed" in words


def test_own_details_are_filled_in_and_names_of_rows_are_shown(
    site: Database, world: World, browser: Browser, draft: Referral
) -> None:
    with site.writing() as session:
        fresh, _ = make_draft(session, world)
    client = browser(world.writer)
    assert world.writer.name in client.get(f"/referrals/{fresh.id}/pages/about_you").text
    assert FIXED["child.given_name"] in client.page(f"/referrals/{draft.id}/pages/children").words


def test_a_place_case_is_written_in_the_browser_too(
    app: object, site: Database, browser: Browser
) -> None:
    with site.writing() as session:
        world = make_world(session, ConferenceKind.CCM)
        referral, case = make_draft(session, world, CaseKind.PLACE)
        fill_in(session, world.writer, referral, case)
        assert len(rows(session, session.get_one(Case, case.id))[Row.PLACE]) == 1
    client = browser(world.writer)
    _all_pages(client, f"/referrals/{referral.id}")
    assert client.submit(f"/referrals/{referral.id}/check").status_code == 302
