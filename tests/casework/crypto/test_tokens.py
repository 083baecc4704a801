"""Equal references have equal tokens, under one key and one name only."""

import pytest

from casework.crypto.data_key import DataKey
from casework.crypto.tokens import TokenMaker, plain_phone
from tests.casework.crypto.conftest import CASE


def test_known_answer(key: DataKey) -> None:
    assert TokenMaker(key, "police-reference").token("AB", "1").hex() == "62b6ff8cf6ca6721"


def test_names_and_keys_part_tokens(key: DataKey) -> None:
    other = DataKey(CASE, 2, b"k" * 32)
    tokens = {
        TokenMaker(key, "phone").token("07700900123"),
        TokenMaker(key, "fax").token("07700900123"),
        TokenMaker(other, "phone").token("07700900123"),
    }
    assert len(tokens) == 3
    assert all(len(token) == 8 for token in tokens)


def test_parts_do_not_run_together(key: DataKey) -> None:
    maker = TokenMaker(key, "x")
    assert len({maker.token("ab", "c"), maker.token("a", "bc"), maker.token("abc")}) == 3


def test_spelling_of_a_reference_does_not_matter(key: DataKey) -> None:
    maker = TokenMaker(key, "police-reference")
    assert maker.reference("13/12345-26 a") == maker.reference("13 12345/26A")
    assert maker.email(" Jo@Example.ORG ") == maker.email("jo@example.org")


@pytest.mark.parametrize(
    "text",
    ["07700 900123", "+44 7700 900123", "0044 7700 900123", "+44 (0)7700 900-123", "447700900123"],
)
def test_phone_numbers_meet_in_one_form(text: str) -> None:
    assert plain_phone(text) == "07700900123"
