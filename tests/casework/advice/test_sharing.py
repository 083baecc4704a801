"""'May I share this with X?': the protocol answers, it is kept, and what was done is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access import Role
from casework.advice import service
from casework.advice.models import SharingQuestion, Verdict
from casework.cases.answers import NewAnswer, release, set_aside, write_answers
from casework.cases.exclusions import exclude
from casework.cases.facts import record_fact
from casework.cases.models import Case, CaseState
from casework.clock import moved_to, now, today
from casework.db import Database
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import Invalid
from casework.insight.work import work_of
from tests.client import PageClient
from tests.factories.accounts import browser_of
from tests.factories.directory import make_viewer
from tests.factories.world import World, make_world
from tests.statements import counted

MARKS = {
    "victim.surname": "Markervictim",
    "victim.date_of_birth": "1988-04-02",
    "victim.current_address": "14 Markeraddress Row",
    "victim.mental_health": "Markermood",
    "risk.narrative": "Markerrisk",
}


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, MARKS, state=CaseState.LISTED)


def browser(app: Flask, world: World, who: str) -> PageClient:
    return browser_of(app, world.viewers[who])


def agency(world: World, name: str) -> str:
    return f"agency:{world.agencies[name].id}"


def question(what: str, recipient: str, **more: str) -> dict[str, str]:
    return {
        "what": what, "recipient": recipient, "channel": "encrypted_email", "who": "A. Reader",
        "purpose": "safety_planning", "why": "Markerwhy", **more,
    }  # fmt: skip


def ask(app: Flask, world: World, who: str, what: str, recipient: str, **more: str) -> str:
    """The page with the answer."""
    client = browser(app, world, who)
    sent = client.submit(f"/cases/{world.case.id}/sharing/ask", question(what, recipient, **more))
    assert sent.status_code == 303, sent.text
    return client.page(sent.headers["Location"]).words


def last(store: Database) -> SharingQuestion:
    with store.reading() as session:
        query = select(SharingQuestion).order_by(SharingQuestion.asked_at.desc())
        return session.scalars(query).first()  # type: ignore[return-value]  # there is one


@pytest.mark.parametrize(
    ("what", "recipient", "verdict", "said"),
    [
        ("victim_contact/victim.current_address", "victim_service", Verdict.YES, "Clause 3.2"),
        ("victim_contact/victim.current_address", "housing", Verdict.NO, "No, do not share it"),
        ("health/victim.mental_health", "housing", Verdict.PART, "Only the summary"),
    ],
)
def test_the_answer_is_that_of_the_protocol_with_its_clause(
    app: Flask, world: World, store: Database, what: str, recipient: str, verdict: str, said: str
) -> None:
    words = ask(app, world, "police", what, agency(world, recipient))
    assert said in words
    assert last(store).verdict == verdict


def test_a_service_for_the_other_side_is_refused_without_a_word_of_why(
    app: Flask, world: World
) -> None:
    words = ask(
        app, world, "police", "victim_contact/victim.current_address",
        agency(world, "perpetrator_service"),
    )  # fmt: skip
    assert "Do not confirm to them that it exists" in words
    assert "2.3" not in words


def test_somebody_outside_has_not_signed(app: Flask, world: World, store: Database) -> None:
    words = ask(app, world, "police", "risk_view/risk.narrative", "kind:gp")
    assert last(store).verdict == Verdict.NO
    assert "signed" in words


def test_a_recorded_fact_changes_the_answer_and_the_older_answer_stays(
    app: Flask, world: World, store: Database
) -> None:
    what, recipient = "victim_contact/victim.current_address", agency(world, "housing")
    assert "No, do not share it" in ask(app, world, "police", what, recipient)
    before = last(store)
    with store.writing() as session:
        record_fact(
            session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
            name="tenant_of_recipient", value="yes", agency_id=world.agencies["housing"].id,
        )  # fmt: skip
    assert "Yes, you may share it" in ask(app, world, "police", what, recipient)
    # Worked out again for its own moment, the first is still what it was.
    with store.reading() as session:
        again = service.again(session, session.get_one(Case, world.case.id), before)
    assert again is not None
    assert again.verdict == before.verdict == Verdict.NO


def test_question_and_answer_stand_in_the_ledger_in_code_words(
    app: Flask, world: World, store: Database
) -> None:
    ask(app, world, "police", "health/victim.mental_health", agency(world, "housing"))
    with store.reading() as session:
        entry = session.scalars(
            select(LedgerEntry).where(LedgerEntry.kind == Kind.SHARING_ASKED)
        ).one()
    detail = read_body(entry.body)["detail"]
    assert detail["answers"] == [["victim.mental_health", "summary", "3.6"]]
    assert detail["verdict"] == "part"
    assert "Marker" not in str(entry.body)


def test_a_form_that_is_sent_twice_is_one_question(
    app: Flask, world: World, store: Database
) -> None:
    client, url = browser(app, world, "police"), f"/cases/{world.case.id}/sharing/ask"
    asked = question("health/victim.mental_health", agency(world, "housing"))
    sent = client.page(url).form().filled() | asked
    first, again = client.post(url, data=sent), client.post(url, data=sent)
    assert first.headers["Location"] == again.headers["Location"]
    with store.reading() as session:
        assert len(session.scalars(select(SharingQuestion)).all()) == 1
        kinds = list(session.scalars(select(LedgerEntry.kind)))
    assert kinds.count(Kind.SHARING_ASKED) == 1
    # Name and reason are guarded together, in one entry.
    assert kinds.count(Kind.GUARD_ASKED) == 1
    # A new form is a new question, even in the same words.
    assert client.submit(url, asked).headers["Location"] != first.headers["Location"]


def test_the_id_of_somebody_elses_question_is_nobodys_key(
    app: Flask, world: World, store: Database
) -> None:
    ask(app, world, "police", "health/victim.mental_health", agency(world, "housing"))
    theirs = last(store)
    client, url = browser(app, world, "coordinator"), f"/cases/{world.case.id}/sharing/ask"
    asked = question("health/victim.mental_health", agency(world, "housing"), once=str(theirs.id))
    sent = client.submit(url, asked)
    assert sent.status_code == 303
    assert str(theirs.id) not in sent.headers["Location"]


def test_only_what_one_reads_oneself_is_offered_or_answered(
    app: Flask, world: World, store: Database
) -> None:
    housing = browser(app, world, "housing")
    page = housing.get(f"/cases/{world.case.id}/sharing/ask").text
    assert "victim.current_address" not in page
    assert "victim.surname" in page
    sent = housing.submit(
        f"/cases/{world.case.id}/sharing/ask",
        question("victim_contact/victim.current_address", agency(world, "police")),
    )
    assert sent.status_code == 422
    with store.reading() as session:
        assert session.scalars(select(SharingQuestion)).all() == []


def test_an_agency_from_which_the_case_is_hidden_gets_a_plain_no(
    app: Flask, world: World, store: Database
) -> None:
    what, recipient = "risk_view/risk.narrative", agency(world, "probation")
    assert "Yes, you may share it" in ask(app, world, "police", what, recipient)
    with store.writing() as session:
        exclude(
            session, world.viewers["coordinator"], case=session.get_one(Case, world.case.id),
            agency_id=world.agencies["probation"].id,
        )  # fmt: skip
    words = ask(app, world, "police", what, recipient)
    assert "Do not confirm to them that it exists" in words
    assert "conflict" not in words.lower()


def test_ones_own_private_findings_may_be_asked_about_and_are_known_to_nobody_else(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        write_answers(
            session, world.viewers["health"], case=session.get_one(Case, world.case.id),
            answers=[NewAnswer("research.item_health", "Markerprivate", released=False)],
        )  # fmt: skip
    ask(app, world, "health", "research_items/research.item_health", agency(world, "police"))
    # Health goes to the police as a summary: an answer like any other, although it is private.
    assert last(store).verdict == Verdict.PART
    for who in ("housing", "police"):
        client = browser(app, world, who)
        client.forbidden_markers = {"Markerprivate", "Markerwhy"}
        assert "Nobody has asked yet" in client.page(f"/cases/{world.case.id}/sharing").words
        assert client.get(f"/cases/{world.case.id}/sharing/{last(store).id}").status_code == 404


def test_the_office_sees_that_it_was_asked_and_not_the_words(
    app: Flask, world: World, store: Database
) -> None:
    ask(app, world, "police", "health/victim.mental_health", agency(world, "housing"))
    office = browser(app, world, "coordinator")
    office.forbidden_markers = {"Markerwhy", "A. Reader"}
    assert "Mental health" in office.page(f"/cases/{world.case.id}/sharing").words
    page = office.page(f"/cases/{world.case.id}/sharing/{last(store).id}")
    assert "What was done has not been said yet" in page.words
    assert "done" not in {name for form in page.forms for name in form.names}


UNTOLD = "Something that is not shared with you, or no longer stands as it did"


def health_writes(store: Database, world: World, *answers: NewAnswer) -> list[UUID]:
    """The ids of what Health has written down."""
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        written = write_answers(session, world.viewers["health"], case=case, answers=answers)
        return [answer.id for answer in written]


def rows_read_by(app: Flask, world: World, who: str, never: set[str]) -> str:
    """The table of what was asked, for somebody who must read none of these words in it."""
    client = browser(app, world, who)
    client.forbidden_markers = {"Markerprivate", "Markerwhy", "A. Reader", *never}
    words = client.page(f"/cases/{world.case.id}/sharing").words
    return words.partition("What you can do")[2]


PRIVATE = NewAnswer("research.item_health", "Markerprivate", released=False)
FINDING = "research_items/research.item_health"
# Question, section, clause, recipient, answer, what was done, and the door to more.
TELLING = {
    "Physical health", "What agencies know", "3.6", "GP practice", "In part", "Not shared",
    "the answer on",
}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "what", "recipient"),
    [
        ("coordinator", FINDING, "police"),
        ("coordinator", "research_items", "kind:gp"),
        ("chair", FINDING, "kind:gp"),
        ("chair", "research_items", "police"),
    ],
)
def test_the_office_does_not_learn_of_a_private_finding_by_what_was_asked_about_it(
    app: Flask, world: World, store: Database, who: str, what: str, recipient: str
) -> None:
    health_writes(store, world, PRIVATE)
    to = recipient if ":" in recipient else agency(world, recipient)
    ask(app, world, "health", what, to)
    url = f"/cases/{world.case.id}/sharing/{last(store).id}"
    done = browser(app, world, "health").submit(url, {"done": "not_shared", "why": "Markerwhy"})
    assert done.status_code == 302
    rows = rows_read_by(app, world, who, TELLING)
    assert rows.strip().startswith(world.viewers["health"].name)
    assert UNTOLD in rows
    office = browser(app, world, who)
    assert office.get(url).status_code == 404
    assert office.post(url, data={"csrf_token": office.token("/account/")}).status_code == 404


def test_once_it_is_let_go_the_office_reads_what_was_asked(
    app: Flask, world: World, store: Database
) -> None:
    (finding,) = health_writes(store, world, PRIVATE)
    ask(app, world, "health", FINDING, agency(world, "police"))
    with store.writing() as session:
        release(session, world.viewers["health"], answer_id=finding)
    assert "Physical health" in rows_read_by(app, world, "coordinator", {UNTOLD})
    url = f"/cases/{world.case.id}/sharing/{last(store).id}"
    assert "3.6" in browser(app, world, "coordinator").page(url).words


def test_what_is_not_to_be_confirmed_is_not_confirmed_by_what_was_asked_about_it(
    app: Flask, world: World, store: Database
) -> None:
    health_writes(store, world, NewAnswer("risk.narrative", "Markerprivate", do_not_confirm=True))
    ask(app, world, "health", "risk_view/risk.narrative", agency(world, "housing"))
    # That of the police stands on the same question, and the office reads it.
    assert UNTOLD in rows_read_by(app, world, "coordinator", {"What the risk is"})


def test_a_section_that_holds_something_private_beside_what_is_known_is_not_named(
    app: Flask, world: World, store: Database
) -> None:
    shared = replace(PRIVATE, text="Markershared", released=True, about_id=UUID(int=1))
    health_writes(store, world, shared)
    ask(app, world, "health", "research_items", agency(world, "police"))
    assert UNTOLD not in rows_read_by(app, world, "coordinator", set())
    health_writes(store, world, replace(PRIVATE, about_id=UUID(int=2)))
    ask(app, world, "health", "research_items", agency(world, "police"))
    rows = rows_read_by(app, world, "coordinator", set())
    # The newest first: the earlier question was about nothing but what the office knows of.
    assert rows.index(UNTOLD) < rows.index("In part")
    assert rows.count("In part") == rows.count(UNTOLD) == 1


def test_a_private_finding_is_not_named_by_a_known_one_of_the_same_question(
    app: Flask, world: World, store: Database
) -> None:
    health_writes(store, world, replace(PRIVATE, about_id=UUID(int=2)))
    ask(app, world, "health", FINDING, agency(world, "police"))
    shared = replace(PRIVATE, text="Markershared", released=True, about_id=UUID(int=1))
    health_writes(store, world, shared)
    assert UNTOLD in rows_read_by(app, world, "coordinator", TELLING)


def test_what_is_hidden_and_what_was_taken_away_since_read_alike(
    app: Flask, world: World, store: Database
) -> None:
    (known,) = health_writes(store, world, replace(PRIVATE, text="Markershared", released=True))
    ask(app, world, "health", FINDING, agency(world, "police"))
    assert UNTOLD not in rows_read_by(app, world, "coordinator", set())
    with store.writing() as session:
        set_aside(session, world.viewers["health"], answer_id=known)
    health_writes(store, world, PRIVATE)
    ask(app, world, "health", FINDING, agency(world, "police"))
    assert rows_read_by(app, world, "coordinator", TELLING).count(UNTOLD) == 2


def test_whoever_asked_and_their_agency_read_all_of_it(
    app: Flask, world: World, store: Database
) -> None:
    health_writes(store, world, PRIVATE)
    ask(app, world, "health", FINDING, agency(world, "police"))
    with store.writing() as session:
        world.viewers["colleague"] = make_viewer(
            session, world.agencies["health"], Role.DEPUTY, world.conference
        )
    for who in ("health", "colleague"):
        words = browser(app, world, who).page(f"/cases/{world.case.id}/sharing").words
        assert "Physical health" in words
        assert UNTOLD not in words


def test_what_was_done_is_told_and_the_work_list_asks_for_it(
    app: Flask, world: World, store: Database
) -> None:
    ask(app, world, "police", "health/victim.mental_health", agency(world, "housing"))
    police = world.viewers["police"]
    with store.reading() as session:
        assert [i.kind for i in work_of(session, police)["sharing"]] == ["sharing_outcome"]
    url = f"/cases/{world.case.id}/sharing/{last(store).id}"
    client = browser(app, world, "police")
    assert client.submit(url, {}).status_code == 422
    # More than the answer allowed: the reason is owed.
    day = today()
    on = {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}
    refused = client.submit(url, {"done": "shared", **on})
    assert refused.status_code == 422
    assert "Enter why" in refused.text
    assert client.submit(url, {"done": "not_shared", "why": "Markerdone"}).status_code == 302
    assert "Markerdone" in client.page(url).words
    with store.reading() as session:
        assert not work_of(session, police)["sharing"]
    with store.reading() as session:
        told = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == Kind.SHARING_TOLD))
        assert read_body(told.one().body)["detail"] == {"done": "not_shared"}


def test_the_day_of_the_question_is_the_day_in_london(
    app: Flask, world: World, store: Database
) -> None:
    ask(app, world, "police", "risk_view/risk.narrative", agency(world, "housing"))
    # Half past midnight of 2 July in London, and still 1 July by UTC.
    asked_at = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    with store.writing() as session:
        session.scalars(select(SharingQuestion)).one().asked_at = asked_at

    def tell(on: date) -> None:
        with moved_to(asked_at + timedelta(hours=9)), store.writing() as session:
            row = session.scalars(select(SharingQuestion)).one()
            service.tell(
                session, world.viewers["police"], question=row, version=row.version,
                done="shared", on=on, why="They hold the tenancy.",
            )  # fmt: skip

    with pytest.raises(Invalid, match="not before you asked"):
        tell(date(2026, 7, 1))
    tell(date(2026, 7, 2))


def test_an_answer_is_told_once_and_the_second_is_told(
    app: Flask, world: World, store: Database
) -> None:
    ask(app, world, "police", "risk_view/risk.narrative", agency(world, "housing"))
    url = f"/cases/{world.case.id}/sharing/{last(store).id}"
    first, second = (browser(app, world, "police") for _ in range(2))
    version = second.page(url).form().filled()["version"][0]
    assert first.submit(url, {"done": "not_shared", "why": "No."}).status_code == 302
    late = second.post(
        url, data={"done": "not_shared", "why": "Because.", "version": version,
                   "csrf_token": second.token("/account/")},
    )  # fmt: skip
    assert late.status_code == 422
    assert "Somebody else changed this" in late.text


def test_a_safe_address_never_enters_the_words(app: Flask, world: World) -> None:
    sent = browser(app, world, "police").submit(
        f"/cases/{world.case.id}/sharing/ask",
        question("risk_view/risk.narrative", "kind:gp", why="She is at 14 Markeraddress Row."),
    )
    assert sent.status_code == 422


def test_a_serious_threat_that_waits_for_the_chair_is_said_as_waiting(
    app: Flask, world: World, store: Database
) -> None:
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        for name in ("serious_threat", "serious_threat_reason_recorded"):
            record_fact(session, world.viewers["police"], case=case, name=name, value="yes")
    words = ask(app, world, "police", "health/victim.mental_health", agency(world, "housing"))
    assert "The chair has approved it (chair)" in words


def test_the_moment_of_the_question_is_kept(app: Flask, world: World, store: Database) -> None:
    with moved_to(now() + timedelta(hours=5)):
        ask(app, world, "police", "risk_view/risk.narrative", agency(world, "housing"))
        asked_at = now()
    assert last(store).asked_at == asked_at


@pytest.mark.parametrize("path", ["sharing", "sharing/ask", f"sharing/{UUID(int=3)}", "why"])
def test_a_case_one_may_not_know_of_is_not_found(app: Flask, world: World, path: str) -> None:
    client = browser(app, world, "stranger")
    assert client.get(f"/cases/{world.case.id}/{path}").status_code in (403, 404)


def test_a_list_of_many_questions_asks_the_database_no_more_than_a_list_of_one(
    app: Flask, world: World, store: Database
) -> None:
    health_writes(store, world, PRIVATE)
    office, url = browser(app, world, "coordinator"), f"/cases/{world.case.id}/sharing"
    asked = []
    for _ in range(2):
        ask(app, world, "health", FINDING, agency(world, "police"))
        office.page(url)
        with counted(store) as statements:
            office.page(url)
        asked.append(len(statements))
    assert asked[0] == asked[1]
