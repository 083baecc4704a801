"""A frozen draft goes round: opened, commented on, answered; accepted words go into the draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.agreements import service as agreements
from casework.agreements.circulation_models import Circulation, Comment, Reader
from casework.clock import today
from casework.directory.models import AgencyType
from casework.sharing.edits import find_clause, with_clause
from casework.sharing.officers import name_officer
from casework.sharing.service import document, edit
from tests.casework.sharing.desk import Desk
from tests.client import PageClient
from tests.factories.directory import make_agency, make_partnership, make_viewer

NEW = "Health is shared only where a named clinician agrees."


def on(day: object, name: str = "reply_by") -> dict[str, object]:
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


@pytest.fixture
def officer(desk: Desk) -> Viewer:
    health = desk.world.agencies["health"]
    with desk.store.writing() as session:
        person = make_viewer(
            session, health, Role.REPRESENTATIVE, desk.world.conference, name="Noor Aziz"
        )
        name_officer(
            session, desk.author, agreement_id=UUID(desk.in_force), agency_id=health.id,
            person_id=person.person_id, name="", post="Caldicott Guardian",
        )  # fmt: skip
    return person


def one(desk: Desk, kind: type) -> object:
    with desk.store.reading() as session:
        return session.scalars(select(kind)).one_or_none()


def sent(desk: Desk) -> tuple[PageClient, str]:
    client, url = desk.started()
    told = {**on(today() + timedelta(days=14)), "outsiders": "A. Marsh, Residents’ panel\n\n"}
    answer = client.submit(f"{url}/circulate", told)
    assert answer.status_code == 302, answer.text
    return client, answer.headers["Location"]


def test_a_draft_goes_to_officers_and_to_others_on_paper_and_opening_it_is_noted(
    desk: Desk, officer: Viewer
) -> None:
    author, page = sent(desk)
    words = author.page(page).words
    assert "0 of 2 have opened it" in words
    assert "A. Marsh On paper" in words
    assert "Consultation" in author.page("/protocol/").words
    reader = desk.browser(officer)
    assert (
        "Read the draft of version 1.1 of ‘Information sharing at the City Community MARAC’ and "
        "reply" in reader.page("/").words
    )
    assert reader.submit(page, action=f"{page}/open").status_code == 302
    first = one(desk, Circulation)
    assert "1 of 2 have opened it" in author.page(page).words
    with desk.store.reading() as session:
        opened = session.scalars(
            select(Reader.opened_at).where(Reader.person_id == officer.person_id)
        ).one()
    assert opened is not None
    assert isinstance(first, Circulation)
    fire = desk.browser(desk.world.viewers["fire"])
    assert fire.get(f"{page}/comment").status_code == 403
    assert "I have received it" not in fire.page(page).words


def test_other_words_that_are_accepted_stand_in_the_draft_and_what_was_sent_stays(
    desk: Desk, officer: Viewer
) -> None:
    author, page = sent(desk)
    reader = desk.browser(officer)
    told = {"clause": "3.6", "words": "We cannot sign this.", "wording": NEW}
    assert reader.submit(f"{page}/comment", told).status_code == 302
    assert "1 still to be answered" in author.page(page).words
    assert "Answer a comment on the draft" in author.page("/").words
    made = one(desk, Comment)
    assert isinstance(made, Comment)
    answering = f"{page}/comments/{made.id}"
    assert author.submit(answering, {"said": "rejected", "why": ""}).status_code == 422
    assert author.submit(answering, {"said": "accepted", "why": "Fair."}).status_code == 302
    draft = desk.draft()
    clause = next(c for c in document(draft).clauses if c.number == "3.6")
    assert clause.words == NEW
    round_ = one(desk, Circulation)
    assert isinstance(round_, Circulation)
    assert NEW not in round_.text
    with desk.store.reading() as session:
        # They are that partner's words, so that partner does not approve them.
        assert officer.person_id in agreements.authors(session, draft)
    words = reader.page(page).words
    assert "Accepted" in words
    assert "Fair." in words
    assert "written in since" in words


def test_a_rejected_comment_changes_nothing_and_says_why(desk: Desk, officer: Viewer) -> None:
    author, page = sent(desk)
    reader = desk.browser(officer)
    reader.submit(f"{page}/comment", {"clause": "", "words": "Too long.", "wording": ""})
    made = one(desk, Comment)
    assert isinstance(made, Comment)
    before = desk.draft().text
    told = {"said": "rejected", "why": "Every clause is needed."}
    assert author.submit(f"{page}/comments/{made.id}", told).status_code == 302
    assert desk.draft().text == before
    assert "Every clause is needed." in reader.page(page).words
    again = author.submit(f"{page}/comments/{made.id}", {**told, "version": str(made.version)})
    assert again.status_code == 422


def test_words_never_replace_what_was_written_in_the_clause_since(
    desk: Desk, officer: Viewer
) -> None:
    author, page = sent(desk)
    told = {"clause": "3.6", "words": "No.", "wording": NEW}
    desk.browser(officer).submit(f"{page}/comment", told)
    with desk.store.writing() as session:
        edit(
            session, desk.author, agreement_id=desk.draft().id, clause="3.6", what="Said better",
            change=lambda p: with_clause(
                p, replace(find_clause(p, "3.6"), words="Our own words."), "3.6"
            ),
        )  # fmt: skip
    made = one(desk, Comment)
    assert isinstance(made, Comment)
    answer = author.submit(f"{page}/comments/{made.id}", {"said": "accepted", "why": ""})
    assert "written in since" in answer.text
    assert "Our own words." in desk.draft().text


def test_a_reply_on_paper_is_recorded_by_the_partnership(desk: Desk, officer: Viewer) -> None:
    author, page = sent(desk)
    with desk.store.reading() as session:
        outside = session.scalars(select(Reader.id).where(Reader.person_id.is_(None))).one()
        inside = session.scalars(select(Reader.id).where(Reader.person_id.is_not(None))).one()
    told = {"said": "agrees_if", "clause": "1.1", "words": "Say it more simply.", "wording": ""}
    assert author.submit(f"{page}/readers/{outside}", told).status_code == 302
    assert author.get(f"{page}/readers/{inside}").status_code == 404
    words = author.page(page).words
    assert "Agrees if the comments are taken up" in words
    assert f"Recorded by {desk.author.name}" in words
    assert "Say it more simply." in words


def test_a_reader_replies_and_the_work_is_gone(desk: Desk, officer: Viewer) -> None:
    _, page = sent(desk)
    reader = desk.browser(officer)
    assert reader.submit(f"{page}/reply", {}).status_code == 422
    assert reader.submit(f"{page}/reply", {"said": "agrees"}).status_code == 302
    assert "Read the draft" not in reader.page("/").words
    assert "1 of 2 have replied" in reader.page(page).words


def test_a_later_round_closes_the_one_before(desk: Desk, officer: Viewer) -> None:
    author, page = sent(desk)
    url = f"/protocol/{desk.draft().id}"
    author.submit(f"{url}/circulate", on(today() + timedelta(days=30)))
    reader = desk.browser(officer)
    assert "Closed on" in reader.page(page).words
    told = {"clause": "", "words": "Late.", "wording": ""}
    assert "round is closed" in reader.submit(f"{page}/comment", told).text


@pytest.mark.parametrize(
    "told",
    [
        {},
        on(today() - timedelta(days=1)),
        {**on(today()), "outsiders": "x" * 201},
        {**on(today()), "outsiders": "a\n" * 41},
    ],
)
def test_a_round_without_a_day_or_with_nonsense_is_refused(
    desk: Desk, officer: Viewer, told: dict[str, object]
) -> None:
    client, url = desk.started()
    assert client.submit(f"{url}/circulate", told).status_code == 422
    assert one(desk, Circulation) is None


def test_nothing_goes_round_when_nobody_would_receive_it(desk: Desk) -> None:
    client, url = desk.started()
    answer = client.submit(f"{url}/circulate", on(today()))
    assert answer.status_code == 422
    assert "Nobody would receive it" in answer.text


def test_a_round_of_another_partnership_is_not_found(desk: Desk, officer: Viewer) -> None:
    _, page = sent(desk)
    with desk.store.writing() as session:
        abroad = make_agency(session, make_partnership(session), AgencyType.POLICE)
        stranger = make_viewer(session, abroad, Role.PROTOCOL_ADMINISTRATOR)
    assert desk.browser(stranger).get(page).status_code == 404
