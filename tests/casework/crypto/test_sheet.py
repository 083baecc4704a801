"""A root key on paper: read back to the letter, in any two of three parts, and never by mistake."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.crypto.keyring import RootKey
from casework.crypto.sheet import (
    LETTERS,
    Sheet,
    SheetRefused,
    check_line,
    key_of,
    three_sheets,
    whole_sheet,
)

KEY = RootKey(7, bytes(range(32)))


@given(st.binary(min_size=32, max_size=32), st.integers(1, 2**32 - 1))
def test_a_whole_sheet_is_the_key(secret: bytes, number: int) -> None:
    key = RootKey(number, secret)
    assert key_of([whole_sheet(key)]).line() == key.line()


@given(st.binary(min_size=32, max_size=32))
def test_any_two_parts_are_the_key(secret: bytes) -> None:
    key = RootKey(3, secret)
    for two in permutations(three_sheets(key), 2):
        assert key_of(two).line() == key.line()


def test_one_part_says_nothing_about_the_key() -> None:
    """Every byte of it takes every value, whatever the key is."""
    seen = [set() for _ in range(16)]
    for _ in range(400):
        for place, letter in enumerate(three_sheets(KEY)[0].lines[0].replace(" ", "")[:16]):
            seen[place].add(letter)
    assert all(found == set(LETTERS) for found in seen)


def test_one_part_twice_is_not_enough() -> None:
    part = three_sheets(KEY)[1]
    with pytest.raises(SheetRefused, match="two different parts"):
        key_of([part, part])


def test_parts_of_two_printings_do_not_make_a_key() -> None:
    for one, other in combinations(range(3), 2):
        with pytest.raises(SheetRefused, match="do not belong together"):
            key_of([three_sheets(KEY)[one], three_sheets(KEY)[other]])


def test_known_answer() -> None:
    assert whole_sheet(KEY).lines == (
        "000G 40R4 0M30 E209  " + whole_sheet(KEY).lines[0][-2:],
        *whole_sheet(KEY).lines[1:],
    )


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_slip_of_the_pen_is_found_at_its_line(number: int) -> None:
    line = whole_sheet(KEY).lines[number - 1]
    wrong = ("Z" if line[0] != "Z" else "Y") + line[1:]
    swapped = line[1] + line[0] + line[2:]
    for typed in (wrong, swapped, line[:-1], line + "A", "", "ü" * 18):
        if typed != line:
            with pytest.raises(SheetRefused, match=f"line {number}"):
                check_line(7, 0, number, typed)


def test_it_is_read_however_it_was_typed() -> None:
    line = whole_sheet(KEY).lines[0]
    typed = line.lower().replace(" ", "-").replace("0", "o").replace("1", "l")
    assert check_line(7, 0, 1, typed) == line.replace(" ", "")[:-2]


def test_a_line_of_another_key_or_part_is_refused() -> None:
    line = whole_sheet(KEY).lines[0]
    for root, part, number in ((8, 0, 1), (7, 1, 1), (7, 0, 2)):
        with pytest.raises(SheetRefused):
            check_line(root, part, number, line)


def test_a_sheet_does_not_print_itself_in_a_log() -> None:
    sheet = whole_sheet(KEY)
    assert not any(line in repr(sheet) for line in sheet.lines)
    assert sheet == Sheet(7, 0, sheet.lines)
