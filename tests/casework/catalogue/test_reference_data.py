from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from casework.catalogue import legal_tools
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
from casework.clock import moved_to

FIRST_SAID = {
    "civil_injunction": "b9ea0ac4",
    "criminal_behaviour_order": "1e0e77ef",
    "dispersal": "974bdc3a",
    "community_protection": "485fb307",
    "public_spaces": "ca0ec6f5",
    "closure": "f20f4d1c",
    "absolute_possession": "636e5deb",
    "community_remedy": "b55804f1",
    "asb_case_review": "4a35b861",
    "respect_order": "9166cbc5",
    "accreditation": "470e2e60",
    "abatement": "e1f0a9ea",
    "licence_review": "324cf5bb",
    "harassment": "f151da37",
    "stalking_order": "677f1f66",
    "da_protection": "710915e8",
    "non_molestation": "ac77ecf0",
    "occupation": "10445222",
    "disclosure_scheme": "15a023a4",
    "coercive_control": "c38d348f",
    "strangulation": "5975e6ef",
    "forced_marriage": "9fccdb59",
    "mental_health_act": "33730b20",
    "child_safeguarding": "3985df30",
    "adult_safeguarding": "f6547c61",
    "priority_need": "121cc331",
    "behaviour_contract": "febf1c31",
    "warning_letter": "3c350b94",
    "mediation": "c04e614b",
    "tenancy_support": "750182c8",
    "target_hardening": "337e43e7",
}


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


def test_an_entry_that_says_something_else_says_since_when():
    # What the list said when it was first published, by the first signs of its fingerprint. A
    # recommendation that points at a tool is shown the change from the day that stands with it.
    now_said = {t.code: sha256(t.said.encode()).hexdigest()[:8] for t in LEGAL_TOOLS}
    changed = {c for c, said in now_said.items() if FIRST_SAID.get(c) != said}
    assert {t.code for t in LEGAL_TOOLS if t.holds_from} == changed
    assert FIRST_SAID.keys() <= now_said.keys(), "an entry is ended, never taken out"


def test_a_tool_whose_law_has_ended_is_offered_no_longer(monkeypatch):
    ended = replace(LEGAL_TOOLS[0], ended_on=date(2026, 6, 1))
    monkeypatch.setattr(legal_tools, "LEGAL_TOOLS", (ended,))
    with moved_to(datetime(2026, 5, 31, 22, 59, tzinfo=UTC)):
        assert tools_for("ccm") == (ended,)
    # Midnight in London, an hour before that of UTC.
    with moved_to(datetime(2026, 5, 31, 23, 0, tzinfo=UTC)):
        assert tools_for("ccm") == ()


def test_a_community_case_is_offered_support_and_not_only_enforcement():
    found = tools_for("ccm")
    assert {t.enforcement for t in found} == {True, False}
    assert "mediation" not in {t.code for t in tools_for("domestic_abuse_marac")}


def test_every_decision_about_a_tool_has_words():
    assert DECISION_WORDS.keys() == set(ToolDecision)
