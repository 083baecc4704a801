"""Words of the vocabulary are written as the trade writes them."""

from __future__ import annotations

import pytest

from protocols.spelling import headed, spelled


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("gp", "GP"),
        ("idva_service", "IDVA service"),
        ("hiv_status", "HIV status"),
        ("asb_case_review", "ASB case review"),
        ("childrens_social_care", "children's social care"),
        ("victims_words", "victim's words"),
        ("attends_meeting", "attends the meeting"),
        ("health_trust", "health trust"),
        ("gpx", "gpx"),
        ("", ""),
    ],
)
def test_a_word_is_spelled_as_the_trade_spells_it(word: str, written: str) -> None:
    assert spelled(word) == written


def test_a_heading_keeps_the_capitals_of_an_abbreviation() -> None:
    assert headed("gp") == "GP"
    assert headed("childrens_social_care") == "Children's social care"
