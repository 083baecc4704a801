from __future__ import annotations

import pytest

from casework.catalogue.instruments import INSTRUMENTS, instrument, instruments_for, score
from casework.catalogue.sections import FIELDS, section
from casework.errors import NotFound
from protocols import core_words

CHECKLIST, MATRIX = INSTRUMENTS["risk_checklist_24"], INSTRUMENTS["community_matrix"]


def yes_to(*numbers):
    return {f"checklist.item_{n:02}": "yes" for n in numbers}


@pytest.mark.parametrize(
    ("yes", "band", "high"),
    [(0, "standard", False), (9, "standard", False), (10, "medium", False), (13, "medium", False),
     (14, "high", True), (24, "high", True)],
)  # fmt: skip
def test_the_checklist_counts_yes_and_bands_at_10_and_14(yes, band, high):
    result = score(CHECKLIST, yes_to(*range(1, yes + 1)))
    assert (result.total, result.band, result.visible_high_risk) == (yes, band, high)
    assert len(result.unanswered) == 24 - yes


def test_not_known_counts_nothing_and_is_not_unanswered():
    result = score(CHECKLIST, {"checklist.item_01": "unknown", "checklist.item_02": "no"})
    assert (result.total, result.not_known, len(result.unanswered)) == (0, (1,), 22)


def test_an_answer_that_the_item_does_not_have_counts_as_none():
    result = score(CHECKLIST, {"checklist.item_01": "99", "matrix.frequency": "5"})
    assert (result.total, len(result.unanswered)) == (0, 24)


@pytest.mark.parametrize(
    ("numbers", "flags"),
    [
        ((6, 12), 0),
        ((6, 12, 1), 1),
        ((6, 12, 16), 1),
        ((15,), 1),
        ((8,), 1),
        ((14,), 1),
        ((2,), 1),
        ((10,), 1),
        ((10, 11), 1),
        ((17,), 1),
        ((19, 20), 0),
    ],
)
def test_red_flags_stand_whatever_the_total_is(numbers, flags):
    assert len(score(CHECKLIST, yes_to(*numbers)).red_flags) == flags


def matrix_of(total):
    """Answers of the matrix that come to this total, highest items first, without item 8."""
    answers, left = {}, total
    for item in MATRIX.items:
        if item.number != 8:
            points = max(p for p in item.points.values() if p <= left)
            answers[item.field], left = str(points), left - points
    assert left == 0
    return answers


@pytest.mark.parametrize(
    ("total", "band", "high"),
    [(0, "standard", False), (15, "standard", False), (16, "medium", False), (31, "medium", False),
     (32, "high", True)],
)  # fmt: skip
def test_the_matrix_bands_at_16_and_above_31(total, band, high):
    result = score(MATRIX, matrix_of(total))
    assert (result.total, result.band, result.visible_high_risk) == (total, band, high)
    assert result.escalates == ()


def test_thoughts_of_suicide_call_for_a_conference_at_any_total():
    result = score(MATRIX, {"matrix.suicide": "5"})
    assert (result.total, result.band) == (5, "standard")
    assert result.escalates == ("Thoughts of suicide or self-harm",)


@pytest.mark.parametrize("tool", INSTRUMENTS.values(), ids=lambda i: i.name)
def test_an_instrument_is_whole_and_its_items_are_fields(tool):
    assert [i.number for i in tool.items] == list(range(1, len(tool.items) + 1))
    assert tool.bands[-1].lowest == 0
    assert [b.lowest for b in tool.bands] == sorted((b.lowest for b in tool.bands), reverse=True)
    assert {b.level for b in tool.bands} <= set(core_words.RISK_LEVELS.split())
    assert 0 < tool.threshold <= tool.most
    assert tool.licence_note
    assert (len(tool.name) <= 32, len(tool.version) <= 16) == (True, True)
    for item in tool.items:
        found = FIELDS[item.field]
        assert (found.category, found.sensitivity, found.choices) == (
            item.category, item.sensitivity, item.choices,
        )  # fmt: skip
        assert item.points.keys() == dict(item.choices).keys()
        assert {f"{item.field}_comment", f"{item.field}_source"} <= FIELDS.keys()


def test_the_counts_of_items_and_highest_totals():
    assert (len(CHECKLIST.items), CHECKLIST.most) == (24, 24)
    assert (len(MATRIX.items), MATRIX.most) == (16, 64)


def test_titles_claim_no_official_tool():
    texts = [t for i in INSTRUMENTS.values() for t in (i.title, *(item.label for item in i.items))]
    assert not any(name in text for text in texts for name in ("DASH", "SafeLives", "CCM"))
    assert "replace with your own" in MATRIX.title


def test_each_item_has_its_source_and_comment_under_it():
    under = section("risk_checklist").under("checklist.item_03")
    assert [f.name for f in under] == ["checklist.item_03_source", "checklist.item_03_comment"]
    assert under[1].sensitivity == 4


def test_conferences_have_their_tools_and_unknown_ones_are_not_found():
    assert instruments_for("domestic_abuse_marac") == (CHECKLIST,)
    assert instruments_for("asb_case_review") == (MATRIX,)
    assert instruments_for("board") == ()
    with pytest.raises(NotFound):
        instrument("dash")


def test_a_score_does_not_print_itself():
    assert "1" not in repr(score(CHECKLIST, yes_to(1)))
