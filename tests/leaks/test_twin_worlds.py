"""Two worlds that differ in hidden things alone look the same, down to order, counts and dates."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.casefile.standing import declare_interest
from casework.cases import asked
from casework.cases.answers import write_answer
from casework.cases.exclusions import exclude
from casework.cases.facts import record_fact
from casework.cases.models import Case, CaseKind, CaseState
from casework.cases.opening import start_case
from casework.clock import moved_to
from casework.research import asking as research
from casework.research import items, sharing
from tests.factories.directory import make_person
from tests.factories.world import World, answer, bring_to, make_world
from tests.leaks.crawl import walk

BUILT = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHANGED = BUILT + timedelta(days=3)
LOOKED = BUILT + timedelta(days=5)
RESTLESS = re.compile(
    r'Content-Length:[^\n]*|nonce="[^"]*"|nonce-[^\'";]+|name="(?:csrf_token|once)"[^>]*value="[^"]*"|Set-Cookie:[^\n]*|ETag:[^\n]*'
)
VIEWERS = ("housing", "perpetrator_service", "fire", "coordinator")


@dataclass
class Twins:
    """One world, looked at before and after something hidden happened in it."""

    app: Flask
    world: World
    second: Case
    colleague: UUID

    def pages(self, who: str) -> dict[str, str]:
        with moved_to(LOOKED):
            sent = walk(self.app, self.world.viewers[who].person_id)
        assert sent.errors == []
        assert any(url.startswith("/cases/") and len(url) > 20 for url in sent.pages)
        # One's own sessions, and how often one looked, grow with every look of this test.
        return {
            url: RESTLESS.sub("", text)
            for url, text in sent.pages.items()
            if not url.startswith("/account/") and not url.endswith("/seen")
        }

    def happens(self, act: Callable[[Session, Twins], object]) -> None:
        store = self.app.extensions["confer_database"]
        with moved_to(CHANGED), store.writing() as session:
            act(session, self)

    def case(self, session: Session) -> Case:
        return session.get_one(Case, self.world.case.id)


@pytest.fixture
def twins(app: Flask, plain_paper: None) -> Twins:
    store = app.extensions["confer_database"]
    with moved_to(BUILT), store.writing() as session:
        world = make_world(
            session,
            {"victim.given_name": "Ada", "victim.mental_health": "Low mood.",
             "alleged_perpetrator.surname": "Stone", "risk.narrative": "It gets worse."},
            state=CaseState.LISTED,
        )  # fmt: skip
        research.request_research(
            session, world.viewers["coordinator"], case=world.case,
            agency_ids=[world.agencies["police"].id, world.agencies["housing"].id],
            due_on=LOOKED.date() + timedelta(days=20),
        )  # fmt: skip
    # Newer than the first, so that a change of the first would move it in a list.
    with moved_to(BUILT + timedelta(hours=1)), store.writing() as session:
        second = _another_case(session, world)
        colleague = make_person(session, world.agencies["health"])
    made = Twins(app, world, second, colleague.id)
    # What looking itself changes (a request that was opened) stands in both worlds.
    for who in VIEWERS:
        made.pages(who)
    return made


def _another_case(session: Session, world: World) -> Case:
    first, kept = world.case, dict(world.subjects)
    world.case = start_case(
        session, world.viewers["police"], conference_id=world.conference.id, kind=CaseKind.PERSON
    )
    world.subjects.clear()
    answer(session, world, {"victim.given_name": "Bea"})
    bring_to(session, world, CaseState.LISTED)
    made, world.case = world.case, first
    world.subjects |= kept
    return made


def a_case_is_kept_from(*agencies: str) -> Callable[[Session, Twins], object]:
    def act(session: Session, twins: Twins) -> None:
        hidden = _another_case(session, twins.world)
        for name in agencies:
            exclude(
                session, twins.world.viewers["police"], case=hidden,
                agency_id=twins.world.agencies[name].id,
            )  # fmt: skip

    return act


def somebody_drafts_a_referral(session: Session, twins: Twins) -> None:
    start_case(
        session,
        twins.world.viewers["police"],
        conference_id=twins.world.conference.id,
        kind=CaseKind.PERSON,
    )


def research_is_written_and_not_released(session: Session, twins: Twins) -> None:
    police = twins.world.viewers["police"]
    asked_ = research.requests_of(
        session, twins.world.viewers["coordinator"], case=twins.case(session)
    )
    mine = next(r for r in asked_ if r.agency_id == police.agency_id)
    # Begun before, so that what the office may know (in progress) stands in both worlds.
    items.add_item(
        session, police, request_id=mine.id,
        new=items.NewItem("research.item_health", "More than is known.", relevant="yes"),
    )  # fmt: skip


def research_is_released_that_the_protocol_keeps(session: Session, twins: Twins) -> None:
    """Relevant, needed and shared with all: and still not for everybody around the table."""
    world = twins.world
    police, office = world.viewers["police"], world.viewers["coordinator"]
    asked_ = research.requests_of(session, office, case=twins.case(session))
    mine = next(r for r in asked_ if r.agency_id == police.agency_id)
    for kind in ("intelligence", "conviction", "finance"):
        made = items.add_item(
            session, police, request_id=mine.id,
            new=items.NewItem(f"research.item_{kind}", "More than is known.", relevant="yes",
                              necessary="yes"),
        )  # fmt: skip
        sharing.share_item(session, police, item_id=made.id, share="all")


def a_withheld_field_is_answered(session: Session, twins: Twins) -> None:
    write_answer(
        session, twins.world.viewers["police"], case=twins.case(session),
        field="victim.telephone", text="01632 960 222", subject_id=_victim(twins),
    )  # fmt: skip


def something_is_noted_that_must_not_be_confirmed(session: Session, twins: Twins) -> None:
    write_answer(
        session, twins.world.viewers["police"], case=twins.case(session), field="risk.narrative",
        text="He is watched.", about_id=UUID(int=7), about_kind="note", do_not_confirm=True,
    )  # fmt: skip


def another_agency_is_kept_out(session: Session, twins: Twins) -> None:
    world = twins.world
    exclude(
        session, world.viewers["police"], case=twins.case(session),
        agency_id=world.agencies["probation"].id,
    )  # fmt: skip


def another_person_has_a_conflict(session: Session, twins: Twins) -> None:
    exclude(
        session, twins.world.viewers["health"], case=twins.case(session),
        person_id=twins.colleague,
    )  # fmt: skip


def another_person_declares_an_interest(session: Session, twins: Twins) -> None:
    declare_interest(
        session, twins.world.viewers["health"], case=twins.case(session), nature="My cousin."
    )


def another_agency_asks_to_see_more(session: Session, twins: Twins) -> None:
    asked.ask(
        session, twins.world.viewers["health"], case=twins.case(session), section="health",
        field=None, subject_id=None, supplier_id=twins.world.agencies["police"].id,
        purpose="safety_planning", necessity="We plan care.",
    )  # fmt: skip


def another_agency_says_whom_it_works_with(session: Session, twins: Twins) -> None:
    record_fact(
        session, twins.world.viewers["probation"], case=twins.case(session), name="own_client",
        value="yes", agency_id=twins.world.agencies["probation"].id,
    )  # fmt: skip


def _victim(twins: Twins) -> UUID:
    return twins.world.subjects["victim"]


OFFICE_MAY_KNOW = ("housing", "perpetrator_service", "fire")
HIDDEN: dict[str, tuple[Callable[[Session, Twins], object], tuple[str, ...]]] = {
    "a case from one's own agency": (
        a_case_is_kept_from("housing", "fire", "perpetrator_service", "coordinating_body"), VIEWERS
    ),
    "a draft of another agency": (somebody_drafts_a_referral, VIEWERS),
    "research that was not released": (research_is_written_and_not_released, OFFICE_MAY_KNOW),
    "research that was released and is not read": (
        research_is_released_that_the_protocol_keeps, ("fire", "perpetrator_service")
    ),
    "the answer to a field one never reads": (
        a_withheld_field_is_answered, ("housing", "perpetrator_service", "fire")
    ),
    "what must not be confirmed": (something_is_noted_that_must_not_be_confirmed, VIEWERS),
    "that another agency is kept out": (another_agency_is_kept_out, OFFICE_MAY_KNOW),
    "another person's conflict": (another_person_has_a_conflict, OFFICE_MAY_KNOW),
    "that somebody declared an interest": (another_person_declares_an_interest, OFFICE_MAY_KNOW),
    "another agency's request to see more": (another_agency_asks_to_see_more, OFFICE_MAY_KNOW),
    "whom another agency works with": (another_agency_says_whom_it_works_with, OFFICE_MAY_KNOW),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(HIDDEN))
def test_a_world_with_something_hidden_looks_like_one_without(twins: Twins, what: str) -> None:
    act, viewers = HIDDEN[what]
    before = {who: twins.pages(who) for who in viewers}
    twins.happens(act)
    for who in viewers:
        after = twins.pages(who)
        assert sorted(after) == sorted(before[who]), (who, set(after) ^ set(before[who]))
        changed = [
            f"{who} {url}: " + " | ".join(_difference(before[who][url], text))
            for url, text in after.items()
            if text != before[who][url]
        ]
        assert not changed, "\n".join(changed[:6])


def test_the_comparison_sees_what_is_not_hidden(twins: Twins) -> None:
    """A control: a case that is listed for all changes the pages of all."""
    before = twins.pages("housing")
    twins.happens(a_case_is_kept_from())
    assert twins.pages("housing") != before


def _difference(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line.strip()[:160] for line in lines if line[:2] not in ("++", "--", "@@")][:8]
