"""Page shapes, headers, navigation and words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.access import Role
from casework.web.navigation import signed_in
from tests.casework.web.build import make_app
from tests.casework.web.gallery import gallery

ROOM = Path("casework/web")
BRANDS = ("gds transport", "govuk-crest", "crest", "crown copyright")
TEXT = {".html", ".css", ".js", ".svg"}


@pytest.fixture(scope="module")
def pages() -> Flask:
    return gallery()


@pytest.fixture
def browser(pages: Flask) -> FlaskClient:
    return pages.test_client()


@pytest.mark.parametrize("path", ["/form", "/list", "/list?page=5", "/case", "/case?flash=1"])
def test_page_has_one_heading_and_a_title_that_begins_with_it(
    browser: FlaskClient, path: str
) -> None:
    html = browser.get(path).text
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>", html)
    assert len(headings) == 1
    assert f"<title>{headings[0]} – Confer</title>" in html


@pytest.mark.parametrize("path", ["/form", "/list", "/case?flash=1"])
def test_ids_are_unique_and_nothing_is_inline(browser: FlaskClient, path: str) -> None:
    html = browser.get(path).text
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert not re.search(r'\s(style|on\w+)="', html)
    assert all("nonce=" in tag or "src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_form_with_errors_answers_422_and_says_so_in_the_title(pages: Flask) -> None:
    browser = pages.test_client()
    token = re.findall(r'name="csrf_token" value="([^"]+)"', browser.get("/form").text)[-1]
    answer = browser.post("/form", data={"csrf_token": token, "name": "kept"})
    assert answer.status_code == 422
    assert "<title>Error: Who is at risk?" in answer.text
    assert 'value="kept"' in answer.text


def test_post_over_https_keeps_the_csrf_check_working(pages: Flask) -> None:
    browser = pages.test_client()
    here = {
        "base_url": "https://confer.example",
        "headers": {"Referer": "https://confer.example/form"},
    }
    html = browser.get("/form", **here).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', html)[-1]
    answer = browser.post("/form", data={"csrf_token": token}, **here)
    assert answer.status_code == 422


def test_headers_are_on_every_answer(browser: FlaskClient) -> None:
    for path in ("/list", "/nowhere"):
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in headers


def test_too_large_a_post_is_refused(browser: FlaskClient) -> None:
    assert browser.post("/form", data={"story": "x" * 13_000_000}).status_code == 413


def test_https_is_remembered(browser: FlaskClient) -> None:
    answer = browser.get("/list", base_url="https://confer.example")
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_nonce_is_new_for_each_answer(browser: FlaskClient) -> None:
    answers = [browser.get("/list") for _ in range(2)]
    nonces = [re.findall(r'nonce="([^"]+)"', answer.text)[0] for answer in answers]
    assert nonces[0] != nonces[1]
    assert all(
        n in a.headers["Content-Security-Policy"] for n, a in zip(nonces, answers, strict=True)
    )


def test_assets_are_kept_and_exist(browser: FlaskClient) -> None:
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.get("/list").text):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()


def test_navigation_shows_what_the_role_may_open(pages: Flask) -> None:
    html = pages.test_client().get("/list").text
    assert "Who has seen what" in html
    assert html.count('aria-current="page"') == 2  # the navigation, and the page number
    assert "Who has seen what" not in make_app(Role.REFERRER).test_client().get("/").text


def test_nobody_is_signed_in_on_a_public_page(web: Flask) -> None:
    with web.test_request_context("/"):
        assert signed_in() is None
        assert "Sign out" not in web.jinja_env.get_template("one_column.html").render(
            heading="Hello"
        )


def test_error_page_gives_words_and_a_reference(web: Flask) -> None:
    with web.test_request_context("/"):
        page = web.jinja_env.get_template("error.html")
        html = page.render(status=500, words="Something went wrong on our side.", reference="ab12")
    assert "ab12" in html
    assert "<h1" in html


def test_error_page_stands_when_nobody_can_be_loaded() -> None:
    app = make_app()
    app.login_manager.request_loader(_no_database)  # type: ignore[attr-defined]  # Flask-Login sets it
    with app.test_request_context("/"):
        assert "Sorry" in app.jinja_env.get_template("error.html").render(status=500, words="")


def _no_database(_request: object) -> None:
    raise RuntimeError("no database")


def test_settled_style_follows_evidence_accepted_alone(browser: FlaskClient) -> None:
    rows = re.findall(
        r"<tr class=\"govuk-table__row([^>]*)>(.*?)</tr>", browser.get("/list").text, re.DOTALL
    )
    settled = [words for classes, words in rows if "confer-settled" in classes]
    assert settled
    assert all("Evidence accepted" in words and "late" not in words for words in settled)
    assert all(
        "Evidence accepted" not in words
        for classes, words in rows
        if "confer-settled" not in classes
    )


def test_no_code_word_reaches_the_screen(browser: FlaskClient) -> None:
    words = re.sub(r"<[^>]+>", " ", browser.get("/case").text + browser.get("/list").text).lower()
    for code in (
        "withheld",
        "existence",
        "masked",
        "verified_complete",
        "in_progress",
        "concealed",
    ):
        assert code not in words


def test_nothing_carries_a_brand_that_is_not_ours() -> None:
    for path in [*ROOM.rglob("static/**/*"), *ROOM.rglob("templates/**/*")]:
        if path.suffix in TEXT:
            text = path.read_text(encoding="utf-8").lower()
            assert not [brand for brand in BRANDS if brand in text], path
