"""Who is asked, how they answer, and every step that is refused."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest

from casework.cases.exclusions import exclude
from casework.cases.history import timeline
from casework.cases.models import Case, CaseState
from casework.cases.states import enter_session
from casework.cases.states import move as move_case
from casework.clock import moved_to, today
from casework.db import Database
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit, WrongState
from casework.research import answering, asking, steps
from casework.research.asking import request_research
from casework.research.models import RequestState, ResearchRequest
from casework.research.work import work_for
from tests.clocks import in_days
from tests.factories.directory import make_agency
from tests.factories.research import describe_search, make_item, make_request
from tests.factories.world import World, make_world


def test_each_agency_gets_one_request_and_nobody_is_asked_twice(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        first = make_request(session, world, "housing")
        assert first.state == RequestState.REQUESTED
        with pytest.raises(Invalid, match="not been asked yet"):
            make_request(session, world, "housing")


def test_only_the_office_asks(store: Database, world: World) -> None:
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        with pytest.raises(Refused):
            request_research(session, world.viewers["housing"], case=case,
                             agency_ids=[world.agencies["health"].id], due_on=today())  # fmt: skip


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.HEARD])
def test_research_is_asked_for_between_listing_and_hearing(
    store: Database, state: CaseState
) -> None:
    with store.writing() as session:
        world = make_world(session, {"victim.surname": "Abel"}, state=state)
        with pytest.raises(Conflict, match="once the case is listed"):
            make_request(session, world)


def test_no_request_goes_to_a_stranger_a_past_day_or_nobody(store: Database, world: World) -> None:
    with store.writing() as session:
        office, case = world.viewers["coordinator"], session.get_one(Case, world.case.id)
        foreign = make_agency(session, world.partnership).id
        with pytest.raises(Invalid, match="of this conference"):
            request_research(session, office, case=case, agency_ids=[foreign], due_on=today())
        with pytest.raises(Invalid, match="at least one"):
            request_research(session, office, case=case, agency_ids=[], due_on=today())
        with pytest.raises(Invalid, match="today or later"):
            make_request(session, world, days=-1)


def test_an_agency_from_which_the_case_is_hidden_is_not_offered(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        exclude(session, world.viewers["chair"], case=case, agency_id=world.agencies["fire"].id)
        assert world.agencies["fire"].id not in {a.id for a in asking.can_be_asked(session, case)}
        with pytest.raises(Invalid):
            make_request(session, world, "fire")


def test_not_known_to_us_is_one_call_and_can_be_taken_back_until_the_case_is_heard(
    store: Database, world: World
) -> None:
    housing = world.viewers["housing"]
    with store.writing() as session:
        request = make_request(session, world)
        answering.nil_return(session, housing, request_id=request.id, version=request.version)
        assert request.state == RequestState.NIL_RETURN
        assert request.answered_by == housing.person_id
        answering.reopen(session, housing, request_id=request.id)
        assert request.state == RequestState.OPENED
        assert request.answered_at is None
        answering.nil_return(session, housing, request_id=request.id)
        move_case(session, world.viewers["coordinator"], session.get_one(Case, world.case.id),
                  CaseState.HEARD)  # fmt: skip
        with pytest.raises(Conflict, match="until it is heard"):
            answering.reopen(session, housing, request_id=request.id)


def test_nothing_is_opened_again_while_the_case_is_being_heard(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        request = make_request(session, world)
        answering.nil_return(session, world.viewers["housing"], request_id=request.id)
        enter_session(session, session.get_one(Case, world.case.id))
        with pytest.raises(Conflict):
            answering.reopen(session, world.viewers["housing"], request_id=request.id)


def test_whoever_wrote_something_down_does_not_say_not_known(store: Database, world: World) -> None:
    with store.writing() as session:
        request = make_request(session, world)
        make_item(session, world, request)
        with pytest.raises(Conflict, match="already written"):
            answering.nil_return(session, world.viewers["housing"], request_id=request.id)


def test_a_return_needs_the_search_and_a_decision_on_every_entry(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        housing, request = world.viewers["housing"], make_request(session, world)
        make_item(session, world, request)
        with pytest.raises(Invalid) as refused:
            answering.send_return(session, housing, request_id=request.id)
        assert set(refused.value.errors) == {"search", "items"}
        assert request.state == RequestState.IN_PROGRESS


def test_an_agency_that_knows_somebody_says_how_it_works_with_them(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        request = make_request(session, world)
        known = {world.subjects["victim"]: "yes"}
        with pytest.raises(Invalid, match="it decides what you may see"):
            answering.save_search(session, world.viewers["housing"], request_id=request.id,
                                  systems="Register", known=known, standings=[])  # fmt: skip
        describe_search(session, world, request)
        case = session.get_one(Case, world.case.id)
        assert answering.own_standings(session, world.viewers["housing"], case) == (
            "works_with_victim",
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"systems": " "}, "systems"),
        ({"known": {}}, "known"),
        ({"known": {uuid4(): "yes"}}, "known"),
        ({"standings": ["referrer"]}, "standings"),
        ({"standings": ["neutral", "works_with_child"]}, "standings"),
        ({"searched_on": today() + timedelta(days=1)}, "searched_on"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused_at_its_field(
    store: Database, world: World, wrong: dict[str, object], field: str
) -> None:
    given = {"systems": "Register", "known": {world.subjects["victim"]: "no"}, "standings": []}
    with store.writing() as session:
        request = make_request(session, world)
        with pytest.raises(Invalid) as refused:
            answering.save_search(
                session, world.viewers["housing"], request_id=request.id, **(given | wrong)
            )  # type: ignore[arg-type]  # the test names the keywords
        assert field in refused.value.errors


def test_a_case_is_researched_when_everybody_asked_has_answered(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        first, second = make_request(session, world), make_request(session, world, "health")
        answering.nil_return(session, world.viewers["housing"], request_id=first.id)
        assert case.state == CaseState.LISTED
        answering.nil_return(session, world.viewers["health"], request_id=second.id)
        assert case.state == CaseState.RESEARCHED
        answering.reopen(session, world.viewers["health"], request_id=second.id)
        assert case.state == CaseState.LISTED
        asking.withdraw_request(session, world.viewers["coordinator"], request_id=second.id)
        assert case.state == CaseState.RESEARCHED


def test_a_case_in_session_is_not_moved_under_the_meeting(store: Database, world: World) -> None:
    with store.writing() as session:
        case, request = session.get_one(Case, world.case.id), make_request(session, world)
        enter_session(session, case)
        answering.nil_return(session, world.viewers["housing"], request_id=request.id)
        assert (case.state, case.stage) == (CaseState.LISTED, "meeting")


@pytest.mark.parametrize(
    ("before", "wanted"),
    [(b, w) for b, w in product(RequestState, RequestState) if w not in steps.STEPS[b]],
)
def test_every_step_that_the_table_does_not_have_is_refused(
    store: Database, world: World, before: RequestState, wanted: RequestState
) -> None:
    with store.writing() as session:
        request, case = make_request(session, world), session.get_one(Case, world.case.id)
        request.state = before
        session.flush()
        with pytest.raises(WrongState):
            steps.move(session, world.viewers["housing"], case, request, wanted)
        assert request.state == before


def test_foreign_missing_and_other_agencies_requests_are_the_same_not_found(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        request = make_request(session, world)
        other = make_world(session, {"victim.surname": "Abel"}, state=CaseState.LISTED)
        for who in (world.viewers["health"], world.viewers["stranger"], world.viewers["chair"],
                    other.viewers["housing"]):  # fmt: skip
            with pytest.raises(NotFound):
                answering.load_request(session, who, request.id)
            with pytest.raises(NotFound):
                answering.nil_return(session, who, request_id=request.id)
        with pytest.raises(NotFound):
            answering.load_request(session, world.viewers["housing"], uuid4())
        for who in (world.viewers["housing"], other.viewers["coordinator"]):
            with pytest.raises(NotFound):
                asking.withdraw_request(session, who, request_id=request.id)


def test_a_conflicted_representative_does_not_find_the_request(
    store: Database, world: World
) -> None:
    housing = world.viewers["housing"]
    with store.writing() as session:
        request = make_request(session, world)
        case = session.get_one(Case, world.case.id)
        exclude(session, world.viewers["chair"], case=case, person_id=housing.person_id)
        with pytest.raises(NotFound):
            answering.load_request(session, housing, request.id)
        assert work_for(session, housing) == []


def test_the_second_of_two_colleagues_is_told_and_nothing_is_lost(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        request = make_request(session, world)
        seen = request.version
        describe_search(session, world, request)
        with pytest.raises(StaleEdit):
            answering.nil_return(
                session, world.viewers["housing"], request_id=request.id, version=seen
            )
        # Saving the search anew counts as a change even where the state stays the same.
        seen = request.version
        describe_search(session, world, request)
        assert request.version > seen


def test_work_lists_name_dates_and_references_and_tell_the_office_who_is_late(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        request = make_request(session, world, days=2)
        (mine,) = work_for(session, world.viewers["housing"])
        assert (mine.due, mine.endpoint) == (request.due_on, "research.show")
        assert "Vantage" not in mine.words
        assert work_for(session, world.viewers["health"]) == []
        assert work_for(session, world.viewers["coordinator"]) == []
    with store.reading() as session, moved_to(in_days(4)):
        (late,) = work_for(session, world.viewers["coordinator"])
        assert late.words.startswith("1 agency is late")
        assert asking.is_overdue(session.get_one(ResearchRequest, request.id))


def test_the_office_moves_a_date_while_the_answer_is_open(store: Database, world: World) -> None:
    office = world.viewers["coordinator"]
    with store.writing() as session:
        request = make_request(session, world)
        later = today() + timedelta(days=30)
        asking.move_due_date(session, office, request_id=request.id, due_on=later)
        assert request.due_on == later
        answering.nil_return(session, world.viewers["housing"], request_id=request.id)
        with pytest.raises(Conflict, match="already answered"):
            asking.move_due_date(session, office, request_id=request.id, due_on=later)


def test_what_an_agency_did_with_its_request_is_on_no_other_agencys_timeline(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        request, case = make_request(session, world), session.get_one(Case, world.case.id)
        make_request(session, world, "health")
        answering.mark_opened(session, world.viewers["housing"], request_id=request.id)
        answering.nil_return(session, world.viewers["housing"], request_id=request.id)
        own = {e.kind for e in timeline(session, world.viewers["housing"], case)}
        other = {e.kind for e in timeline(session, world.viewers["police"], case)}
    assert {"research_requested", "research_opened", "research_nil_return"} <= own
    assert not {kind for kind in other if kind.startswith("research_")} - {"research_asked"}


def test_an_agency_is_asked_again_after_its_request_was_withdrawn(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        request = make_request(session, world)
        asking.withdraw_request(session, world.viewers["coordinator"], request_id=request.id)
        again = make_request(session, world)
        assert (again.id, again.state) == (request.id, RequestState.REQUESTED)
