"""A place that is given away in the middle of a sentence is protected like one in its own box."""

import pytest

from casework.disclosure.address_guard import find_protected
from casework.disclosure.guard_prose import protected_in

WRITTEN = (
    "She has been with her sister at 14 Upper Elm Street, Riverton, RV4 1AB since March.\n"
    "Ring 01632 960 222 before noon, or jo.new@example.org. Before that: Hope House."
)


@pytest.mark.parametrize(
    "others",
    [
        "We sent a letter to 14 Upper Elm St.",
        "Number 14, upper elm street",
        "rv41ab",
        "Call her on +44 1632 960222.",
        "jo.new at example.org",
        "She left hope house in May.",
    ],
)
def test_what_a_sentence_gives_away_is_found_in_other_words(others: str) -> None:
    assert find_protected(others, protected_in(WRITTEN))


@pytest.mark.parametrize(
    "others",
    [
        "She has been with her sister since March.",
        "He was seen in Elm Street and in Riverton.",
        "14 calls since March, the last before noon.",
        "Officers went to the house on 14 March.",
    ],
)
def test_ordinary_sentences_are_left_alone(others: str) -> None:
    assert not find_protected(others, protected_in(WRITTEN))


def test_a_sentence_that_names_no_place_protects_nothing() -> None:
    said = "We do not know where she is. She was last seen at the Refuge 2 weeks ago, at 3 o'clock."
    assert protected_in(said) == ()


def test_a_long_text_full_of_saints_is_read_in_no_time() -> None:
    assert protected_in("St " * 400 + "14 St John's Road") != ()
