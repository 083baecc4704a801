"""A mask shows a part, and never the whole."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.catalogue.field import Mask
from casework.clock import moved_to
from casework.directory.wards import Wards
from casework.disclosure.areas import area_mask
from casework.disclosure.masks import HIDDEN, MASKS, apply_mask, district

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

EXAMPLES = [
    ("year_of_birth", "1990-05-17", "1990"),
    ("year_of_birth", "17/05/1990", "1990"),
    ("year_of_birth", "17 May 1990", "1990"),
    ("year_of_birth", "1990", HIDDEN),
    ("year_of_birth", "about 1990", HIDDEN),
    ("year_of_birth", "", HIDDEN),
    ("age_band", "1990-05-17", "35 to 44"),
    ("age_band", "2008-11-24", "18 to 24"),
    ("age_band", "2008-11-25", "16 to 17"),
    ("age_band", "1930-01-01", "65 or over"),
    ("age_band", "2026-11-20", "0 to 4"),
    ("age_band", "2030-01-01", HIDDEN),
    ("age_band", "41", "35 to 44"),
    ("age_band", "35 to 44", HIDDEN),
    ("district", "12 Elm Street, Leeds LS6 3AB", "Postcode district LS6"),
    ("district", "ls63ab", "Postcode district LS6"),
    ("district", "EC1A 1BB", "Postcode district EC1A"),
    ("district", "LS6", HIDDEN),
    ("district", "12 Elm Street", HIDDEN),
    ("district", "LS6 3AB or M1 1AE", HIDDEN),
    ("initials", "Mary-Jane O'Neil", "M. J. O. N."),
    ("initials", "Łucja Nowak", "Ł. N."),
    ("initials", "J", HIDDEN),
    ("initials", "J. K.", HIDDEN),
    ("initials", "123", HIDDEN),
    ("last_digits", "07700 900123", "ends in 123"),
    ("last_digits", "+44 (0)7700 900123", "ends in 123"),
    ("last_digits", "123", HIDDEN),
    ("last_digits", "9001234", HIDDEN),
    ("small_number", "0", "fewer than 5"),
    ("small_number", "3", "fewer than 5"),
    ("small_number", "12", "about 10"),
    ("small_number", "20", "about 20"),
    ("small_number", "some", HIDDEN),
    ("small_number:10", "7", "fewer than 10"),
    ("small_number:10", "12", "about 10"),
    ("last_digits:2", "07700 900123", "ends in 23"),
    ("last_digits:9", "07700 900123", HIDDEN),
    ("age_band:5", "1990-05-17", "35 to 39"),
    ("age_band:10", "41", "40 to 49"),
    ("age_band:10", "1930-01-01", "65 or over"),
    ("age_band:10", "35 to 44", HIDDEN),
    ("initials:2", "Anna Berg", HIDDEN),
    ("year", "1990-05-17", "1990"),
    ("month", "1990-05-17", "May 1990"),
    ("month", "May 1990", HIDDEN),
    ("age", "1990-05-17", "aged 36"),
    ("age", "36", HIDDEN),
    ("ward", "12 Elm Street, St Mary's Ward, Leeds LS6 3AB", "St Mary's Ward"),
    ("ward", "12 Elm Street St Mary's Ward", HIDDEN),
    ("ward", "East Ward, 3 Mill Lane, West Ward", HIDDEN),
    ("hidden", "She told us everything.", HIDDEN),
    ("hidden", HIDDEN, ""),
    ("no_such_mask", "12 Elm Street", HIDDEN),
]


@pytest.mark.parametrize(("name", "text", "shown"), EXAMPLES)
def test_what_a_mask_shows(name: str, text: str, shown: str) -> None:
    with moved_to(NOW):
        assert apply_mask(name, text) == shown


def test_every_mask_of_the_catalogue_exists() -> None:
    assert set(Mask) <= set(MASKS)


LIKELY = st.sampled_from([text for pair in EXAMPLES for text in pair[1:]])


@pytest.mark.parametrize("name", sorted(MASKS))
@given(text=st.one_of(st.text(), LIKELY, st.dates().map(str), st.integers(0, 10**9).map(str)))
def test_no_mask_returns_its_input(name: str, text: str) -> None:
    shown = apply_mask(name, text)
    assert shown != text
    # Shown in part, masked again: still nothing new, and nothing raised.
    assert apply_mask(name, shown) != shown


WARDS = Wards({"RV41AB": "Harbour", "RV42AA": "Lighthouse"}, {"Harbour": 8200, "Lighthouse": 310})


@pytest.mark.parametrize("name", ["district", "ward"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("14 Elm Street, Riverton, rv4 1ab", "Harbour ward"),
        ("RV41AB", "Harbour ward"),
        # So few people live there that the ward would point at homes.
        ("1 The Rock, RV4 2AA", HIDDEN),
    ],
)
def test_an_area_is_told_as_its_ward_where_the_list_knows_it(
    name: str, text: str, shown: str
) -> None:
    mask = area_mask(name, WARDS)
    assert mask is not None
    assert mask(text) == shown


def test_what_the_list_does_not_know_is_told_as_before() -> None:
    mask, none = area_mask("district", WARDS), area_mask("district", None)
    assert mask is not None
    assert none is not None
    for text in ("2 Far Lane, LS6 3AB", "RV4 1AB and LS6 3AB", "no postcode here"):
        assert mask(text) == none(text) == district(text)
    assert none("RV4 1AB") == "Postcode district RV4"


def test_a_list_changes_no_other_mask() -> None:
    mask = area_mask("year_of_birth", WARDS)
    assert mask is not None
    assert mask("1988-04-02") == "1988"
    assert area_mask("no such mask", WARDS) is None
