"""Each construct of the language beyond the plain rule: what it opens, and what it prints."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from protocols import engine, masks
from protocols.analysis import check
from protocols.approvals import answers
from protocols.clocks import read
from protocols.decision import Decision
from protocols.errors import ProtocolError, QuestionError
from protocols.explain import full
from protocols.loader import load
from protocols.recording import recordable
from protocols.sentences import basis_sentence, rule_sentence
from protocols.writer import digest, write

HEAD = """[protocol]
id = "c"
title = "Constructs"
version = "1"
starts = 2026-01-01

[[party]]
id = "force"
name = "City Police"
agency_type = "police"

[[party]]
id = "unit"
name = "Domestic Abuse Unit"
agency_type = "police"
part_of = "force"

[[party]]
id = "desk"
name = "Referral Desk"
agency_type = "coordinating_body"
hub = true

[[party]]
id = "trust"
name = "City Hospitals"
agency_type = "hospital"

[[basis]]
id = "crime"
title = "For crime"
disclosers = ["police"]
recipients = ["health"]
purposes = ["crime_reduction"]
barred = ["sexual_life"]

[[basis]]
id = "vital"
title = "Vital interests"
purposes = ["safeguarding"]

[[fact]]
name = "panel"
says = "the panel"
kind = "approval"
recorded_by = ["chair"]

[[fact]]
name = "notice_on"
says = "notice was given"
kind = "date"
recorded_by = ["coordinator"]

[[fact]]
name = "consulted"
says = "who was consulted"
kind = "many"
words = ["school", "gp"]
recorded_by = ["anyone"]
about = "subject"

[[clause]]
number = "1"
words = "Words."
"""
GRANT = "[[clause.rule]]\nkind = 'grant'\nlevel = 'full'\n"
CAP = "[[clause.rule]]\nkind = 'cap'\nlevel = 'withheld'\nname = 'bar'\n"
LIFT = "[[clause.rule]]\nkind = 'exception'\nlifts = ['bar']\n"


def decide(rules: str, **given: Any) -> Decision:
    """The decision of a document, which has to survive being written, too."""
    protocol = load(HEAD + rules)
    again = load(write(protocol))
    assert (again, digest(again)) == (protocol, digest(protocol))
    return engine.decide_given(engine.compile(protocol), given)


def effect(rules: str, **given: Any) -> str:
    return decide(rules, **given).effect.word


def sentence(rules: str) -> str:
    protocol = load(HEAD + rules)
    return rule_sentence(protocol.clauses[0].rules[-1], protocol.vocabulary)


@pytest.mark.parametrize(
    ("told", "word", "answer"),
    [
        (True, "any", "yes"),
        (True, "any_written", "unknown"),
        (False, "any", "no"),
        ("written", "any_written", "yes"),
        ("written", "any_written_this_request", "unknown"),
        ("verbal", "any_written", "no"),
        ("written_this_request", "any_written_this_request", "yes"),
        ("written standing", "any_this_request", "no"),
        ("2_of_3", "most", "yes"),
        ("2_of_4", "most", "no"),
        ("2_of_3_written", "all_written", "no"),
        ("3_of_3 in writing", "all_written", "yes"),
        ("2_of_3_written; 3_of_3_verbal", "all", "yes"),
        ("2_of_3_written; 3_of_3_verbal", "at_least_3_written", "no"),
        (2, "at_least_2", "yes"),
        (2, "all", "unknown"),
        ("pending", "any", "no"),
        ("at_least_2_written", "at_least_2_written", "yes"),
        ("at_least_2_written", "all", "unknown"),
        ("any_written_this_request", "any_written_this_request", "yes"),
        ("most", "most", "yes"),
        ("all_written", "all_written", "yes"),
        ("all_agencies_concerned", "all", "yes"),
    ],
)
def test_an_approval_answers_what_a_rule_asks(told: Any, word: str, answer: str) -> None:
    assert answers("panel", told)[word] == answer


def test_an_approval_nobody_understands_is_an_error() -> None:
    with pytest.raises(QuestionError, match="'perhaps' is no approval"):
        decide(GRANT + "requires = { panel = 'any' }\n", facts={"panel": "perhaps"})


def test_an_approval_of_a_quorum_in_writing_opens() -> None:
    rule = GRANT + "requires = { panel = 'at_least_2_written' }\n"
    assert effect(rule, facts={"panel": "2_of_3_written"}) == "full"
    assert effect(rule, facts={"panel": "2_of_3"}) == "withheld", "unknown whether in writing"
    assert effect(rule) == "withheld"
    assert "approval by the panel, at least 2 of them, is recorded in writing" in sentence(rule)


def test_an_approval_due_before_is_waited_for_with_owner_and_clock() -> None:
    rule = GRANT + (
        "[[clause.rule.obligations]]\nwhat = 'panel'\nneeds = 'all_written'\nwhen = 'before'\n"
        "owner = 'chair'\nwithin = '2 working days'\nmissed = 'refused'\n"
    )
    decision = decide(rule, facts={"panel": "verbal"})
    waiting = decision.pending[0]
    assert "Waiting for panel (all of them, in writing) by chair within 2 working days." in full(
        decision
    )
    assert (waiting.owner, waiting.within) == ("chair", "2 working days")
    assert (waiting.needs, waiting.missed) == ("all_written", "refused")
    assert effect(rule, facts={"panel": "written"}) == "full"
    assert "if that is missed, it counts as refused" in sentence(rule)


@pytest.mark.parametrize(
    ("ends", "given", "shown"),
    [
        ("risk_level = { less_than = 'high' }", {"risk_level": "high"}, "full"),
        ("risk_level = { less_than = 'high' }", {"risk_level": "medium"}, "withheld"),
        ("risk_level = { less_than = 'high' }", {}, "withheld"),
        ("stage = 'closed'", {"stage": "meeting"}, "full"),
        ("stage = 'closed'", {"stage": "closed"}, "withheld"),
        ("days_since_notice_on = { more_than = 28 }",
         {"date": "2026-03-01", "facts": {"notice_on": "2026-02-20"}}, "full"),
        ("days_since_notice_on = { more_than = 28 }",
         {"date": "2026-03-21", "facts": {"notice_on": "2026-02-20"}}, "withheld"),
    ],
)  # fmt: skip
def test_an_exception_ends_with_what_allowed_it(
    ends: str, given: dict[str, Any], shown: str
) -> None:
    assert effect(GRANT + CAP + LIFT + f"ends_when = {{ {ends} }}\n", **given) == shown


def test_either_end_ends_it_and_the_sentence_says_so() -> None:
    rules = GRANT + CAP + LIFT + "ends_when = { stage = 'closed', risk_level = 'standard' }\n"
    for given in ({"stage": "closed", "risk_level": "high"}, {"stage": "meeting"}):
        assert effect(rules, **given) == "withheld"
    assert effect(rules, stage="meeting", risk_level="high") == "full"
    assert sentence(rules).endswith(
        "ends when the level of risk is standard, or when the stage of the case is closed."
    )


def test_an_exception_for_one_request_needs_a_granted_request() -> None:
    rules = GRANT + CAP + LIFT + "per_request = true\n"
    assert effect(rules, facts={"granted_request": True}) == "full"
    assert effect(rules) == "withheld"
    assert "for one granted request at a time" in sentence(rules)


BASED = GRANT + "basis = ['crime']\n"
REACHED = {
    "agency_type": "hospital", "discloser": "Domestic Abuse Unit", "purpose": "crime_reduction",
    "category": "risk",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, "full"),
        ({"agency_type": "fire"}, "withheld"),
        ({"discloser": "trust"}, "withheld"),
        ({"discloser": "somebody"}, "withheld"),
        ({"purpose": "safeguarding"}, "withheld"),
        ({"category": "sexual_life"}, "withheld"),
    ],
)
def test_a_basis_opens_no_further_than_it_reaches(change: dict[str, str], shown: str) -> None:
    assert effect(BASED, **(REACHED | change)) == shown


def test_one_basis_of_several_is_enough_and_is_the_one_cited() -> None:
    rule = GRANT + "basis = ['crime', 'vital']\n"
    decision = decide(rule, **(REACHED | {"purpose": "safeguarding"}))
    assert (decision.effect.word, decision.basis) == ("full", ("vital",))
    assert decide(rule, **REACHED).basis == ("crime",)


def test_a_rule_on_a_body_covers_its_units_and_knows_both_its_names() -> None:
    rule = GRANT + "applies = { agency = 'City Police' }\n"
    assert {effect(rule, agency=who) for who in ("unit", "force", "Domestic Abuse Unit")} == {
        "full"
    }
    assert effect(rule, agency="trust") == "withheld"
    narrow = GRANT + "applies = { agency = 'unit' }\n"
    assert effect(narrow, agency="force") == "withheld"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"agency": "trust", "originator": "unit", "discloser": "unit"}, {"first_hand"}),
        ({"agency": "trust", "originator": "unit", "discloser": "desk"}, {"passed_on", "from_hub"}),
        ({"agency": "desk", "originator": "unit", "discloser": "Domestic Abuse Unit"},
         {"first_hand", "to_hub"}),
        ({"agency": "unit", "originator": "unit", "discloser": "trust"},
         {"passed_on", "to_originator"}),
    ],
)  # fmt: skip
def test_the_direction_follows_from_who_passes_on_what_to_whom(
    given: dict[str, str], words: set[str]
) -> None:
    for word in ("first_hand", "passed_on", "to_originator", "to_hub", "from_hub"):
        rule = (
            GRANT
            + f"applies = {{ direction = '{word}', item_relationship = {{ not = 'author' }} }}\n"
        )
        shown = effect(rule, **given, item_relationship=[])
        own = given["agency"] == given["originator"]
        assert shown == ("full" if word in words or own else "withheld"), word


def test_an_unknown_direction_opens_nothing_and_does_not_escape_a_bar() -> None:
    assert effect(GRANT + "applies = { direction = 'first_hand' }\n", agency="trust") == "withheld"
    bar = GRANT + CAP + "applies = { direction = 'passed_on' }\n"
    assert effect(bar, agency="trust", originator="unit") == "withheld"


def test_a_direction_that_is_told_stands_where_no_agency_is_named() -> None:
    bar = GRANT + CAP + "applies = { direction = 'passed_on' }\n"
    assert effect(bar, agency="trust", direction=["first_hand"]) == "full"
    assert effect(bar, agency="trust", direction=["passed_on"]) == "withheld"
    # Who provided it and who passes it on tell it better than anybody.
    passed = {"agency": "trust", "originator": "unit", "discloser": "desk"}
    assert effect(bar, **passed, direction=["first_hand"]) == "withheld"


def test_an_answer_says_what_must_be_true_before_a_gate_gives_way() -> None:
    gate = "[[clause.rule]]\nkind = 'gate'\nrequires = { relationship = 'on_case' }\n"
    why = full(decide(GRANT + gate, agency="trust", relationship=[]))
    wanted = "This must be true first: the relationship to the case includes “on the case”."
    assert any(step.endswith(wanted) for step in why)
    assert "must be true first" not in " ".join(full(decide(GRANT, agency="trust")))


def test_what_hides_completely_is_cited_before_what_only_shows_nothing() -> None:
    shut = "[[clause.rule]]\nkind = 'gate'\nrequires = { released = 'yes' }\n"
    hidden = CAP + "concealed = true\napplies = { relationship = 'conflicted' }\n"
    decision = decide(GRANT + shut + hidden, agency="trust", relationship=["conflicted"])
    assert decision.concealed
    assert [entry.rule for entry in decision.trail[:2]] == ["bar", None]


def test_consent_holds_for_the_purposes_it_was_given_for() -> None:
    rule = GRANT + "requires = { consent_covers_purpose = 'yes' }\n"
    given = {"consent_purposes": ["safeguarding"]}
    assert effect(rule, purpose="child_protection", **given) == "full"
    assert effect(rule, purpose="performance", **given) == "withheld"
    assert effect(rule, purpose="child_protection") == "withheld"


def test_a_recorded_yes_of_the_chair_is_an_approval_but_not_a_written_one() -> None:
    told = {"chair_approved": True}
    assert effect(GRANT + "requires = { chair_approval = 'any' }\n", facts=told) == "full"
    assert effect(GRANT + "requires = { chair_approval = 'any_written' }\n", facts=told) == (
        "withheld"
    )


def test_a_fact_may_be_several_words_at_once() -> None:
    rule = GRANT + "requires = { consulted = { all_of = ['school', 'gp'] } }\n"
    assert effect(rule, facts={"consulted": ["gp", "school"]}) == "full"
    assert effect(rule, facts={"consulted": "gp"}) == "withheld"
    with pytest.raises(QuestionError, match="unknown word 'vicar'"):
        effect(rule, facts={"consulted": ["vicar"]})


def test_what_is_pending_is_not_known() -> None:
    assert effect(GRANT + "requires = { relevant = 'yes' }\n", facts={"relevant": "pending"}) == (
        "withheld"
    )


def test_a_document_may_give_a_core_word_its_own_place() -> None:
    rule = GRANT + "applies = { agency_type = 'health' }\n[vocabulary.agency_type]\ngp = 'local'\n"
    assert effect(rule, agency_type="gp") == "withheld"
    assert effect(rule, agency_type="hospital") == "full"


def test_words_of_other_people_are_accepted_as_they_are() -> None:
    rule = GRANT + "applies = { marking = 'OFFICIAL-SENSITIVE' }\n"
    local = "[vocabulary.marking]\nOFFICIAL-SENSITIVE = 'local'\n"
    assert effect(rule + local, marking="OFFICIAL-SENSITIVE") == "full"


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        ("age_band:10", "an age band of 10 years"),
        ("age_band", "an age band"),
        ("last_digits:4", "the last 4 digits of a number"),
        ("small_number", "a rounded count, small ones below 5 not told"),
    ],
)
def test_a_mask_says_its_number(mask: str, words: str) -> None:
    rule = f"[[clause.rule]]\nkind = 'grant'\nlevel = 'masked'\nmask = '{mask}'\n"
    assert f"May see a part ({words})" in sentence(rule)
    assert decide(rule).mask == mask


@pytest.mark.parametrize("mask", ["agebnd", "initials:3", "last_digits:9", "last_digits:", "age:x"])
def test_a_mask_that_cannot_be_is_an_error(mask: str) -> None:
    assert masks.problem(mask)
    with pytest.raises(ProtocolError):
        load(HEAD + f"[[clause.rule]]\nkind = 'grant'\nlevel = 'masked'\nmask = '{mask}'\n")


@pytest.mark.parametrize("text", ["2 hours", "1 working day", "14 days", "3 months", "1 week"])
def test_a_clock_is_an_amount_of_a_unit(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.ends(date_time(2026, 3, 2), every_weekday) > date_time(2026, 3, 2)


def every_weekday(day: date) -> bool:
    return day.weekday() < 5


def date_time(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def test_working_days_pass_over_the_weekend() -> None:
    friday = date_time(2026, 3, 6)
    ends = read("1 working day")
    assert ends is not None
    assert ends.ends(friday, every_weekday).date() == date(2026, 3, 9)
    # The engine has no calendar: who asks says which days count.
    assert ends.ends(friday, lambda day: day.day == 12).date() == date(2026, 3, 12)


NOBODY = "[[fact]]\nname = 'mood'\nsays = 'the mood is good'\n"


def test_a_rule_on_a_fact_that_nobody_can_record_is_an_error() -> None:
    rule = GRANT + "applies = { mood = 'yes' }\n"
    found = [f for f in check(HEAD + rule + NOBODY) if f.kind == "unrecordable"]
    assert [(f.severity, f.clause) for f in found] == [("error", "1")]
    assert "nobody can record 'mood'" in found[0].message
    fine = check(HEAD + rule + NOBODY + "recorded_by = ['chair']\n")
    assert [f for f in fine if f.kind == "unrecordable"] == []


def test_what_people_record_is_listed_with_who_and_what_it_is_about() -> None:
    rule = GRANT + "applies = { consulted = 'gp', days_since_notice_on = { at_least = 3 } }\n"
    found = {r.fact.name: (r.by, r.about.value) for r in recordable(load(HEAD + rule))}
    assert found == {
        "consulted": (("anyone",), "subject"), "notice_on": (("coordinator",), "case"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD.replace('part_of = "force"', 'part_of = "farce"'), "Did you mean 'force'?"),
        (HEAD.replace('id = "force"\n', 'id = "force"\npart_of = "unit"\n'), "part of itself"),
        (HEAD.replace('["chair"]', '["chiar"]'), "Did you mean 'chair'?"),
        (HEAD.replace('about = "subject"', 'about = "subjct"'), "Did you mean 'subject'?"),
        (HEAD + CAP + "per_request = true\n", "only a grant or an exception can be for one"),
        (HEAD + CAP + "ends_when = { stage = 'closed' }\n", "only a grant or an exception ends"),
        (HEAD + GRANT + "requires = { panel = 'all_writen' }\n", "Did you mean 'all_written'?"),
        (HEAD + GRANT + "[[clause.rule.obligations]]\nwhat = 'log'\nwithin = 'soon'\n",
         "is no time"),
        (HEAD + GRANT + "[[clause.rule.obligations]]\nwhat = 'log'\nmissed = 'end'\n",
         "Did you mean 'ends'?"),
        (HEAD + GRANT + "[[clause.rule.obligations]]\nwhat = 'log'\nneeds = 'any'\n",
         "is no approval"),
    ],
)  # fmt: skip
def test_a_construct_that_cannot_be_is_named(text: str, message: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        load(text)
    assert message in str(caught.value)


def test_a_cap_says_where_it_does_not_hold_and_that_nothing_lifts_it() -> None:
    rules = CAP + "absolute = true\nrequires = { consent = 'given' }\n"
    assert sentence(rules) == (
        "Never shown, but not where consent is given; no exception lifts this."
    )
    assert effect(GRANT + rules, consent="given") == "full"
    assert effect(GRANT + rules, consent="refused") == "withheld"


def test_a_basis_says_how_far_it_reaches() -> None:
    first, second = load(HEAD).bases
    assert basis_sentence(first) == (
        "For crime (for what is passed on by police; to health; for crime reduction; "
        "never for sexual life)"
    )
    assert basis_sentence(second) == "Vital interests (for safeguarding)"


SCALE = """
[protocol]
id = "p"
title = "T"
version = "1"
starts = 2026-01-01
[vocabulary.risk_level]
bronze = "local"
silver = "local"
gold = "local"
enhanced = "high"
[[clause]]
number = "1"
words = "From a level on."
[[clause.rule]]
kind = "grant"
level = "full"
applies = {{ risk_level = {{ at_least = "{bound}" }} }}
"""


@pytest.mark.parametrize(
    ("bound", "opens"),
    [
        ("silver", {"silver", "gold"}),
        ("high", {"high", "enhanced", "very_high"}),
        ("very_high", {"very_high"}),
        ("standard", {"standard", "medium", "high", "enhanced", "very_high"}),
    ],
)
def test_a_scale_of_a_document_is_not_mixed_with_the_core_scale(
    bound: str, opens: set[str]
) -> None:
    protocol = load(SCALE.format(bound=bound))
    table = engine.compile(protocol)
    words = protocol.vocabulary["risk_level"].words
    answers = {w: engine.decide_given(table, {"risk_level": w}).effect.word for w in words}
    assert {word for word, effect in answers.items() if effect == "full"} == opens


def test_a_document_that_names_all_levels_sets_their_order() -> None:
    text = SCALE.format(bound="medium").replace(
        'bronze = "local"', 'high = "local"\nmedium = "local"\nlow = "local"\nbronze = "local"'
    )
    table = engine.compile(load(text))
    found = [engine.decide_given(table, {"risk_level": word}) for word in ("high", "low")]
    assert [one.effect.word for one in found] == ["withheld", "full"]
