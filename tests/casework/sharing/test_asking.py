"""The question box: any request, both versions, and why."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from casework.sharing.asking import ASKED as ASKED_FIRST
from casework.sharing.asking import FACTS, groups_of
from protocols.loader import load
from tests.casework.sharing.desk import Desk
from tests.casework.sharing.test_examples import opened_to_fire
from tests.factories.agreements import STARTER

ASKED = {
    "q_agency_type": "fire", "q_category": "finance", "q_subject": "victim", "q_stage": "meeting",
    "q_purpose": "safety_planning", "q_conference_kind": "domestic_abuse_marac",
    "q_party_status": "signed", "f_confidentiality_signed": "yes", "f_released": "yes",
    "f_under_18": "no", "f_relevant": "yes", "f_necessary": "yes",
}  # fmt: skip


def test_both_versions_answer_beside_each_other_with_their_clauses(desk: Desk) -> None:
    client, url = desk.started()
    opened_to_fire(client, url)
    words = client.page(f"{url}/ask?{urlencode(ASKED)}").words
    assert "The two versions differ: not shared today, sees all of it under 1.1." in words
    assert "Clause 5.1" in words
    assert "would have allowed it if" in words


def test_everybody_asks_and_nobody_has_to_ask(desk: Desk) -> None:
    client = desk.browser(desk.world.viewers["housing"])
    assert "The question" in client.page(f"/protocol/{desk.in_force}/ask").words


def test_a_question_becomes_an_example_with_nothing_chosen_twice(desk: Desk) -> None:
    client = desk.browser(desk.world.viewers["fire"])
    page = client.page(f"/protocol/{desk.in_force}/examples/new?{urlencode(ASKED)}")
    filled = dict(page.form().fields)
    assert (filled["q_agency_type"], filled["q_category"]) == ("fire", "finance")
    assert filled["f_released"] == "yes"


@pytest.mark.parametrize(
    "wrong",
    [{"q_agency_type": "dragon"}, {"f_released": "maybe"}, {"q_date-day": "41"},
     {"q_sensitivity": "9" * 400}, {"q_field": "x" * 900}],
)  # fmt: skip
def test_a_word_that_is_none_is_said_at_its_field(desk: Desk, wrong: dict[str, str]) -> None:
    client = desk.browser(desk.author)
    answer = client.get(f"/protocol/{desk.in_force}/ask?{urlencode(ASKED | wrong)}")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_a_protocol_from_nothing_does_not_blame_its_parties_for_what_no_rule_opens(
    desk: Desk,
) -> None:
    client, url = desk.from_nothing("Riverside information sharing")
    words = client.page(f"{url}/ask?{urlencode(ASKED)}").words
    assert "Not shared Clause 2" in words
    assert "holds it back" not in words


def test_a_question_begins_with_what_comes_straight_from_its_source(desk: Desk) -> None:
    page = desk.browser(desk.author).get(f"/protocol/{desk.in_force}/ask").text
    ticked = re.findall(r'name="q_direction"[^>]*value="(\w+)"[^>]* checked', page)
    assert ticked == ["first_hand"]


def test_an_agency_that_asks_by_name_asks_as_the_kind_of_agency_it_is(desk: Desk) -> None:
    client, url = desk.started()
    opened_to_fire(client, url)
    client.submit(f"{url}/lists/parties", action=f"{url}/every-agency")
    fire = desk.world.agencies["fire"].code
    asked = {**ASKED, "q_agency_type": "", "q_agency": fire}
    assert "sees all of it under 1.1" in client.page(f"{url}/ask?{urlencode(asked)}").words


def test_what_the_rules_ask_about_stands_together_before_everything_else() -> None:
    groups = dict(groups_of(load(STARTER)))
    assert next(iter(groups)) == ASKED_FIRST
    assert {"f_serious_threat", "q_relationship", "q_handling"} <= set(groups[ASKED_FIRST])
    assert "f_vetted" in groups[FACTS]
    names = [name for found in groups.values() for name in found]
    assert len(names) == len(set(names))
