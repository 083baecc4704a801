"""Facts that people record: what they open, who may record them, and what is kept of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.facts import end_below_risk, is_current, record_fact, recorded_until
from casework.cases.matters import matter
from casework.cases.models import Case, CaseState, RecordedFact
from casework.clock import end_of, moved_to, today
from casework.db import Database
from casework.directory.models import ConferenceKind, Person
from casework.disclosure.current import GATE
from casework.errors import Invalid, NotFound, Refused, StaleEdit
from casework.recorded import service
from casework.recorded.reach import words_of
from tests.client import Page, PageClient
from tests.factories.accounts import sign_in
from tests.factories.agreements import STARTER
from tests.factories.world import World, make_world

MARKS = {
    "victim.surname": "Markervictim",
    "victim.date_of_birth": "1988-04-02",
    "victim.current_address": "14 Markeraddress Row",
    "victim.mental_health": "Markermood",
}
BUILT = datetime(2026, 3, 1, 9, tzinfo=UTC)
LOCAL = """
[[fact]]
name = "moved_here"
says = "the person at risk has moved to this area"

[[fact]]
name = "visits"
kind = "number"
says = "the number of visits"

[[fact]]
name = "agreed_recipients"
kind = "many"
of = "agency_type"
words = ["housing", "health", "police"]
says = "the list of kinds of agency that the person agreed to"

[[fact]]
name = "ordered_on"
kind = "date"
says = "the court made its order"

[[fact]]
name = "hearing_on"
kind = "date"
may_lie_ahead = true
says = "the court sits"
"""
RULES = """
[[clause]]
number = "9.1"
title = "Consent"
words = "Without consent health stays closed, unless it is set aside."

[[clause.rule]]
kind = "cap"
level = "withheld"
name = "no_consent"
[clause.rule.applies]
category = "health"
item_relationship = { not = "originator" }
consent = { not = "given" }

[[clause.rule]]
kind = "exception"
lifts = ["no_consent"]
[clause.rule.requires]
consent_overridden = "yes"

[[clause.rule]]
kind = "exception"
lifts = ["no_consent"]
[clause.rule.requires]
moved_here = "yes"
visits = { at_least = 3 }

[[clause.rule]]
kind = "exception"
lifts = ["no_consent"]
[clause.rule.requires]
covered_by_agreed_recipients = "yes"

[[clause.rule]]
kind = "exception"
lifts = ["no_consent"]
[clause.rule.requires]
days_since_ordered_on = { at_most = 28 }

[[clause.rule]]
kind = "exception"
lifts = ["no_consent"]
[clause.rule.requires]
days_since_hearing_on = { at_least = 0 }
"""
PROTOCOL = STARTER.replace("[[basis]]", LOCAL + "\n[[basis]]", 1) + RULES


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found


@pytest.fixture
def world(store: Database) -> World:
    with moved_to(BUILT), store.writing() as session:
        made = make_world(session, MARKS, state=CaseState.LISTED, protocol=PROTOCOL)
        made.case.risk_level = "high"
        return made


def browser(app: Flask, world: World, who: str) -> PageClient:
    made = app.test_client()
    assert isinstance(made, PageClient)
    return sign_in(made, world.viewers[who].person_id)


def case_in(session: Session, world: World) -> Case:
    return session.get_one(Case, world.case.id)


def record(
    store: Database, world: World, name: str, value: str, *, who: str = "coordinator",
    about: str = "case", until: date | None = None, purpose: str = "", reason: str = "I was told.",
) -> UUID:  # fmt: skip
    viewer = world.viewers[who]
    with store.writing() as session:
        case = case_in(session, world)
        known = service.recordable(session, viewer, case, name)
        seen = service.seen_of(service.mine(session, viewer, case, known))
        made = service.record(
            session, viewer, case=case, name=name, about=about, value=value, reason=reason,
            until=until, purpose=purpose, seen=seen,
        )  # fmt: skip
        return made.id


def reads(app: Flask, world: World, who: str, word: str) -> bool:
    return word in browser(app, world, who).page(f"/cases/{world.case.id}").words


def without_the_minute(page: Page) -> str:
    return re.sub(r"\d+:\d\d[ap]m|\d+[ap]m", "", page.words)


def health_effect(
    app: Flask, world: World, store: Database, who: str, *, purpose: str = "safety_planning"
) -> str:
    """What a person sees of the health answer."""
    with store.reading() as session:
        held = matter(session, case_in(session, world))
        decided = app.extensions[GATE].decide(world.viewers[who], held, purpose=purpose)
    return next(d.effect.word for i, d in decided if i.field == "victim.mental_health")


def test_two_people_of_one_name_are_told_apart_where_a_fact_is_about_one(
    world: World, store: Database
) -> None:
    with store.writing() as session:
        for who, title in (("housing", "Tenancy officer"), ("health", "Nurse")):
            person = session.get_one(Person, world.viewers[who].person_id)
            person.name, person.job_title = "Alex Mason", title
    with store.reading() as session:
        case = session.get_one(Case, world.case.id)
        people = [r.words for r in words_of(session, case).values() if r.person_id]
    assert [n for n in people if n.startswith("Alex Mason")] == [
        "Alex Mason, Nurse", "Alex Mason, Tenancy officer",
    ]  # fmt: skip


def test_the_page_lists_what_the_protocol_in_force_asks_about_its_own_words_among_them(
    app: Flask, world: World
) -> None:
    words = browser(app, world, "coordinator").page(f"/cases/{world.case.id}/recorded").words
    assert "The person at risk has moved to this area" in words
    assert "clause 9.1" in words
    assert "Is there a risk of fire?" in words
    assert "Follows from the signatures at the meeting" in words
    # A fact of the vocabulary that no clause uses is not asked.
    assert "duty of confidence" not in words


@pytest.mark.parametrize(
    ("kind", "asked"),
    [(ConferenceKind.ASB_CASE_REVIEW, True), (ConferenceKind.DOMESTIC_ABUSE_MARAC, False)],
)
def test_what_another_kind_of_conference_is_asked_is_not_asked_here(
    store: Database, kind: ConferenceKind, *, asked: bool
) -> None:
    with store.writing() as session:
        made = make_world(session, kind=kind, state=CaseState.LISTED)
    with store.reading() as session:
        found = service.used_in(session, session.get_one(Case, made.case.id))
    assert ("review_applied_for" in found) is asked
    assert "tenant_of_recipient" in found


def test_a_recorded_fact_opens_the_address_to_the_landlord_alone(app: Flask, world: World) -> None:
    assert not reads(app, world, "housing", "Markeraddress")
    office = browser(app, world, "coordinator")
    url = f"/cases/{world.case.id}/recorded/tenant_of_recipient"
    empty = office.submit(url, {"value": "", "reason": ""})
    assert empty.status_code == 422
    assert "Select what is so" in empty.text
    given = {
        "about": f"agency:{world.viewers['housing'].agency_id}",
        "value": "yes",
        "reason": "Tenancy list.",
    }
    assert office.submit(url, given).status_code == 302
    assert reads(app, world, "housing", "Markeraddress")
    probation = browser(app, world, "probation")
    probation.forbidden_markers = {"Markeraddress"}
    probation.page(f"/cases/{world.case.id}")


def test_ending_a_fact_needs_a_reason_and_closes_what_it_had_opened(
    app: Flask, world: World, store: Database
) -> None:
    key = record(
        store, world, "tenant_of_recipient", "yes",
        about=f"agency:{world.viewers['housing'].agency_id}",
    )  # fmt: skip
    assert reads(app, world, "housing", "Markeraddress")
    office = browser(app, world, "coordinator")
    url = f"/cases/{world.case.id}/recorded/tenant_of_recipient/{key}/end"
    assert office.submit(url, {"reason": ""}).status_code == 422
    assert office.submit(url, {"reason": "She moved out."}).status_code == 302
    assert not reads(app, world, "housing", "Markeraddress")
    page = office.page(f"/cases/{world.case.id}/recorded/tenant_of_recipient").words
    assert "She moved out." in page
    assert "I was told." in page
    assert world.viewers["coordinator"].name in page


@pytest.mark.parametrize(
    ("value", "effect"),
    [("given", "summary"), ("refused", "withheld"), ("not_asked", "withheld"),
     ("unknown", None), ("not_applicable", None)],
)  # fmt: skip
def test_consent_is_recorded_in_its_own_words(
    app: Flask, world: World, store: Database, value: str, effect: str | None
) -> None:
    about = f"subject:{world.subjects['victim']}"
    if effect is None:
        # Four values are for facts; consent has words of its own for 'not known'.
        record(store, world, "consent", value, about=about)
        assert health_effect(app, world, store, "housing") != "full"
        return
    record(store, world, "consent", value, about=about)
    assert health_effect(app, world, store, "housing") == effect


def test_consent_for_one_purpose_goes_before_consent_for_all(
    app: Flask, world: World, store: Database
) -> None:
    about = f"subject:{world.subjects['victim']}"
    record(store, world, "consent", "given", about=about)
    record(store, world, "consent", "refused", about=about, purpose="crime_prevention")
    assert health_effect(app, world, store, "housing") == "summary"
    closed = health_effect(app, world, store, "housing", purpose="crime_prevention")
    assert closed == "withheld"


def test_setting_consent_aside_needs_a_high_risk_and_an_end(
    app: Flask, world: World, store: Database
) -> None:
    with pytest.raises(Invalid) as refused:
        record(store, world, "consent_overridden", "yes")
    assert set(refused.value.errors) == {"until"}
    record(store, world, "consent_overridden", "yes", until=today() + timedelta(days=3))
    assert health_effect(app, world, store, "housing") == "summary"
    with store.writing() as session:
        case_in(session, world).risk_level = "medium"
    with pytest.raises(Invalid) as refused:
        record(store, world, "consent_overridden", "yes", until=today())
    assert set(refused.value.errors) == {"value"}


def test_an_override_of_consent_does_not_outlive_the_risk_that_allowed_it(
    app: Flask, world: World, store: Database
) -> None:
    key = record(store, world, "consent_overridden", "yes", until=today() + timedelta(days=30))
    assert health_effect(app, world, store, "housing") == "summary"
    with store.writing() as session:
        case = case_in(session, world)
        case.risk_level = "medium"
    # The gate does not wait for anybody to tidy up.
    assert health_effect(app, world, store, "housing") == "withheld"
    with store.writing() as session:
        end_below_risk(session, world.viewers["police"], case_in(session, world))
    with store.writing() as session:
        fact = session.get_one(RecordedFact, key)
        assert fact.withdrawn_by == world.viewers["police"].person_id
        # And it does not come back by itself when the risk rises again.
        case_in(session, world).risk_level = "very_high"
    assert health_effect(app, world, store, "housing") == "withheld"


def test_an_override_ends_with_its_last_day_in_london(
    app: Flask, world: World, store: Database
) -> None:
    # The clocks go back on 25 October 2026: the last day has 25 hours.
    last = date(2026, 10, 25)
    with moved_to(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        record(store, world, "consent_overridden", "yes", until=last)
    with moved_to(datetime(2026, 10, 25, 23, 59, tzinfo=UTC)):
        assert health_effect(app, world, store, "housing") == "summary"
    with moved_to(datetime(2026, 10, 26, 0, 1, tzinfo=UTC)):
        assert health_effect(app, world, store, "housing") == "withheld"


def test_local_facts_with_numbers_are_read_as_numbers(
    app: Flask, world: World, store: Database
) -> None:
    record(store, world, "moved_here", "yes")
    record(store, world, "visits", "2")
    assert health_effect(app, world, store, "housing") == "withheld"
    record(store, world, "visits", "3")
    assert health_effect(app, world, store, "housing") == "summary"
    with pytest.raises(Invalid):
        record(store, world, "visits", "many")


def test_a_date_that_time_is_counted_from_does_not_lie_ahead_and_what_was_typed_is_kept(
    app: Flask, world: World, store: Database
) -> None:
    page = f"/cases/{world.case.id}/recorded/ordered_on"
    office = browser(app, world, "coordinator")
    said = {"about": "case", "reason": "The order is on file."}
    with moved_to(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        refused = office.submit(page, {**said, "typed": "2026-06-02"})
        assert refused.status_code == 422
        assert "must be today or in the past" in refused.text
        assert 'value="2026-06-02"' in refused.text
        assert health_effect(app, world, store, "housing") == "withheld"
        assert office.submit(page, {**said, "typed": "2026-06-01"}).status_code == 302
        assert health_effect(app, world, store, "housing") == "summary"


def test_a_date_that_may_lie_ahead_is_recorded_and_counts_from_its_day(
    app: Flask, world: World, store: Database
) -> None:
    # In summer the day begins in London an hour before it begins in Greenwich.
    with moved_to(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        record(store, world, "hearing_on", "2026-06-03")
    with moved_to(datetime(2026, 6, 2, 22, 59, tzinfo=UTC)):
        assert health_effect(app, world, store, "housing") == "withheld"
    with moved_to(datetime(2026, 6, 2, 23, 1, tzinfo=UTC)):
        assert health_effect(app, world, store, "housing") == "summary"


def test_several_words_are_ticked_and_open_to_those_they_cover(
    app: Flask, world: World, store: Database
) -> None:
    page = f"/cases/{world.case.id}/recorded/agreed_recipients"
    office = browser(app, world, "coordinator")
    said = {"about": "case", "reason": "She said so."}
    assert office.submit(page, {**said, "several": ["health", "police"]}).status_code == 302
    assert health_effect(app, world, store, "housing") == "withheld"
    assert "Health, Police" in office.page(f"/cases/{world.case.id}/recorded").words
    several = ["health", "police", "housing"]
    assert office.submit(page, {**said, "several": several}).status_code == 302
    assert health_effect(app, world, store, "housing") == "summary"
    assert office.submit(page, {**said, "several": ["not_applicable"]}).status_code == 302
    assert health_effect(app, world, store, "housing") == "withheld"
    assert office.submit(page, {**said, "several": []}).status_code == 422
    assert office.submit(page, {**said, "several": ["unknown", "police"]}).status_code == 422


@pytest.mark.parametrize("value", ["yes", "no", "unknown", "not_applicable"])
def test_a_fact_has_four_values(app: Flask, world: World, store: Database, value: str) -> None:
    record(store, world, "fire_risk", value)
    page = browser(app, world, "coordinator").page(f"/cases/{world.case.id}/recorded").words
    said = {"yes": "Yes", "no": "No", "unknown": "Not known", "not_applicable": "Does not apply"}
    assert f"{said[value]} : The whole case" in page


def test_a_changed_fact_keeps_its_history_and_holds_at_its_own_date(
    world: World, store: Database
) -> None:
    first = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with moved_to(first):
        record(store, world, "fire_risk", "yes")
    with moved_to(first + timedelta(days=1)):
        record(store, world, "fire_risk", "no")
    with store.reading() as session:
        for after, value in ((timedelta(hours=1), "yes"), (timedelta(days=2), "no")):
            facts = recorded_until(session, [world.case.id], first + after)
            held = [f for f in facts if is_current(f, first + after)]
            assert [f.value for f in held if f.name == "fire_risk"] == [value]
        rows = session.scalars(select(RecordedFact).where(RecordedFact.name == "fire_risk"))
        assert len(list(rows)) == 2


def test_the_second_of_two_people_is_told_and_loses_nothing(app: Flask, world: World) -> None:
    url = f"/cases/{world.case.id}/recorded/fire_risk"
    first, second = (browser(app, world, who) for who in ("coordinator", "chair"))
    seen = second.page(url).form().filled()["seen"][0]
    assert first.submit(url, {"value": "yes", "reason": "Petrol was found."}).status_code == 302
    late = second.submit(url, {"value": "no", "reason": "The brigade looked.", "seen": seen})
    assert late.status_code == 422
    assert "Somebody else changed this fact" in late.text
    assert "The brigade looked." in late.text
    assert "Petrol was found." in late.text


def test_nobody_approves_what_they_recorded_themselves(
    app: Flask, world: World, store: Database
) -> None:
    record(store, world, "consent_overridden", "yes", who="chair", until=today())
    with pytest.raises(Refused):
        record(store, world, "chair_approved", "yes", who="chair")
    with pytest.raises(NotFound):
        record(store, world, "chair_approved", "yes", who="coordinator")


def test_whose_own_fact_has_come_to_its_end_may_approve_what_another_recorded(
    world: World, store: Database
) -> None:
    record(store, world, "consent_overridden", "yes", who="chair", until=today())
    with moved_to(end_of(today()) - timedelta(minutes=1)), pytest.raises(Refused):
        record(store, world, "chair_approved", "yes", who="chair")
    with moved_to(end_of(today())):
        record(store, world, "chair_approved", "yes", who="chair")


def test_an_override_that_waits_for_the_risk_to_rise_is_still_ones_own(
    world: World, store: Database
) -> None:
    record(store, world, "consent_overridden", "yes", who="chair", until=today())
    with store.writing() as session:
        session.get_one(Case, world.case.id).risk_level = "standard"
    with pytest.raises(Refused):
        record(store, world, "chair_approved", "yes", who="chair")


def test_an_agency_opens_nothing_to_itself(app: Flask, world: World) -> None:
    housing = browser(app, world, "housing")
    page = housing.page(f"/cases/{world.case.id}/recorded").words
    assert "Recorded by: coordinator or chair" in page
    for name in ("tenant_of_recipient", "fire_risk", "consent_overridden", "no_such_fact"):
        assert housing.get(f"/cases/{world.case.id}/recorded/{name}").status_code == 404


def test_what_was_judged_about_a_private_answer_is_its_agencys_alone(
    app: Flask, world: World, store: Database
) -> None:
    health: Viewer = world.viewers["health"]
    with store.writing() as session:
        private = write_answers(
            session, health, case=case_in(session, world),
            answers=[NewAnswer("research.item_health", "Markerprivate", released=False)],
        )[0].id  # fmt: skip
    before = {
        who: without_the_minute(browser(app, world, who).page(f"/cases/{world.case.id}/recorded"))
        for who in ("coordinator", "chair", "housing")
    }
    record(
        store, world, "originator_approved", "no", who="health", about=f"answer:{private}",
        reason="Markerwhy",
    )  # fmt: skip
    for who, words in before.items():
        client = browser(app, world, who)
        client.forbidden_markers = {"Markerprivate", "Markerwhy"}
        page = client.page(f"/cases/{world.case.id}/recorded")
        assert without_the_minute(page) == words
        client.page(f"/cases/{world.case.id}")
    own = browser(app, world, "health").page(f"/cases/{world.case.id}/recorded/originator_approved")
    assert "Markerwhy" in own.words
    with pytest.raises(Invalid):
        record(store, world, "originator_approved", "yes", who="police", about=f"answer:{private}")


def test_a_judgement_about_one_answer_is_not_overturned_by_one_about_the_section(
    world: World, store: Database
) -> None:
    police = world.viewers["police"]
    with store.writing() as session:
        case = case_in(session, world)
        item = next(i for i in matter(session, case).items if i.field == "victim.mental_health")
        record_fact(
            session, police, case=case, name="relevant", value="no", answer_id=item.answer_id
        )
        record_fact(session, police, case=case, name="relevant", value="yes", section="health")
    with store.reading() as session:
        items = matter(session, case_in(session, world)).items
        said = {i.field: i.facts["relevant"] for i in items if i.section == "health"}
    assert said.pop("victim.mental_health") == "no"
    assert set(said.values()) == {"yes"}


def test_a_safe_address_never_enters_a_reason(app: Flask, world: World, store: Database) -> None:
    url = f"/cases/{world.case.id}/recorded/fire_risk"
    sent = browser(app, world, "coordinator").submit(
        url, {"value": "yes", "reason": "Petrol at 14 Markeraddress Row."}
    )
    assert sent.status_code == 422
    with store.reading() as session:
        assert not session.scalars(select(RecordedFact.id).where(RecordedFact.name == "fire_risk")
                                   ).all()  # fmt: skip


def test_a_fact_that_changed_meanwhile_is_not_recorded_over(world: World, store: Database) -> None:
    with store.writing() as session, pytest.raises(StaleEdit):
        service.record(
            session, world.viewers["coordinator"], case=case_in(session, world), name="fire_risk",
            about="case", value="yes", reason="Because.", seen="something older",
        )  # fmt: skip
