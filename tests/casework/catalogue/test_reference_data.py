from __future__ import annotations

import pytest

from casework.catalogue.decline_reasons import DECLINE_BY_CODE, DECLINE_REASONS
from casework.catalogue.entry_routes import HINTS, WORDS, ThresholdRoute, routes
from casework.catalogue.field import HEARS
from casework.catalogue.lawful_bases import BY_CODE, LAWFUL_BASES
from casework.catalogue.legal_tools import (
    DECISION_WORDS,
    LEGAL_TOOLS,
    PENDING,
    ToolDecision,
    tools_for,
)
from casework.catalogue.withholding_reasons import WITHHOLDING_BY_CODE, WITHHOLDING_REASONS


def test_codes_are_unique():
    assert len(BY_CODE) == len(LAWFUL_BASES)
    assert len(DECLINE_BY_CODE) == len(DECLINE_REASONS)
    assert len(WITHHOLDING_BY_CODE) == len(WITHHOLDING_REASONS)
    assert len({t.code for t in LEGAL_TOOLS}) == len(LEGAL_TOOLS)


def test_no_agreement_in_place_is_not_a_reason_to_withhold():
    assert not any(
        "agreement" in r.code or "agreement" in r.label.lower() for r in WITHHOLDING_REASONS
    )


def test_every_decline_says_where_to_go_instead():
    assert all(len(reason.signpost) > 20 for reason in DECLINE_REASONS)
    assert {
        "advocate_only",
        "housing_only",
        "signposting_only",
        "other_forum",
    } <= DECLINE_BY_CODE.keys()


def test_every_route_has_words_and_fits_the_column():
    assert WORDS.keys() == HINTS.keys() == set(ThresholdRoute)
    assert all(len(route) <= 32 for route in ThresholdRoute)


@pytest.mark.parametrize(
    ("conference", "kind"), [(c, k) for c, kinds in HEARS.items() for k in kinds]
)
def test_a_place_comes_by_location_and_people_by_score_and_all_by_judgement(conference, kind):
    found = routes(conference, kind)
    assert (ThresholdRoute.LOCATION in found) == (kind == "place")
    assert (ThresholdRoute.SCORE in found) == (kind != "place")
    assert {"professional_judgement", "potential_escalation", "repeat", "urgent"} <= set(found)


def test_there_is_no_route_to_a_board():
    assert routes("board", "person") == ()


def test_every_tool_says_to_check_that_it_is_in_force():
    assert all("Check" in tool.in_force for tool in LEGAL_TOOLS)
    assert [t.code for t in LEGAL_TOOLS if t.in_force == PENDING] == ["respect_order"]


def test_a_community_case_is_offered_support_and_not_only_enforcement():
    found = tools_for("ccm")
    assert {t.enforcement for t in found} == {True, False}
    assert "mediation" not in {t.code for t in tools_for("domestic_abuse_marac")}


def test_every_decision_about_a_tool_has_words():
    assert DECISION_WORDS.keys() == set(ToolDecision)
