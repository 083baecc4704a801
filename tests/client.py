"""A test client that is a reviewer: every page it touches is held to the rules of the house."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.documents import words_of

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
# Written by a template that was handed nothing, or one that was not rendered.
SLIPS = ("{{", "{%", "<built-in", "object at 0x", ">None<", "Undefined")


class Form:
    """One form of a page: where it goes, and what it would send untouched."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get").lower()
        self.id = attributes.get("id", "")
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[tuple[str, str]] = []

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.fields}

    def filled(self, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the browser would send, with these answers put in."""
        sent: dict[str, Any] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        return sent | (data or {})


class Page(HTMLParser):
    """What the rules ask of one HTML page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.title = ""
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.forms: list[Form] = []
        self.labels: set[str] = set()
        self.references: set[str] = set()
        self.text: list[str] = []
        self._into: list[str] = []
        self._form: Form | None = None
        self._select: tuple[str, str | None] | None = None
        self._area: str | None = None
        self._typed = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._into.append(tag)
        if tag in VOID:
            self._into.pop()
        self._note(tag, given)
        if tag == "form":
            self._form = Form(given)
            self.forms.append(self._form)
        elif tag == "h1":
            self.headings.append("")
        elif self._form is not None:
            self._control(tag, given, {name for name, _ in attrs})

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html":
            self.language = given.get("lang", "")
        if "id" in given:
            self.ids.append(given["id"])
        if "style" in given:
            self.inline.append(f"<{tag} style>")
        self.inline += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        bare = tag in {"script", "style"} and not {"src", "nonce"} & set(given)
        if bare and given.get("type") != "application/json":
            self.inline.append(f"<{tag}>")
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            self.references.update(given.get(name, "").split())

    def _control(self, tag: str, given: dict[str, str], flags: set[str]) -> None:
        name, form = given.get("name", ""), self._form
        if form is None or (not name and tag != "option") or "disabled" in flags:
            return
        if tag == "input":
            self._input(form, name, given, flags)
        elif tag == "button":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._area, self._typed = name, ""
        elif tag == "select":
            self._select = (name, None)
        elif tag == "option" and self._select is not None:
            chosen = self._select[1]
            if "selected" in flags or chosen is None:
                self._select = (self._select[0], given.get("value", ""))

    def _input(self, form: Form, name: str, given: dict[str, str], flags: set[str]) -> None:
        kind = given.get("type", "text")
        if kind in {"submit", "image"}:
            form.buttons.append((name, given.get("value", "")))
        elif kind in {"checkbox", "radio"}:
            if "checked" in flags:
                form.fields.append((name, given.get("value", "on")))
        elif kind != "file":
            form.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._into:
            while self._into.pop() != tag:
                pass
        if self._form is None:
            return
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None:
            self._form.fields.append((self._area, self._typed.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select is not None:
            self._form.fields.append((self._select[0], self._select[1] or ""))
            self._select = None

    def handle_data(self, data: str) -> None:
        if "title" in self._into and "svg" not in self._into:
            self.title += data
        if "h1" in self._into:
            self.headings[-1] += data
        if self._area is not None:
            self._typed += data
        if not {"script", "style"} & set(self._into):
            self.text.append(data)

    @property
    def heading(self) -> str:
        return " ".join(self.headings[0].split()) if self.headings else ""

    @property
    def words(self) -> str:
        """The text of the page as a reader meets it."""
        return " ".join(" ".join(self.text).split())

    def form(self, action: str = "") -> Form:
        """The form that goes there; the only posting one of the page unless named."""
        found = [f for f in self.forms if f.method == "post" and action in ("", f.action)]
        if not found:
            raise AssertionError(f"no posting form for '{action}' among {self.forms}")
        # Signing out stands on every page and is never the one that is meant.
        return next((f for f in found if action or "sign-out" not in f.action), found[0])


def review(page: Page, html: str) -> list[str]:
    """What is wrong with a page; empty when nothing is."""
    wrong = [f"{len(page.headings)} h1, not one"] if len(page.headings) != 1 else []
    title = " ".join(page.title.split()).removeprefix("Error: ")
    if not title.startswith(page.heading) or not page.heading:
        wrong.append(f"title '{title}' does not start with h1 '{page.heading}'")
    if not page.language:
        wrong.append("no language")
    wrong += [f"id '{i}' used twice" for i in {i for i in page.ids if page.ids.count(i) > 1}]
    wrong += [f"'{i}' is referred to and is not there" for i in page.references - set(page.ids)]
    wrong += [f"inline: {what}" for what in page.inline]
    wrong += [
        f"form {f.action!r} posts without a token"
        for f in page.forms
        if f.method == "post" and "csrf_token" not in f.names
    ]
    return wrong + [f"the page says '{slip}'" for slip in SLIPS if slip in html]


class PageClient(FlaskClient):
    """Reviews every page, and fails on a word that its person must never see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whatever stands here must appear in no answer: pages, files, redirects, headers.
        self.forbidden_markers: set[str] = set()

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # pytest-flask keeps a context for the whole test, and Flask-Login remembers its user there:
        # without a fresh one, three clients in a test would all be the last to sign in.
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        self._refuse_markers(response)
        if response.mimetype == "text/html" and not response.is_streamed and response.data:
            self._review(response)
        return response

    def page(self, url: str, *, status: int = 200) -> Page:
        """Ask for a page and read it."""
        response = self.get(url)
        assert response.status_code == status, (url, response.status_code, response.text[:2000])
        return Page(response.text)

    def submit(
        self, url: str, data: dict[str, Any] | None = None, *, action: str = "",
        button: tuple[str, str] | None = None, **kwargs: Any,
    ) -> TestResponse:  # fmt: skip
        """Fill the form of a page in as a person would, and send it with its token."""
        form = self.page(url).form(action)
        sent = form.filled(data) | (dict([button]) if button else {})
        return self.post(form.action or url, data=sent, **kwargs)

    def token(self, url: str) -> str:
        """The CSRF token of a page's form."""
        return dict(self.page(url).form().fields)["csrf_token"]

    def _review(self, response: TestResponse) -> None:
        html = response.text
        # A part of a page, as the live screen swaps it in, is not a page.
        if "<html" not in html:
            return
        wrong = review(Page(html), html)
        assert not wrong, (response.request.path, wrong)

    def _refuse_markers(self, response: TestResponse) -> None:
        if not self.forbidden_markers:
            return
        answer = str(response.headers) + words_of(response.get_data())
        leaked = sorted(marker for marker in self.forbidden_markers if marker in answer)
        assert not leaked, (response.request.path, "leaked", leaked)
