"""Links go to their person by mail, and nobody and nothing else keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.accounts import invitations, inviting
from casework.accounts.inviting import KIND, Inviter
from casework.accounts.models import Credential, Invitation, InvitationPurpose
from casework.clock import moved_to, now
from casework.db import Database
from casework.directory.models import Person, PersonStatus
from casework.directory.viewers import viewer_of
from casework.errors import NotFound
from casework.notices.letters import Addressed, Letter
from casework.notices.models import Notice
from tests.casework.accounts.conftest import People, browser
from tests.factories.accounts import sign_in

BASE = "https://confer.example"
LINK = re.compile(r"https://confer\.example/account/invitation/(\S+)")


@pytest.fixture
def newcomer(store: Database, people: People) -> UUID:
    with store.writing() as session:
        session.get_one(Person, people.real).status = PersonStatus.INVITED
        session.delete(session.get_one(Credential, people.real))
    return people.real


@pytest.fixture
def with_mail(app: Flask) -> Iterator[Flask]:
    room = app.extensions["confer_accounts"]
    object.__setattr__(room, "mails", True)
    yield app
    object.__setattr__(room, "mails", False)


def send(
    store: Database, people: People, who: UUID, purpose: InvitationPurpose = InvitationPurpose.JOIN
) -> Addressed:
    with store.writing() as session:
        admin = viewer_of(session, people.administrator)
        inviting.mail_invitation(session, admin, person_id=who, purpose=purpose)
        row = session.scalars(select(Notice).where(Notice.kind == KIND)).one()
        return Addressed(row.id, row.kind, row.partnership_id, row.person_id, row.refers)


def write(store: Database, notice: Addressed) -> Letter | None:
    with store.reading() as session:
        return Inviter(store, BASE).compose(session, notice)


def token_in(letter: Letter | None) -> str:
    assert letter is not None
    return LINK.findall(letter.text)[0]


def test_the_letter_carries_a_link_that_works_and_that_nothing_else_holds(
    store: Database, people: People, newcomer: UUID
) -> None:
    notice = send(store, people, newcomer)
    letter = write(store, notice)
    token = token_in(letter)
    with store.reading() as session:
        offer = invitations.find_offer(session, token)
        assert offer.person.id == newcomer
        assert letter is not None
        assert letter.to == offer.person.email
        row = session.get_one(Invitation, offer.id)
        assert token not in f"{row.token_hash} {notice.refers}"
    assert token not in repr(letter)


def test_the_link_works_for_two_days_from_when_it_was_sent(
    store: Database, people: People, newcomer: UUID
) -> None:
    notice = send(store, people, newcomer)
    # The mail server was down over a long weekend.
    sent_at = now() + timedelta(days=3)
    with moved_to(sent_at):
        token = token_in(write(store, notice))
    with moved_to(sent_at + timedelta(hours=47)), store.reading() as session:
        assert invitations.find_offer(session, token)
    late = moved_to(sent_at + timedelta(hours=49))
    with late, store.reading() as session, pytest.raises(NotFound):
        invitations.find_offer(session, token)


def test_a_letter_that_is_written_again_brings_the_only_link_that_works(
    store: Database, people: People, newcomer: UUID
) -> None:
    notice = send(store, people, newcomer)
    first, second = token_in(write(store, notice)), token_in(write(store, notice))
    with store.reading() as session:
        assert invitations.find_offer(session, second)
        with pytest.raises(NotFound):
            invitations.find_offer(session, first)


@pytest.mark.parametrize("what", ["used_at", "withdrawn_at"])
def test_a_link_that_counts_no_more_is_not_sent(
    store: Database, people: People, newcomer: UUID, what: str
) -> None:
    notice = send(store, people, newcomer)
    with store.writing() as session:
        setattr(session.scalars(select(Invitation)).one(), what, now())
    assert write(store, notice) is None


def test_somebody_who_left_meanwhile_gets_no_letter(
    store: Database, people: People, newcomer: UUID
) -> None:
    notice = send(store, people, newcomer)
    with store.writing() as session:
        session.get_one(Person, newcomer).status = PersonStatus.LEFT
    assert write(store, notice) is None


@pytest.mark.parametrize("purpose", list(InvitationPurpose))
def test_a_letter_names_nobody_and_nothing(
    store: Database, people: People, newcomer: UUID, purpose: InvitationPurpose
) -> None:
    if purpose is not InvitationPurpose.JOIN:
        with store.writing() as session:
            session.get_one(Person, newcomer).status = PersonStatus.ACTIVE
    letter = write(store, send(store, people, newcomer, purpose))
    assert letter is not None
    with store.reading() as session:
        person, admin = (session.get_one(Person, k) for k in (newcomer, people.administrator))
    for word in (person.name, admin.name, "case", "conference"):
        assert word not in letter.subject + letter.text


def test_with_a_mail_server_whoever_invites_never_sees_the_link(
    with_mail: Flask, store: Database, people: People, newcomer: UUID
) -> None:
    client = sign_in(browser(with_mail), people.administrator)
    client.forbidden_markers = {"/account/invitation/"}
    url = f"/account/people/{newcomer}/link"
    assert "shown to nobody else" in client.page(url).words
    answer = client.submit(url)
    assert answer.status_code == 303
    assert "is on its way" in client.page(answer.headers["Location"]).words
    with store.reading() as session:
        assert session.scalars(select(Notice).where(Notice.kind == KIND)).one()


def test_without_a_mail_server_the_link_is_shown_once(
    app: Flask, store: Database, people: People, newcomer: UUID
) -> None:
    client = sign_in(browser(app), people.administrator)
    answer = client.submit(f"/account/people/{newcomer}/link")
    assert "/account/invitation/" in answer.text
    with store.reading() as session:
        assert session.scalars(select(Notice).where(Notice.kind == KIND)).all() == []
