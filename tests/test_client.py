"""The reviewer is reviewed: what it must refuse, and how it fills forms in."""

from __future__ import annotations

import pytest
from flask import Flask, Response, redirect, request

from tests.client import Page, PageClient, review

SOUND = (
    '<html lang="en"><title>Work - Confer</title><h1>Work</h1>'
    '<form method="post" action="/save"><input name="csrf_token" type="hidden" value="t">'
    '<input name="name" value="Ann"><input type="checkbox" name="on" value="1" checked>'
    '<input type="checkbox" name="off" value="1"><textarea name="long">\ntwo\nlines</textarea>'
    '<select name="one"><option value="">Choose</option><option value="b" selected>B</option>'
    '</select><button name="do" value="save">Save</button></form></html>'
)


def test_a_sound_page_has_nothing_wrong() -> None:
    assert review(Page(SOUND), SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<h1>Work</h1>", "", "h1"),
        ("<h1>Work</h1>", "<h1>Work</h1><h1>More</h1>", "h1"),
        ("<title>Work", "<title>Confer", "title"),
        ('lang="en"', "", "language"),
        ("<h1>", '<p id="a"></p><p id="a"></p><h1>', "twice"),
        ("<h1>", '<h1 style="color:red">', "inline"),
        ("<h1>", '<h1 onclick="x()">', "inline"),
        ("<h1>", "<script>x()</script><h1>", "inline"),
        ("csrf_token", "other", "token"),
        ("<h1>", '<label for="nowhere">a</label><h1>', "referred"),
        ("<h1>", "<p>None</p><h1>", "None"),
        ("<h1>", "<p>{{ name }}</p><h1>", "{{"),
    ],
)
def test_what_the_house_does_not_allow_is_found(old: str, new: str, says: str) -> None:
    html = SOUND.replace(old, new)
    assert any(says in wrong for wrong in review(Page(html), html))


def test_an_error_page_says_so_before_its_heading() -> None:
    html = SOUND.replace("<title>", "<title>Error: ")
    assert review(Page(html), html) == []


def test_a_form_is_filled_in_as_a_browser_would() -> None:
    assert Page(SOUND).form().filled({"name": "Bea"}) == {
        "csrf_token": ["t"],
        "name": "Bea",
        "on": ["1"],
        "long": ["two\nlines"],
        "one": ["b"],
    }


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.test_client_class = PageClient

    @made.get("/page")
    def page() -> str:
        return SOUND

    @made.post("/save")
    def save() -> Response:
        return Response(repr(sorted(request.form.items(multi=True))), mimetype="text/plain")

    @made.get("/leak")
    def leak() -> Response:
        return Response(b"id,name\n1,KESTREL\n", mimetype="text/csv")

    @made.get("/away")
    def away() -> object:
        return redirect("/found?name=KESTREL")

    return made


def test_submitting_sends_the_token_and_what_stood_there(app: Flask) -> None:
    client = app.test_client()
    assert isinstance(client, PageClient)
    sent = client.submit("/page", {"name": "Bea"}, button=("do", "save")).text
    assert sent == (
        "[('csrf_token', 't'), ('do', 'save'), ('long', 'two\\nlines'), ('name', 'Bea'), "
        "('on', '1'), ('one', 'b')]"
    )


@pytest.mark.parametrize("address", ["/leak", "/away"])
def test_a_forbidden_word_fails_in_a_file_and_in_a_redirect_too(app: Flask, address: str) -> None:
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.forbidden_markers = {"KESTREL"}
    with pytest.raises(AssertionError, match="leaked"):
        client.get(address)
