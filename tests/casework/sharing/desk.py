"""The protocol desk with an author, an approver and a version in force."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.agreements.models import Agreement, AgreementState
from casework.cases.models import CaseState
from casework.db import Database
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.agreements import sign_all
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world

# How a file begins that somebody wrote from a paper agreement.
FROM_PAPER = """[protocol]
id = "from-paper"
title = "The paper"
version = "1"
starts = 2026-01-01
purposes = ["safeguarding"]
conference_kinds = ["ccm"]
"""


@dataclass
class Desk:
    app: Flask
    store: Database
    world: World
    author: Viewer
    second: Viewer
    approver: Viewer
    in_force: str

    def browser(self, viewer: Viewer) -> PageClient:
        return browser_of(self.app, viewer)

    def drafts(self) -> list[Agreement]:
        with self.store.reading() as session:
            wanted = select(Agreement).where(Agreement.state != AgreementState.IN_FORCE)
            return list(session.scalars(wanted))

    def draft(self) -> Agreement:
        (found,) = self.drafts()
        return found

    def everybody_signs(self) -> None:
        with self.store.writing() as session:
            sign_all(session, session.get_one(Agreement, self.draft().id))

    def from_nothing(self, title: str) -> tuple[PageClient, str]:
        """A draft from nothing whose one clause shows everything to the police."""
        client = self.browser(self.author)
        said = {"source": "blank", "title": title, "label": "1.0"}
        url = str(client.submit("/protocol/start", said).location)
        client.submit(
            f"{url}/clauses/new", {"number": "2", "title": "Police", "words": "Police see."}
        )
        opening = {"kind": "grant", "level": "full", "a_agency_type": ["police"]}
        client.submit(f"{url}/clauses/2/rules/new", opening)
        return client, url

    def started(self) -> tuple[PageClient, str]:
        """A draft of version 1.1, its author's browser, its address."""
        client = self.browser(self.author)
        client.submit(f"/protocol/{self.in_force}/draft", {"label": "1.1"})
        return client, f"/protocol/{self.draft().id}"


def make_desk(app: Flask) -> Desk:
    store: Database = app.extensions["confer_database"]
    with store.writing() as session:
        world = make_world(
            session, {"victim.surname": "Markervictim", "victim.finances": "Markermoney"},
            state=CaseState.LISTED,
        )  # fmt: skip
        author = make_viewer(session, world.agencies["police"], Role.PROTOCOL_ADMINISTRATOR)
        second = make_viewer(session, world.agencies["housing"], Role.PROTOCOL_ADMINISTRATOR)
        approver = make_viewer(
            session, world.agencies["health"], Role.INFORMATION_GOVERNANCE_OFFICER
        )
        row = session.scalars(select(Agreement)).one()
    return Desk(app, store, world, author, second, approver, str(row.id))
