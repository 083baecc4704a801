"""Rules are sentences with blanks: every sort of rule is made, broken and mended by choosing."""

from __future__ import annotations

from datetime import date

import pytest

from casework.sharing.service import document
from protocols.clauses import Rule
from protocols.conditions import Condition, Op
from protocols.loader import load
from protocols.vocabulary import Effect, RuleKind
from protocols.writer import write
from tests.casework.sharing.desk import Desk
from tests.client import Page, PageClient

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\u202e"


def begun(desk: Desk) -> tuple[PageClient, str]:
    client, url = desk.started()
    client.submit(f"{url}/clauses/new", {"number": "9", "title": "New", "words": "New words."})
    return client, f"{url}/clauses/9/rules"


def rules(desk: Desk, number: str = "9") -> tuple[Rule, ...]:
    return next(c for c in document(desk.draft()).clauses if c.number == number).rules


def grown(client: PageClient, page: str, *blanks: str, **said: object) -> dict[str, object]:
    """The form of a rule after lines were added, with all that was said so far."""
    data = client.page(page).form().filled(said)
    for blank in blanks:
        answer = client.post(page, data={**data, "another": blank, "add": "yes"})
        assert answer.status_code == 200, answer.text
        data = Page(answer.text).form().filled(said)
    return data


def test_a_limit_keeps_its_name_when_its_rule_is_saved_again(desk: Desk) -> None:
    client, page = begun(desk)
    said = {"kind": "cap", "level": "withheld", "name": "childrens side", "a_category": ["child"]}
    assert client.submit(f"{page}/new", said).status_code == 302
    assert client.submit(f"{page}/0", {"viewer": "Not for your agency."}).status_code == 302
    assert [(rule.name, rule.reasons.viewer) for rule in rules(desk)] == [
        ("childrens_side", "Not for your agency.")
    ]


def test_a_limit_with_a_name_conditions_and_reasons_is_made_in_one_sentence(
    desk: Desk,
) -> None:
    client, page = begun(desk)
    said = {
        "kind": "cap", "level": "summary", "name": "Health consent", "a_category": ["health"],
        "viewer": "Health notes are shared in summary.", "full": "9: consent is not recorded.",
        "basis": ["cda-115"],
    }  # fmt: skip
    sent = grown(client, f"{page}/new", "a:victim_agrees", **said)
    done = client.post(f"{page}/new", data={**sent, "a_victim_agrees": "not:yes"})
    assert done.status_code == 302, done.text
    made = rules(desk)[0]
    assert (made.kind, made.level, made.name) == (RuleKind.CAP, Effect.SUMMARY, "health_consent")
    assert made.applies == (
        Condition("category", Op.IS, ("health",)), Condition("victim_agrees", Op.NOT, ("yes",)),
    )  # fmt: skip
    assert made.reasons.viewer == "Health notes are shared in summary."
    assert made.basis == ("cda-115",)


def test_an_unless_picks_the_limits_it_lifts_with_duties_and_an_end(desk: Desk) -> None:
    client, page = begun(desk)
    client.submit(f"{page}/new", {"kind": "cap", "level": "withheld", "name": "my limit"})
    said = {
        "kind": "exception", "lifts": ["my_limit"], "until-day": "1", "until-month": "3",
        "until-year": "2028", "d0_what": "chair_approved", "d0_when": "before",
        "d0_owner": "chair", "d0_within": "1 working day",
    }  # fmt: skip
    sent = grown(client, f"{page}/new", "r:serious_threat", **said)
    done = client.post(f"{page}/new", data={**sent, "r_serious_threat": "is:yes"})
    assert done.status_code == 302, done.text
    made = rules(desk)[1]
    assert (made.lifts, made.until) == (("my_limit",), date(2028, 3, 1))
    assert made.requires == (Condition("serious_threat", Op.IS, ("yes",)),)
    duty = made.obligations[0]
    assert (duty.what, duty.when, duty.owner, duty.within) == (
        "chair_approved", "before", "chair", "1 working day",
    )  # fmt: skip


def test_an_unless_may_lift_every_limit_also_before_any_has_a_name(desk: Desk) -> None:
    client, page = begun(desk)
    said = {"kind": "exception", "lifts_all": "y"}
    sent = grown(client, f"{page}/new", "r:serious_threat", **said)
    done = client.post(f"{page}/new", data={**sent, "r_serious_threat": "is:yes"})
    assert done.status_code == 302, done.text
    assert (rules(desk)[0].lifts, rules(desk)[0].lifts_all) == ((), True)
    said_so = "Unless (lifts every limit that an exception can lift)"
    assert said_so in client.get(f"{page}/0").text
    assert client.submit(f"{page}/0", {"viewer": "There was a threat."}).status_code == 302
    assert rules(desk)[0].lifts_all


def test_what_has_to_be_done_is_a_rule_of_its_own(desk: Desk) -> None:
    client, page = begun(desk)
    said = {
        "kind": "duty", "goes_with": "refused", "a_category": ["health"], "d0_own": "say why",
        "d0_owner": "originator", "level": "full", "name": "no name", "basis": ["cda-115"],
    }  # fmt: skip
    sent = grown(client, f"{page}/new", **said)
    assert client.post(f"{page}/new", data=sent).status_code == 302
    made = rules(desk)[0]
    assert (made.kind, made.goes_with, made.level, made.name, made.basis) == (
        RuleKind.DUTY, "refused", None, None, (),
    )  # fmt: skip
    assert [duty.what for duty in made.obligations] == ["say_why"]
    said_so = "Whenever nothing is shown, where the kind of information is health"
    assert said_so in client.get(f"{page}/0").text


@pytest.mark.parametrize(
    ("duty", "told"),
    [
        ({}, "Choose what has to be done"),
        ({"d0_what": "chair_approved", "d0_when": "before"}, "belongs in"),
    ],
)
def test_what_has_to_be_done_has_to_be_said_and_comes_after(
    desk: Desk, duty: dict[str, str], told: str
) -> None:
    client, page = begun(desk)
    sent = grown(client, f"{page}/new", kind="duty", goes_with="any", **duty)
    assert told in client.post(f"{page}/new", data=sent).text
    assert rules(desk) == ()


def test_an_approval_is_said_by_how_many_in_writing_and_for_this_request(desk: Desk) -> None:
    client, page = begun(desk)
    sent = grown(client, f"{page}/new", "r:agencies_approval", kind="grant", level="full")
    said = {
        "r_agencies_approval_op": "is", "r_agencies_approval": "at_least_2",
        "r_agencies_approval_written": "y",
    }  # fmt: skip
    done = client.post(f"{page}/new", data={**sent, **said})
    assert done.status_code == 302, done.text
    condition = Condition("agencies_approval", Op.IS, ("at_least_2_written",))
    assert rules(desk)[0].requires == (condition,)
    again = client.page(f"{page}/0").form().filled({})
    assert again["r_agencies_approval"] == ["at_least_2"]
    assert again["r_agencies_approval_written"] == ["y"]
    assert "r_agencies_approval_request" not in again


def test_an_approval_set_to_it_does_not_matter_says_nothing(desk: Desk) -> None:
    client, page = begun(desk)
    sent = grown(client, f"{page}/new", "r:chair_approval", kind="grant", level="full")
    said = {**sent, "r_chair_approval_op": ""}
    assert client.post(f"{page}/new", data=said).status_code == 302
    assert rules(desk)[0].requires == ()


def test_a_condition_that_was_added_holds_without_being_said_twice(desk: Desk) -> None:
    client, page = begun(desk)
    said = {"kind": "grant", "level": "full", "a_category": ["health"]}
    sent = grown(client, f"{page}/new", "r:necessary", "r:chair_approval", **said)
    assert client.post(f"{page}/new", data=sent).status_code == 302
    assert rules(desk)[0].requires == (
        Condition("chair_approval", Op.IS, ("any",)), Condition("necessary", Op.IS, ("yes",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Choose or enter at least one"),
        ({"a_relationship_op": "", "a_relationship": ["on_case"]}, "also that it does not matter"),
    ],
)
def test_a_line_that_was_added_and_says_half_a_thing_opens_nothing(
    desk: Desk, typed: dict[str, object], told: str
) -> None:
    client, page = begun(desk)
    before = desk.draft().text
    sent = grown(client, f"{page}/new", "a:relationship", kind="grant", level="full")
    refused = client.post(f"{page}/new", data={**sent, **typed})
    assert refused.status_code == 422
    assert told in refused.text
    assert desk.draft().text == before


def test_a_condition_set_to_it_does_not_matter_does_not_turn_into_its_opposite(desk: Desk) -> None:
    client, page = begun(desk)
    said = {"kind": "grant", "level": "full", "a_agency_type_op": "not", "a_agency_type": ["fire"]}
    client.submit(f"{page}/new", said)
    refused = client.submit(f"{page}/0", {"a_agency_type_op": ""})
    assert refused.status_code == 422
    assert rules(desk)[0].applies == (Condition("agency_type", Op.NOT, ("fire",)),)


def test_a_gate_that_only_says_where_it_looks_is_told_what_is_missing_and_where(desk: Desk) -> None:
    client, page = begun(desk)
    said = {"kind": "gate", "level": "withheld", "a_category": ["health"]}
    refused = client.submit(f"{page}/new", said)
    assert refused.status_code == 422
    assert "You said where the rule looks" in refused.text
    assert 'href="#another_only"' in refused.text


def test_a_part_needs_to_say_which_and_hidden_completely_is_a_level(desk: Desk) -> None:
    client, page = begun(desk)
    refused = client.submit(f"{page}/new", {"kind": "grant", "level": "masked"})
    assert refused.status_code == 422
    assert 'href="#mask"' in refused.text
    for level, mask in (("masked", "year_of_birth"), ("concealed", "")):
        kind = "grant" if mask else "cap"
        said = {"kind": kind, "level": level, "mask": mask, "a_agency_type": ["fire"]}
        assert client.submit(f"{page}/new", said).status_code == 302
    made = rules(desk)
    assert (made[0].level, made[0].mask) == (Effect.MASKED, "year_of_birth")
    assert (made[1].level, made[1].concealed) == (Effect.WITHHELD, True)


def test_numbers_and_dates_take_two_bounds(desk: Desk) -> None:
    client, page = begun(desk)
    sent = grown(client, f"{page}/new", "a:sensitivity", "a:date", kind="grant", level="full")
    said = {
        "a_sensitivity_op": "at_most", "a_sensitivity": "2", "a_date_op": "from",
        "a_date": "2026-06-01", "a_date_op2": "before", "a_date_2": "2027-01-01",
    }  # fmt: skip
    assert client.post(f"{page}/new", data=sent | said).status_code == 302
    assert rules(desk)[0].applies == (
        Condition("date", Op.BEFORE, (date(2027, 1, 1),)),
        Condition("date", Op.FROM, (date(2026, 6, 1),)),
        Condition("sensitivity", Op.AT_MOST, (2,)),
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"a_date_op": "from", "a_date": "next spring"}, "not a number, or a date"),
        ({"a_sensitivity_op": "at_most", "a_sensitivity": "9" * 30}, "not a number"),
        ({"a_category_op": "is", "a_category": []}, "Choose or enter at least one"),
        ({"a_category": ["dragons"]}, "Select from the options shown"),
        ({"level": ""}, "Select how much may be shown"),
        ({"kind": "exception"}, "Select at least one limit"),
        ({"kind": "gate"}, "Add what must be true"),
        ({"basis": ["no-such"]}, "Select from the options shown"),
        ({"name": "!!!", "kind": "wish"}, "Select one of the options"),
        ({"d0_what": "log", "d0_when": "before"}, ""),
        ({"d0_own": "dance", "d0_when": "before"}, "has to be chosen"),
        ({"until-day": "31", "until-month": "2", "until-year": "2027"}, "real date"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost(
    desk: Desk, said: dict[str, object], told: str
) -> None:
    client, page = begun(desk)
    before = desk.draft().text
    typed = {"kind": "grant", "level": "full", "viewer": "Typed with care.", **said}
    lines = [f"a:{n}" for n in ("date", "sensitivity") if any(n in key for key in said)]
    sent = grown(client, f"{page}/new", *lines, **typed)
    answer = client.post(f"{page}/new", data=sent | typed)
    if told:
        assert answer.status_code == 422
        assert told in answer.text
        assert "Typed with care." in answer.text
        assert desk.draft().text == before
    else:
        assert answer.status_code == 302


def test_every_rule_of_the_starter_is_saved_as_it_was(desk: Desk) -> None:
    client, url = desk.started()
    before = desk.draft().text
    for clause in load(before).clauses:
        for place, _ in enumerate(clause.rules):
            done = client.submit(f"{url}/clauses/{clause.number}/rules/{place}")
            assert done.status_code == 302, (clause.number, place, done.text)
    assert desk.draft().text == before
    assert write(load(before)) == before


def test_no_text_of_a_rule_runs_on_any_page(desk: Desk) -> None:
    client, page = begun(desk)
    said = {"kind": "cap", "level": "withheld", "name": "x", "viewer": "<script>alert(1)</script>",
            "full": "{{ 7*7 }}", "d0_own": "<script>"}  # fmt: skip
    assert client.submit(f"{page}/new", said).status_code == 302
    for where in (f"{page}/0", page.removesuffix("/clauses/9/rules"), page.removesuffix("/rules")):
        assert "<script>alert" not in client.get(where).text


def test_a_table_makes_the_fewest_rules_that_say_the_same(desk: Desk) -> None:
    client, page = begun(desk)
    table = page.removesuffix("/rules") + "/table"
    assert "Show the table" in client.page(table).words
    edges = "?agency_type=fire&agency_type=housing&agency_type=gp&category=risk&category=finance"
    said = {
        "c-fire-risk": "full", "c-housing-risk": "full", "c-gp-risk": "summary",
        "c-housing-finance": "summary", "c-gp-finance": "", "stage": ["meeting"],
    }  # fmt: skip
    assert client.submit(table + edges, said).status_code == 302
    told = [
        (r.level, {c.dimension: c.words for c in r.applies}) for r in rules(desk)
    ]  # fmt: skip
    stage = {"stage": ("meeting",)}
    assert told == [
        (Effect.FULL, {"agency_type": ("fire", "housing"), "category": ("risk",), **stage}),
        (Effect.SUMMARY, {"agency_type": ("gp",), "category": ("risk",), **stage}),
        (Effect.SUMMARY, {"agency_type": ("housing",), "category": ("finance",), **stage}),
    ]


def test_the_longer_list_of_a_table_goes_down_the_page(desk: Desk) -> None:
    client, page = begun(desk)
    table = page.removesuffix("/rules") + "/table"
    many = "&".join(f"agency_type={kind}" for kind in ("fire", "housing", "gp"))
    assert "Kind of agency Risk Fire" in client.page(f"{table}?{many}&category=risk").words
    wide = client.page(f"{table}?agency_type=fire&category=risk&category=finance").words
    assert "Kind of information Fire Risk" in wide


def test_a_table_without_a_choice_is_refused(desk: Desk) -> None:
    client, page = begun(desk)
    table = page.removesuffix("/rules") + "/table"
    refused = client.submit(f"{table}?agency_type=fire&category=risk")
    assert refused.status_code == 422
    assert "Choose how much" in refused.text
    assert client.get(f"{table}?agency_type=dragon").status_code == 422


def test_save_and_stay_stays_and_says_when(desk: Desk) -> None:
    client, page = begun(desk)
    clause = page.removesuffix("/rules")
    sent = client.submit(clause, {"words": "Other words."}, button=("stay", "yes"))
    assert sent.location.endswith("/clauses/9")
    assert "Saved at" in client.page(clause).words
