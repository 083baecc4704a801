"""Words of the vocabulary are written as the trade writes them."""

from __future__ import annotations

import pytest

from protocols.spelling import headed, spelled, typed


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("gp", "GP"),
        ("idva_service", "Idva service"),
        ("hiv_status", "HIV status"),
        ("asb_case_review", "ASB case review"),
        ("childrens_social_care", "children's social care"),
        ("victims_words", "victim's words"),
        ("attends_meeting", "attends the meeting"),
        ("health_trust", "health trust"),
        ("ngo", "voluntary organisation"),
        ("action.safe_conditions", "action safe conditions"),
        ("1.5", "1.5"),
        ("gpx", "gpx"),
        ("", ""),
    ],
)
def test_a_word_is_spelled_as_the_trade_spells_it(word: str, written: str) -> None:
    assert spelled(word) == written


def test_a_heading_keeps_the_capitals_of_an_abbreviation() -> None:
    assert headed("gp") == "GP"
    assert headed("childrens_social_care") == "Children's social care"


def test_a_name_is_typed_without_the_apostrophe_that_would_rename_it() -> None:
    assert typed("childrens_side") == "childrens side"
