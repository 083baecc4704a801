"""A name is found by any beginning, its short forms and its sound; no name stands in the index."""

from __future__ import annotations

import pickle
from uuid import uuid4

import pytest

from casework.disclosure.name_index import NameIndex, NamePlace, words_of


def place() -> NamePlace:
    return NamePlace(uuid4(), uuid4(), uuid4())


def found(index: NameIndex, text: str) -> list[list[NamePlace]]:
    return index.find(words_of(text))


@pytest.mark.parametrize(
    "text", ["Cat", "catherine", "CATHERINE", "Kate", "Kathryn", "Ó", "ó Súill", "O'Suilleabhain"]
)
def test_a_name_is_found_by_beginning_short_form_sound_and_without_accents(text: str) -> None:
    one, other = place(), place()
    index = NameIndex.build([(one, "Catherine Ó Súilleabháin"), (other, "Barnaby Thistle")])
    for in_word in found(index, text):
        assert in_word == [one]


@pytest.mark.parametrize("text", ["atherine", "thistlewoods", "zz", "barnabyt"])
def test_what_is_no_beginning_is_not_found(text: str) -> None:
    assert found(NameIndex.build([(place(), "Barnaby Thistlewood")]), text) == [[]]


@pytest.mark.parametrize("text", ["O'Neill", "oneill", "Neill", "o neill", "O’Neil"])
def test_a_name_with_an_apostrophe_is_found_with_and_without_it(text: str) -> None:
    one = place()
    assert found(NameIndex.build([(one, "O’Neill")]), text) == [[one]]


def test_names_added_later_are_found_once() -> None:
    index, late = NameIndex.build([]), place()
    index.add(late, "Marigold")
    index.add(late, "Marigold")
    assert found(index, "mari") == [[late]]
    assert len(index) == 1


def test_no_name_and_no_word_stands_in_the_index() -> None:
    index = NameIndex.build([(place(), "Marigold Quillfeather")])
    index.add(place(), "Thistlewood")
    held = pickle.dumps(vars(index)).lower()
    assert not [word for word in (b"marigold", b"quill", b"thistle") if word in held]


def test_two_indexes_of_the_same_names_have_nothing_in_common() -> None:
    where = place()
    one, other = (NameIndex.build([(where, "Marigold Quillfeather")]) for _ in range(2))
    assert not set(one._entries) & set(other._entries)


def test_words_are_plain_and_each_once() -> None:
    assert words_of("  Anne-Marie O’Neill, anne B ") == ("anne", "marie", "neill")
