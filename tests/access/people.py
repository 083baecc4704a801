"""People with one role each, and their browsers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casework.access import Role
from casework.db import Database
from tests.access.site import Site, person_in
from tests.documents import words_of
from tests.factories.accounts import sign_in
from tests.factories.directory import appoint, make_person

NOBODY, LAY_AND_ALL = "", "lay_member_with_every_other_role"
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
NONCE = re.compile(r'nonce="[^"]*"')
TOKEN = re.compile(r'(name="csrf_token"[^>]*value=")[^"]*')
# The foot of a printed page has the minute in it, and a minute ends between two askings.
MINUTE = re.compile(r"from the page of [^<]*")
FORM_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Browser:
    """Somebody's browser: fast, without a look at the page. Signs in again when signed out."""

    app: Flask
    person_id: UUID | None
    client: FlaskClient
    token: str = ""

    def get(self, url: str) -> TestResponse:
        return self._open("GET", url, None)

    def post(self, url: str, data: dict[str, object] | None = None) -> TestResponse:
        if not self.token:
            self._fetch_token()
        answer = self._open("POST", url, {"csrf_token": self.token} | (data or {}))
        if answer.status_code in (302, 303):
            # What is to be said on the next page is said on one that nobody compares.
            self.get("/account/")
        return answer

    def again(self) -> None:
        """Sign in anew, after something may have ended the session."""
        self.client = self.app.test_client()
        self.token = ""
        if self.person_id is not None:
            sign_in(self.client, self.person_id)

    def _open(self, method: str, url: str, data: dict[str, object] | None) -> TestResponse:
        # A context of its own: Flask-Login remembers its user in one that is left open.
        with self.app.app_context():
            return self.client.open(url, method=method, data=data)

    def _fetch_token(self) -> None:
        page = self.get("/account/" if self.person_id else "/account/sign-in")
        found = FORM_TOKEN.search(page.text)
        assert found, ("no form on the page", page.status_code)
        self.token = found[1]


def browser(app: Flask, person_id: UUID | None) -> Browser:
    """A browser in which that person is signed in, or nobody."""
    made = Browser(app, person_id, FlaskClient(app, app.response_class))
    if person_id is not None:
        sign_in(made.client, person_id)
    return made


def make_people(store: Database, site: Site) -> dict[str, UUID]:
    """One person for every role; one without; one who is a lay member and everything else."""
    with store.writing() as session:
        people = {role.value: person_in(session, site, role) for role in Role}
        people[NOBODY] = make_person(session, site.agencies["police"]).id
        lay = make_person(session, site.agencies["police"], Role.LAY_MEMBER, site.board.conference)
        for role in Role:
            if role in (Role.REFERRER, Role.REPRESENTATIVE, Role.DEPUTY, Role.COORDINATOR,
                        Role.CHAIR, Role.OBSERVER):  # fmt: skip
                appoint(session, lay, role, site.world.conference)
        people[LAY_AND_ALL] = lay.id
    return people


def plain(response: TestResponse) -> str:
    """The body without what differs between two askings of one page."""
    text = words_of(response.get_data())
    for pattern, instead in ((ID, "ID"), (NONCE, ""), (TOKEN, r"\1"), (MINUTE, "")):
        text = pattern.sub(instead, text)
    return text
