"""Actions: numbered for life, agreed by their owner, checked by somebody else."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.actions import access, checking, doing, lists, setting, steps
from casework.actions.models import ActionState
from casework.actions.pages import NOT_SHARED, action_lines, action_page
from casework.actions.work import work_for
from casework.cases.exclusions import exclude
from casework.cases.models import Case, CaseState, SealedAnswer
from casework.cases.states import enter_session
from casework.cases.states import move as move_case
from casework.cases.taking_part import relate
from casework.clock import moved_to, today
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.guards import AddressFound
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit, WrongState
from tests.clocks import in_days
from tests.factories.actions import MARKER, bring_to, make_action
from tests.factories.directory import make_viewer
from tests.factories.world import World, answer, make_world

S = ActionState
EXITS = (S.NOT_POSSIBLE, S.NOT_UNDERTAKEN, S.SUPERSEDED)


def case_of(session: Session, world: World) -> Case:
    return session.get_one(Case, world.case.id)


def test_numbers_are_given_once_and_never_again(store: Database, world: World) -> None:
    with store.writing() as session:
        first, second = make_action(session, world), make_action(session, world)
        bring_to(session, world, second, S.NOT_UNDERTAKEN)
        third = make_action(session, world)
        assert [a.number for a in (first, second, third)] == [1, 2, 3]


def test_an_action_waits_for_its_owner_who_need_not_have_been_there(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        action = make_action(session, world)
        assert action.state == S.PROPOSED
        with pytest.raises(Refused):
            setting.agree(session, world.viewers["health"], action_id=action.id)
        setting.agree(session, world.viewers["housing"], action_id=action.id)
        assert action.state == S.AGREED


def test_what_was_agreed_in_the_room_needs_no_second_word(store: Database, world: World) -> None:
    with store.writing() as session:
        assert make_action(session, world, agreed=True).state == S.AGREED
        waiting = make_action(session, world)
        setting.agree_in_room(session, world.viewers["chair"], action_id=waiting.id)
        assert waiting.state == S.AGREED
        with pytest.raises(Refused):
            setting.agree_in_room(session, world.viewers["housing"], action_id=waiting.id)


@pytest.mark.parametrize(
    ("before", "wanted"),
    [(b, w) for b, w in product(ActionState, ActionState) if w not in steps.STEPS[b]],
)
def test_every_step_that_the_table_does_not_have_is_refused(
    store: Database, world: World, before: ActionState, wanted: ActionState
) -> None:
    with store.writing() as session:
        action = make_action(session, world)
        action.state = before
        session.flush()
        with pytest.raises(WrongState):
            steps.move(
                session, world.viewers["coordinator"], case_of(session, world), action, wanted
            )
        assert action.state == before


@pytest.mark.parametrize("state", list(ActionState))
def test_only_accepted_evidence_looks_settled(
    store: Database, world: World, state: ActionState
) -> None:
    with store.writing() as session:
        action = bring_to(session, world, make_action(session, world), state)
        assert action.state == state
        assert steps.is_settled(action) == (state == S.ACCEPTED)


def test_what_was_reported_is_not_late_and_what_was_not_is(store: Database, world: World) -> None:
    with store.writing() as session:
        states = (S.PROPOSED, S.AGREED, S.IN_PROGRESS, S.RETURNED, S.REPORTED, S.ACCEPTED)
        made = [bring_to(session, world, make_action(session, world, days=1), s) for s in states]
        with moved_to(in_days(3)):
            assert [steps.is_overdue(a) for a in made] == [True] * 4 + [False] * 2


def _checker(session: Session, world: World, who: str) -> Viewer:
    housing, conference = world.agencies["housing"], world.conference
    return {
        "owner": lambda: world.viewers["housing"],
        "colleague in the office": lambda: make_viewer(
            session, housing, Role.COORDINATOR, conference
        ),
        "chair of the owner agency": lambda: make_viewer(session, housing, Role.CHAIR, conference),
        "coordinator": lambda: world.viewers["coordinator"],
        "another agency": lambda: world.viewers["health"],
    }[who]()


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("owner", False),
        ("colleague in the office", False),
        ("chair of the owner agency", True),
        ("coordinator", True),
        ("another agency", False),
    ],
)
def test_evidence_is_accepted_by_somebody_who_is_not_the_owner(
    store: Database, world: World, who: str, allowed: bool
) -> None:
    with store.writing() as session:
        action = bring_to(session, world, make_action(session, world), S.REPORTED)
        checker = _checker(session, world, who)
        if allowed:
            checking.accept(session, checker, action_id=action.id)
            assert (action.state, action.checked_by) == (S.ACCEPTED, checker.person_id)
            return
        with pytest.raises(Refused):
            checking.accept(session, checker, action_id=action.id)
        with pytest.raises(Refused):
            checking.return_(session, checker, action_id=action.id, reason="More")
        assert action.state == S.REPORTED


def test_not_even_the_chair_accepts_what_they_did_or_reported_themselves(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        chair = world.viewers["chair"]
        named = make_action(session, world, "police", owner_person_id=chair.person_id)
        bring_to(session, world, named, S.REPORTED, "police")
        outside = make_action(session, world, None)
        setting.agree(session, chair, action_id=outside.id)
        doing.report(session, chair, action_id=outside.id, outcome="Done", evidence="A call")
        for action in (named, outside):
            with pytest.raises(Refused, match="somebody else"):
                checking.accept(session, chair, action_id=action.id)
        checking.accept(session, world.viewers["coordinator"], action_id=outside.id)


def test_an_action_for_somebody_outside_is_followed_up_by_the_office(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        action = make_action(session, world, None)
        with pytest.raises(Refused):
            setting.agree(session, world.viewers["housing"], action_id=action.id)
        assert "action_to_agree" in {
            i.kind for i in work_for(session, world.viewers["coordinator"])
        }
        with pytest.raises(Invalid) as refused:
            make_action(session, world, None, outside_owner=" ")
        assert "owner" in refused.value.errors
    with store.reading() as session:
        found = lists.of_case(session, world.viewers["police"], case_of(session, world))
        (line,) = action_lines(session, world.viewers["police"], gate, found)
    assert line.owner == "The landlord of the corner shop"


def test_a_report_says_what_came_of_it_and_what_shows_it(store: Database, world: World) -> None:
    with store.writing() as session:
        action = bring_to(session, world, make_action(session, world), S.AGREED)
        with pytest.raises(Invalid) as refused:
            doing.report(session, world.viewers["housing"], action_id=action.id, outcome="",
                         evidence=" ")  # fmt: skip
        assert set(refused.value.errors) == {"outcome", "evidence"}
        for verb in (doing.not_possible, doing.not_undertaken):
            with pytest.raises(Invalid):
                verb(session, world.viewers["housing"], action_id=action.id, reason=" ")
        with pytest.raises(Refused):
            doing.start(session, world.viewers["health"], action_id=action.id)


def test_the_office_may_not_be_content_with_an_exit(store: Database, world: World) -> None:
    with store.writing() as session:
        action = bring_to(session, world, make_action(session, world), S.NOT_UNDERTAKEN)
        case = case_of(session, world)
        assert case.state == CaseState.ACTIONS_COMPLETE
        checking.return_(session, world.viewers["chair"], action_id=action.id, reason="Try again")
        assert (action.state, case.state) == (S.RETURNED, CaseState.ACTIONS_OPEN)


def test_the_first_agreed_action_opens_and_the_last_settled_one_completes(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        case = case_of(session, world)
        first, second = make_action(session, world), make_action(session, world)
        assert case.state == CaseState.HEARD
        setting.agree(session, world.viewers["housing"], action_id=first.id)
        assert case.state == CaseState.ACTIONS_OPEN
        doing.not_possible(session, world.viewers["housing"], action_id=first.id, reason="Moved")
        assert case.state == CaseState.ACTIONS_OPEN
        bring_to(session, world, second, S.ACCEPTED)
        assert case.state == CaseState.ACTIONS_COMPLETE
        make_action(session, world)
        assert case.state == CaseState.ACTIONS_OPEN


def test_actions_set_in_session_count_when_the_case_has_been_heard(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session, {"victim.surname": "Abel"}, state=CaseState.LISTED)
        case, chair = case_of(session, world), world.viewers["chair"]
        enter_session(session, case)
        make_action(session, world, agreed=True)
        assert (case.state, case.stage) == (CaseState.LISTED, "meeting")
        move_case(session, chair, case, CaseState.HEARD)
        steps.settle_case(session, chair, case)
        assert case.state == CaseState.ACTIONS_OPEN


def test_the_second_of_two_people_is_told(store: Database, world: World) -> None:
    with store.writing() as session:
        action, housing = make_action(session, world), world.viewers["housing"]
        before = action.version
        setting.agree(session, housing, action_id=action.id, version=before)
        for act in (
            lambda: doing.start(session, housing, action_id=action.id, version=before),
            lambda: setting.change(session, world.viewers["chair"], action_id=action.id, text="x",
                                   due_on=today(), priority="high", version=before),
        ):  # fmt: skip
            with pytest.raises(StaleEdit):
                act()


def test_another_owner_agency_has_to_agree_anew_and_can_read_it(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        action = bring_to(session, world, make_action(session, world), S.IN_PROGRESS)
        fire = world.agencies["fire"].id
        with pytest.raises(Refused):
            setting.reassign(session, world.viewers["housing"], action_id=action.id, agency_id=fire)
        setting.reassign(session, world.viewers["chair"], action_id=action.id, agency_id=fire)
        assert (action.state, action.owner_agency_id) == (S.PROPOSED, fire)
    with store.reading() as session:
        found, case = access.load_action(session, world.viewers["fire"], action.id)
        page = action_page(session, world.viewers["fire"], gate, found, case)
    assert MARKER in page.line.words


def test_a_specialist_agency_reads_its_own_actions_and_no_others(
    store: Database, gate: Gate, world: World
) -> None:
    """2.15 hard case 1: the agency that supports the perpetrator sees the actions it must do."""
    who = world.viewers["perpetrator_service"]
    with store.writing() as session:
        make_action(session, world, "perpetrator_service", safe_conditions="Only on Mondays")
        make_action(session, world, "housing", text="Fit an alarm. Second-marker")
    with store.reading() as session:
        found = lists.of_case(session, who, case_of(session, world))
        mine, other = action_lines(session, who, gate, found)
        page = action_page(session, who, gate, *found[0])
    assert MARKER in mine.words
    assert other.words == NOT_SHARED
    # How to reach somebody safely is never told on that side, not even to the owner.
    assert "action.safe_conditions" not in page.said


def test_the_owner_names_one_of_its_own_people(store: Database, world: World) -> None:
    with store.writing() as session:
        action = bring_to(session, world, make_action(session, world), S.AGREED)
        housing, health = world.viewers["housing"], world.viewers["health"]
        with pytest.raises(Invalid, match="works for the agency"):
            setting.reassign(session, housing, action_id=action.id, person_id=health.person_id)
        colleague = make_viewer(session, world.agencies["housing"], Role.REPRESENTATIVE,
                                world.conference)  # fmt: skip
        setting.reassign(session, housing, action_id=action.id, person_id=colleague.person_id)
        assert action.state == S.AGREED
        assert work_for(session, housing) == []
        assert len(work_for(session, colleague)) == 1


def test_the_same_promise_twice_is_merged_and_keeps_both_numbers(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        first, second = make_action(session, world), make_action(session, world)
        office = world.viewers["coordinator"]
        with pytest.raises(Invalid):
            setting.supersede(session, office, action_id=first.id, by_action_id=first.id)
        setting.supersede(session, office, action_id=first.id, by_action_id=second.id)
        assert (first.state, first.superseded_by_id) == (S.SUPERSEDED, second.id)
        outstanding = lists.outstanding(session, office, world.conference.id)
        assert [a.number for a, _ in outstanding] == [2]


@pytest.mark.parametrize("state", [S.REPORTED, S.ACCEPTED, *EXITS])
def test_what_was_reported_or_ended_is_not_changed(
    store: Database, world: World, state: ActionState
) -> None:
    with store.writing() as session:
        action = bring_to(session, world, make_action(session, world), state)
        chair = world.viewers["chair"]
        with pytest.raises(Conflict):
            setting.change(session, chair, action_id=action.id, text="x", due_on=today(),
                           priority="high")  # fmt: skip
        with pytest.raises(Conflict):
            setting.reassign(session, chair, action_id=action.id,
                             agency_id=world.agencies["fire"].id)  # fmt: skip


def test_changed_words_are_read_by_everybody_who_read_the_old_ones(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        action = make_action(session, world, "perpetrator_service")
        setting.change(session, world.viewers["chair"], action_id=action.id, text="New words",
                       due_on=today(), priority="high")  # fmt: skip
    with store.reading() as session:
        who = world.viewers["perpetrator_service"]
        page = action_page(session, who, gate, *access.load_action(session, who, action.id))
        current = session.scalars(
            select(SealedAnswer.id).where(
                SealedAnswer.about_id == action.id,
                SealedAnswer.field == "action.text",
                SealedAnswer.current.is_(True),
            )
        ).all()
    assert len(current) == 1
    assert page.line.words == "New words"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"due_on": today() - timedelta(days=1)}, "due_on"),
        ({"priority": "whenever"}, "priority"),
        ({"owner_agency_id": uuid4()}, "owner"),
        ({"owner_person_id": uuid4()}, "person"),
    ],
)
def test_an_action_that_makes_no_sense_is_refused_at_its_field(
    store: Database, world: World, wrong: dict[str, object], field: str
) -> None:
    with store.writing() as session:
        with pytest.raises(Invalid) as refused:
            make_action(session, world, **wrong)  # type: ignore[arg-type]  # on purpose
        assert field in refused.value.errors


def test_only_the_office_sets_actions_and_only_while_the_case_is_open(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        with pytest.raises(Refused):
            setting.propose(session, world.viewers["housing"], case=case_of(session, world),
                            text="x", due_on=today(), outside_owner="y")  # fmt: skip
        move_case(session, world.viewers["chair"], case_of(session, world), CaseState.CLOSED)
        with pytest.raises(Conflict):
            make_action(session, world)


def test_foreign_missing_and_concealed_actions_are_the_same_not_found(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        action = make_action(session, world)
        other = make_world(session, {"victim.surname": "Abel"}, state=CaseState.HEARD)
        exclude(session, world.viewers["chair"], case=case_of(session, world),
                person_id=world.viewers["health"].person_id)  # fmt: skip
        for who in (other.viewers["chair"], world.viewers["stranger"], world.viewers["health"]):
            with pytest.raises(NotFound):
                access.load_action(session, who, action.id)
        with pytest.raises(NotFound):
            access.load_action(session, world.viewers["housing"], uuid4())
        assert lists.count_outstanding(session, world.viewers["health"], world.conference.id) == 0


def test_an_agency_from_which_the_case_is_hidden_cannot_own_an_action(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        exclude(session, world.viewers["chair"], case=case_of(session, world),
                agency_id=world.agencies["housing"].id)  # fmt: skip
        with pytest.raises(Invalid, match="hidden from that agency"):
            make_action(session, world)


def test_somebody_from_whom_the_case_is_hidden_is_named_for_no_action(
    store: Database, world: World
) -> None:
    housing = world.viewers["housing"]
    with store.writing() as session:
        exclude(session, world.viewers["chair"], case=case_of(session, world),
                person_id=housing.person_id)  # fmt: skip
        with pytest.raises(Invalid, match="cannot work on this case"):
            make_action(session, world, owner_person_id=housing.person_id)


def test_the_safe_address_does_not_slip_into_an_action_or_a_report(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        answer(session, world, {"victim.current_address": "14 Quernstone Passage"})
        action = make_action(session, world, agreed=True)
        with pytest.raises(AddressFound):
            make_action(session, world, text="Fit a lock at 14 Quernstone Passage")
        with pytest.raises(AddressFound):
            doing.report(session, world.viewers["housing"], action_id=action.id, outcome="Done",
                         evidence="Visited 14 Quernstone Passage")  # fmt: skip


def test_work_lists_carry_numbers_and_dates_and_no_words(store: Database, world: World) -> None:
    housing, office = world.viewers["housing"], world.viewers["coordinator"]
    with store.writing() as session:
        action = make_action(session, world)
        (item,) = work_for(session, housing)
        assert (item.kind, item.due) == ("action_to_agree", action.due_on)
        assert MARKER not in item.words
        bring_to(session, world, action, S.REPORTED)
        assert work_for(session, housing) == []
        (check,) = work_for(session, office)
        assert check.kind == "action_to_check"
        checking.return_(session, office, action_id=action.id, reason="Which door?")
        assert [i.kind for i in work_for(session, housing)] == ["action_returned"]


def test_outstanding_references_keep_their_numbers_and_leave_out_what_is_settled(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        made = [make_action(session, world, days=n) for n in (30, 10, 20)]
        bring_to(session, world, made[2], S.ACCEPTED)
        viewer = world.viewers["police"]
        found = lists.outstanding(session, viewer, world.conference.id)
        assert [a.number for a, _ in found] == [2, 1]
        assert lists.count_outstanding(session, viewer, world.conference.id) == 2
    with store.reading() as session:
        lines = action_lines(session, viewer, gate, found)
    assert [line.reference for line in lines] == [f"{world.case.reference}/{n}" for n in (2, 1)]


def test_an_agency_that_works_with_the_person_causing_harm_still_reads_its_action(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        case, housing = case_of(session, world), world.viewers["housing"]
        relate(session, housing, case=case, agency_id=housing.agency_id,
               relationship="works_with_perpetrator")  # fmt: skip
        action = make_action(session, world, safe_conditions="Ring after five")
    with store.reading() as session:
        page = action_page(session, housing, gate, *access.load_action(session, housing, action.id))
    assert MARKER in page.line.words
    assert "Ring after five" not in str([s.value for s in page.said.values()])


def test_whoever_has_to_do_it_reads_what_makes_it_safe(
    store: Database, gate: Gate, world: World
) -> None:
    housing, fire = world.viewers["housing"], world.viewers["fire"]
    with store.writing() as session:
        action = make_action(session, world, safe_conditions="Only before noon")
    with store.reading() as session:
        mine = action_page(session, housing, gate, *access.load_action(session, housing, action.id))
        other = action_page(session, fire, gate, *access.load_action(session, fire, action.id))
    assert mine.value("action.safe_conditions") == "Only before noon"
    assert "action.safe_conditions" not in other.said
